import type { Operation, Reply, ReplyHeaders } from "@covenant/contract"

/** What `reply` makes. A class, so that a plain body that happens to have a status is not taken for one. */
class MadeReply {
  readonly status: number
  readonly body: unknown
  readonly headers: ReplyHeaders

  constructor(status: number, body: unknown, headers: ReplyHeaders) {
    this.status = status
    this.body = body
    this.headers = headers
  }
}

const no_headers: ReplyHeaders = {}

/** An answer with a status of its own. One function for all calls: it knows nothing of the request. */
export const reply = (status: number, body?: unknown, headers: ReplyHeaders = no_headers): Reply =>
  // The brand of Reply exists in types alone; at run time the class is the brand.
  new MadeReply(status, body, headers) as unknown as Reply

export interface Answer {
  status: number
  body: unknown
  headers: ReplyHeaders
}

/**
 * The answer a handler's result stands for: a reply as it is, anything else as the body of the success status.
 *
 * Throws a plain error, which becomes a 500, when the contract does not know the status or wants a body and there is none.
 */
export function answerOf(result: unknown, operation_id: string, operation: Operation): Answer {
  const answer: Answer =
    result instanceof MadeReply ? result : { status: operation.status, body: result, headers: no_headers }
  const { status, body } = answer
  if (!operation.statuses.includes(status))
    throw new Error(`${operation_id} answered ${status}, which the contract does not list`)
  const is_empty = status === 204 || (status >= 300 && status < 400)
  if (body === undefined ? !is_empty : status === 204) {
    throw new Error(`${operation_id} answered ${status} ${body === undefined ? "without" : "with"} a body`)
  }
  return answer
}
