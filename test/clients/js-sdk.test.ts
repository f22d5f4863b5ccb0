import { CookieJar } from "tough-cookie"
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest"
import { startTestApp, type TestApp } from "../setup/app.ts"
import { freshEmail } from "../setup/fresh.ts"
import { FetchError, Medusa } from "./js-sdk.ts"

const storefront = "https://shop.example"
const password = "correct horse battery staple"

let app: TestApp

beforeAll(async () => {
  app = await startTestApp({ store_cors: [storefront], auth_cors: [storefront] })
})
afterAll(() => app.close())
afterEach(() => {
  vi.unstubAllGlobals()
})

/** The SDK keeping its token in memory, as a mobile app or a script would. */
function withTokens() {
  return new Medusa({
    baseUrl: app.url,
    publishableKey: app.publishable_key,
    auth: { type: "jwt", jwtTokenStorageMethod: "memory" },
  })
}

/** The SDK in session mode. It leaves cookies to the browser, so this puts a jar around `fetch`. */
function withSession(headers: Record<string, string> = {}) {
  const jar = new CookieJar()
  const plain = globalThis.fetch
  vi.stubGlobal("fetch", async (input: URL, init: RequestInit & { headers: Headers }) => {
    const cookies = await jar.getCookieString(input.href)
    const sent = new Headers({ ...headers, ...Object.fromEntries(init.headers) })
    if (cookies && init.credentials !== "omit") sent.set("cookie", cookies)
    const answer = await plain(input, { ...init, headers: sent })
    for (const cookie of answer.headers.getSetCookie()) await jar.setCookie(cookie, input.href)
    return answer
  })
  const sdk = new Medusa({ baseUrl: app.url, publishableKey: app.publishable_key, auth: { type: "session" } })
  return { sdk, cookies: async () => (await jar.getCookies(app.url)).map((cookie) => cookie.key) }
}

/** The status the SDK reports for a refusal. */
const statusOf = (work: Promise<unknown>) =>
  work.then(
    () => "it worked",
    (error: unknown) => (error instanceof FetchError ? error.status : error),
  )

async function registered(email = freshEmail()) {
  const sdk = withTokens()
  await sdk.auth.register("customer", "emailpass", { email, password })
  await sdk.store.customer.create({ email, first_name: "Ada" })
  await sdk.auth.refresh()
  return { sdk, email }
}

describe("@medusajs/js-sdk with tokens", () => {
  test("registers, becomes a customer and after a refresh reads itself", async () => {
    const email = freshEmail()
    const sdk = withTokens()

    const registration = await sdk.auth.register("customer", "emailpass", { email, password })
    const { customer: created } = await sdk.store.customer.create({ email, first_name: "Ada", last_name: "Byron" })
    expect(await statusOf(sdk.store.customer.retrieve())).toBe(401) // the registration token knows no customer yet
    const token = await sdk.auth.refresh()
    const { customer } = await sdk.store.customer.retrieve()

    expect(token).not.toBe(registration)
    expect(customer).toEqual(created)
    expect(customer).toMatchObject({ email, first_name: "Ada", last_name: "Byron", addresses: [] })
  })

  test("signs in again with the password, and a wrong one is a FetchError 401", async () => {
    const { email } = await registered()
    const sdk = withTokens()

    const refused = await sdk.auth.login("customer", "emailpass", { email, password: "wrong horse" }).catch((e) => e)
    expect(refused).toBeInstanceOf(FetchError)
    expect(refused).toMatchObject({ status: 401, message: expect.any(String) })
    expect(await statusOf(sdk.store.customer.retrieve())).toBe(401)

    const token = await sdk.auth.login("customer", "emailpass", { email, password })
    expect(token).toEqual(expect.any(String))
    expect((await sdk.store.customer.retrieve()).customer.email).toBe(email)
  })

  test("updates the customer, and selects fields", async () => {
    const { sdk } = await registered()

    const { customer } = await sdk.store.customer.update({
      company_name: "Analytical Engines",
      phone: "+44 20 7946 0000",
    })
    expect(customer).toMatchObject({ first_name: "Ada", company_name: "Analytical Engines", phone: "+44 20 7946 0000" })
    expect((await sdk.store.customer.retrieve({ fields: "id,company_name" })).customer).toEqual({
      id: customer.id,
      company_name: "Analytical Engines",
    })
  })

  test("keeps an address book: create, list, retrieve, update, delete", async () => {
    const { sdk } = await registered()
    const { customer } = await sdk.store.customer.retrieve()

    await sdk.store.customer.createAddress({ ...london, is_default_shipping: true })
    await sdk.store.customer.createAddress({ ...london, address_name: "Office", address_1: "5 Dorset Street" })
    const { customer: owner } = await sdk.store.customer.createAddress({
      ...london,
      address_name: "Mill",
      city: "Bath",
    })
    expect(owner.addresses.map((address) => address.address_name)).toEqual(
      expect.arrayContaining(["Home", "Office", "Mill"]),
    )

    const page = await sdk.store.customer.listAddress({
      limit: 2,
      offset: 1,
      order: "address_name",
      fields: "id,address_name",
    })
    expect(page).toMatchObject({ count: 3, limit: 2, offset: 1 })
    expect(page.addresses).toEqual([
      { id: expect.stringMatching(/^cuaddr_/u), address_name: "Mill" },
      { id: expect.stringMatching(/^cuaddr_/u), address_name: "Office" },
    ])

    const [mill, office] = page.addresses.map(({ id }) => id)
    if (!mill || !office) throw new Error("two addresses were listed above")
    const { address } = await sdk.store.customer.retrieveAddress(mill)
    expect(address).toMatchObject({ ...london, id: mill, address_name: "Mill", city: "Bath", customer_id: customer.id })

    await sdk.store.customer.updateAddress(mill, { postal_code: "BA1 1AA", metadata: { floor: 2 } })
    expect((await sdk.store.customer.retrieveAddress(mill)).address).toMatchObject({
      postal_code: "BA1 1AA",
      metadata: { floor: 2 },
      city: "Bath",
    })

    expect(await sdk.store.customer.deleteAddress(office)).toMatchObject({
      id: office,
      object: "address",
      deleted: true,
    })
    expect(await statusOf(sdk.store.customer.retrieveAddress(office))).toBe(404)
    expect((await sdk.store.customer.listAddress()).count).toBe(2)
  })

  test("forgets its token at logout, and is 401 from then on", async () => {
    const { sdk } = await registered()

    await sdk.auth.logout()

    expect(await statusOf(sdk.store.customer.retrieve())).toBe(401)
  })

  test("is 400 without a publishable key", async () => {
    const { sdk } = await registered()

    expect(
      await statusOf(sdk.store.customer.retrieve({}, { "x-publishable-api-key": null as unknown as string })),
    ).toBe(400)
  })
})

describe("@medusajs/js-sdk with a session", () => {
  test("login sets the session cookie, me works by cookie alone, logout ends both", async () => {
    const { email } = await registered()
    const { sdk, cookies } = withSession()

    await sdk.auth.login("customer", "emailpass", { email, password })
    expect((await cookies()).toSorted()).toEqual(["device", "store_sid"])
    expect((await sdk.store.customer.retrieve()).customer.email).toBe(email)
    const { customer } = await sdk.store.customer.createAddress(london)
    expect(customer.addresses).toHaveLength(1)

    await sdk.auth.logout()
    expect(await cookies()).toEqual(["device"])
    expect(await statusOf(sdk.store.customer.retrieve())).toBe(401)
  })

  test("a refresh by cookie gives the session a new cookie, and it goes on", async () => {
    const { email } = await registered()
    const { sdk } = withSession()
    await sdk.auth.login("customer", "emailpass", { email, password })

    await sdk.auth.refresh()

    expect((await sdk.store.customer.retrieve()).customer.email).toBe(email)
  })

  test("registers: the customer is created with the registration token, the session comes with the login", async () => {
    const email = freshEmail()
    const { sdk } = withSession()

    const token = await sdk.auth.register("customer", "emailpass", { email, password })
    await sdk.store.customer.create({ email }, {}, { Authorization: `Bearer ${token}` })
    await sdk.auth.login("customer", "emailpass", { email, password })

    expect((await sdk.store.customer.retrieve()).customer.email).toBe(email)
  })

  test("works from a storefront on an allowed origin, as a browser sends it", async () => {
    const { email } = await registered()
    const { sdk } = withSession({ origin: storefront, "sec-fetch-site": "cross-site" })

    await sdk.auth.login("customer", "emailpass", { email, password })
    await sdk.store.customer.update({ first_name: "Augusta" })

    expect((await sdk.store.customer.retrieve()).customer.first_name).toBe("Augusta")
  })

  test("is refused from any other origin, where a cookie must not be set", async () => {
    const { email } = await registered()
    const { sdk, cookies } = withSession({ origin: "https://evil.example", "sec-fetch-site": "cross-site" })

    expect(await statusOf(sdk.auth.login("customer", "emailpass", { email, password }))).toBe(403)
    expect(await cookies()).toEqual([])
  })
})

const london = {
  address_name: "Home",
  first_name: "Ada",
  last_name: "Byron",
  address_1: "12 St James's Square",
  city: "London",
  country_code: "gb",
  postal_code: "SW1Y 4JH",
}
