import { expect, test } from "vitest"
import { documentOf } from "./testing/document-of.ts"
import { fragmentsOf } from "./fragments.ts"

const document = documentOf(`
tags: [{ name: pets }, { name: food }]
paths:
  /pets/{id}:
    parameters: [{ $ref: "#/components/parameters/id" }]
    get:
      operationId: getPet
      tags: [pets]
      security: [{ bearer: [] }]
      responses: { "200": { $ref: "#/components/responses/Pet" } }
    post:
      operationId: feedPet
      tags: [food]
      security: [{ session: [] }]
      requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/Food" } } } }
      responses: { "204": { description: Fed. } }
components:
  parameters: { id: { name: id, in: path, required: true, schema: { $ref: "#/components/schemas/Id" } } }
  responses: { Pet: { description: A pet., content: { application/json: { schema: { $ref: "#/components/schemas/Pet" } } } } }
  schemas:
    Id: { type: string }
    Pet: { type: object, properties: { mother: { $ref: "#/components/schemas/Pet" } } }
    Food: { discriminator: { propertyName: kind, mapping: { fish: "#/components/schemas/Fish" } } }
    Fish: { type: object }
    Forgotten: { type: object }
`)
const fragments = fragmentsOf(document)
const names = (tag: string, kind: string) => Object.keys(fragments.get(tag)?.components[kind] ?? {})

test("given two tags on one path, each fragment has its own operations and the path's parameters", () => {
  expect([...fragments.keys()]).toEqual(["pets", "food"])
  expect(Object.keys(fragments.get("pets")?.paths["/pets/{id}"] ?? {})).toEqual(["parameters", "get"])
  expect(Object.keys(fragments.get("food")?.paths["/pets/{id}"] ?? {})).toEqual(["parameters", "post"])
  expect(fragments.get("food")?.tags).toEqual([{ name: "food" }])
})

test("a fragment holds the components its operations reach, and no others", () => {
  expect(names("pets", "schemas")).toEqual(["Id", "Pet"])
  expect(names("food", "schemas")).toEqual(["Fish", "Food", "Id"])
  expect(names("pets", "responses")).toEqual(["Pet"])
  expect(names("food", "responses")).toEqual([])
  expect(names("pets", "securitySchemes")).toEqual(["bearer"])
  expect(names("food", "securitySchemes")).toEqual(["session"])
})
