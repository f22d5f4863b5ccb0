import type { Actor, ActorType, ApiFailure, Operation, OperationTable } from "@covenant/contract"
import type { Request, Response } from "express"

import type { KeyedWork, Repetitions } from "./keyed-request.ts"

/** Where the binder writes what a caller must not see. A pino logger fits. */
export interface BinderLog {
  /** Something of ours is broken: an unexpected exception (with its stack), a broken answer, two readers that disagree. */
  error(fields: object, message: string): void
}

/** Exact origins (`https://shop.example`, no path, no wildcard) that may call from a browser, for each part of the API. */
export interface Origins {
  /** `/auth` and `/api/auth`. */
  auth: readonly string[]
  /** `/store`. */
  store: readonly string[]
  /** `/admin`, its `/admin/auth` included. */
  admin: readonly string[]
}

/** What every answer needs, whether an operation gives it or not. */
export interface AnswerOptions {
  origins: Origins
  /** Where this server is reached; its origin counts, a path does not. Pages served from it are never foreign. */
  own_origin: string
  /** Without a trailing slash; an `ApiError` links to `${documentation_url}/${code}`. */
  documentation_url: string
  log: BinderLog
  /**
   * Names an exception that is no `ApiFailure` but is no surprise either (a lost database connection is 503).
   * Undefined means a bug: 500 `unknown_error`, logged with its stack.
   */
  failureOf?(error: unknown): ApiFailure | undefined
}

/** The one credential a request is judged by, still unproven. */
export type PresentedCredential =
  /** What follows `Bearer `: one word without spaces, not empty. Anything else in the header was refused before. */
  | { in: "bearer"; value: string }
  /** `name` is the name on the wire (see {@link BindOptions.cookieName}), `value` the text as sent, possibly empty. */
  | { in: "cookie"; name: string; value: string }
  /** `name` in lower case. */
  | { in: "header"; name: string; value: string }
  /** One parameter of the query, decoded, possibly empty. Handlers do not see it among the others. */
  | { in: "query"; name: string; value: string }

/** The operation a credential was presented to. */
export interface Asked {
  operation_id: string
  operation: Operation
  /** Kinds of actor the operation takes, over all its credentials. The binder checks the answer against them. */
  accepts: readonly ActorType[]
  request: Request
}

/**
 * A generated standalone AJV validator. It fills in defaults and converts in place (query and path only), and leaves
 * what it found wrong in `errors`.
 */
export interface Validator {
  (data: unknown): boolean
  errors?: null | readonly ValidatorError[]
}

/** The part of AJV's `ErrorObject` that becomes a `FieldError`. */
export interface ValidatorError {
  keyword: string
  instancePath: string
  params: Record<string, unknown>
}

/** The validators of one operation. A part without a validator has nothing declared: a query string is then refused. */
export interface OperationValidators {
  path?: Validator
  query?: Validator
  headers?: Validator
  body?: Validator
}

/** Where the second reader finds its copy of the contract. */
export interface SecondReaderOptions {
  /**
   * The fragment (`build/fragments/{surface}.{tag}.json`) with the operations of a tag: its file, or the document itself.
   * Asked once per tag, at the first request to it.
   */
  fragment(tag: string): URL | Record<string, unknown>
}

export interface BindOptions<Context> extends AnswerOptions {
  operations: OperationTable
  /**
   * By tag, then by operationId: the `StoreHandlers<Context>` of the contract, whose types say what each handler gets
   * and gives. A missing or extra one is a compile error there, and throws here at start.
   */
  handlers: object
  /** By operationId, as `loadValidators(surface)` gives them. One that an operation needs and has not throws at start. */
  validators: Readonly<Record<string, OperationValidators>>
  /**
   * Proves a credential.
   *
   * Called for operations with `credentials`, once per request that carries one. Throws an `ApiFailure` (401
   * `token_invalid`, `token_expired`, `session_revoked`, 403 `account_disabled`; its `headers` may clear a cookie) when
   * it proves nothing. Where callers may be anonymous, a 401 or 403 from here becomes `refused_credential`; a 503 does
   * not. An actor of a kind the operation does not take is refused by the binder with 401 `token_invalid`.
   */
  authenticate(credential: PresentedCredential, asked: Asked): Promise<Actor>
  /** Whether the value of `x-publishable-api-key` is a live key. Never called with an empty value. */
  publishableKey(value: string, request: Request): Promise<boolean>
  /** The `x-csrf-token` that belongs to a session; compared in constant time. */
  csrfToken(session_id: string): string
  /** The name on the wire of a cookie of the contract: `__Host-store_sid` is `store_sid` on plain http. Default: the same. */
  cookieName?(contract_name: string): string
  /**
   * The second argument of every handler. Called when all checks have passed. `keyed` is given for a request that names
   * itself: its answer is to be kept in the transaction of what it changes, or else a process that dies between the two
   * leaves a change that nobody can ask for again.
   */
  context(request: Request, response: Response, keyed?: KeyedWork): Context | Promise<Context>
  /** Answers of requests with an `Idempotency-Key`. Without it the header is checked and means nothing. */
  repetitions?: Repetitions
  /** Largest body in bytes, as sent. Default 65,536. */
  body_limit_bytes?: number
  /** Given in development, in the sandbox and in tests: checks every request and every answer once more. */
  secondReader?: SecondReaderOptions
}
