import type { FieldError } from "@covenant/contract"

import { below, max_field_errors, nameFault, textFault } from "./unsafe-text.ts"

type QueryValue = string | string[] | Record<string, string>

/** A query string by parameter, still text: `a=1`, a list (`a=1&a=2`, `a[]=1`, `a[0]=1`), or a range (`a[gt]=1`). */
export type Query = Record<string, QueryValue>

const bracketed = /^([^[\]]+)\[([^[\]]*)\]$/
const index = /^\d{0,4}$/

/**
 * Reads a query string, without its `?`.
 *
 * Faults are added to `faults`, and the parameter is left out: a percent sign that decodes to nothing, text that is
 * unsafe anywhere, a range bound twice, a parameter used as a list and as a range. Lists keep their order of arrival.
 * What a parameter may be is the validator's business, also whether a second value is welcome.
 */
export function parseQuery(text: string, faults: FieldError[]): Query {
  const query: Query = {}
  if (text === "") return query
  for (const part of text.split("&")) {
    if (part === "") continue
    if (faults.length >= max_field_errors) return query
    const equals = part.indexOf("=")
    const key = decoded(equals === -1 ? part : part.slice(0, equals))
    if (key === undefined) {
      faults.push({ path: "", code: "wrong_format", message: "The name of a parameter must be percent-encoded UTF-8." })
      continue
    }
    const [, name = key, inner] = bracketed.exec(key) ?? []
    const code = nameFault(name) ?? (inner === undefined ? undefined : nameFault(inner))
    if (code !== undefined) {
      faults.push({ path: below("", name), code, message: "A parameter has a name that is not allowed." })
      continue
    }
    const value = equals === -1 ? "" : decoded(part.slice(equals + 1))
    const fault = value === undefined ? "must be percent-encoded UTF-8." : textFault(value)
    const conflict = value === undefined || fault !== undefined ? undefined : add(query, name, inner, value)
    const message = fault ?? conflict
    if (message !== undefined) {
      const path = below("", name)
      const fault_code = conflict === undefined ? "wrong_format" : "wrong_type"
      faults.push({ path, code: fault_code, message: `${path || "A parameter"} ${message}` })
    }
  }
  return query
}

/** Adds a value; returns what is wrong with it beside the values before. */
function add(query: Query, name: string, inner: string | undefined, value: string): string | undefined {
  const before = Object.hasOwn(query, name) ? query[name] : undefined
  if (inner !== undefined && !index.test(inner)) {
    if (before === undefined) query[name] = { [inner]: value }
    else if (typeof before === "string" || Array.isArray(before)) return "must not be a range and a list at once."
    else if (Object.hasOwn(before, inner)) return "must have each bound once."
    else before[inner] = value
    return undefined
  }
  if (before === undefined) query[name] = inner === undefined ? value : [value]
  else if (typeof before === "string") query[name] = [before, value]
  else if (Array.isArray(before)) before.push(value)
  else return "must not be a range and a list at once."
  return undefined
}

function decoded(text: string): string | undefined {
  if (!text.includes("%") && !text.includes("+")) return text
  try {
    return decodeURIComponent(text.replaceAll("+", " "))
  } catch {
    return undefined
  }
}
