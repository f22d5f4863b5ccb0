import type { FieldError } from "@covenant/contract"

/** What the second reader has against a request or an answer. */
export interface Finding {
  /** JSON pointer into the request or answer: `/query/limit`, `/response/customer/email`. */
  path: string
  message: string
}

/** A request as it was received: nothing filled in, query values still text. */
export interface ReceivedRequest {
  query: Readonly<Record<string, unknown>>
  body: unknown
}

/** A verdict on a request in which the two readers differ, and may. */
export interface ReaderDifference {
  name: string
  reason: string
  /** Whether the second reader's finding against a request that the validators accept is this difference. */
  isFinding?(finding: Finding, received: ReceivedRequest): boolean
  /** Whether the validators' fault in a request that the second reader accepts is this difference. */
  isFault?(fault: FieldError, received: ReceivedRequest): boolean
}

/** The value of a query parameter that a finding is about; undefined for a finding about anything else. */
const queryValue = ({ path }: Finding, { query }: ReceivedRequest): unknown =>
  path.startsWith("/query/") ? query[path.slice("/query/".length)] : undefined

/**
 * Where the two readers may disagree about a request. Anything else is a bug in one of them or in the contract.
 *
 * The differential test fails for a difference that is not listed, and for one that is listed and never met.
 */
export const reader_differences: readonly ReaderDifference[] = [
  {
    name: "a list of one for a single value",
    reason:
      "The validators read `limit[]=1` as `limit=1`, which clients with a bracket style send; the second reader does not.",
    isFinding(finding, received) {
      const value = queryValue(finding, received)
      return finding.message.startsWith("must be ") && Array.isArray(value) && value.length === 1
    },
  },
  {
    name: "an empty value",
    reason:
      "`q=` is an empty text to the validators, which then apply its bounds; the second reader refuses it unless the parameter allows empty values.",
    isFinding: (finding, received) =>
      finding.message.startsWith("Empty value found") && queryValue(finding, received) === "",
  },
]
