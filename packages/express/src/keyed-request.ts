import { ApiFailure, type Operation } from "@covenant/contract"
import type { Request } from "express"

import { presentedCredential, type CredentialPlaces } from "./authenticate.ts"
import type { PresentedCredential } from "./options.ts"
import type { Answer } from "./reply.ts"

/** A request that names itself, with everything that tells it from another. */
export interface KeyedRequest {
  operation_id: string
  /** What the caller calls it, 16 to 128 characters. Unique among requests with the same credential. */
  key: string
  /** Still unproven: it may be used up by now. Undefined where nobody is asked, or nothing was sent. */
  credential: PresentedCredential | undefined
  /** Path and query as they were sent. */
  target: string
  /** The body as JSON; empty without one. */
  body: string
}

/** A keyed request that is being worked on. */
export interface KeyedWork {
  request: KeyedRequest
  /**
   * The answer that a handler's result stands for, to be kept with what the handler has changed. What was kept must be what
   * the handler then answers.
   */
  answerOf(result: unknown): Answer
}

/** Keeps the answers of keyed requests. */
export interface Repetitions {
  /**
   * The answer that the request had, if it was done. Throws 422 `idempotency_key_reused` when the key was the name of
   * another request.
   */
  firstAnswer(request: KeyedRequest): Promise<Answer | undefined>
}

// As the contract has it. Structured fields (RFC 9651) put text in quotes, and most clients leave them off.
const quoted = /^"([!#-[\]-~]{16,128})"$/
const bare = /^[!#-[\]-~]{16,128}$/

/**
 * The request as a keyed one; undefined when the operation takes no key, none was sent, or what was sent is none, which the
 * schema then refuses. A credential that cannot be read leaves it to authentication to say so.
 */
export function keyedRequest(
  { id, operation, places }: { id: string; operation: Operation; places: CredentialPlaces },
  request: Request,
  body: unknown,
): KeyedRequest | undefined {
  const header = operation.idempotency_key ? request.headers["idempotency-key"] : undefined
  if (typeof header !== "string") return undefined
  const key = quoted.exec(header)?.[1] ?? bare.exec(header)?.[0]
  if (key === undefined) return undefined
  try {
    return {
      operation_id: id,
      key,
      credential: places.asks ? presentedCredential(request, places) : undefined,
      target: request.url,
      body: body === undefined ? "" : JSON.stringify(body),
    }
  } catch (error) {
    if (error instanceof ApiFailure) return undefined
    throw error
  }
}

/** The first answer once more, marked as such. */
export const replayed = ({ status, body, headers }: Answer): Answer => ({
  status,
  body,
  headers: { ...headers, "idempotent-replayed": "true" },
})
