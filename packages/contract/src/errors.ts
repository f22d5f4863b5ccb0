/** One field to blame, inside an `ApiError`. */
export interface FieldError {
  /** Where, as dots and indexes: `password`, `addresses.0.city`. */
  path: string
  /** Stable, for programs: `required`, `too_short`, … */
  code: string
  /** One sentence for people. */
  message: string
}

/** Stable `type` and `code` of every refusal, with its status and its fixed sentence (design: one list, one place). */
const failures = {
  invalid_request: { status: 400, type: "invalid_data", message: "The request is not valid." },
  publishable_key_required: {
    status: 400,
    type: "not_allowed",
    message: "A valid publishable key is required in x-publishable-api-key.",
  },
  oauth_state_invalid: {
    status: 400,
    type: "invalid_data",
    message: "The sign-in was not begun here, has ended, or took too long. Begin again.",
  },
  oauth_response_invalid: { status: 400, type: "invalid_data", message: "The provider's answer is not one we take." },
  invalid_credentials: { status: 401, type: "unauthorized", message: "The credentials are not valid." },
  token_missing: { status: 401, type: "unauthorized", message: "Sign in first." },
  token_invalid: { status: 401, type: "unauthorized", message: "The token is not valid." },
  token_expired: { status: 401, type: "unauthorized", message: "The token has expired." },
  session_revoked: { status: 401, type: "unauthorized", message: "The session has ended. Sign in again." },
  reset_token_invalid: {
    status: 401,
    type: "unauthorized",
    message: "The reset token is not valid. Ask for a new one.",
  },
  verification_token_invalid: {
    status: 401,
    type: "unauthorized",
    message: "The verification token is not valid. Ask for a new one.",
  },
  oauth_code_rejected: {
    status: 401,
    type: "unauthorized",
    message: "The provider did not take its code back. Begin again.",
  },
  oauth_identity_invalid: { status: 401, type: "unauthorized", message: "The provider did not prove who signed in." },
  mfa_required: { status: 401, type: "unauthorized", message: "A second factor is required." },
  access_denied: { status: 403, type: "forbidden", message: "This is not allowed." },
  account_disabled: { status: 403, type: "forbidden", message: "The account is disabled." },
  signup_disabled: { status: 403, type: "forbidden", message: "New accounts are not taken here." },
  email_not_verified: { status: 403, type: "forbidden", message: "The e-mail address is not proven." },
  reauthentication_required: { status: 403, type: "forbidden", message: "Sign in again to do this." },
  csrf_failed: { status: 403, type: "forbidden", message: "The request could not be told from a forged one." },
  not_found: { status: 404, type: "not_found", message: "Not found." },
  method_not_allowed: { status: 405, type: "not_allowed", message: "The method is not allowed here." },
  invalid_state_error: { status: 409, type: "conflict", message: "The state has changed meanwhile." },
  request_in_progress: { status: 409, type: "conflict", message: "The request is still being worked on." },
  payload_too_large: { status: 413, type: "invalid_data", message: "The body is too large." },
  unsupported_media_type: { status: 415, type: "invalid_data", message: "Send the body as application/json in UTF-8." },
  invalid_request_error: { status: 422, type: "duplicate_error", message: "This value is already taken." },
  idempotency_key_reused: {
    status: 422,
    type: "invalid_data",
    message: "The Idempotency-Key belongs to another request.",
  },
  weak_password: { status: 422, type: "invalid_data", message: "The password does not meet the policy." },
  rate_limited: { status: 429, type: "too_many_requests", message: "Too many requests. Try again later." },
  unknown_error: { status: 500, type: "unknown_error", message: "Something went wrong on our side." },
  provider_error: { status: 502, type: "unexpected_state", message: "The provider cannot be used at the moment." },
  temporarily_unavailable: {
    status: 503,
    type: "unexpected_state",
    message: "Temporarily unavailable. Try again in a moment.",
  },
  provider_timeout: { status: 504, type: "unexpected_state", message: "The provider did not answer in time." },
} as const

export type ErrorCode = keyof typeof failures
export type ErrorType = (typeof failures)[ErrorCode]["type"] | "not_allowed"

/** Every code with its status, type and sentence. */
export const errorCodes: Readonly<Record<ErrorCode, { status: number; type: ErrorType; message: string }>> = failures

export interface FailureDetails {
  /** Overrides the code's own type where the contract pairs it with another (`not_allowed` beside `invalid_request`). */
  type?: ErrorType
  /** Overrides the fixed sentence. Never input, SQL, a secret or somebody else's words. */
  message?: string
  errors?: readonly FieldError[]
  headers?: Readonly<Record<string, string>>
}

/** A refusal the contract knows. Handlers throw it, the binder answers it as an `ApiError`. */
export class ApiFailure extends Error {
  readonly status: number
  readonly type: ErrorType
  readonly code: ErrorCode
  readonly errors: readonly FieldError[] | undefined
  readonly headers: Readonly<Record<string, string>>

  constructor(code: ErrorCode, details: FailureDetails = {}) {
    super(details.message ?? failures[code].message)
    this.name = "ApiFailure"
    this.status = failures[code].status
    this.type = details.type ?? failures[code].type
    this.code = code
    this.errors = details.errors
    this.headers = details.headers ?? {}
  }
}
