import * as fc from "fast-check"
import type { Operation } from "@covenant/contract"

/** A JSON object of an OpenAPI document. */
type Json = Record<string, unknown>

/** What the generator reads of a parameter. */
interface Parameter {
  name: string
  in: string
  schema: Json
}

interface DescribedOperation {
  parameters?: Json[]
  requestBody?: { content: Record<string, { schema: Json }> }
}

/** The part of an OpenAPI document that belongs to one tag. */
export interface Fragment {
  paths: Record<string, { parameters?: Json[] } & Partial<Record<Operation["method"], DescribedOperation>>>
  components: Record<string, Record<string, Json>>
}

/** A request as it would arrive: a URL and a body. */
export interface GeneratedRequest {
  url: string
  path: Record<string, string>
  body: unknown
}

/**
 * Requests to an operation, made from what the contract says of it: most are right, and many are wrong in one or two
 * places (another type, a bound passed by one, a field missing, a field nobody knows).
 */
export function requestArbitrary(
  fragment: Fragment,
  { method, path, body }: Operation,
): fc.Arbitrary<GeneratedRequest> {
  const described = fragment.paths[path]?.[method]
  if (!described) throw new Error(`the fragment has no ${method} ${path}`)
  const parameters = [...(fragment.paths[path]?.parameters ?? []), ...(described.parameters ?? [])].map(
    // The contract was linted: what stands among parameters is one.
    (parameter) => resolve(fragment, parameter) as unknown as Parameter,
  )
  const [content] = Object.values(described.requestBody?.content ?? {}) // JSON, or a form
  return fc
    .record({
      path: fc.record(
        Object.fromEntries(parameters.filter((p) => p.in === "path").map(({ name }) => [name, pathText])),
      ),
      query: queryArbitrary(
        fragment,
        parameters.filter((p) => p.in === "query"),
      ),
      body: body === "none" || !content ? fc.constant(undefined) : bodyArbitrary(fragment, content.schema, body),
    })
    .map((made) => ({ path: made.path, body: made.body, url: urlOf(path, made.path, made.query) }))
}

function urlOf(path: string, values: Record<string, string>, query: readonly (readonly [string, string])[]): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ""))
  const pairs = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
  return pairs.length === 0 ? filled : `${filled}?${pairs.join("&")}`
}

const text = fc
  .string({ unit: "binary", maxLength: 12 })
  .filter((value) => !value.includes("\0") && value.isWellFormed())
const pathText = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom("emailpass", "cuaddr_01KERRTD70F7KEHTP15767XN8E", "google", "..", "a".repeat(300)),
  },
  { weight: 1, arbitrary: text.filter((value) => value.length > 0) },
)
const unlikely_name = fc.constantFrom("unknown", "limit", "__v", "Email", "a.b", "toString", "é", "")

/** Mostly the first; now and then what should be refused, or is at least strange. */
const spoiled = <T>(right: fc.Arbitrary<T>, ...wrong: fc.Arbitrary<unknown>[]): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 24, arbitrary: right }, ...wrong.map((arbitrary) => ({ weight: 1, arbitrary })))

/** A range is an object, which is sent by `name[gt]`; under the name alone it is any text. */
const asText = (given: unknown): string =>
  (typeof given === "string" ? given : JSON.stringify(given)).replace(/^\{.*/u, "a range")

function queryArbitrary(
  fragment: Fragment,
  parameters: readonly Parameter[],
): fc.Arbitrary<(readonly [string, string])[]> {
  const shapes = parameters.map(({ name, schema }) => {
    const type = resolve(fragment, schema)
    const item = type["type"] === "array" ? resolve(fragment, type["items"] as Json) : type
    const value = valueArbitrary(fragment, item).map(asText)
    const strange = fc.constantFrom(
      "",
      " ",
      "1",
      "1.5",
      "1e1",
      "0x1",
      " 1",
      "-1",
      "99999999999999999999",
      "true",
      "null",
      "a,b",
      "a b+c",
      "[1]",
      "{}",
    )
    const shown = fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: strange })
    const names = fc.constantFrom(name, name, name, name, `${name}[]`, `${name}[0]`, `${name}[gt]`)
    const several = type["type"] === "array" ? { maxLength: 4 } : { maxLength: 1 }
    const given = (text: fc.Arbitrary<string>) =>
      fc.array(fc.tuple(fc.constant(name), text), { minLength: 1, ...several })
    const absent = { weight: 3, arbitrary: fc.constant([]) }
    const bounds = Object.entries((item["properties"] ?? {}) as Record<string, Json>).map(([bound, inner]) =>
      fc.tuple(fc.constant(`${name}[${bound}]`), valueArbitrary(fragment, inner).map(asText)).map((pair) => [pair]),
    )
    return {
      right: fc.oneof(absent, { weight: 2, arbitrary: bounds.length > 0 ? fc.oneof(...bounds) : given(value) }),
      mixed: fc.oneof(
        absent,
        { weight: 4, arbitrary: given(shown) },
        { weight: 1, arbitrary: fc.array(fc.tuple(names, shown), { minLength: 1, maxLength: 3 }) },
      ),
    }
  })
  const unknown = fc.oneof(
    { weight: 15, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(fc.tuple(unlikely_name, text), { maxLength: 1 }) },
  )
  // Half of the requests leave alone what is right: of a dozen parameters one would be spoiled in nearly all of them.
  return fc
    .oneof(fc.tuple(...shapes.map(({ right }) => right)), fc.tuple(...shapes.map(({ mixed }) => mixed), unknown))
    .map((groups) => groups.flat())
}

function bodyArbitrary(fragment: Fragment, schema: Json, body: "optional" | "required"): fc.Arbitrary<unknown> {
  const value = spoiled(
    valueArbitrary(fragment, resolve(fragment, schema)),
    fc.constantFrom(null, [], {}, "text", 1, true),
  )
  return body === "required"
    ? value
    : fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: fc.constant(undefined) })
}

/** Values around a schema of the contract. */
function valueArbitrary(fragment: Fragment, schema: Json, depth = 0): fc.Arbitrary<unknown> {
  const given = resolve(fragment, schema)
  const type = given["type"]
  const types = Array.isArray(type) ? type.map(String) : [String(type)]
  const one = (name: string): fc.Arbitrary<unknown> => {
    if (name === "null") return fc.constant(null)
    if (name === "boolean") return spoiled(fc.boolean(), fc.constantFrom("true", 0, null))
    if (name === "integer" || name === "number") return numberArbitrary(given)
    if (name === "array") return arrayArbitrary(fragment, given, depth)
    if (name === "object") return objectArbitrary(fragment, given, depth)
    return stringArbitrary(given)
  }
  return fc.oneof(...types.map(one))
}

function numberArbitrary({
  minimum = -1000,
  maximum = 1000,
}: {
  minimum?: number
  maximum?: number
}): fc.Arbitrary<unknown> {
  return spoiled(
    fc.integer({ min: Math.max(minimum, -(2 ** 31)), max: Math.min(maximum, 2 ** 31 - 1) }),
    fc.constantFrom(minimum, maximum, minimum - 1, maximum + 1, 1.5, 2 ** 31, 2 ** 53, -0),
    fc.constantFrom("1", null, true, [], {}),
  )
}

/** Text of a documented format, and text that only looks like it. */
const formats: Readonly<Record<string, readonly string[]>> = {
  email: [
    "mira@example.com",
    "Mira.L+x@sub.example.org",
    "a@b",
    "@example.com",
    "a b@example.com",
    "mira@",
    "ö@example.com",
  ],
  "date-time": [
    "2026-01-12T09:30:00Z",
    "2026-01-12T09:30:00.123Z",
    "2026-02-30T00:00:00Z",
    "2026-01-12",
    "2026-01-12T09:30:00+02:00",
  ],
  uri: ["https://example.com/a?b", "/a", "example", "http://[", "urn:a:b"],
  uuid: ["019bb1f7-3c00-7abc-8def-0123456789ab", "019bb1f7", ""],
}

function stringArbitrary(schema: Json): fc.Arbitrary<unknown> {
  const {
    enum: values,
    format,
    pattern,
    minLength = 0,
    maxLength = 40,
    example,
  } = schema as {
    enum?: unknown[]
    format?: string
    pattern?: string
    minLength?: number
    maxLength?: number
    example?: unknown
  }
  const long = fc
    .constantFrom(minLength, minLength - 1, maxLength, maxLength + 1)
    .map((length) => "å".repeat(Math.max(0, Math.min(length, 5000))))
  const astral = fc.constantFrom(maxLength, maxLength + 1).map((length) => "😀".repeat(Math.min(length, 2000)))
  const right: fc.Arbitrary<unknown>[] = [text]
  if (values) right.push(fc.constantFrom(...values), fc.constantFrom(...values))
  if (format !== undefined && formats[format])
    right.push(fc.constantFrom(...formats[format]), fc.constantFrom(...formats[format]))
  if (pattern !== undefined)
    right.push(fc.stringMatching(new RegExp(pattern, "u")), fc.stringMatching(new RegExp(pattern, "u")))
  if (typeof example === "string") right.push(fc.constant(example), fc.constant(example))
  return spoiled(fc.oneof(...right), long, astral, fc.constantFrom(1, true, null, [], {}, ["a"]))
}

function arrayArbitrary(fragment: Fragment, schema: Json, depth: number): fc.Arbitrary<unknown> {
  return spoiled(
    fc.array(valueArbitrary(fragment, schema["items"] as Json, depth + 1), { maxLength: 3 }),
    fc.constantFrom("a", {}, null),
  )
}

function objectArbitrary(fragment: Fragment, schema: Json, depth: number): fc.Arbitrary<unknown> {
  const properties = (schema["properties"] ?? {}) as Record<string, Json>
  const free = schema["additionalProperties"] === true && depth < 3
  const required = (schema["required"] ?? []) as string[]
  const known = Object.fromEntries(
    Object.entries(properties).map(([name, inner]) => [name, valueArbitrary(fragment, inner, depth + 1)]),
  )
  const whole = fc.record(known, { requiredKeys: required })
  const halved = fc.record(known, { requiredKeys: [] })
  const more = free
    ? fc.dictionary(
        fc.string({ maxLength: 6 }).filter((name) => name !== "__proto__"),
        fc.jsonValue({ maxDepth: 2 }),
        { maxKeys: 3 },
      )
    : fc.constant({})
  const stranger = fc.oneof(
    { weight: 24, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: unlikely_name.map((name) => ({ [name]: 1 })) },
  )
  const built: fc.Arbitrary<unknown> = fc
    .tuple(fc.oneof({ weight: 8, arbitrary: whole }, { weight: 1, arbitrary: halved }), more, stranger)
    .map(([named, free_form, unknown]) => Object.assign({}, free_form, named, unknown))
  return spoiled(built, fc.constantFrom([], "text", null))
}

function resolve(fragment: Fragment, schema: Json): Json {
  const ref = schema["$ref"]
  if (typeof ref !== "string") return schema
  const [, , kind = "", name = ""] = ref.split("/")
  const target = fragment.components[kind]?.[name]
  if (!target) throw new Error(`${ref} leads nowhere`)
  return resolve(fragment, target)
}
