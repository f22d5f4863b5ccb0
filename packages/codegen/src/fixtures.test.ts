import { expect, test } from "vitest"
import { documentOf } from "./testing/document-of.ts"
import { fixturesOf } from "./fixtures.ts"

test("given examples, a request and the answers of its name become one fixture", () => {
  const document = documentOf(`
paths:
  /pets/{pet_id}:
    parameters:
      - name: pet_id
        in: path
        required: true
        schema: { type: string }
        example: pet_01
        examples: { missing: { value: pet_99 } }
    post:
      operationId: updatePet
      tags: [pets]
      parameters:
        - { name: fields, in: query, schema: { type: string }, example: name }
        - { name: mood, in: query, required: true, schema: { type: string, example: calm } }
        - { name: dry_run, in: query, schema: { type: boolean }, examples: { missing: { value: true } } }
      requestBody:
        required: true
        content:
          application/json:
            examples: { renaming: { value: { name: Minka } }, missing: { value: { name: Nobody } } }
      responses:
        "200": { description: Ok., content: { application/json: { examples: { renaming: { value: { pet: 1 } } } } } }
        "404": { description: No., content: { application/json: { examples: { missing: { value: { no: 1 } }, odd: { value: { no: 2 } } } } } }
        default: { description: Else., content: { application/json: { examples: { renaming: { value: {} } } } } }
    get:
      operationId: getPet
      tags: [pets]
      responses: { "200": { description: Ok., content: { application/json: { examples: { reading: { value: { pet: 1 } } } } } } }
    delete: { operationId: deletePet, tags: [pets], responses: { "204": { description: Gone. } } }
`)
  expect(fixturesOf(document)).toEqual({
    getPet: [
      {
        name: "reading",
        request: { path: { pet_id: "pet_01" }, query: {} },
        responses: [{ status: 200, body: { pet: 1 } }],
      },
    ],
    updatePet: [
      {
        name: "renaming",
        request: { path: { pet_id: "pet_01" }, query: { mood: "calm" }, body: { name: "Minka" } },
        responses: [{ status: 200, body: { pet: 1 } }],
      },
      {
        name: "missing",
        request: { path: { pet_id: "pet_99" }, query: { mood: "calm", dry_run: true }, body: { name: "Nobody" } },
        responses: [{ status: 404, body: { no: 1 } }],
      },
      // A body is required and none has this name: there is an answer to show, and no request to send.
      { name: "odd", responses: [{ status: 404, body: { no: 2 } }] },
    ],
    deletePet: [],
  })
})
