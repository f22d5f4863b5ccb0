import type { IncomingMessage } from "node:http"

import { ApiFailure, type FieldError } from "@covenant/contract"

import { parseJson } from "./parse-json.ts"
import { parseQuery, type Query } from "./parse-query.ts"

export const default_body_limit_bytes = 65_536

/** What may still arrive of a body that was refused, before the connection is cut. Up to here the refusal can be read. */
const discarded_bytes = 16 * 1024 * 1024

const nothing = Buffer.alloc(0)

/** The caller went away while sending; nobody is left to answer. */
export class CallerGone extends Error {}

/** Whether the headers announce a body of at least one byte, or one of unknown length. */
export const announcesBody = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined ||
  (headers["content-length"] !== undefined && headers["content-length"] !== "0")

/**
 * The bytes of the body, empty when there is none.
 *
 * Throws 413 `payload_too_large` as soon as more than `limit_bytes` are announced or arrive. What still comes in after
 * that is thrown away, so that the caller, who may be still sending, gets to read the answer.
 */
export function readBody(request: IncomingMessage, limit_bytes: number): Buffer | Promise<Buffer> {
  if (!announcesBody(request)) return nothing
  if (Number(request.headers["content-length"]) > limit_bytes) {
    discard(request)
    throw new ApiFailure("payload_too_large")
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const take = (chunk: Buffer): void => {
      size += chunk.length
      if (size <= limit_bytes) {
        chunks.push(chunk)
        return
      }
      request.off("data", take)
      discard(request)
      reject(new ApiFailure("payload_too_large"))
    }
    let ended = false
    const gone = (): void => {
      if (!ended) reject(new CallerGone()) // "close" comes after every request, and an error is dear to make
    }
    // None of them is taken off again: that costs as much as all the rest here.
    request.on("data", take)
    request.on("end", () => {
      ended = true
      resolve(chunks.length === 1 ? (chunks[0] ?? nothing) : Buffer.concat(chunks))
    })
    request.on("error", gone)
    request.on("close", gone)
  })
}

function discard(request: IncomingMessage): void {
  let size = 0
  request.on("data", (chunk: Buffer) => {
    size += chunk.length
    if (size > discarded_bytes) request.destroy()
  })
  request.on("error", () => {}) // cut short by either side: the answer was sent
  request.resume()
}

/** Whether a `Content-Type` is JSON in UTF-8. Other parameters than `charset` change nothing. */
export function isJson(content_type: string | undefined): boolean {
  if (content_type === "application/json") return true
  if (content_type === undefined) return false
  const [type = "", ...parameters] = content_type.toLowerCase().split(";")
  if (type.trim() !== "application/json") return false
  return parameters.every((parameter) => {
    const [name = "", value = ""] = parameter.split("=", 2)
    return name.trim() !== "charset" || /^"?utf-8"?$/.test(value.trim())
  })
}

/** Throws 415 for a media type other than JSON in UTF-8, for bytes without one, and for compressed ones. */
export function checkMediaType({ headers }: IncomingMessage, bytes: Buffer): void {
  const content_type = headers["content-type"]
  if (content_type === undefined ? bytes.length > 0 : !isJson(content_type))
    throw new ApiFailure("unsupported_media_type")
  const encoding = headers["content-encoding"]
  // A few compressed kilobytes can hold gigabytes; no client of these APIs compresses what it sends.
  if (encoding !== undefined && encoding.toLowerCase() !== "identity") throw new ApiFailure("unsupported_media_type")
}

/**
 * The fields of a form that a browser posts. Throws 415 for any other media type and for compressed ones; what is wrong
 * with single fields is added to `faults`.
 */
export function formOf({ headers }: IncomingMessage, bytes: Buffer, faults: FieldError[]): Query {
  const [type = ""] = (headers["content-type"] ?? "").toLowerCase().split(";")
  if (type.trim() !== "application/x-www-form-urlencoded" || headers["content-encoding"] !== undefined)
    throw new ApiFailure("unsupported_media_type", { message: "Send the body as application/x-www-form-urlencoded." })
  return parseQuery(bytes.toString("latin1"), faults) // anything beyond ASCII is percent-encoded
}

/** The JSON of a body; an empty one is an empty object when the media type says JSON, and undefined otherwise. */
export function jsonOf({ headers }: IncomingMessage, bytes: Buffer): unknown {
  if (bytes.length > 0) return parseJson(bytes)
  return headers["content-type"] === undefined ? undefined : {}
}
