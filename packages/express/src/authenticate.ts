import { ApiFailure, type Actor, type ActorType, type Credential, type Operation } from "@covenant/contract"
import type { Request } from "express"

import type { PresentedCredential } from "./options.ts"

/** Where an operation looks for credentials, worked out once. */
export interface CredentialPlaces {
  /** Whether it asks who is calling at all. */
  asks: boolean
  bearer: boolean
  /** Names in lower case. */
  headers: readonly string[]
  /** Names on the wire. */
  cookies: readonly string[]
  accepts: readonly ActorType[]
}

export function credentialPlaces(operation: Operation, cookieName: (name: string) => string): CredentialPlaces {
  const names = (place: Credential["in"]): string[] =>
    operation.credentials.flatMap(({ in: where, name }) => (where === place && name !== undefined ? [name] : []))
  return {
    asks: operation.credentials.length > 0,
    bearer: operation.credentials.some((credential) => credential.in === "bearer"),
    headers: [...new Set(names("header").map((name) => name.toLowerCase()))],
    cookies: [...new Set(names("cookie").map(cookieName))],
    accepts: [...new Set(operation.credentials.flatMap(({ actor }) => (actor === undefined ? [] : [actor])))],
  }
}

const bearer = /^bearer (\S+)$/i

/**
 * The one credential to judge a request by, or undefined when it carries none.
 *
 * The `Authorization` header decides when it is there, even empty; then a header of the contract; then a cookie. Throws
 * 401 `token_invalid` for a header that is no single `Bearer <token>`, and for two headers or two cookies of one name.
 */
export function presentedCredential(request: Request, places: CredentialPlaces): PresentedCredential | undefined {
  const { authorization } = request.headers
  if (authorization !== undefined) {
    const value = bearer.exec(authorization)?.[1]
    // Node keeps the first of two Authorization headers and says nothing.
    if (value === undefined || !places.bearer || isRepeated(request.rawHeaders, "authorization"))
      throw new ApiFailure("token_invalid")
    return { in: "bearer", value }
  }
  for (const name of places.headers) {
    const value = request.headers[name]
    if (typeof value === "string") return { in: "header", name, value }
  }
  for (const name of places.cookies) {
    const value = cookieValue(request.headers.cookie, name)
    if (value !== undefined) return { in: "cookie", name, value }
  }
  return undefined
}

function isRepeated(raw_headers: readonly string[], name: string): boolean {
  let count = 0
  for (let at = 0; at < raw_headers.length; at += 2) if (raw_headers[at]?.toLowerCase() === name) count++
  return count > 1
}

/** The value of the cookie as sent, without quotes; undefined when there is none. Throws 401 when there are two. */
function cookieValue(header: string | undefined, name: string): string | undefined {
  if (header === undefined || !header.includes(name)) return undefined
  let found: string | undefined
  for (const pair of header.split(";")) {
    const equals = pair.indexOf("=")
    if (equals === -1 || pair.slice(0, equals).trim() !== name) continue
    // A page on a sibling host can plant a second cookie; which of the two is ours cannot be told.
    if (found !== undefined) throw new ApiFailure("token_invalid")
    found = pair.slice(equals + 1).trim()
  }
  return found?.startsWith('"') && found.endsWith('"') ? found.slice(1, -1) : found
}

/** Throws 401 `token_invalid` unless the actor is of a kind the operation takes. */
export function checkActor({ type }: Actor, { accepts }: CredentialPlaces): void {
  if (!accepts.includes(type)) throw new ApiFailure("token_invalid")
}

/** Whether a refusal means that the credential proves nothing, and not that we are in trouble. */
export const isUnusable = (error: unknown): error is ApiFailure =>
  error instanceof ApiFailure && (error.status === 401 || error.status === 403)
