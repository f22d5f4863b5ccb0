/**
 * Who may ask, over the whole operation table: whatever an operation is, it answers nobody it does not name. A new
 * operation is covered the moment it exists.
 */
import type { Operation } from "@covenant/contract"
import { adminOperations } from "@covenant/contract/admin"
import { storeOperations } from "@covenant/contract/store"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { apiError, refusal } from "../setup/api-error.ts"
import { startTestApp, type TestApp } from "../setup/app.ts"
import { adminToken, ask, cookieOf, good_password, newCustomer, newIdentity, succeed } from "../setup/people.ts"
import { contents } from "../setup/rows.ts"

const operations: Readonly<Record<string, Operation>> = { ...storeOperations, ...adminOperations }
const idsWhere = (wanted: (operation: Operation) => boolean) =>
  Object.keys(operations).filter((id) => wanted(operationOf(id)))
const isProtected = ({ credentials, anonymous }: Operation) => credentials.length > 0 && !anonymous
const accepts = ({ credentials }: Operation, actor: string) => credentials.some((one) => one.actor === actor)
const acceptsCookie = ({ credentials }: Operation) => credentials.some((one) => one.in === "cookie")

function operationOf(id: string): Operation {
  const operation = operations[id]
  if (!operation) throw new Error(`no operation ${id}`)
  return operation
}

let app: TestApp
/** What stands in a path for its parameters; the one called `id` is told by what stands before it. */
let paths: Record<string, string>
let tokens: Record<"customer" | "identity" | "user" | "program", string>
let cookies: Record<"store" | "admin", string>

beforeAll(async () => {
  app = await startTestApp()
  const customer = await newCustomer(app)
  const { token } = customer
  const { body } = await succeed(app, "POST /store/customers/me/addresses", { token, body: {} })
  const owner = body["customer"] as { addresses: { id: string }[] } // as the contract says, and its second reader checked
  const user = await adminToken(app)
  const { body: me } = await succeed(app, "GET /admin/auth", { token: user })
  const administrator = me["user"] as { id: string } // likewise
  const key = await ask(app, "POST /admin/secret-api-keys", { token: user, body: { title: "Key", role: "admin" } })
  tokens = { customer: token, identity: (await newIdentity(app)).token, user, program: String(key.body["token"]) }
  paths = {
    auth_provider: "emailpass",
    address_id: owner.addresses[0]?.id ?? "",
    "/admin/users/{id}": administrator.id,
    "/admin/customers/{id}": customer.customer_id,
  }
  cookies = {
    store: cookieOf(await succeed(app, "POST /auth/session", { token })),
    admin: cookieOf(await succeed(app, "POST /admin/auth", { body: app.admin })),
  }
})
afterAll(() => app.close())

/** Calls an operation with a publishable key where it needs one, and with these headers. */
async function call(id: string, headers: Record<string, string>, method?: string) {
  const operation = operationOf(id)
  return app.fetch(
    operation.path
      .replace(/^.*\{id\}/u, (before) => (paths[before] ? before.replace("{id}", paths[before]) : before))
      .replaceAll(/\{(\w+)\}/gu, (_, name: string) => paths[name] ?? "missing"),
    {
      method: method ?? operation.method.toUpperCase(),
      headers: {
        ...(operation.publishable_key ? { "x-publishable-api-key": app.publishable_key } : {}),
        ...(operation.body === "none" ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      // A token that is judged when it is used up is judged after the schema, so the body has to fit it.
      ...(operation.body === "none"
        ? {}
        : { body: accepts(operation, "reset") ? JSON.stringify({ password: good_password }) : "{}" }),
    },
  )
}

async function refusedWith(id: string, headers: Record<string, string>) {
  const read = await refusal(await call(id, headers))
  return { status: read.status, ...apiError(read, `${id}: ${read.text}`) }
}

test("there are protected operations", () => {
  expect(idsWhere(isProtected).length).toBeGreaterThanOrEqual(11)
})

describe("401 token_missing without credentials", () => {
  test.each(idsWhere(isProtected))("%s", async (id) => {
    expect(await refusedWith(id, {})).toMatchObject({ status: 401, type: "unauthorized", code: "token_missing" })
  })
})

describe("401 with credentials that prove nothing", () => {
  const bad = [
    "Bearer",
    "Bearer ",
    "Bearer  two-spaces",
    "Bearer a.b.c",
    "Bearer a.b.c.d",
    "Basic YWRhOmFkYQ==",
    "Token abc",
    "abc",
    "Bearer null",
    "Bearer undefined",
    `Bearer ${"a".repeat(9000)}`,
  ]

  test.each(idsWhere(isProtected))("%s", async (id) => {
    for (const authorization of bad) {
      expect(await refusedWith(id, { authorization }), authorization).toMatchObject({
        status: 401,
        type: "unauthorized",
      })
    }
    const key = { authorization: `Bearer ${app.publishable_key}` }
    expect(await refusedWith(id, key)).toMatchObject({ status: 401 })
  })
})

describe("401 with the token of a kind of actor the operation does not take", () => {
  const wrong = (["customer", "identity", "user", "program"] as const).flatMap((actor) =>
    idsWhere((operation) => isProtected(operation) && !accepts(operation, actor)).map((id) => [id, actor] as const),
  )

  test.each(wrong)("%s refuses a live token of: %s", async (id, actor) => {
    expect(await refusedWith(id, { authorization: `Bearer ${tokens[actor]}` })).toMatchObject({
      status: 401,
      code: accepts(operationOf(id), "reset") ? "reset_token_invalid" : "token_invalid",
    })
  })
})

describe("401 with the cookie of the other realm, or two of one name", () => {
  test.each(idsWhere((operation) => isProtected(operation) && acceptsCookie(operation)))("%s", async (id) => {
    const own = id in adminOperations ? cookies.admin : cookies.store
    const foreign = id in adminOperations ? cookies.store : cookies.admin
    expect(await refusedWith(id, { cookie: foreign })).toMatchObject({ status: 401 })
    expect(await refusedWith(id, { cookie: `${own}; ${own}` })).toMatchObject({ status: 401 })
    // An invalid header is not saved by a good cookie.
    expect(await refusedWith(id, { cookie: own, authorization: "Bearer a.b.c" })).toMatchObject({ status: 401 })
  })
})

describe("403 csrf_failed when a foreign page acts by cookie", () => {
  test.each(idsWhere((operation) => acceptsCookie(operation) && operation.method !== "get"))("%s", async (id) => {
    const cookie = id in adminOperations ? cookies.admin : cookies.store
    const before = await contents(app.db)
    for (const headers of [
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { origin: "https://evil.example", "sec-fetch-site": "same-origin" },
      { origin: "https://evil.example", "x-csrf-token": "a".repeat(43) },
    ] as Record<string, string>[]) {
      expect(await refusedWith(id, { cookie, ...headers }), JSON.stringify(headers)).toMatchObject({
        status: 403,
        type: "forbidden",
        code: "csrf_failed",
      })
    }
    expect(await contents(app.db)).toEqual(before)
  })
})

describe("400 publishable_key_required before anybody is asked who they are", () => {
  test.each(idsWhere(({ publishable_key }) => publishable_key))("%s", async (id) => {
    for (const value of ["", "pk_", "pk_unknown", " ", `pk_${"0".repeat(32)}`, "apk_1", `${app.publishable_key}0`]) {
      expect(await refusedWith(id, { "x-publishable-api-key": value }), value).toMatchObject({
        status: 400,
        type: "not_allowed",
        code: "publishable_key_required",
      })
    }
  })

  test("every operation under /store needs one", () => {
    expect(idsWhere(({ path, publishable_key }) => path.startsWith("/store") !== publishable_key)).toEqual([])
  })
})

describe("reading changes nothing but when somebody was last seen", () => {
  // What a provider sends a browser to reads nothing: it begins or ends a sign-in, and HEAD is refused there.
  test.each(idsWhere(({ method, no_head }) => method === "get" && !no_head))("%s, by GET and by HEAD", async (id) => {
    const cookie = id in adminOperations ? cookies.admin : cookies.store
    const before = await contents(app.db, [])

    const got = await call(id, { cookie }, "GET")
    const head = await call(id, { cookie }, "HEAD")

    expect([200, 404]).toContain(got.status) // 404 where the path names something this test has not made
    expect(head.status).toBe(got.status)
    expect(await head.text()).toBe("")
    expect(head.headers.get("content-length")).toBe(String(Buffer.byteLength(await got.text())))
    expect(await contents(app.db, [])).toEqual(before)
  })
})

describe("a method that is not there is 405 and says which are", () => {
  test.each([...new Set(Object.values(operations).map(({ path }) => path))])("%s", async (path) => {
    const methods = Object.values(operations).filter((one) => one.path === path)
    const url = path.replaceAll(/\{(\w+)\}/gu, (_, name: string) => paths[name] ?? "missing")
    for (const method of ["PUT", "PATCH"]) {
      const answer = await app.fetch(url, { method })
      const allow = (answer.headers.get("allow") ?? "").split(",").map((one) => one.trim().toLowerCase())
      expect(allow).toEqual(expect.arrayContaining(methods.map((one) => one.method)))
      expect(apiError(await refusal(answer), `${method} ${path}`)).toMatchObject({ code: "method_not_allowed" })
    }
  })
})
