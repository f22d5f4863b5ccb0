import { expect, test } from "vitest"
import { documentOf } from "./testing/document-of.ts"
import { renderHandlerInterfaces } from "./handler-interfaces.ts"
import { renderSchemaAliases } from "./schema-aliases.ts"

test("given operations of two tags, writes an interface for each and one that lists them", () => {
  const document = documentOf(`
tags: [{ name: pets }, { name: pet-food }]
paths:
  /store/pet-food:
    get:
      operationId: listPetFood
      summary: List pet food
      tags: [pet-food]
      security: []
      responses: { "200": { description: Food. } }
  /store/pets/{pet_id}:
    get:
      operationId: getPet
      summary: Get a pet
      tags: [pets]
      security: [{ bearer: [] }, { session: [] }, { identity: [] }, {}]
      responses: { "200": { description: A pet. } }
    delete:
      operationId: deletePet
      summary: Delete a pet
      tags: [pets]
      security: [{ bearer: [] }]
      responses: { "204": { description: Gone. } }
`)
  expect(renderHandlerInterfaces(document, "store")).toBe(`import type { Answer, Call } from "../handlers.ts"
import type { operations } from "./store.server.d.ts"

export interface StorePetsHandlers<Context> {
  /** \`GET /store/pets/{pet_id}\`: Get a pet. */
  getPet(call: Call<operations["getPet"], "customer" | "identity" | "anonymous">, context: Context): Answer<operations["getPet"]>
  /** \`DELETE /store/pets/{pet_id}\`: Delete a pet. */
  deletePet(call: Call<operations["deletePet"], "customer">, context: Context): Answer<operations["deletePet"]>
}

export interface StorePetFoodHandlers<Context> {
  /** \`GET /store/pet-food\`: List pet food. */
  listPetFood(call: Call<operations["listPetFood"], "anonymous">, context: Context): Answer<operations["listPetFood"]>
}

/** What the Store contract asks of a server, by tag. */
export interface StoreHandlers<Context> {
  pets: StorePetsHandlers<Context>
  "pet-food": StorePetFoodHandlers<Context>
}
`)
})

test("a summary cannot end the comment it stands in", () => {
  const document = documentOf(`
paths:
  /store/pets:
    get: { operationId: listPets, summary: "Pets */ export {}", tags: [pets], responses: { "200": { description: Ok. } } }
`)
  expect(renderHandlerInterfaces(document, "store")).toContain("/** `GET /store/pets`: Pets *\\/ export {}. */")
})

test("given components, writes an alias for each in alphabetical order", () => {
  const document = documentOf("components: { schemas: { StorePet: { type: object }, Cage: { type: object } } }")
  expect(renderSchemaAliases(document, "store")).toBe(`import type { components } from "./store.server.d.ts"

export type Cage = components["schemas"]["Cage"]
export type StorePet = components["schemas"]["StorePet"]
`)
})
