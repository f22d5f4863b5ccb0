import type { KyselyPlugin } from "kysely"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { TestApp } from "../../../../test/setup/app.ts"
import { startTestApp } from "../../../../test/setup/app.ts"
import { anotherInstance, newCustomer, refuse, succeed } from "../../../../test/setup/people.ts"
import { contents } from "../../../../test/setup/rows.ts"

let app: TestApp
let token: string
let customer_id: string
beforeAll(async () => {
  app = await startTestApp()
  ;({ token, customer_id } = await newCustomer(app, { first_name: "Ada" }))
  for (const city of ["Oslo", "Bergen"]) {
    await succeed(app, "POST /store/customers/me/addresses", { token, body: { city } })
  }
})
afterAll(() => app.close())

const me = "GET /store/customers/me"
const change = "POST /store/customers/me"
const customer = async (route = me, body?: unknown): Promise<Record<string, unknown>> => {
  const answer = await succeed(app, route, { token, ...(body === undefined ? {} : { body }) })
  return answer.body["customer"] as Record<string, unknown> // checked against the contract by the second reader
}
const everything = [
  "addresses",
  "company_name",
  "created_at",
  "default_billing_address_id",
  "default_shipping_address_id",
  "deleted_at",
  "email",
  "first_name",
  "has_account",
  "id",
  "last_name",
  "metadata",
  "phone",
  "updated_at",
]

describe("GET /store/customers/me", () => {
  test("200 is the customer with the address book, newest first", async () => {
    const found = await customer()
    expect(Object.keys(found).toSorted()).toEqual(everything)
    expect(found).toMatchObject({ id: customer_id, addresses: [{ city: "Bergen", customer_id }, { city: "Oslo" }] })
    const [address] = found["addresses"] as Record<string, unknown>[]
    const one = await succeed(app, `GET /store/customers/me/addresses/${String(address?.["id"])}`, { token })
    expect(one.body["address"]).toEqual(address)
  })

  test.each([
    ["id", ["id"]],
    ["email", ["email", "id"]],
    ["id,email,+phone", ["email", "id", "phone"]],
    ["*addresses,id", ["addresses", "id"]],
    ["addresses", ["addresses", "id"]],
    ["-addresses", everything.filter((name) => name !== "addresses")],
    ["-addresses,-metadata", everything.filter((name) => name !== "addresses" && name !== "metadata")],
    ["%2Bphone", everything],
    ["+phone", everything],
    ["*addresses", everything],
    ["-id", everything],
    ["default_shipping_address_id,has_account", ["default_shipping_address_id", "has_account", "id"]],
  ])("fields=%s", async (fields, names) => {
    expect(Object.keys(await customer(`${me}?fields=${fields}`)).toSorted()).toEqual(names)
  })

  test("fields of a relation: only those, and its id", async () => {
    const { addresses } = await customer(`${me}?fields=id,addresses.city`)
    expect(addresses).toEqual([
      { id: expect.stringMatching(/^cuaddr_/), city: "Bergen" },
      { id: expect.stringMatching(/^cuaddr_/), city: "Oslo" },
    ])
  })

  test.each([
    "name",
    "+orders",
    "-nothing",
    "*email",
    "addresses.name",
    "groups",
    "*",
    "created_by",
    "password",
    "id;drop",
    "__proto__",
    "addresses.customer.email",
  ])("fields=%s is 400 and names the parameter, on every operation that takes it", async (fields) => {
    const query = `?fields=${encodeURIComponent(fields)}`
    for (const [route, body] of [
      [`${me}${query}`],
      [`${change}${query}`, {}],
      [`POST /store/customers/me/addresses${query}`, {}],
    ] as const) {
      const error = await refuse(app, route, "invalid_request", { token, ...(body ? { body } : {}) })
      expect(error.errors?.map(({ path }) => path)).toEqual(["fields"])
    }
  })

  test("a refused selection writes nothing, and the answer does not repeat it", async () => {
    const before = await contents(app.db)
    await refuse(app, `${change}?fields=secret_name`, "invalid_request", { token, body: { first_name: "Eve" } })
    expect(await contents(app.db)).toEqual(before)
  })

  test("one statement reads the customer, with or without the address book, beside one for the session", async () => {
    let statements = 0
    const counting: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        statements++
        return result
      },
    }
    const counted = await anotherInstance(app, app.db.withPlugin(counting))
    try {
      for (const query of ["", "?fields=id", "?fields=*addresses"]) {
        await succeed(counted, `${me}${query}`, { token })
        statements = 0
        await succeed(counted, `${me}${query}`, { token })
        expect(statements).toBe(2)
      }
      statements = 0
      await succeed(counted, "GET /store/customers/me/addresses?city=Oslo&q=o&limit=1&order=city", { token })
      expect(statements).toBe(2)
    } finally {
      await counted.close()
    }
  })
})

describe("POST /store/customers/me", () => {
  test("200 changes what is sent and nothing else; null empties", async () => {
    const before = await customer()
    const after = await customer(change, { last_name: "Lovelace", phone: "+44 1" })
    expect(after).toEqual({ ...before, last_name: "Lovelace", phone: "+44 1", updated_at: expect.any(String) })
    expect(await customer(change, { phone: null })).toMatchObject({ phone: null, last_name: "Lovelace" })
    expect(await customer(change, {})).toMatchObject({ last_name: "Lovelace" })
  })

  test("400 when merging would store more than 64 KiB of metadata, and what was there stays", async () => {
    const { token } = await newCustomer(app, { metadata: { kept: true } })
    await succeed(app, "POST /store/customers/me", { token, body: { metadata: { first: "x".repeat(40_000) } } })
    const error = await refuse(app, "POST /store/customers/me", "invalid_request", {
      token,
      body: { first_name: "Changed", metadata: { second: "x".repeat(40_000) } },
    })
    expect(error.errors).toMatchObject([{ path: "metadata", code: "too_long" }])
    const { body } = await succeed(app, "GET /store/customers/me?fields=first_name,metadata", { token })
    expect(body).toMatchObject({ customer: { first_name: null, metadata: { kept: true, first: expect.any(String) } } })
  })

  test("metadata is merged: sent keys replace, keys set to empty disappear, nested objects are replaced whole, null removes all", async () => {
    expect(await customer(change, { metadata: { a: 1, b: { c: 1, d: 2 }, list: [1, 2] } })).toMatchObject({
      metadata: { a: 1, b: { c: 1, d: 2 }, list: [1, 2] },
    })
    expect((await customer(change, { metadata: { a: "", b: { c: 3 }, e: null } }))["metadata"]).toEqual({
      b: { c: 3 },
      list: [1, 2],
      e: null,
    })
    expect((await customer(change, { metadata: {} }))["metadata"]).toEqual({ b: { c: 3 }, list: [1, 2], e: null })
    expect((await customer(change, { metadata: { never: "" } }))["metadata"]).toEqual({
      b: { c: 3 },
      list: [1, 2],
      e: null,
    })
    expect((await customer(change, { metadata: null }))["metadata"]).toBeNull()
    expect((await customer(change, { metadata: { f: "" } }))["metadata"]).toEqual({})
  })

  test("metadata with quotes, braces and operators in its names stays as it was sent", async () => {
    const metadata = { "a'b": 1, 'c"d': "{}", "e,f": "x", "{g}": [null], "": 2, "h\\i": "\\", "%": "jsonb ?| 1" }
    expect((await customer(change, { metadata }))["metadata"]).toEqual(metadata)
    const removing = Object.fromEntries(Object.keys(metadata).map((name) => [name, ""]))
    expect((await customer(change, { metadata: removing }))["metadata"]).toEqual({})
  })

  test("two changes of metadata at once both arrive", async () => {
    await customer(change, { metadata: null })
    await Promise.all(
      Array.from({ length: 10 }, (_, index) => customer(change, { metadata: { [`k${index}`]: index } })),
    )
    const { metadata } = await customer()
    expect(Object.keys(metadata as object)).toHaveLength(10)
  })

  test("the address cannot be changed here: email, id and has_account are 400 and named", async () => {
    for (const name of ["email", "id", "has_account", "created_at", "addresses"]) {
      const error = await refuse(app, change, "invalid_request", { token, body: { [name]: "x" } })
      expect(error.errors).toMatchObject([{ path: name }])
    }
  })
})
