import type { StoreComponents } from "./contract.ts"

type Schemas = StoreComponents["schemas"]

/** Every code a refusal can have. A newer server may know more: keep a `default` branch. */
export type ErrorCode = Schemas["ErrorCode"]

/**
 * A refusal of the server. Every call of the client throws one for an answer that is no success.
 *
 * An answer that is not Covenant's own (a proxy's page) has the code `unknown_error` and the status it came with. What
 * never reached the server, or took too long, is what `fetch` throws: a `TypeError`, a `TimeoutError`, an `AbortError`.
 */
export class ApiError<Code extends ErrorCode = ErrorCode> extends Error {
  readonly status: number
  /** Stable, for programs. */
  readonly code: Code
  readonly type: Schemas["ErrorType"]
  /** For the log of whoever runs the server. */
  readonly request_id: string | undefined
  /** Explains the code, its cause and its remedy. */
  readonly documentation_url: string | undefined
  /** Fields to blame; empty when no single one is. */
  readonly errors: readonly Schemas["FieldError"][]
  /** How long the server asks to be left alone; undefined when it does not say. */
  readonly retry_after_seconds: number | undefined

  constructor(response: Response, body: unknown) {
    const said = isApiErrorBody(body) ? body : undefined
    super(said?.message ?? `The server answered ${response.status} and did not say why.`)
    this.name = "ApiError"
    this.status = response.status
    this.code = (said?.code ?? "unknown_error") as Code // which code it is, is known by looking: see isApiError
    this.type = said?.type ?? "unknown_error"
    this.request_id = said?.request_id ?? response.headers.get("x-request-id") ?? undefined
    this.documentation_url = said?.documentation_url
    this.errors = said?.errors ?? []
    this.retry_after_seconds = retryAfterSeconds(response)
  }
}

/**
 * Whether something caught is a refusal, and one of these codes if any are named.
 *
 * @example
 * if (isApiError(error, "invalid_credentials")) say("The address or the password is wrong.")
 */
export function isApiError<Code extends ErrorCode = ErrorCode>(
  error: unknown,
  ...codes: readonly Code[]
): error is ApiError<Code> {
  return error instanceof ApiError && (codes.length === 0 || codes.some((code) => code === error.code))
}

/** Seconds until the server wants to be asked again, from a number or a date. */
export function retryAfterSeconds({ headers }: Response): number | undefined {
  const text = headers.get("retry-after")
  if (!text) return undefined
  const seconds = Number(text)
  const wait = Number.isNaN(seconds) ? (Date.parse(text) - Date.now()) / 1000 : seconds
  return Number.isNaN(wait) ? undefined : Math.max(0, wait)
}

const isApiErrorBody = (body: unknown): body is Schemas["ApiError"] =>
  typeof body === "object" && body !== null && "code" in body && typeof body.code === "string" && "message" in body
