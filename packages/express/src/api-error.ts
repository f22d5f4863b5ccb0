import type { ServerResponse } from "node:http"

import { ApiFailure, type ErrorCode, type ErrorType, type FieldError } from "@covenant/contract"
import type { ErrorRequestHandler, Request, RequestHandler, Response } from "express"

import { sendJson, setAlways } from "./answer.ts"
import { allowOrigin, areaOf, originLists } from "./cors.ts"
import type { AnswerOptions } from "./options.ts"
import { requestIdOf } from "./request-id.ts"

/** The `ApiError` of the contract. */
export interface ApiErrorBody {
  type: ErrorType
  code: ErrorCode
  message: string
  request_id: string
  documentation_url: string
  errors?: readonly FieldError[]
}

/** The page that explains a code. */
const documentationUrl = ({ documentation_url }: Pick<AnswerOptions, "documentation_url">, code: ErrorCode): string =>
  `${documentation_url}/${code}`

export function apiErrorBody(
  failure: ApiFailure,
  request_id: string,
  options: Pick<AnswerOptions, "documentation_url">,
): ApiErrorBody {
  const { type, code, message, errors } = failure
  const body: ApiErrorBody = { type, code, message, request_id, documentation_url: documentationUrl(options, code) }
  if (errors !== undefined && errors.length > 0) body.errors = errors
  return body
}

/**
 * The refusal an exception stands for.
 *
 * What is no refusal of the contract is a bug: it is logged with its stack, and the caller learns nothing but the
 * request id. `fields` go into that log line.
 */
export function failureFor(error: unknown, options: AnswerOptions, fields: object): ApiFailure {
  if (error instanceof ApiFailure) return error
  const known = options.failureOf?.(error)
  if (known !== undefined) return known
  options.log.error({ err: error, ...fields }, "unexpected error")
  return new ApiFailure("unknown_error")
}

/** Answers a refusal. Changes nothing when an answer was already begun. */
export function sendFailure(
  response: ServerResponse,
  failure: ApiFailure,
  request_id: string,
  options: AnswerOptions,
): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  response.setHeader("cache-control", "no-store")
  // A 401 must say how to prove oneself (RFC 9110, 11.6.1); browsers ask nobody for a password because of this scheme.
  if (failure.status === 401) response.setHeader("www-authenticate", "Bearer")
  if (needsRetryAfter.has(failure.code) && failure.headers["retry-after"] === undefined)
    response.setHeader("retry-after", "1")
  sendJson(response, failure.status, apiErrorBody(failure, request_id, options), failure.headers)
}

const needsRetryAfter = new Set<ErrorCode>(["rate_limited", "request_in_progress", "temporarily_unavailable"])

/** Answers 404 for every path nobody answered. Goes behind all routes. */
export function unknownPath(options: AnswerOptions): RequestHandler {
  const origins = originLists(options)
  return (request: Request, response: Response) => {
    setAlways(response)
    const area = areaOf(request.path)
    if (area !== undefined) allowOrigin(request, response, origins[area])
    sendFailure(response, new ApiFailure("not_found"), requestIdOf(response), options)
  }
}

/**
 * Answers what routes outside of the binder throw, and what Express itself refuses (a path that does not decode is 400).
 *
 * Goes last.
 */
export function answerErrors(options: AnswerOptions): ErrorRequestHandler {
  // Express tells an error handler from others by its four parameters.
  return (error: unknown, _request: Request, response: Response, _next: unknown) => {
    if (!response.headersSent) setAlways(response)
    const request_id = requestIdOf(response)
    const failure = refusedByExpress(error) ?? failureFor(error, options, { request_id })
    sendFailure(response, failure, request_id, options)
  }
}

function refusedByExpress(error: unknown): ApiFailure | undefined {
  if (!(error instanceof URIError)) return undefined
  return new ApiFailure("invalid_request", {
    errors: [{ path: "", code: "wrong_format", message: "The path must be percent-encoded UTF-8." }],
  })
}
