/** What the second reader has against a request or an answer. */
export interface Finding {
  /** JSON pointer into the request or answer: `/query/limit`, `/response/customer/email`. */
  path: string
  message: string
}

/** A verdict of the second reader that differs from the validators', and may. */
export interface ReaderDifference {
  name: string
  reason: string
  /** Whether the finding against a request that the validators accepted is this difference. */
  isFinding(finding: Finding): boolean
}

/**
 * Where the two readers may disagree about a request. Anything else is a bug in one of them or in the contract.
 *
 * The differential test fails for a difference that is not listed, and for one that is listed and never met.
 */
export const reader_differences: readonly ReaderDifference[] = []
