/** The story of the README in full, with password, refresh and cookie; its own commands run in readme-commands.test.ts. */
import { createStoreClient } from "@covenant/client"
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
    const client = () => createStoreClient({ baseUrl: app.url, publishableKey: app.publishable_key })
    const [store, elsewhere] = [client(), client()]
    const email = freshEmail()
    const credentials = { email, password: "correct horse battery staple" }

    const customer = await store.auth.register({ ...credentials, first_name: "Ada", last_name: "Byron" })
    expect(customer).toMatchObject({ id: expect.stringMatching(/^cus_/u), email, first_name: "Ada" })
    await store.auth.signOut()
    await store.auth.signIn(credentials)
    expect((await store.GET("/store/customers/me")).data.customer).toEqual(customer)

    const home = {
      address_name: "Home",
      first_name: "Ada",
      address_1: "12 St James's Square",
      city: "London",
      country_code: "gb",
      is_default_shipping: true,
    }
    const path = "/store/customers/me/addresses"
    await store.POST(path, { body: { ...home, is_default_billing: true } })
    const { data: moved } = await store.POST(path, { body: { ...home, address_name: "Office" } })
    const office = moved.customer.addresses?.find(({ address_name }) => address_name === "Office")
    expect(moved.customer).toMatchObject({ default_shipping_address_id: office?.id })
    expect(moved.customer.default_billing_address_id).not.toBe(office?.id)

    const query = { limit: 1, order: "address_name", fields: "address_name" } as const
    const { data: book } = await store.GET(path, { params: { query } })
    expect(book).toMatchObject({ count: 2, limit: 1, offset: 0, addresses: [{ address_name: "Home" }] })
    const params = { path: { address_id: office?.id ?? "" } }
    const { data: deleted } = await store.DELETE(`${path}/{address_id}`, { params })
    expect(deleted).toMatchObject({ id: office?.id, object: "address", deleted: true })
    await expect(store.GET(`${path}/{address_id}`, { params })).rejects.toMatchObject({ status: 404 })

    // A second place with the same session, as a copied token would be.
    await elsewhere.auth.adopt({ token: (await store.auth.token()) ?? "" })
    await elsewhere.GET("/store/customers/me")
    await store.auth.signOut()
    await expect(elsewhere.GET("/store/customers/me")).rejects.toMatchObject({
      type: "unauthorized",
      code: "session_revoked",
    })
    await store.auth.signIn(credentials)
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
