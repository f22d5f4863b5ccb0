import { ApiFailure, type FieldError } from "@covenant/contract"

import { below, max_field_errors, nameFault, textFault } from "./unsafe-text.ts"

/** Objects and arrays inside one another. */
const max_depth = 32

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }) // a byte order mark then fails as JSON does

const malformed = (message: string): ApiFailure =>
  new ApiFailure("invalid_request", { errors: [{ path: "", code: "malformed", message }] })

/**
 * The value of a JSON text in UTF-8.
 *
 * Throws 400 `invalid_request` when it is not JSON, not UTF-8, deeper than 32, or when a name or string in it is unsafe
 * anywhere (`__proto__`, NUL, half a surrogate pair), naming the fields. Of two equal names in one object the last wins.
 */
export function parseJson(bytes: Uint8Array): unknown {
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    throw malformed("The body must be UTF-8.")
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // What the parser says quotes the input.
    throw malformed("The body must be well-formed JSON.")
  }
  const faults: FieldError[] = []
  inspect(value, "", 0, faults)
  if (faults.length > 0) throw new ApiFailure("invalid_request", { errors: faults })
  return value
}

const subject = (path: string): string => path || "The body"

function inspect(value: unknown, path: string, depth: number, faults: FieldError[]): void {
  if (faults.length >= max_field_errors) return
  if (typeof value === "string") {
    const fault = textFault(value)
    if (fault !== undefined) faults.push({ path, code: "wrong_format", message: `${subject(path)} ${fault}` })
    return
  }
  if (typeof value !== "object" || value === null) return
  if (depth === max_depth) {
    const [top = ""] = path.split(".", 1) // the whole way down would repeat the request
    const message = `${subject(top)} must not be nested deeper than ${max_depth} levels.`
    faults.push({ path: top, code: "too_deep", message })
    return
  }
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) inspect(value[at], below(path, String(at)), depth + 1, faults)
    return
  }
  for (const [name, inner] of Object.entries(value)) {
    if (faults.length >= max_field_errors) return
    const code = nameFault(name)
    if (code === undefined) inspect(inner, below(path, name), depth + 1, faults)
    else if (code === "not_allowed") {
      faults.push({ path: below(path, name), code, message: `${below(path, name)} is a name that is not allowed.` })
    } else faults.push({ path, code, message: `${subject(path)} has a name that is not well-formed.` })
  }
}
