/** Our own client against a real server: both surfaces, from registering to the end of a session. */
import {
  createAdminClient,
  createStoreClient,
  isApiError,
  type AuthChange,
  type StoreClientOptions,
} from "@covenant/client"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { startTestApp, type TestApp } from "../setup/app.ts"
import { freshEmail } from "../setup/fresh.ts"
import { freshStaff, good_password as password } from "../setup/people.ts"

let app: TestApp
/** `POST /auth/token/refresh` and its like, in the order they were sent. */
let sent: string[] = []

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

/** What a client of this server is made with; its requests are noted in `sent`. */
const watched = () => {
  sent = []
  const fetch = (request: Request) => {
    sent.push(`${request.method} ${new URL(request.url).pathname}`)
    return globalThis.fetch(request)
  }
  return { baseUrl: app.url, fetch }
}
const storefront = (options: Partial<StoreClientOptions> = {}) =>
  createStoreClient({ ...watched(), publishableKey: app.publishable_key, ...options })
const refreshes = () => sent.filter((request) => request === "POST /auth/token/refresh").length

describe("the Store API", () => {
  test("registers a customer, who is then signed in", async () => {
    const { auth, GET, POST } = storefront()
    const changes: AuthChange[] = []
    auth.onChange((change) => changes.push(change))
    expect(await auth.signedIn()).toBe(false)

    const email = freshEmail()
    const customer = await auth.register({ email, password, first_name: "Mira" })
    expect(customer).toMatchObject({ email, first_name: "Mira", addresses: [] })
    expect(await auth.signedIn()).toBe(true)
    expect(changes).toEqual(["signed-in"])

    await POST("/store/customers/me", { body: { last_name: "Lindqvist" } })
    const { data } = await GET("/store/customers/me", { params: { query: { fields: "email,last_name" } } })
    expect(data.customer).toEqual({ id: customer.id, email, last_name: "Lindqvist" })
  })

  test("signs in, out and in again; another client's session goes on", async () => {
    const store = storefront()
    const elsewhere = storefront()
    const email = freshEmail()
    await store.auth.register({ email, password })
    await elsewhere.auth.signIn({ email, password })
    await store.auth.signOut()
    await expect(store.GET("/store/customers/me")).rejects.toMatchObject({ code: "token_missing", status: 401 })
    await expect(elsewhere.GET("/store/customers/me")).resolves.toMatchObject({ data: { customer: { email } } })
    await store.auth.signIn({ email, password })
    await expect(store.GET("/store/customers/me")).resolves.toMatchObject({ data: { customer: { email } } })
  })

  test("signs out everywhere, which the other client is told at its next call", async () => {
    const store = storefront()
    const elsewhere = storefront()
    const email = freshEmail()
    await store.auth.register({ email, password })
    await elsewhere.auth.signIn({ email, password })
    const changes: AuthChange[] = []
    elsewhere.auth.onChange((change) => changes.push(change))

    await store.auth.signOut({ everywhere: true })
    await expect(elsewhere.GET("/store/customers/me")).rejects.toMatchObject({ code: "session_revoked" })
    expect(changes).toEqual(["session-ended"])
    expect(await elsewhere.auth.signedIn()).toBe(false)
  })

  test("goes on with a registration that was interrupted, by registering or by signing in", async () => {
    for (const way of ["register", "signIn"] as const) {
      const store = storefront()
      const email = freshEmail()
      await store.POST("/auth/customer/{auth_provider}/register", {
        params: { path: { auth_provider: "emailpass" } },
        body: { email, password },
      })
      await store.auth[way]({ email, password })
      const { data } = await store.GET("/store/customers/me")
      expect(data.customer.email).toBe(email)
    }
  })

  test("refreshes once for a hundred calls whose token has expired", async () => {
    const store = storefront()
    const email = freshEmail()
    await storefront().auth.register({ email, password })
    await store.auth.signIn({ email, password })
    sent = []
    // Behind the client's back: its own clock says that the token is good.
    app.clock.advance(app.config.access_ttl_seconds + 60)
    const answers = await Promise.all(Array.from({ length: 100 }, () => store.GET("/store/customers/me"))).finally(() =>
      app.clock.advance(-app.config.access_ttl_seconds - 60),
    )
    expect(new Set(answers.map(({ data }) => data.customer.email))).toEqual(new Set([email]))
    expect(refreshes()).toBe(1)
  })

  test("hands on a list of any length, page by page", async () => {
    const store = storefront()
    await store.auth.register({ email: freshEmail(), password })
    const cities = ["Alingsås", "Borås", "Croydon", "Dalarö", "Eksjö"]
    for (const city of cities) await store.POST("/store/customers/me/addresses", { body: { city } })
    sent = []
    const met: unknown[] = []
    const query = { limit: 2, order: "created_at" } as const
    for await (const { city } of store.list("/store/customers/me/addresses", { params: { query } })) met.push(city)
    expect(met).toEqual(cities)
    expect(sent).toHaveLength(3)
  })

  test("throws what the server refuses, to be told apart by its code", async () => {
    const store = storefront()
    const error: unknown = await store.auth
      .register({ email: freshEmail(), password: "short" })
      .catch((refusal) => refusal)
    if (!isApiError(error, "weak_password")) throw error
    expect(error).toMatchObject({
      status: 422,
      type: "invalid_data",
      errors: [{ path: "password", code: "too_short" }],
    })
    expect(error.request_id).toMatch(/^req_/)
    expect(isApiError(error, "invalid_credentials")).toBe(false)
  })
})

describe("the Admin API", () => {
  test("signs staff in, lists people, and signs out everywhere", async () => {
    const admin = createAdminClient(watched())
    const staff = await freshStaff(app)
    await admin.auth.signIn(staff)
    const emails: unknown[] = []
    for await (const { email } of admin.list("/admin/users", { params: { query: { limit: 50 } } })) emails.push(email)
    expect(emails).toContain(staff.email)
    await admin.auth.signOut({ everywhere: true })
    await expect(admin.GET("/admin/users")).rejects.toMatchObject({ code: "token_missing" })
  })

  test("renews the access token of staff, which nothing else can, at half its life", async () => {
    let now = Date.now()
    const admin = createAdminClient(watched())
    await admin.auth.signIn(await freshStaff(app))
    const first = await admin.auth.token()
    const real_now = Date.now
    Date.now = () => now
    try {
      now += app.config.admin_access_ttl_seconds * 500 + 1_000
      const second = await admin.auth.token()
      expect(second).not.toBe(first)
      expect(refreshes()).toBe(1)
    } finally {
      Date.now = real_now
    }
  })
})
