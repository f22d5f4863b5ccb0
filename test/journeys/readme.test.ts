/** The story of the README in full, with password, refresh and cookie; its own commands run in readme-commands.test.ts. */
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { startTestApp, type TestApp } from "../setup/app.ts"
import { freshEmail } from "../setup/fresh.ts"

let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

/** One request as curl would send it; the body of the answer once its status is the expected one. */
async function ask(
  expected: number,
  method: string,
  path: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: unknown } = {},
) {
  const answer = await fetch(`${app.url}${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  expect(answer.status, `${method} ${path}: ${text}`).toBe(expected)
  return { body: JSON.parse(text), headers: answer.headers }
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

describe("a customer", () => {
  test("registers, signs in, keeps an address book, and logs out for good", async () => {
    const email = freshEmail()
    const credentials = { email, password: "correct horse battery staple" }
    const key = { "x-publishable-api-key": app.publishable_key }

    const registration = await ask(200, "POST", "/auth/customer/emailpass/register", { body: credentials })
    const created = await ask(200, "POST", "/store/customers", {
      headers: { ...key, ...bearer(registration.body.token) },
      body: { email, first_name: "Ada", last_name: "Byron" },
    })
    expect(created.body.customer).toMatchObject({ id: expect.stringMatching(/^cus_/u), email, first_name: "Ada" })

    const signedIn = await ask(200, "POST", "/auth/customer/emailpass", { body: credentials })
    expect(signedIn.body).toMatchObject({ token_type: "Bearer", refresh_token: expect.any(String) })
    expect(signedIn.headers.get("cache-control")).toBe("no-store")
    const me = { ...key, ...bearer(signedIn.body.token) }
    expect((await ask(200, "GET", "/store/customers/me", { headers: me })).body).toEqual(created.body)

    const home = {
      address_name: "Home",
      first_name: "Ada",
      address_1: "12 St James's Square",
      city: "London",
      country_code: "gb",
    }
    await ask(200, "POST", "/store/customers/me/addresses", {
      headers: me,
      body: { ...home, is_default_shipping: true, is_default_billing: true },
    })
    const { body: moved } = await ask(200, "POST", "/store/customers/me/addresses", {
      headers: me,
      body: { ...home, address_name: "Office", is_default_shipping: true },
    })
    const office = moved.customer.addresses.find((a: { address_name: string }) => a.address_name === "Office")
    expect(moved.customer).toMatchObject({ default_shipping_address_id: office.id })
    expect(moved.customer.default_billing_address_id).not.toBe(office.id)

    const book = await ask(200, "GET", "/store/customers/me/addresses?limit=1&order=address_name&fields=address_name", {
      headers: me,
    })
    expect(book.body).toMatchObject({ count: 2, limit: 1, offset: 0, addresses: [{ address_name: "Home" }] })
    const deleted = await ask(200, "DELETE", `/store/customers/me/addresses/${office.id}`, { headers: me })
    expect(deleted.body).toMatchObject({ id: office.id, object: "address", deleted: true })
    await ask(404, "GET", `/store/customers/me/addresses/${office.id}`, { headers: me })

    const refreshed = await ask(200, "POST", "/auth/token/refresh", {
      body: { refresh_token: signedIn.body.refresh_token },
    })
    await ask(200, "GET", "/store/customers/me", { headers: { ...key, ...bearer(refreshed.body.token) } })

    expect((await ask(200, "DELETE", "/auth/session", { headers: bearer(signedIn.body.token) })).body).toEqual({
      success: true,
    })
    for (const token of [signedIn.body.token, refreshed.body.token]) {
      const { body } = await ask(401, "GET", "/store/customers/me", { headers: { ...key, ...bearer(token) } })
      expect(body).toMatchObject({ type: "unauthorized", code: "session_revoked" })
    }
    await ask(401, "POST", "/auth/token/refresh", { body: { refresh_token: refreshed.body.refresh_token } })
    await ask(200, "POST", "/auth/customer/emailpass", { body: credentials })
  })
})

describe("an administrator", () => {
  test("signs in by session, reads themselves and signs out", async () => {
    const signedIn = await ask(200, "POST", "/admin/auth", { body: app.admin })
    const [cookie = ""] = signedIn.headers.getSetCookie()
    expect(cookie).toMatch(/^admin_sid=[\w-]+; .*HttpOnly/u)
    const headers = { cookie: cookie.split(";")[0] ?? "" }

    expect((await ask(200, "GET", "/admin/auth", { headers })).body).toEqual(signedIn.body)
    expect((await ask(200, "DELETE", "/admin/auth", { headers })).body).toEqual({ success: true })

    await ask(401, "GET", "/admin/auth", { headers })
  })

  test("signs in by token, reads themselves and signs out", async () => {
    const signedIn = await ask(200, "POST", "/admin/auth/token", { body: app.admin })
    const headers = bearer(signedIn.body.access_token)

    expect((await ask(200, "GET", "/admin/auth", { headers })).body.user).toMatchObject({ email: app.admin.email })
    await ask(200, "DELETE", "/admin/auth", { headers })

    await ask(401, "GET", "/admin/auth", { headers })
  })

  test("is nobody to the store, and a customer is nobody to the admin", async () => {
    const email = freshEmail()
    const { body: staff } = await ask(200, "POST", "/admin/auth/token", { body: app.admin })
    const { body: visitor } = await ask(200, "POST", "/auth/customer/emailpass/register", {
      body: { email, password: "correct horse battery staple" },
    })

    await ask(401, "GET", "/store/customers/me", {
      headers: { "x-publishable-api-key": app.publishable_key, ...bearer(staff.access_token) },
    })
    await ask(401, "GET", "/admin/auth", { headers: bearer(visitor.token) })
  })
})
