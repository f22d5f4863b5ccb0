import type { ServerResponse } from "node:http"

import type { ReplyHeaders } from "@covenant/contract"

/** What every answer carries, refusals of unknown paths included. */
export function setAlways(response: ServerResponse): void {
  response.setHeader("vary", "Origin")
  response.setHeader("x-content-type-options", "nosniff")
  response.setHeader("referrer-policy", "no-referrer")
}

/** What keeps an answer about a person out of caches and out of other pages' sight. */
export function setPrivate(response: ServerResponse): void {
  response.setHeader("cache-control", "no-store")
  response.setHeader("vary", "Origin, Cookie, Authorization")
}

function setHeaders(response: ServerResponse, headers: ReplyHeaders): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
}

/** Sends a body as JSON. Node leaves it out for HEAD, and keeps its length. */
export function sendJson(response: ServerResponse, status: number, body: unknown, headers: ReplyHeaders): void {
  sendText(response, status, body === undefined ? undefined : JSON.stringify(body), headers)
}

/** As {@link sendJson}, for a body that is already JSON. Not `response.json`: no ETag, so no 304 the contract does not list. */
export function sendText(
  response: ServerResponse,
  status: number,
  json: string | undefined,
  headers: ReplyHeaders,
): void {
  response.statusCode = status
  setHeaders(response, headers)
  if (json === undefined) {
    response.end()
    return
  }
  response.setHeader("content-type", "application/json; charset=utf-8")
  response.setHeader("content-length", Buffer.byteLength(json))
  response.end(json)
}
