/** One call of a program: what to send, and whether a refusal is what is wanted. */
export interface PlannedCall {
  id: string
  path: Record<string, string>
  /** Sent as a bearer token; absent in a call that is to be refused. */
  token?: string
  /** JSON; absent where the operation takes no body. */
  body?: unknown
}

/** What a program reads from the file its first argument names. */
export interface Plan {
  url: string
  publishable_key: string
  calls: PlannedCall[]
}

/**
 * What a program prints, a line per call: the answer as it was decoded and written as JSON again, or the refusal as the
 * contract's error type, or what went wrong.
 */
export interface Outcome {
  id: string
  answer?: unknown
  refusal?: { status: number; body: unknown }
  failure?: string
}
