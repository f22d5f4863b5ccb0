import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { age } from "../../../../test/setup/age.ts"
import type { TestApp } from "../../../../test/setup/app.ts"
import { startTestApp } from "../../../../test/setup/app.ts"
import { ask, newCustomer, refuse, succeed } from "../../../../test/setup/people.ts"
import { contents } from "../../../../test/setup/rows.ts"
import { newId } from "../lib/ids.ts"

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const book = "/store/customers/me/addresses"
type Json = Record<string, unknown>

/** A customer with an address book of their own. */
async function keeper(...addresses: Json[]) {
  const customer = await newCustomer(app)
  const asking = (body?: Json) => ({ token: customer.token, ...(body ? { body } : {}) })
  const keep = {
    ...customer,
    me: async () => (await succeed(app, "GET /store/customers/me", asking())).body["customer"] as Json,
    add: async (body: Json) => {
      const { body: answer } = await succeed(app, `POST ${book}`, asking(body))
      return (answer["customer"] as { addresses: { id: string }[] }).addresses[0]?.id ?? ""
    },
    change: async (id: string, body: Json) =>
      (await succeed(app, `POST ${book}/${id}`, asking(body))).body["customer"] as Json,
    get: async (id: string, query = "") =>
      (await succeed(app, `GET ${book}/${id}${query}`, asking())).body["address"] as Json,
    remove: async (id: string, query = "") => (await succeed(app, `DELETE ${book}/${id}${query}`, asking())).body,
    list: async (query = "") => (await succeed(app, `GET ${book}${query}`, asking())).body as unknown as List, // as the contract says
  }
  const ids: string[] = []
  for (const address of addresses) ids.push(await keep.add(address))
  return { ...keep, ids }
}
interface List {
  addresses: ({ id: string } & Json)[]
  count: number
  offset: number
  limit: number
}

const full = {
  address_name: "Home",
  company: "Analytical",
  first_name: "Ada",
  last_name: "Lovelace",
  address_1: "12 St James's Square",
  address_2: "top floor",
  city: "London",
  country_code: "gb",
  province: "Westminster",
  postal_code: "SW1Y 4JH",
  phone: "+44 1",
  metadata: { door: "green" },
}

describe("POST /store/customers/me/addresses", () => {
  test("200 answers the customer with the new address first", async () => {
    const { me, add, ids, customer_id, get } = await keeper({ city: "Oslo" })
    const id = await add(full)
    const { addresses } = await me()
    expect(addresses).toMatchObject([{ id }, { id: ids[0] }])
    expect(await get(id)).toEqual({
      id: expect.stringMatching(/^cuaddr_[0-9A-HJKMNP-TV-Z]{26}$/),
      customer_id,
      ...full,
      is_default_shipping: false,
      is_default_billing: false,
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
    })
  })

  test("everything may be left out", async () => {
    const { ids, get } = await keeper({})
    expect(await get(ids[0] ?? "")).toMatchObject({ city: null, metadata: null, is_default_shipping: false })
  })

  test("a new default takes the place of the old one, for each of the two by itself", async () => {
    const { me, add, ids, get } = await keeper({ is_default_shipping: true, is_default_billing: true })
    const second = await add({ is_default_shipping: true })
    expect(await me()).toMatchObject({ default_shipping_address_id: second, default_billing_address_id: ids[0] })
    expect(await get(ids[0] ?? "")).toMatchObject({ is_default_shipping: false, is_default_billing: true })
    const third = await add({ is_default_billing: true })
    expect(await me()).toMatchObject({ default_shipping_address_id: second, default_billing_address_id: third })
  })

  test("of defaults made at once exactly one is, and all addresses are there", async () => {
    const { add, me, list } = await keeper()
    await Promise.all(
      Array.from({ length: 10 }, (_, index) => add({ is_default_shipping: true, is_default_billing: index % 2 === 0 })),
    )
    const { addresses, count } = await list()
    expect(count).toBe(10)
    expect(addresses.filter((address) => address["is_default_shipping"])).toHaveLength(1)
    expect(addresses.filter((address) => address["is_default_billing"])).toHaveLength(1)
    expect((await me())["default_shipping_address_id"]).toMatch(/^cuaddr_/)
  })

  test("defaults of two customers do not touch each other", async () => {
    const [one, two] = [await keeper({ is_default_shipping: true }), await keeper({ is_default_shipping: true })]
    expect(await one.me()).toMatchObject({ default_shipping_address_id: one.ids[0] })
    expect(await two.me()).toMatchObject({ default_shipping_address_id: two.ids[0] })
  })

  test("400 names the field that is wrong, and nothing is written", async () => {
    const { token } = await keeper()
    const before = await contents(app.db)
    for (const [name, value] of [
      ["city", 7],
      ["city", null],
      ["city", "a\nb"],
      ["country_code", "gbr"],
      ["is_default_shipping", "true"],
      ["metadata", []],
      ["customer_id", "cus_x"],
      ["id", "cuaddr_x"],
      ["first_name", "x".repeat(300)],
    ] as const) {
      const error = await refuse(app, `POST ${book}`, "invalid_request", { token, body: { [name]: value } })
      expect(new Set(error.errors?.map(({ path }) => path))).toEqual(new Set([name]))
    }
    expect(await contents(app.db)).toEqual(before)
  })

  test("400 when the book holds 1,000; of two at once only one is the thousandth", async () => {
    const { customer_id, token, list } = await keeper()
    const rows = Array.from({ length: 999 }, () => ({ id: newId("cuaddr"), customer_id }))
    await app.db.insertInto("customer_address").values(rows).execute()
    const both = await Promise.all([1, 2].map(() => ask(app, `POST ${book}`, { token, body: full })))
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 400])
    const error = await refuse(app, `POST ${book}`, "invalid_request", { token, body: full })
    expect(error).toMatchObject({ type: "not_allowed", message: "The address book is full." })
    expect((await list()).count).toBe(1000)
  })
})

describe("POST /store/customers/me/addresses/{address_id}", () => {
  test("200 changes what is sent, and answers the customer", async () => {
    const { ids, change, get } = await keeper(full)
    const id = ids[0] ?? ""
    const before = await get(id)
    const customer = await change(id, { city: "Paris", metadata: { door: "", bell: "left" } })
    expect(customer["addresses"]).toMatchObject([{ id, city: "Paris" }])
    expect(await get(id)).toEqual({
      ...before,
      city: "Paris",
      metadata: { bell: "left" },
      updated_at: expect.any(String),
    })
  })

  test("an address becomes the default, keeps being it, and stops being it", async () => {
    const { ids, change, me } = await keeper({ is_default_shipping: true }, {})
    const [first = "", second = ""] = ids
    expect(await change(second, { is_default_shipping: true })).toMatchObject({ default_shipping_address_id: second })
    expect(await change(second, { is_default_shipping: true, city: "Rome" })).toMatchObject({
      default_shipping_address_id: second,
    })
    expect(await change(second, { is_default_shipping: false })).toMatchObject({ default_shipping_address_id: null })
    expect(await change(first, { is_default_shipping: true })).toMatchObject({ default_shipping_address_id: first })
    expect((await me())["default_billing_address_id"]).toBeNull()
  })

  test("two addresses made the default at once end with exactly one", async () => {
    const { ids, change, list } = await keeper({}, {}, {}, {})
    await Promise.all(ids.map((id) => change(id, { is_default_shipping: true, is_default_billing: true })))
    const { addresses } = await list()
    expect(addresses.filter((address) => address["is_default_shipping"])).toHaveLength(1)
    expect(addresses.filter((address) => address["is_default_billing"])).toHaveLength(1)
  })

  test("a refused default leaves the old one where it was", async () => {
    const { ids, token, me } = await keeper({ is_default_shipping: true })
    await refuse(app, `POST ${book}/${newId("cuaddr")}`, "not_found", { token, body: { is_default_shipping: true } })
    expect((await me())["default_shipping_address_id"]).toBe(ids[0])
  })
})

describe("DELETE /store/customers/me/addresses/{address_id}", () => {
  test("200 answers the address's id and the customer without it; a default is gone with it", async () => {
    const { ids, remove, list, customer_id } = await keeper({ is_default_shipping: true, is_default_billing: true }, {})
    const [first = "", second = ""] = ids
    expect(await remove(first)).toMatchObject({
      id: first,
      object: "address",
      deleted: true,
      parent: {
        id: customer_id,
        default_shipping_address_id: null,
        default_billing_address_id: null,
        addresses: [{ id: second }],
      },
    })
    expect(await list()).toMatchObject({ count: 1, addresses: [{ id: second }] })
  })

  test("the second time is the same answer: the address was soft-deleted, so we still know whose it was", async () => {
    const { ids, remove } = await keeper({})
    const [id = ""] = ids
    const first = await remove(id)
    expect(await remove(id)).toEqual(first)
  })

  test("fields select what the parent shows", async () => {
    const { ids, remove, email, customer_id } = await keeper({})
    expect(await remove(ids[0] ?? "", "?fields=email")).toEqual({
      id: ids[0],
      object: "address",
      deleted: true,
      parent: { id: customer_id, email },
    })
  })

  test("a deleted address is 404 to read and to change", async () => {
    const { ids, remove, token } = await keeper({})
    await remove(ids[0] ?? "")
    await refuse(app, `GET ${book}/${ids[0]}`, "not_found", { token })
    await refuse(app, `POST ${book}/${ids[0]}`, "not_found", { token, body: { city: "x" } })
  })
})

test("another customer's address is 404 exactly like absence, to read, change and delete, and stays as it was", async () => {
  const owner = await keeper({ ...full, is_default_shipping: true })
  const stranger = await keeper()
  const before = await contents(app.db)
  const known = owner.ids[0] ?? ""
  for (const [method, body] of [["GET"], ["POST", { city: "x", is_default_shipping: true }], ["DELETE"]] as const) {
    const asking = { token: stranger.token, ...(body ? { body } : {}) }
    const answers = []
    for (const id of [known, newId("cuaddr"), "x", "cuaddr_%27", "__proto__"]) {
      const { status, text, headers } = await ask(app, `${method} ${book}/${id}`, asking)
      answers.push({ status, text: text.replaceAll(headers.get("x-request-id") ?? "-", "") })
    }
    expect(answers[0]).toMatchObject({ status: 404 })
    for (const answer of answers) expect(answer).toEqual(answers[0])
  }
  expect(await contents(app.db)).toEqual(before)
  expect(await owner.get(known)).toMatchObject(full)
})

describe("GET /store/customers/me/addresses", () => {
  test("200 is a page of 50 with its count, newest first", async () => {
    const { list, ids } = await keeper({ city: "A" }, { city: "B" }, { city: "C" })
    expect(await list()).toMatchObject({
      count: 3,
      offset: 0,
      limit: 50,
      addresses: ids.toReversed().map((id) => ({ id })),
    })
  })

  test("an empty book is an empty list", async () => {
    const { list } = await keeper()
    expect(await list()).toEqual({ addresses: [], count: 0, offset: 0, limit: 50 })
  })

  test("limit and offset cut pages that never overlap, and the count stays, also beyond the end", async () => {
    const { list, ids } = await keeper(...Array.from({ length: 7 }, () => ({ city: "same" })))
    const pages = []
    for (const offset of [0, 3, 6]) pages.push(await list(`?limit=3&offset=${offset}&order=city`))
    const seen = pages.flatMap(({ addresses }) => addresses.map(({ id }) => id))
    expect(seen).toEqual(ids.toSorted())
    expect(pages.map(({ count }) => count)).toEqual([7, 7, 7])
    expect(await list("?offset=100")).toEqual({ addresses: [], count: 7, offset: 100, limit: 50 })
  })

  test("order sorts text by its bytes, the same on every database, and - turns it round", async () => {
    const cities = ["b", "a", "B", "Z", "ä", "A-", "A b", "10", "9"]
    const { list } = await keeper(...cities.map((city) => ({ city })))
    const bytewise = cities.toSorted((x, y) => Buffer.compare(Buffer.from(x), Buffer.from(y)))
    expect((await list("?order=city")).addresses.map(({ city }) => city)).toEqual(bytewise)
    expect((await list("?order=-city")).addresses.map(({ city }) => city)).toEqual(bytewise.toReversed())
  })

  test("order by time", async () => {
    const { list, ids } = await keeper({}, {}, {})
    const [first = "", second = "", third = ""] = ids
    await age(app.db, "customer_address", second, 3_600)
    expect((await list("?order=created_at")).addresses.map(({ id }) => id)).toEqual([second, first, third])
    expect((await list("?order=-created_at")).addresses.map(({ id }) => id)).toEqual([third, first, second])
  })

  test.each(["metadata", "customer_id", "deleted_at", "is_default_shipping", "password"])(
    "order=%s is 400 and names the parameter",
    async (order) => {
      const { token } = await keeper()
      const error = await refuse(app, `GET ${book}?order=${order}`, "invalid_request", { token })
      expect(error.errors?.map(({ path }) => path)).toEqual(["order"])
    },
  )

  test("city, country_code and postal_code narrow it down: any of the values of one, all of the filters", async () => {
    const { list } = await keeper(
      { city: "Oslo", country_code: "no", postal_code: "1" },
      { city: "Bergen", country_code: "no", postal_code: "2" },
      { city: "Oslo", country_code: "us", postal_code: "3" },
    )
    const found = async (query: string) =>
      (await list(query)).addresses
        .map(({ postal_code }) => postal_code)
        .toSorted((a, b) => String(a).localeCompare(String(b)))
    expect(await found("?city=Oslo")).toEqual(["1", "3"])
    expect(await found("?city=Oslo&city=Bergen")).toEqual(["1", "2", "3"])
    expect(await found("?city[]=Oslo&city[]=Bergen&country_code=no")).toEqual(["1", "2"])
    expect(await found("?city=Oslo&country_code=us")).toEqual(["3"])
    expect(await found("?postal_code=2&postal_code=3&city=Oslo")).toEqual(["3"])
    expect(await found("?city=oslo")).toEqual([])
    expect((await list("?city=Oslo&limit=1")).count).toBe(2)
  })

  test("q finds text in any column, whatever its case; % and _ and \\ are themselves", async () => {
    const { list, ids } = await keeper(
      { address_1: "Harbour Road 5", city: "Oslo" },
      { company: "100% Wool", province: "a_b", address_2: "c\\d" },
      { last_name: "O'Hara" },
    )
    const found = async (q: string) =>
      (await list(`?q=${encodeURIComponent(q)}`)).addresses.map(({ id }) => ids.indexOf(id))
    expect(await found("harbour")).toEqual([0])
    expect(await found("OSLO")).toEqual([0])
    expect(await found("%")).toEqual([1])
    expect(await found("_")).toEqual([1])
    expect(await found("\\")).toEqual([1])
    expect(await found("o'h")).toEqual([2])
    expect(await found("nothing like it")).toEqual([])
  })

  test("fields select what each address shows", async () => {
    const { list, ids, get } = await keeper(full)
    expect((await list("?fields=city")).addresses).toEqual([{ id: ids[0], city: "London" }])
    expect(await get(ids[0] ?? "", "?fields=id,postal_code")).toEqual({ id: ids[0], postal_code: "SW1Y 4JH" })
    expect(Object.keys((await list("?fields=-metadata")).addresses[0] ?? {})).not.toContain("metadata")
  })

  test.each(["fields=nope", "fields=*addresses", "fields=customer.email"])(
    "?%s is 400 and names fields",
    async (query) => {
      const { token } = await keeper()
      const error = await refuse(app, `GET ${book}?${query}`, "invalid_request", { token })
      expect(error.errors?.map(({ path }) => path)).toEqual(["fields"])
    },
  )

  test.each([
    ["limit=0", "limit"],
    ["limit=101", "limit"],
    ["limit=x", "limit"],
    ["offset=-1", "offset"],
    ["unknown=1", "unknown"],
    ["with_deleted=true", "with_deleted"],
    ["country_code=NOR", "country_code.0"],
  ])("?%s is 400 and names %s", async (query, path) => {
    const { token } = await keeper()
    const error = await refuse(app, `GET ${book}?${query}`, "invalid_request", { token })
    expect(new Set(error.errors?.map((fault) => fault.path))).toEqual(new Set([path]))
  })

  test("the addresses of others, and deleted ones, are never in it", async () => {
    const one = await keeper({ city: "Oslo" }, { city: "Oslo" })
    const two = await keeper({ city: "Oslo" })
    await one.remove(one.ids[0] ?? "")
    expect(await one.list("?city=Oslo&q=oslo")).toMatchObject({ count: 1, addresses: [{ id: one.ids[1] }] })
    expect(await two.list()).toMatchObject({ count: 1, addresses: [{ id: two.ids[0] }] })
  })
})
