/** Proving an address, as a storefront with the official SDK does it: register, open the mailed link, become a customer. */
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { startTestApp, type TestApp } from "../setup/app.ts"
import { freshEmail } from "../setup/fresh.ts"
import { lastVerificationToken } from "../setup/mailed.ts"
import { FetchError, Medusa } from "./js-sdk.ts"

const password = "correct horse battery staple"

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ email_verification: true, register_enumeration: "strict" })
})
afterAll(() => app.close())

const connect = () =>
  new Medusa({
    baseUrl: app.url,
    publishableKey: app.publishable_key,
    auth: { type: "jwt", jwtTokenStorageMethod: "memory" },
  })
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "it worked",
    (error: unknown) => (error instanceof FetchError ? error.status : error),
  )

describe("@medusajs/js-sdk, where addresses are verified", () => {
  test("register, verify, create the customer, refresh and read it", async () => {
    const email = freshEmail()
    const sdk = connect()
    await sdk.auth.register("customer", "emailpass", { email, password })
    expect(await refusal(sdk.store.customer.create({ email, first_name: "Ada" }))).toBe(403)

    const token = await lastVerificationToken(app, email)
    await sdk.client.fetch("/auth/verification/confirm", { method: "POST", body: { token } })
    await sdk.store.customer.create({ email, first_name: "Ada" })
    await sdk.auth.refresh()
    expect((await sdk.store.customer.retrieve()).customer).toMatchObject({ email, first_name: "Ada" })
  })

  test("signing in before and after; another link on request; a taken address registers like a free one", async () => {
    const email = freshEmail()
    await connect().auth.register("customer", "emailpass", { email, password })
    const sdk = connect()
    await sdk.auth.login("customer", "emailpass", { email, password })
    expect(await refusal(sdk.store.customer.create({ email }))).toBe(403)
    await sdk.client.fetch("/auth/verification/request", { method: "POST" })
    const token = await lastVerificationToken(app, email)
    await sdk.client.fetch("/auth/verification/confirm", { method: "POST", body: { token } })
    await sdk.store.customer.create({ email })
    await sdk.auth.login("customer", "emailpass", { email, password })
    expect((await sdk.store.customer.retrieve()).customer.email).toBe(email)

    const stranger = connect()
    await stranger.auth.register("customer", "emailpass", { email, password: "seven lamps in the harbour" })
    expect(await refusal(stranger.store.customer.create({ email }))).toBe(403)
  })
})
