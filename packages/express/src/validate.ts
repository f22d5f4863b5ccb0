import { ApiFailure, type FieldError, type Operation } from "@covenant/contract"

import type { OperationValidators, Validator, ValidatorError } from "./options.ts"
import { parseQuery, type Query } from "./parse-query.ts"
import { below, mayRepeat, max_field_errors, textFault } from "./unsafe-text.ts"

export interface RequestParts {
  path: Record<string, unknown>
  query: Query
  headers: Record<string, unknown>
  body: unknown
}

/** The path parameters as plain text. Adds a fault for text that is unsafe anywhere. */
export function readPath(parameters: Readonly<Record<string, unknown>>, faults: FieldError[]): Record<string, unknown> {
  const path: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(parameters)) {
    path[name] = value
    const fault = typeof value === "string" ? textFault(value) : undefined
    if (fault !== undefined) faults.push({ path: name, code: "wrong_format", message: `${name} ${fault}` })
  }
  return path
}

/** The query parameters of a URL, still text. Adds a fault for each that cannot be read. */
export function readQuery(url: string, faults: FieldError[]): Query {
  const mark = url.indexOf("?")
  if (mark === -1) return {}
  return parseQuery(url.slice(mark + 1), faults)
}

/**
 * Throws 400 `invalid_request` that names every field at fault, those already found among them.
 *
 * Fills in defaults and converts text in `path` and `query`, in place; the body is taken as it is.
 */
export function checkSchema(
  operation: Operation,
  validators: OperationValidators,
  parts: RequestParts,
  faults: FieldError[],
): void {
  const { path, query, headers, body } = validators
  if (path !== undefined) run(path, parts.path, "The path", faults)
  if (query !== undefined) run(query, parts.query, "The query string", faults)
  else for (const name of Object.keys(parts.query)) faults.push(unknownField("", name, "The query string"))
  if (headers !== undefined) run(headers, { ...parts.headers }, "The headers", faults) // the request keeps its own
  if (operation.body === "required" && parts.body === undefined) {
    faults.push({ path: "", code: "required", message: "The body is required." })
  } else if (parts.body !== undefined && body !== undefined) run(body, parts.body, "The body", faults)
  if (faults.length > 0) throw new ApiFailure("invalid_request", { errors: faults.slice(0, max_field_errors) })
}

function run(validator: Validator, data: unknown, whole: string, faults: FieldError[]): void {
  if (validator(data)) return
  const first = faults.length
  for (const error of validator.errors ?? []) {
    if (faults.length >= max_field_errors) return
    const fault = fieldError(error, whole)
    // One field with one fault is named once, whichever branch of the schema found it.
    if (!faults.slice(first).some(({ path, code }) => path === fault.path && code === fault.code)) faults.push(fault)
  }
}

const unknownField = (parent: string, name: string, whole: string): FieldError => {
  const path = below(parent, name)
  const message =
    path === parent ? `${parent || whole} has a field that is not known here.` : `${path} is not known here.`
  return { path, code: "not_allowed", message }
}

/** The field and sentence for one AJV error. `whole` begins the sentence where no field is to blame. */
export function fieldError({ keyword, instancePath, params }: ValidatorError, whole: string): FieldError {
  const parent = dotted(instancePath)
  switch (keyword) {
    case "required":
    case "dependentRequired": {
      const path = below(parent, String(params["missingProperty"]))
      return { path, code: "required", message: `${path} is required.` }
    }
    case "additionalProperties":
    case "unevaluatedProperties":
      return unknownField(parent, String(params["additionalProperty"] ?? params["unevaluatedProperty"]), whole)
    case "propertyNames":
      return unknownField(parent, String(params["propertyName"]), whole)
    default: {
      const [code, wish] = wanted(keyword, params)
      return { path: parent, code, message: `${parent || whole} ${wish}.` }
    }
  }
}

/** Code and what is wanted, for a keyword that blames the value itself. */
function wanted(keyword: string, params: Record<string, unknown>): [code: string, wish: string] {
  const limit = Number(params["limit"])
  switch (keyword) {
    case "type":
      return ["wrong_type", `must be ${kinds(params["type"])}`]
    case "minLength":
      return ["too_short", limit === 1 ? "must not be empty" : `must have at least ${limit} characters`]
    case "maxLength":
      return ["too_long", `must have at most ${count(limit, "character")}`]
    case "minItems":
      return ["too_short", `must have at least ${count(limit, "entry", "entries")}`]
    case "maxItems":
      return ["too_long", `must have at most ${count(limit, "entry", "entries")}`]
    case "minProperties":
      return ["too_short", `must have at least ${count(limit, "field")}`]
    case "maxProperties":
      return ["too_long", `must have at most ${count(limit, "field")}`]
    case "minimum":
      return ["too_small", `must be ${limit} or more`]
    case "exclusiveMinimum":
      return ["too_small", `must be more than ${limit}`]
    case "maximum":
      return ["too_large", `must be ${limit} or less`]
    case "exclusiveMaximum":
      return ["too_large", `must be less than ${limit}`]
    case "multipleOf":
      return ["wrong_step", `must be a multiple of ${String(params["multipleOf"])}`]
    case "format":
      return ["wrong_format", `must be ${formats[String(params["format"])] ?? "of the documented format"}`]
    case "pattern":
      return ["wrong_format", "must be of the documented form"]
    case "enum":
      return ["not_in_list", `must be one of ${choices(params["allowedValues"])}`]
    case "const":
      return ["not_in_list", `must be ${String(params["allowedValue"])}`]
    case "uniqueItems":
      return ["not_unique", "must not have an entry twice"]
    case "false schema":
    case "not":
      return ["not_allowed", "is not allowed here"]
    default:
      // oneOf, anyOf, discriminator: the branches' own faults are listed beside this one.
      return ["no_match", "must have one of the documented forms"]
  }
}

const kind_names: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  object: "an object",
  array: "a list",
  null: "null",
}

const formats: Readonly<Record<string, string>> = {
  date: "a date like 2026-01-12",
  "date-time": "a time like 2026-01-12T09:30:00Z",
  email: "an e-mail address",
  int32: "a whole number of 32 bits",
  int64: "a whole number",
  uri: "a URL",
  uuid: "a UUID",
}

function kinds(type: unknown): string {
  const types = Array.isArray(type) ? type.map(String) : String(type).split(",")
  return types.map((name) => kind_names[name] ?? name).join(" or ")
}

/** Characters of a list of values; the contract bounds the sentence. */
const longest_choices = 300

function choices(values: unknown): string {
  if (!Array.isArray(values)) return "the documented values"
  const named = values.map(String).join(", ")
  return named.length > longest_choices ? `${named.slice(0, named.lastIndexOf(", ", longest_choices))}, …` : named
}

const count = (limit: number, one: string, many = `${one}s`): string => `${limit} ${limit === 1 ? one : many}`

/** `/addresses/0/city` as `addresses.0.city`, up to the first name that may not be repeated. */
function dotted(pointer: string): string {
  let path = ""
  for (const segment of pointer.split("/").slice(1)) {
    const name = segment.replaceAll("~1", "/").replaceAll("~0", "~")
    if (!mayRepeat(name)) return path
    path = below(path, name)
  }
  return path
}
