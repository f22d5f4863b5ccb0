/** Forgotten passwords, as a storefront with the official SDK handles them. */
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { startTestApp, type TestApp } from "../setup/app.ts"
import { freshEmail } from "../setup/fresh.ts"
import { lastResetToken, mailed } from "../setup/mailed.ts"
import { FetchError, Medusa } from "./js-sdk.ts"

const password = "correct horse battery staple"
const new_password = "seven lamps in the harbour"

let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const connect = () =>
  new Medusa({
    baseUrl: app.url,
    publishableKey: app.publishable_key,
    auth: { type: "jwt", jwtTokenStorageMethod: "memory" },
  })

/** The status the SDK reports for a refusal. */
const statusOf = (work: Promise<unknown>) =>
  work.then(
    () => "it worked",
    (error: unknown) => (error instanceof FetchError ? error.status : error),
  )

async function customer() {
  const email = freshEmail()
  const sdk = connect()
  await sdk.auth.register("customer", "emailpass", { email, password })
  await sdk.store.customer.create({ email, first_name: "Ada" })
  await sdk.auth.login("customer", "emailpass", { email, password })
  return { email, sdk }
}

describe("@medusajs/js-sdk, a forgotten password", () => {
  test("resetPassword mails a token, updateProvider sets the password with it, and only the new one signs in", async () => {
    const { email, sdk: before } = await customer()
    const sdk = connect()

    await sdk.auth.resetPassword("customer", "emailpass", { identifier: email })
    const token = await lastResetToken(app, email)
    await sdk.auth.updateProvider("customer", "emailpass", { password: new_password }, token)

    expect(await statusOf(sdk.store.customer.retrieve())).toBe(401) // nobody is signed in by a reset
    expect(await statusOf(before.store.customer.retrieve())).toBe(401)
    expect(await statusOf(sdk.auth.login("customer", "emailpass", { email, password }))).toBe(401)
    await sdk.auth.login("customer", "emailpass", { email, password: new_password })
    expect((await sdk.store.customer.retrieve()).customer.email).toBe(email)
  })

  test("updateProvider takes the address along, as older storefronts send it", async () => {
    const { email, sdk } = await customer()
    await sdk.auth.resetPassword("customer", "emailpass", { identifier: email })
    const token = await lastResetToken(app, email)

    await sdk.auth.updateProvider("customer", "emailpass", { email, password: new_password }, token)

    expect(await statusOf(sdk.auth.login("customer", "emailpass", { email, password: new_password }))).toBe("it worked")
  })

  test("resetPassword looks the same for an address nobody has, and mails nothing", async () => {
    const email = freshEmail()

    expect(await statusOf(connect().auth.resetPassword("customer", "emailpass", { identifier: email }))).toBe(
      "it worked",
    )

    expect(await mailed(app, email)).toEqual([])
  })

  test("updateProvider is 422 for a weak password, which leaves the token usable, and 401 for a used token", async () => {
    const { email, sdk } = await customer()
    await sdk.auth.resetPassword("customer", "emailpass", { identifier: email })
    const token = await lastResetToken(app, email)
    const update = (chosen: string) =>
      statusOf(sdk.auth.updateProvider("customer", "emailpass", { password: chosen }, token))

    expect(await update("short")).toBe(422)
    expect(await update(new_password)).toBe("it worked")
    expect(await update(password)).toBe(401)
  })

  test("updateProvider with the token of a signed-in customer is 401", async () => {
    const { email, sdk } = await customer()
    const token = await sdk.auth.login("customer", "emailpass", { email, password })
    if (typeof token !== "string") throw new Error("a password signs in at once")

    expect(await statusOf(sdk.auth.updateProvider("customer", "emailpass", { password: new_password }, token))).toBe(
      401,
    )
  })
})
