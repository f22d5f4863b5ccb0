import { ApiFailure, type FieldError, type Operation } from "@covenant/contract"
import { Ajv2020 } from "ajv/dist/2020.js"
import ajvFormats from "ajv-formats"
import { describe, expect, test } from "vitest"

import { checkSchema, fieldError } from "./validate.ts"

const ajv = new Ajv2020({ allErrors: true, strict: false })
ajvFormats.default(ajv) // CommonJS: what it calls default is a property of the module

const operation: Operation = {
  method: "post",
  path: "/store/birds",
  tag: "birds",
  status: 200,
  statuses: [200, 400],
  publishable_key: false,
  credentials: [],
  anonymous: false,
  body: "optional",
  sets_cookie: false,
  no_store: false,
}

/** What a body is blamed for under a schema; nothing when it is accepted. */
function faults(schema: object, body: unknown): readonly FieldError[] {
  try {
    checkSchema(operation, { body: ajv.compile(schema) }, { path: {}, query: {}, headers: {}, body }, [])
  } catch (error) {
    if (error instanceof ApiFailure && error.code === "invalid_request") return error.errors ?? []
    throw error
  }
  return []
}

/** The fault of one field, as `code: message`. */
const faultOf = (property: object, value: unknown): string[] =>
  faults({ type: "object", properties: { x: property } }, { x: value }).map(
    ({ path, code, message }) => `${path} ${code}: ${message}`,
  )

describe("each keyword has a code of its own and a sentence that names the field and says what is wanted", () => {
  test.each([
    [{ type: "string" }, 1, "x wrong_type: x must be text."],
    [{ type: ["string", "null"] }, 1, "x wrong_type: x must be text or null."],
    [{ type: "integer" }, 1.5, "x wrong_type: x must be a whole number."],
    [{ type: "boolean" }, "true", "x wrong_type: x must be true or false."],
    [{ type: "array" }, {}, "x wrong_type: x must be a list."],
    [{ type: "object" }, [], "x wrong_type: x must be an object."],
    [{ minLength: 1 }, "", "x too_short: x must not be empty."],
    [{ minLength: 8 }, "short", "x too_short: x must have at least 8 characters."],
    [{ maxLength: 1 }, "ab", "x too_long: x must have at most 1 character."],
    [{ minItems: 1 }, [], "x too_short: x must have at least 1 entry."],
    [{ maxItems: 2 }, [1, 2, 3], "x too_long: x must have at most 2 entries."],
    [{ minProperties: 1 }, {}, "x too_short: x must have at least 1 field."],
    [{ maxProperties: 1 }, { a: 1, b: 2 }, "x too_long: x must have at most 1 field."],
    [{ minimum: 0 }, -1, "x too_small: x must be 0 or more."],
    [{ exclusiveMinimum: 0 }, 0, "x too_small: x must be more than 0."],
    [{ maximum: 100 }, 101, "x too_large: x must be 100 or less."],
    [{ exclusiveMaximum: 1 }, 1, "x too_large: x must be less than 1."],
    [{ multipleOf: 5 }, 7, "x wrong_step: x must be a multiple of 5."],
    [{ format: "email" }, "mira@", "x wrong_format: x must be an e-mail address."],
    [{ format: "date-time" }, "yesterday", "x wrong_format: x must be a time like 2026-01-12T09:30:00Z."],
    [{ format: "ipv4" }, "1.2", "x wrong_format: x must be of the documented format."],
    [{ pattern: "^[a-z]{2}$" }, "SE", "x wrong_format: x must be of the documented form."],
    [{ enum: ["draft", "live"] }, "dead", "x not_in_list: x must be one of draft, live."],
    [{ const: "live" }, "dead", "x not_in_list: x must be live."],
    [{ uniqueItems: true }, [1, 1], "x not_unique: x must not have an entry twice."],
    [false, 1, "x not_allowed: x is not allowed here."],
    [{ required: ["y"] }, {}, "x.y required: x.y is required."],
    [{ additionalProperties: false }, { y: 1 }, "x.y not_allowed: x.y is not known here."],
    [{ items: { type: "string" } }, ["a", 1], "x.1 wrong_type: x.1 must be text."],
  ])("%j refuses %j", (property, value, expected) => {
    expect(faultOf(property as object, value)).toEqual([expected])
  })

  test("a form that none of several allows is named as such", () => {
    const codes = faults(
      {
        oneOf: [
          { type: "object", required: ["a"] },
          { type: "object", required: ["b"] },
        ],
      },
      {},
    ).map(({ code }) => code)
    expect(codes).toContain("no_match")
  })
})

describe("what an answer repeats of a request", () => {
  const closed = { type: "object", additionalProperties: false }

  test("an unknown field is named where its name is harmless", () => {
    expect(faults(closed, { "first-name": 1 })).toEqual([
      { path: "first-name", code: "not_allowed", message: "first-name is not known here." },
    ])
  })

  test.each(["<script>", "a b", "å", "x".repeat(65), "", "a\nb"])("and %j is not repeated", (name) => {
    expect(faults(closed, { [name]: 1 })).toEqual([
      { path: "", code: "not_allowed", message: "The body has a field that is not known here." },
    ])
  })

  test("a value never is", () => {
    const answer = JSON.stringify(
      faultOf({ type: "string", maxLength: 3, pattern: "^a", format: "email", enum: ["a"] }, "hunter2hunter2"),
    )
    expect(answer).not.toContain("hunter2")
  })

  test("paths and sentences stay within the bounds of the contract, however deep and long", () => {
    const deep = { type: "object", properties: { a: { $ref: "#" } }, additionalProperties: false }
    const name = "a"
    let body: unknown = { unknown: 1 }
    for (let level = 0; level < 300; level++) body = { [name]: body }
    const long = faultOf({ enum: Array.from({ length: 200 }, (_, at) => `value_${at}`) }, "x")
    for (const { path, message } of faults(deep, body)) {
      expect(path.length).toBeLessThanOrEqual(500)
      expect(message.length).toBeLessThanOrEqual(500)
    }
    expect(long.join("").length).toBeLessThanOrEqual(500)
    expect(long.join("")).toMatch(/value_0, value_1, .*, …\.$/)
  })
})

test("several faults are named at once, and one field with one fault once", () => {
  const schema = {
    type: "object",
    required: ["a", "b"],
    additionalProperties: false,
    properties: { a: {}, b: {}, c: { type: "string", minLength: 2, pattern: "^z" } },
    allOf: [{ required: ["a"] }],
  }
  const named = faults(schema, { c: "x", d: 1 }).map(({ path, code }) => `${path} ${code}`)
  expect(named.toSorted()).toEqual(["a required", "b required", "c too_short", "c wrong_format", "d not_allowed"])
})

test("faults of path, query and body come in one answer, after those found while reading", () => {
  const text = ajv.compile({ type: "object", properties: { x: { type: "string", maxLength: 1 } } })
  const list = ajv.compile({ type: "object", properties: { l: { type: "array" } } })
  const body = ajv.compile({ type: "object", required: ["name"] })
  const found: FieldError[] = [{ path: "q", code: "wrong_format", message: "q must not contain the character NUL." }]
  const check = () =>
    checkSchema(
      operation,
      { path: text, query: list, body },
      { path: { x: "ab" }, query: { l: "1" }, headers: {}, body: {} },
      found,
    )
  expect(check).toThrow(
    expect.objectContaining({
      errors: [
        expect.objectContaining({ path: "q" }),
        ...["x", "l", "name"].map((path) => expect.objectContaining({ path })),
      ],
    }),
  )
})

test("headers are checked, and the request keeps its own", () => {
  const coercing = new Ajv2020({ coerceTypes: "array" })
  const headers = coercing.compile({ type: "object", properties: { "x-count": { type: "integer", maximum: 5 } } })
  const given = { "x-count": "5" }
  const check = (sent: Record<string, unknown>) => () =>
    checkSchema(operation, { headers }, { path: {}, query: {}, headers: sent, body: undefined }, [])
  expect(check(given)).not.toThrow()
  expect(given).toEqual({ "x-count": "5" })
  expect(check({ "x-count": "6" })).toThrow(
    expect.objectContaining({
      errors: [{ path: "x-count", code: "too_large", message: "x-count must be 5 or less." }],
    }),
  )
})

test("a query string is refused where the contract has no query", () => {
  const check = () => checkSchema(operation, {}, { path: {}, query: { debug: "1" }, headers: {}, body: undefined }, [])
  expect(check).toThrow(
    expect.objectContaining({ errors: [{ path: "debug", code: "not_allowed", message: "debug is not known here." }] }),
  )
})

test("an error of a keyword nobody foresaw still names the field", () => {
  expect(fieldError({ keyword: "fromTheFuture", instancePath: "/a/0", params: {} }, "The body")).toEqual({
    path: "a.0",
    code: "no_match",
    message: "a.0 must have one of the documented forms.",
  })
})
