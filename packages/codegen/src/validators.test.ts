import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import type { ValidateFunction } from "ajv"
import { describe, expect, test } from "vitest"
import { checkoutOf, smallContract } from "./testing/checkout.ts"
import { documentOf } from "./testing/document-of.ts"
import type { Document } from "./openapi-document.ts"
import { renderValidators, toJsonSchema } from "./validators.ts"

type Compiled = Record<string, Record<string, ValidateFunction>>

/** The rendered modules, written and imported as a server would. */
async function compiled(document: Document): Promise<{ requests: Compiled; responses: Compiled }> {
  using checkout = checkoutOf(smallContract)
  const folder = join(checkout.root, "packages/contract/build/validators")
  mkdirSync(folder, { recursive: true })
  for (const [file, text] of Object.entries(renderValidators(document, "store")))
    writeFileSync(join(folder, file), text)
  const load = async (file: string) =>
    ((await import(pathToFileURL(join(folder, file)).href)) as { default: Compiled }).default // rendered just now
  return { requests: await load("store.js"), responses: await load("store.responses.js") }
}

/** What a validator says, and what it made of the data. */
function judged(validate: ValidateFunction | undefined, data: unknown) {
  if (!validate) throw new Error("there is no such validator")
  const ok = validate(data)
  const faults = (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`.trim())
  return { ok, data, faults }
}

const document = documentOf(`
paths:
  /pets/{pet_id}:
    parameters: [{ name: pet_id, in: path, required: true, schema: { type: string, pattern: "^pet_" } }]
    get:
      operationId: listPets
      tags: [pets]
      parameters:
        - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 100, default: 20 } }
        - { name: sold, in: query, schema: { type: boolean } }
        - { name: species, in: query, schema: { type: array, items: { type: string } } }
        - { name: born, in: query, style: deepObject, schema: { $ref: "#/components/schemas/Range" } }
        - { name: X-Mood, in: header, required: true, schema: { type: string, enum: [calm, wild] } }
      responses:
        "200": { description: Ok., content: { application/json: { schema: { $ref: "#/components/schemas/Pet" } } } }
        default: { description: No., content: { application/json: { schema: { $ref: "#/components/schemas/ApiError" } } } }
    post:
      operationId: updatePet
      tags: [pets]
      requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/NewPet" } } } }
      responses: { "204": { description: Done. } }
  /kennels:
    delete: { operationId: closeKennels, tags: [kennels], responses: { "204": { description: Closed. } } }
components:
  schemas:
    ApiError: { type: object, required: [message], properties: { message: { type: string } } }
    Range: { type: object, additionalProperties: false, properties: { gt: { type: integer }, lt: { type: integer } } }
    Pet: { type: object, required: [name], properties: { name: { type: [string, "null"] }, description: { type: string, format: email } } }
    Collar: { type: object, required: [type, colour], properties: { type: { const: collar }, colour: { type: string } } }
    Chip: { type: object, required: [type, number], properties: { type: { const: chip }, number: { type: integer } } }
    NewPet:
      type: object
      additionalProperties: false
      required: [name]
      properties:
        name: { type: string, minLength: 1, description: What it is called., example: Minka }
        legs: { type: integer, default: 4 }
        mother: { $ref: "#/components/schemas/NewPet" }
        mark:
          oneOf: [{ $ref: "#/components/schemas/Collar" }, { $ref: "#/components/schemas/Chip" }]
          discriminator: { propertyName: type, mapping: { collar: "#/components/schemas/Collar" } }
`)
const { requests, responses } = await compiled(document)
const query = (data: unknown) => judged(requests["listPets"]?.["query"], data)
const body = (data: unknown) => judged(requests["updatePet"]?.["body"], data)

describe("query validators", () => {
  test("convert text to the declared type", () => {
    expect(query({ limit: "5", sold: "false", species: "cat", born: { gt: "3" } })).toEqual({
      ok: true,
      data: { limit: 5, sold: false, species: ["cat"], born: { gt: 3 } },
      faults: [],
    })
  })

  test("fill in defaults", () => {
    expect(query({}).data).toEqual({ limit: 20 })
  })

  test("refuse unknown parameters, also inside an object", () => {
    expect(query({ colour: "red" }).faults).toEqual(["additionalProperties"])
    expect(query({ born: { eq: "3" } }).faults).toEqual(["/born additionalProperties"])
  })

  test("refuse what cannot be converted, and a list where one value is wanted", () => {
    expect(query({ limit: "many" }).faults).toEqual(["/limit type"])
    expect(query({ limit: "" }).faults).toEqual(["/limit type"])
    expect(query({ limit: ["1", "2"] }).faults).toEqual(["/limit type"])
    expect(query({ sold: "yes" }).faults).toEqual(["/sold type"])
  })

  test("report every fault", () => {
    expect(query({ limit: "0", sold: "perhaps", colour: "red" }).faults.toSorted()).toEqual([
      "/limit minimum",
      "/sold type",
      "additionalProperties",
    ])
  })
})

describe("path and header validators", () => {
  test("a path parameter declared once holds for each operation of the path", () => {
    for (const id of ["listPets", "updatePet"]) {
      expect(judged(requests[id]?.["path"], { pet_id: "pet_1" }).ok).toBe(true)
      expect(judged(requests[id]?.["path"], { pet_id: "dog_1" }).faults).toEqual(["/pet_id pattern"])
    }
  })

  test("header names are in lower case, and other headers may be there", () => {
    const headers = requests["listPets"]?.["headers"]
    expect(judged(headers, { "x-mood": "calm", accept: "*/*" }).ok).toBe(true)
    expect(judged(headers, { "X-Mood": "calm" }).faults).toEqual(["required"])
  })

  test("a part of which nothing is declared has no validator", () => {
    expect(Object.keys(requests["updatePet"] ?? {})).toEqual(["path", "body"])
    expect(requests["closeKennels"]).toEqual({})
  })
})

describe("body validators", () => {
  test("convert nothing", () => {
    expect(body({ name: 5 }).faults).toEqual(["/name type"])
    expect(body({ name: "Minka", legs: "4" }).faults).toEqual(["/legs type"])
    expect(body({ name: ["Minka"] }).faults).toEqual(["/name type"])
  })

  test("fill in defaults", () => {
    expect(body({ name: "Minka" }).data).toEqual({ name: "Minka", legs: 4 })
  })

  test("refuse unknown keys and report every fault, at any depth", () => {
    expect(body({ colour: "red", mother: { name: "", legs: 4.5 } }).faults.toSorted()).toEqual([
      "/mother/legs type",
      "/mother/name minLength",
      "additionalProperties",
      "required",
    ])
  })

  test("a union takes each of its members and nothing between them", () => {
    expect(body({ name: "Minka", mark: { type: "chip", number: 7 } }).ok).toBe(true)
    expect(body({ name: "Minka", mark: { type: "collar", colour: "red" } }).ok).toBe(true)
    expect(body({ name: "Minka", mark: { type: "collar", number: 7 } }).faults).toContain("/mark oneOf")
  })
})

describe("response validators", () => {
  test("are found by status, default included", () => {
    expect(Object.keys(responses["listPets"] ?? {})).toEqual(["200", "default"])
    expect(judged(responses["listPets"]?.["200"], { name: null, description: "a@b.co" }).ok).toBe(true)
    expect(judged(responses["listPets"]?.["200"], { description: "nobody" }).faults.toSorted()).toEqual([
      "/description format",
      "required",
    ])
  })

  test("change nothing in the answer they read", () => {
    expect(judged(responses["listPets"]?.["default"], { message: 5 })).toEqual({
      ok: false,
      data: { message: 5 },
      faults: ["/message type"],
    })
  })

  test("an answer without content has none", () => {
    expect(responses["updatePet"]).toEqual({})
  })
})

test("annotations are dropped, properties of the same names are kept", () => {
  expect(
    toJsonSchema({
      description: "A thing.",
      "x-note": 1,
      properties: { description: { type: "string", title: "T" }, example: { $ref: "#/components/schemas/A" } },
      default: { description: "kept" },
    }),
  ).toEqual({
    properties: { description: { type: "string" }, example: { $ref: "contract:components#/$defs/A" } },
    default: { description: "kept" },
  })
})
