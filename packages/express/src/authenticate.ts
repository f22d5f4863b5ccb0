import { ApiFailure, type Actor, type ActorType, type Credential, type Operation } from "@covenant/contract"
import type { Request } from "express"

import type { PresentedCredential } from "./options.ts"
import { readQuery } from "./validate.ts"

/** Where an operation looks for credentials, worked out once. */
export interface CredentialPlaces {
  /** Whether it asks who is calling at all. */
  asks: boolean
  bearer: boolean
  /** Names in lower case. */
  headers: readonly string[]
  /** Names of parameters, which nobody else is to see. */
  queries: readonly string[]
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
    queries: [...new Set(names("query"))],
    cookies: [...new Set(names("cookie").map(cookieName))],
    accepts: [...new Set(operation.credentials.flatMap(({ actor }) => (actor === undefined ? [] : [actor])))],
  }
}

const bearer = /^bearer (\S+)$/i

/**
 * The one credential to judge a request by, or undefined when it carries none.
 *
 * The `Authorization` header decides when it is there, even empty; then a header of the contract; then the query; then a
 * cookie. Throws 401 `token_invalid` for a header that is no single `Bearer <token>`, and for two headers, parameters or
 * cookies of one name.
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
    if (typeof value !== "string") continue
    // Node joins two of them with a comma; neither half was meant.
    if (isRepeated(request.rawHeaders, name)) throw new ApiFailure("token_invalid")
    return { in: "header", name, value }
  }
  if (places.queries.length > 0) {
    const query = readQuery(request.url, []) // what is wrong with it is told later, to whoever has proven something
    for (const name of places.queries) {
      const value = query[name]
      if (value === undefined) continue
      if (typeof value !== "string") throw new ApiFailure("token_invalid")
      return { in: "query", name, value }
    }
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

/**
 * The session a cookie proved, which its CSRF token belongs to. A verifier that answers a cookie with an actor without one
 * is broken, and must not get around that check: throws an ordinary error.
 */
export function sessionOfCookie(actor: Actor): string {
  if (actor.type === "reset" || actor.session_id === undefined)
    throw new Error(`a cookie was taken for a ${actor.type} without a session`)
  return actor.session_id
}

/** Throws 401 `token_invalid` unless the actor is of a kind the operation takes. */
export function checkActor({ type }: Actor, { accepts }: CredentialPlaces): void {
  if (!accepts.includes(type)) throw new ApiFailure("token_invalid")
}

/** Whether a refusal means that the credential proves nothing, and not that we are in trouble. */
export const isUnusable = (error: unknown): error is ApiFailure =>
  error instanceof ApiFailure && (error.status === 401 || error.status === 403)
