import { describe, expect, test } from "vitest"
import { documentOf } from "./testing/document-of.ts"
import { renderOperationTable } from "./operation-table.ts"

/** The lines of one entry, without its indentation. */
const entryOf = (operation: string): string[] => {
  const text = renderOperationTable(
    documentOf(`
paths:
  /store/pets/{pet_id}:
    post:
      operationId: updatePet
      tags: [pets]
      responses: { "200": { description: Done. } }
${operation.replaceAll(/^/gmu, "      ")}
`),
    "store",
  )
  const [, entry = ""] = text.split("  updatePet: {\n")
  return (entry.split("\n  },\n")[0] ?? "").split("\n").map((line) => line.trim())
}

/** The table of a contract with one operation that says this. */
const tableOf = (operation: string): string =>
  renderOperationTable(
    documentOf(`paths: { /store/pets: { get: { ${operation}, responses: { "200": { description: Pets. } } } } }`),
    "store",
  )

describe("operation table", () => {
  test("given an operation, writes how it is reached, who may call it and what it answers", () => {
    const document = documentOf(`
paths:
  /store/pets:
    get:
      operationId: listPets
      tags: [pets]
      security: [{ publishable_key: [] }]
      responses:
        default: { description: Else. }
        "503": { description: Later. }
        "200": { description: Pets. }
  /auth/session:
    post:
      operationId: createSession
      tags: [sessions]
      security: [{ bearer: [] }, { identity: [] }]
      requestBody: { content: { application/json: {} } }
      responses: { "200": { description: In., headers: { Set-Cookie: {}, Cache-Control: {} } } }
`)
    expect(renderOperationTable(document, "store")).toBe(`import type { OperationTable } from "../operation-table.ts"

/** Every operation of the Store contract. */
export const storeOperations = {
  listPets: {
    method: "get",
    path: "/store/pets",
    tag: "pets",
    status: 200,
    statuses: [200, 503],
    publishable_key: true,
    credentials: [],
    anonymous: false,
    body: "none",
    sets_cookie: false,
    no_store: false,
  },
  createSession: {
    method: "post",
    path: "/auth/session",
    tag: "sessions",
    status: 200,
    statuses: [200],
    publishable_key: false,
    credentials: [
      { scheme: "bearer", in: "bearer", actor: "customer" },
      { scheme: "identity", in: "bearer", actor: "identity" },
    ],
    anonymous: false,
    body: "optional",
    sets_cookie: true,
    no_store: true,
  },
} as const satisfies OperationTable
`)
  })

  test("a public operation asks nobody", () => {
    expect(entryOf("security: []")).toEqual(expect.arrayContaining(["credentials: [],", "anonymous: false,"]))
  })

  test("an empty alternative beside others lets anonymous callers in", () => {
    expect(entryOf("security: [{ bearer: [] }, {}]")).toContain("anonymous: true,")
    expect(entryOf("security: [{ bearer: [] }]")).toContain("anonymous: false,")
  })

  test("a publishable key alone, beside a credential, lets anonymous callers in too", () => {
    const entry = entryOf("security: [{ publishable_key: [] }, { publishable_key: [], bearer: [] }]")
    expect(entry).toEqual(expect.arrayContaining(["publishable_key: true,", "anonymous: true,"]))
  })

  test("a credential of several alternatives is listed once, in the contract's order", () => {
    const entry = entryOf("security: [{ session: [], publishable_key: [] }, { bearer: [] }, { session: [] }]")
    const schemes = entry.filter((line) => line.startsWith("{ scheme")).map((line) => line.split('"')[1])
    expect(schemes).toEqual(["session", "bearer"])
  })

  test("a credential in a header or in the query is listed by the name it is sent under", () => {
    const document = documentOf(`
paths: { /store/pets: { get: { operationId: listPets, tags: [pets], security: [{ key: [] }, { link: [] }], responses: { "200": { description: Pets. } } } } }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: x-pet-token, x-actor: user }
    link: { type: apiKey, in: query, name: token, x-actor: customer }
`)
    const table = renderOperationTable(document, "store")
    expect(table).toContain('{ scheme: "key", in: "header", name: "x-pet-token", actor: "user" }')
    expect(table).toContain('{ scheme: "link", in: "query", name: "token", actor: "customer" }')
  })

  test("an operation that reads the session cookie clears it, and does not set it", () => {
    const answer = 'responses: { "204": { description: Out., headers: { set-cookie: {} } } }'
    const table = (security: string) =>
      renderOperationTable(
        documentOf(
          `paths: { /auth/session: { delete: { operationId: leave, tags: [sessions], security: ${security}, ${answer} } } }`,
        ),
        "store",
      )
    expect(table("[{ session: [] }]")).toContain("sets_cookie: false")
    expect(table("[{ bearer: [] }]")).toContain("sets_cookie: true")
  })

  test("an answer that declares Cache-Control is not to be stored", () => {
    const table = (status: string) =>
      renderOperationTable(
        documentOf(
          `paths: { /store/pets: { get: { operationId: listPets, tags: [pets], responses: { "200": { description: Pets. }, "${status}": { description: Also., headers: { cache-control: {} } } } } } }`,
        ),
        "store",
      )
    expect(table("201")).toContain("no_store: true")
    expect(table("404")).toContain("no_store: false")
  })

  test("the document's security holds where an operation says nothing", () => {
    const document = documentOf(`
security: [{ bearer: [] }]
paths: { /store/pets: { get: { operationId: listPets, tags: [pets], responses: { "200": { description: Pets. } } } } }
`)
    expect(renderOperationTable(document, "store")).toContain('{ scheme: "bearer", in: "bearer", actor: "customer" }')
  })

  test("a mistake names the operation", () => {
    expect(() => entryOf("security: [{ passport: [] }]")).toThrow(
      "updatePet: the security scheme passport is not declared",
    )
    expect(() => tableOf("tags: [pets]")).toThrow("GET /store/pets has no operationId")
    expect(() => tableOf("operationId: listPets")).toThrow("GET /store/pets (listPets) has no tag")
  })

  test("given an operation that only redirects, its success is the redirect", () => {
    const text = renderOperationTable(
      documentOf(
        `paths: { /store/pets: { get: { operationId: findPet, tags: [pets], responses: { "302": { description: There. } } } } }`,
      ),
      "store",
    )
    expect(text).toContain("status: 302,")
  })

  test("given a form and a GET that must not be looked at in advance, says so, and nowhere else", () => {
    expect(entryOf("requestBody: { required: true, content: { application/x-www-form-urlencoded: {} } }")).toContain(
      "form: true,",
    )
    expect(entryOf("requestBody: { content: { application/json: {} } }")).not.toContain("form: true,")
    expect(tableOf("operationId: lookPet, tags: [pets], x-no-head: true")).toContain("no_head: true,")
  })
})
