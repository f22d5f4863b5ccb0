import { describe, expect, test } from "vitest"
import { documentOf } from "./testing/document-of.ts"
import { withDerivedErrors } from "./derived-errors.ts"
import type { Components } from "./openapi-document.ts"

const response = {
  description: "No.",
  content: { "application/json": { schema: { $ref: "#/components/schemas/ApiError" } } },
}
const later = { ...response, headers: { "Retry-After": { $ref: "#/components/headers/Retry-After" } } }
const shared: Components = {
  responses: {
    ApiError: response,
    InvalidRequest: response,
    InvalidStoreRequest: response,
    NotAuthenticated: response,
    NotAllowed: response,
    BodyTooLarge: response,
    UnsupportedMediaType: response,
    TooManyRequests: later,
    InternalError: response,
    TemporarilyUnavailable: later,
  },
  headers: { "Retry-After": { schema: { type: "integer" } } },
  schemas: { ApiError: { type: "object" }, Unrelated: { type: "object" } },
}

/** The responses of `method /pets` after publishing, for an operation that says this. */
function published(operation: string, method = "get") {
  const document = documentOf(`
paths:
  /pets:
    ${method}:
      operationId: tested
      tags: [pets]
${operation.replaceAll(/^/gmu, "      ")}
components: { responses: { Taken: { description: Taken. } } }
`)
  const { paths, components } = withDerivedErrors(document, shared)
  return { responses: paths["/pets"]?.[method as "get"]?.responses ?? {}, components }
}

const statuses = (operation: string, method?: string) =>
  Object.keys(published(`responses: { "200": { description: Ok. } }\n${operation}`, method).responses)

const always = ["200", "400", "429", "500", "503"]
const body = "requestBody: { content: { application/json: {} } }"

describe("derived errors", () => {
  test("400, 429, 500 and 503 are always there", () => {
    expect(statuses("security: []")).toEqual(always)
  })

  test("the 400 names the publishable key where every alternative needs one", () => {
    const of400 = (security: string) => published(`responses: {}\nsecurity: ${security}`).responses["400"]
    const named = (name: string) => ({ $ref: `#/components/responses/${name}` })
    expect(of400("[{ publishable_key: [] }]")).toEqual(named("InvalidStoreRequest"))
    expect(of400("[{ publishable_key: [], bearer: [] }, { publishable_key: [], session: [] }]")).toEqual(
      named("InvalidStoreRequest"),
    )
    expect(of400("[{ publishable_key: [] }, { bearer: [] }]")).toEqual(named("InvalidRequest"))
  })

  test("413 and 415 when there is a body", () => {
    expect(statuses(`security: []\n${body}`, "post")).toEqual(["200", "400", "413", "415", "429", "500", "503"])
    expect(statuses("security: []\nparameters: [{ name: a, in: query }]")).not.toContain("413")
  })

  test("401 when every alternative proves someone", () => {
    expect(statuses("security: [{ bearer: [] }, { publishable_key: [], session: [] }]")).toContain("401")
  })

  test.each(["[]", "[{ bearer: [] }, {}]", "[{ publishable_key: [] }]", "[{ publishable_key: [] }, { bearer: [] }]"])(
    "no 401 for %s, which lets anyone in",
    (security) => {
      expect(statuses(`security: ${security}`)).not.toContain("401")
    },
  )

  test("403 when a requirement has scopes", () => {
    expect(statuses("security: [{ bearer: [pets] }]")).toContain("403")
    expect(statuses("security: [{ bearer: [] }]")).not.toContain("403")
  })

  test("403 when a cookie is accepted on a method that changes something", () => {
    expect(statuses("security: [{ bearer: [] }, { session: [] }]", "post")).toContain("403")
    expect(statuses("security: [{ bearer: [] }, { session: [] }]", "delete")).toContain("403")
    expect(statuses("security: [{ bearer: [] }, { session: [] }]", "get")).not.toContain("403")
    expect(statuses("security: [{ bearer: [] }]", "post")).not.toContain("403")
  })

  test("403 when a cookie is set, because a foreign origin is refused", () => {
    const { responses } = published(
      'security: []\nresponses: { "200": { description: In., headers: { Set-Cookie: {} } } }',
      "post",
    )
    expect(responses).toHaveProperty("403")
  })

  test("an explicit response wins, with its own sentence", () => {
    const own = { $ref: "#/components/responses/Taken", description: "Too many pets." }
    const { responses } = published(
      `security: []\nresponses: { "200": { description: Ok. }, "429": ${JSON.stringify(own)} }`,
    )
    expect(responses["429"]).toEqual(own)
    expect(responses["500"]).toEqual({ $ref: "#/components/responses/InternalError" })
  })

  test("default stays, after the numbers", () => {
    const { responses } = published(
      'security: []\nresponses: { default: { description: Else. }, "200": { description: Ok. } }',
    )
    expect(Object.keys(responses)).toEqual([...always, "default"])
    expect(responses["default"]).toEqual({ description: "Else." })
  })

  test("brings the shared responses and what they refer to, and nothing else", () => {
    const { components } = published('security: []\nresponses: { "200": { description: Ok. } }')
    expect(Object.keys(components.responses ?? {})).toEqual([
      "InternalError",
      "InvalidRequest",
      "Taken",
      "TemporarilyUnavailable",
      "TooManyRequests",
    ])
    expect(Object.keys(components.headers ?? {})).toEqual(["Retry-After"])
    expect(Object.keys(components.schemas ?? {})).toEqual(["ApiError"])
  })

  test("names the file of a shared response that is missing", () => {
    const document = documentOf(
      'paths: { /pets: { get: { operationId: a, tags: [pets], security: [], responses: { "200": { description: Ok. } } } } }',
    )
    const { TooManyRequests: _gone, ...responses } = shared.responses ?? {}
    expect(() => withDerivedErrors(document, { ...shared, responses })).toThrow(
      "openapi/shared/responses/TooManyRequests.yaml is missing",
    )
  })

  test("leaves the document it is given alone", () => {
    const document = documentOf(
      'paths: { /pets: { get: { operationId: a, tags: [pets], security: [], responses: { "200": { description: Ok. } } } } }',
    )
    const before = structuredClone(document)
    withDerivedErrors(document, shared)
    expect(document).toEqual(before)
  })
})
