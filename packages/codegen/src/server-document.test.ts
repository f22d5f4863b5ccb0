import { expect, test } from "vitest"
import { documentOf } from "./testing/document-of.ts"
import { serverDocument } from "./server-document.ts"
import { renderTypes } from "./types.ts"

const document = documentOf(`
paths:
  /pets/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
      - { name: lang, in: query, schema: { type: string, default: en } }
    get:
      operationId: listPets
      tags: [pets]
      parameters:
        - { $ref: "#/components/parameters/limit" }
        - { name: order, in: query, schema: { $ref: "#/components/schemas/Order" } }
        - { name: q, in: query, schema: { type: string } }
        - { name: x-mood, in: header, schema: { type: string, default: calm } }
      responses: { "200": { description: Ok., content: { application/json: { schema: { $ref: "#/components/schemas/Pet" } } } } }
components:
  parameters:
    limit: { name: limit, in: query, schema: { type: integer, default: 20 } }
  schemas:
    Order: { type: string, default: name }
    Pet: { type: object, properties: { legs: { type: integer, default: 4 }, name: { type: string } } }
`)

test("query parameters with a default are required, and all of them may hold reserved characters", () => {
  const server = serverDocument(document)
  const item = server.paths["/pets/{id}"]
  expect(server.components.parameters).toEqual({
    limit: {
      name: "limit",
      in: "query",
      required: true,
      allowReserved: true,
      schema: { type: "integer", default: 20 },
    },
  })
  expect(item?.parameters).toEqual([
    { name: "id", in: "path", required: true, schema: { type: "string" } },
    { name: "lang", in: "query", required: true, allowReserved: true, schema: { type: "string", default: "en" } },
  ])
  expect(item?.get?.parameters).toEqual([
    { $ref: "#/components/parameters/limit" },
    { name: "order", in: "query", required: true, allowReserved: true, schema: { $ref: "#/components/schemas/Order" } },
    { name: "q", in: "query", allowReserved: true, schema: { type: "string" } },
    { name: "x-mood", in: "header", schema: { type: "string", default: "calm" } },
  ])
})

test("the server's types have what validation fills in, the client's leave it optional", async () => {
  const server = await renderTypes(serverDocument(document), "server")
  const client = await renderTypes(document, "client")
  expect(server).toMatch(/^\s+limit: components\["parameters"\]\["limit"\];$/mu)
  expect(client).toMatch(/^\s+limit\?: components\["parameters"\]\["limit"\];$/mu)
  expect(server).toMatch(/^\s+legs: number;$/mu)
  expect(client).toMatch(/^\s+legs\?: number;$/mu)
})
