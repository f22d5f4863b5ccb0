import { randomFillSync } from "node:crypto"

import type { NextFunction, Request, Response } from "express"

const header = "x-request-id"
const random = Buffer.alloc(10 * 256) // one call into the generator serves 256 requests
let used = random.length

/** `req_`, 12 hexadecimal digits of the time in milliseconds, 20 random ones: ids of one process sort by time. */
function newRequestId(): string {
  if (used === random.length) {
    randomFillSync(random)
    used = 0
  }
  const start = used
  used += 10
  return `req_${Date.now().toString(16).padStart(12, "0")}${random.toString("hex", start, used)}`
}

/** The id of the request, which every answer carries as `x-request-id`. Never taken from the caller. */
export function requestIdOf(response: Response): string {
  const known = response.getHeader(header)
  if (typeof known === "string") return known
  const id = newRequestId()
  response.setHeader(header, id)
  return id
}

/** Gives the request its id before anything else runs, so that the first log line has it. */
export function requestId(_request: Request, response: Response, next: NextFunction): void {
  requestIdOf(response)
  next()
}
