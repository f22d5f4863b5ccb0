import { describe, expect, test } from "vitest"
import { parse } from "yaml"
import {
  danglingIds,
  freeFormObjects,
  inlineTypes,
  sharedOperationIds,
  unboundedScalars,
  undiscriminatedUnions,
} from "./metrics.ts"

const schemas = (text: string) => ({ components: { schemas: parse(text) } })

describe("inlineTypes", () => {
  test("finds objects, enums and unions without a name, in components and in paths", () => {
    const document = {
      paths: { "/a": { get: { parameters: [{ schema: { enum: ["x"] } }] } } },
      ...schemas(`
        Product:
          type: object
          properties:
            price: { type: object, properties: { amount: { type: integer } } }
            tags: { type: array, items: { oneOf: [{ type: string }] } }
      `),
    }
    expect(inlineTypes(document)).toEqual([
      "#/paths/~1a/get/parameters/0/schema",
      "#/components/schemas/Product/properties/price",
      "#/components/schemas/Product/properties/tags/items",
    ])
  })

  test("lets a component be what it is, in parts too, and properties refer to others", () => {
    const document = schemas(`
      Status: { type: string, enum: [draft] }
      Product: { type: object, properties: { status: { $ref: "#/components/schemas/Status" }, title: { type: string } } }
      ProductResponse: { allOf: [{ $ref: "#/components/schemas/Product" }, { type: object, properties: { id: { type: string } } }] }
    `)
    expect(inlineTypes(document)).toEqual([])
  })

  test("does not take the value of an example for a schema", () => {
    const document = { paths: { "/a": { get: { examples: { one: { value: { schema: { type: "object" } } } } } } } }
    expect(inlineTypes(document)).toEqual([])
  })
})

test("undiscriminatedUnions finds anyOf, and oneOf without a discriminator or with members left out of its mapping", () => {
  const document = schemas(`
    Any: { anyOf: [{ type: string }] }
    Untold: { oneOf: [{ $ref: "#/components/schemas/A" }] }
    Half: { oneOf: [{ $ref: "#/x" }, { $ref: "#/y" }], discriminator: { propertyName: kind, mapping: { x: "#/x" } } }
    Told: { oneOf: [{ $ref: "#/x" }], discriminator: { propertyName: kind, mapping: { x: "#/x" } } }
  `)
  expect(undiscriminatedUnions(document)).toEqual(
    ["Any", "Untold", "Half"].map((name) => `#/components/schemas/${name}`),
  )
})

test("freeFormObjects names what takes any key, and not maps with typed values or closed objects", () => {
  const document = schemas(`
    Metadata: { type: object, additionalProperties: true }
    Bare: { type: object }
    Prices: { type: object, additionalProperties: { type: integer } }
    Nothing: { type: object, additionalProperties: false }
    Product: { type: object, properties: { details: { type: object, additionalProperties: {} } } }
    Response: { allOf: [{ $ref: "#/components/schemas/Product" }, { type: object, required: [details] }] }
  `)
  expect(freeFormObjects(document)).toEqual(["Metadata", "Bare", "#/components/schemas/Product/properties/details"])
})

test("unboundedScalars counts strings and numbers, and finds those without a bound", () => {
  const document = schemas(`
    Product:
      type: object
      properties:
        title: { type: string, maxLength: 10 }
        status: { type: string, enum: [draft] }
        subtitle: { type: [string, "null"] }
        weight: { type: number, format: double, minimum: 0 }
        price: { type: integer, format: int32, minimum: 0, exclusiveMaximum: 10 }
        sold: { type: boolean }
  `)
  expect(unboundedScalars(document)).toEqual({
    total: 5,
    unbounded: ["#/components/schemas/Product/properties/subtitle", "#/components/schemas/Product/properties/weight"],
  })
})

/** A document with one operation for each id. */
const withOperations = (...ids: string[]) => ({
  paths: Object.fromEntries(ids.map((id) => [`/${id}`, { get: { operationId: id } }])),
})

test("sharedOperationIds finds ids that two documents use, once", () => {
  expect(sharedOperationIds(withOperations("a", "b"), withOperations("b", "c"))).toEqual(["b"])
})

describe("danglingIds", () => {
  test("finds an id that is used and told of nowhere", () => {
    const store = parse(`
      paths:
        /carts:
          post:
            requestBody: { content: { application/json: { examples: { adding: { value: { variant_ids: [variant_1, variant_2] } } } } } }
            responses:
              "200": { content: { application/json: { examples: { adding: { value: { cart: { id: cart_1, region_id: reg_9 } } } } } } }
    `)
    const admin = parse(`
      paths:
        /variants:
          get: { responses: { "200": { content: { application/json: { examples: { one: { value: [{ id: variant_1 }] } } } } } } }
    `)
    expect(danglingIds([store, admin])).toEqual([
      {
        id: "variant_2",
        place: "#/paths/~1carts/post/requestBody/content/application~1json/examples/adding variant_ids",
      },
      {
        id: "reg_9",
        place: "#/paths/~1carts/post/responses/200/content/application~1json/examples/adding cart region_id",
      },
    ])
  })

  test("follows the examples of parameters and properties", () => {
    const store = parse(`
      paths:
        /carts/{cart_id}:
          parameters: [{ name: cart_id, in: path, example: cart_1, schema: { type: string } }]
          get: { parameters: [{ name: region_id, in: query, schema: { type: string, example: reg_1 } }] }
      components: { schemas: { Cart: { properties: { id: { example: cart_1 }, customer_id: { example: cus_1 } } } } }
    `)
    expect(danglingIds([store]).map(({ id }) => id)).toEqual(["reg_1", "cus_1"])
  })

  test("lets the request of a refusal name what is not there", () => {
    const store = parse(`
      paths:
        /carts/{cart_id}:
          parameters: [{ name: cart_id, in: path, examples: { lost: { value: cart_9 }, found: { value: cart_8 } } }]
          get: { responses: { "404": { content: { application/json: { examples: { lost: { value: { message: No. } } } } } } } }
    `)
    expect(danglingIds([store]).map(({ id }) => id)).toEqual(["cart_8"])
  })

  test("leaves out keys that lead outside the contract, null and the empty string", () => {
    const store = parse(`
      paths: { /a: { get: { responses: { "200": { content: { x/y: { examples: { a: { value: { request_id: r, a_id: null, b_id: "" } } } } } } } } } }
    `)
    expect(danglingIds([store], { ignored: ["request_id"] })).toEqual([])
  })
})
