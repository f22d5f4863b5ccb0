import { expect, test } from "vitest"

import { closeResponses } from "./close-responses.ts"

const answering = (schema: object, schemas: object = {}) => ({
  paths: { "/a": { get: { responses: { 200: { content: { "application/json": { schema } } } } } } },
  components: { schemas },
})

const closedSchema = (schema: object, schemas: object = {}) => {
  const document = answering(schema, schemas)
  closeResponses(document)
  return {
    schema: document.paths["/a"].get.responses[200].content["application/json"].schema,
    schemas: document.components.schemas,
  }
}

const open = { type: "object", properties: { a: {} } }
const closed = { ...open, additionalProperties: false }

test("an object is closed, wherever it stands in an answer", () => {
  const schema = { type: "object", properties: { one: open, many: { type: "array", items: open } }, oneOf: [open] }
  expect(closedSchema(structuredClone(schema)).schema).toEqual({
    type: "object",
    properties: { one: closed, many: { type: "array", items: closed } },
    oneOf: [closed],
    additionalProperties: false,
  })
})

test("an object that says whether it is open keeps what it says, and so does one without properties", () => {
  const free = { type: "object", additionalProperties: true }
  const named = { type: "object", properties: { a: {} }, additionalProperties: { type: "string" } }
  const schema = { type: "object", properties: { free, named, any: { type: "object" } } }
  expect(closedSchema(structuredClone(schema)).schema).toEqual({ ...schema, additionalProperties: false })
})

test("components are closed where an answer reaches them, and only there", () => {
  const schemas = {
    Reached: structuredClone(open),
    Other: structuredClone(open),
    Loop: { type: "object", properties: { next: { $ref: "#/components/schemas/Loop" } } },
  }
  const schema = {
    type: "object",
    properties: { a: { $ref: "#/components/schemas/Reached" }, b: { $ref: "#/components/schemas/Loop" } },
  }
  expect(closedSchema(schema, schemas).schemas).toEqual({
    Reached: closed,
    Other: open,
    Loop: { ...schemas.Loop, additionalProperties: false },
  })
})

test("a composition is closed as a whole: its parts may have each other's fields", () => {
  const schemas = { Base: structuredClone(open) }
  const schema = {
    allOf: [{ $ref: "#/components/schemas/Base" }, { type: "object", properties: { b: structuredClone(open) } }],
  }
  const result = closedSchema(schema, schemas)
  expect(result.schema).toEqual({
    allOf: [open, { type: "object", properties: { b: closed } }],
    unevaluatedProperties: false,
  })
})

test("what requests alone say stays as it is", () => {
  const document = {
    paths: {
      "/a": {
        post: { requestBody: { content: { "application/json": { schema: structuredClone(open) } } }, responses: {} },
      },
    },
  }
  closeResponses(document)
  expect(document.paths["/a"].post.requestBody.content["application/json"].schema).toEqual(open)
})

test("a reference that leads nowhere is named", () => {
  expect(() => closedSchema({ $ref: "#/components/schemas/Gone" })).toThrow("#/components/schemas/Gone leads nowhere")
})
