import { timingSafeEqual } from "node:crypto"
import type { IncomingMessage } from "node:http"

import { ApiFailure } from "@covenant/contract"

import { isJson } from "./read-body.ts"

/** Throws 403 `csrf_failed` when the request comes from a page of an origin that is not on the list. */
export function refuseForeignOrigin({ headers }: IncomingMessage, origins: ReadonlySet<string>): void {
  if (headers.origin !== undefined && !origins.has(headers.origin)) throw new ApiFailure("csrf_failed")
}

/**
 * Throws 403 `csrf_failed` when a request that a cookie speaks for could have been made by a foreign page.
 *
 * A wrong `Origin` is refused whatever else is sent. Then one of these is enough: `Sec-Fetch-Site` says the page is ours
 * or that there is none; an `Origin` on the list; without either header, a request a plain form cannot make (JSON, or
 * DELETE); or the session's `x-csrf-token`.
 */
export function checkCsrf(
  request: IncomingMessage,
  origins: ReadonlySet<string>,
  tokens: { csrfToken(session_id: string): string },
  session_id: string,
): void {
  refuseForeignOrigin(request, origins)
  const { headers, method } = request
  const site = headers["sec-fetch-site"]
  if (site === "same-origin" || site === "none" || headers.origin !== undefined) return
  if (site === undefined && (method === "DELETE" || isJson(headers["content-type"]))) return
  const token = headers["x-csrf-token"]
  if (typeof token === "string" && isSame(token, tokens.csrfToken(session_id))) return
  throw new ApiFailure("csrf_failed")
}

function isSame(given: string, expected: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(expected)
  return a.length === b.length && timingSafeEqual(a, b)
}
