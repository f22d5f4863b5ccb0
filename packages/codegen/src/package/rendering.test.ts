import { describe, expect, test } from "vitest"
import { ContractError } from "../openapi-document.ts"
import { documentOf } from "../testing/document-of.ts"
import { dereferenced } from "./dereferenced.ts"
import { jsonSchemasOf } from "./json-schemas.ts"
import { withOpenEnums } from "./open-enums.ts"
import { methodName } from "./method-names.ts"

describe("dereferenced", () => {
  test("writes out what references lead to, and keeps what stands beside them", () => {
    const document = documentOf(`
      paths: { /a: { get: { responses: { "200": { $ref: "#/components/responses/Pet", description: A pet. } } } } }
      components:
        responses: { Pet: { description: Any., content: { application/json: { schema: { $ref: "#/components/schemas/Pet" } } } } }
        schemas: { Pet: { type: object } }
    `)
    expect(dereferenced(document).paths["/a"]?.get?.responses).toEqual({
      "200": { description: "A pet.", content: { "application/json": { schema: { type: "object" } } } },
    })
  })

  test("a refusal that an operation names has its shape; sentences and the open list of codes stand at default", () => {
    const document = documentOf(`
      paths: { /a: { get: { responses: { "404": { $ref: "#/components/responses/Error" }, default: { $ref: "#/components/responses/Error" } } } } }
      components:
        responses: { Error: { description: A refusal., content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } } }
        schemas:
          Error:
            type: object
            properties:
              description: { type: string, description: For people. }
              code: { type: string, enum: [not_found], x-extensible-enum: true }
              kind: { type: string, enum: [refusal], x-extensible-enum: false }
    `)
    const responses = dereferenced(document).paths["/a"]?.get?.responses
    const schemaOf = (properties: object) => ({
      description: "A refusal.",
      content: { "application/json": { schema: { type: "object", properties } } },
    })
    const kind = { type: "string", enum: ["refusal"], "x-extensible-enum": false }
    const code = { type: "string", "x-extensible-enum": true }
    expect(responses).toEqual({
      "404": schemaOf({ description: { type: "string" }, code, kind }),
      default: schemaOf({
        description: { type: "string", description: "For people." },
        code: { ...code, enum: ["not_found"] },
        kind,
      }),
    })
  })

  test("says which schema contains itself", () => {
    const document = documentOf(`
      paths: { /a: { get: { responses: { "200": { content: { application/json: { schema: { $ref: "#/components/schemas/Tree" } } } } } } } }
      components: { schemas: { Tree: { type: object, properties: { left: { $ref: "#/components/schemas/Tree" } } } } }
    `)
    expect(() => dereferenced(document)).toThrow(
      new ContractError("#/components/schemas/Tree contains itself: it cannot be written out"),
    )
  })
})

test("jsonSchemasOf gives each schema what it reaches, and a property called type stays one", () => {
  const document = documentOf(`
    paths: {}
    components:
      schemas:
        Pet: { type: object, x-note: 1, properties: { type: { $ref: "#/components/schemas/Kind" } } }
        Kind: { type: string, enum: [cat], example: cat, x-enum-varnames: [Cat] }
  `)
  expect(Object.fromEntries(jsonSchemasOf(document))).toEqual({
    Kind: {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "Kind",
      type: "string",
      enum: ["cat"],
      examples: ["cat"],
    },
    Pet: {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "Pet",
      type: "object",
      properties: { type: { $ref: "#/$defs/Kind" } },
      $defs: { Kind: { type: "string", enum: ["cat"], examples: ["cat"] } },
    },
  })
})

test("withOpenEnums makes strings of the enums that may grow, and of no other", () => {
  const document = documentOf(`
    components:
      schemas:
        Status: { type: string, description: Where it stands., enum: [open, done], x-extensible-enum: true }
        Side: { type: string, enum: [left, right] }
  `)
  expect(withOpenEnums(document).components.schemas).toEqual({
    Status: {
      type: "string",
      description: "Where it stands. One of open, done, or a newer one.",
      maxLength: 100,
      "x-extensible-enum": true,
    },
    Side: { type: "string", enum: ["left", "right"] },
  })
})

test.each([
  ["listAdminUsers", "users", "list"],
  ["getAdminUser", "users", "get"],
  ["listAdminUserSessions", "sessions", "listUserSessions"],
  ["getMe", "customers", "getMe"],
  ["createAdminSession", "auth", "createSession"],
])("%s of %s is called %s", (id, tag, name) => {
  expect(methodName({ id, tag })).toBe(name)
})
