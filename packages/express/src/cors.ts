import type { IncomingMessage, ServerResponse } from "node:http"

import type { AnswerOptions, Origins } from "./options.ts"

/** The parts of the API that name their own origins. */
type Area = keyof Origins

/** Exact origins by part of the API, the server's own included. */
export type OriginLists = Readonly<Record<Area, ReadonlySet<string>>>

const request_headers = [
  "accept",
  "authorization",
  "content-type",
  "idempotency-key",
  "x-csrf-token",
  "x-medusa-access-token",
  "x-medusa-locale",
  "x-publishable-api-key",
].join(", ")

const response_headers = "idempotent-replayed, retry-after, x-csrf-token, x-request-id"

/** Seconds a browser may remember a preflight. */
const preflight_seconds = "600"

export function originLists({ origins, own_origin }: Pick<AnswerOptions, "origins" | "own_origin">): OriginLists {
  const own = new URL(own_origin).origin // a base URL may have a path; an Origin header never has
  return {
    auth: new Set([own, ...origins.auth]),
    store: new Set([own, ...origins.store]),
    admin: new Set([own, ...origins.admin]),
  }
}

/** The part of the API a path belongs to; undefined for a path outside of it, which no foreign page may read. */
export function areaOf(path: string): Area | undefined {
  const [, first, second] = path.split("/", 3)
  if (first === "store" || first === "admin" || first === "auth") return first
  return first === "api" && second === "auth" ? "auth" : undefined
}

/** Lets the page that asks read the answer, if its origin is one of the list. Nothing is refused here: a browser does that. */
export function allowOrigin(request: IncomingMessage, response: ServerResponse, origins: ReadonlySet<string>): void {
  const { origin } = request.headers
  if (origin === undefined || !origins.has(origin)) return
  response.setHeader("access-control-allow-origin", origin)
  response.setHeader("access-control-allow-credentials", "true")
  response.setHeader("access-control-expose-headers", response_headers)
}

/**
 * Answers OPTIONS for a path: 204 with `Allow`, and what a preflight asks for where the origin is one of the list.
 *
 * `allow` lists the methods of the path as in the `Allow` header.
 */
export function answerOptions(
  request: IncomingMessage,
  response: ServerResponse,
  origins: ReadonlySet<string>,
  allow: string,
): void {
  const { origin } = request.headers
  response.statusCode = 204
  response.setHeader("allow", allow)
  if (origin !== undefined && origins.has(origin) && request.headers["access-control-request-method"] !== undefined) {
    response.setHeader("access-control-allow-methods", allow)
    response.setHeader("access-control-allow-headers", request_headers)
    response.setHeader("access-control-max-age", preflight_seconds)
  }
  response.end()
}
