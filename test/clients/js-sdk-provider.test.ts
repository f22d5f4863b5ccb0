import { afterAll, beforeAll, expect, test } from "vitest"
import type { TestApp } from "../setup/app.ts"
import { freshEmail } from "../setup/fresh.ts"
import { providerSettings, startOauthApp, storefront_page } from "../setup/oauth.ts"
import { signInAtProvider, startOpenIdProvider, type OpenIdProvider } from "../setup/openid-provider.ts"
import { FetchError, Medusa } from "./js-sdk.ts"

let op: OpenIdProvider
let app: TestApp

beforeAll(async () => {
  op = await startOpenIdProvider()
  app = await startOauthApp([providerSettings("op", op)])
})
afterAll(async () => {
  await app.close()
  await op.close()
})

const newSdk = () =>
  new Medusa({
    baseUrl: app.url,
    publishableKey: app.publishable_key,
    auth: { type: "jwt", jwtTokenStorageMethod: "memory" },
  })

/** Sends somebody to the provider and back to the storefront's page, which passes all of the query on. */
async function thirdParty(sdk: ReturnType<typeof newSdk>, sub: string) {
  const begun = await sdk.auth.login("customer", "op", {})
  if (typeof begun === "string") throw new Error("nobody was sent to the provider")
  const back = await signInAtProvider(begun.location, { as: sub })
  expect(back.href.startsWith(`${storefront_page}?`)).toBe(true)
  return sdk.auth.callback("customer", "op", Object.fromEntries(back.searchParams))
}

test("unmodified @medusajs/js-sdk@2.8.4 completes the third-party flow: login, location, callback, create customer, refresh", async () => {
  const email = freshEmail()
  op.people.push({ sub: `sub-${email}`, claims: { email, email_verified: true } })
  const sdk = newSdk()
  await thirdParty(sdk, `sub-${email}`)
  const { customer } = await sdk.store.customer.create({ email, first_name: "Mira" })
  await sdk.auth.refresh()
  const { customer: me } = await sdk.store.customer.retrieve()
  expect(me).toMatchObject({ id: customer.id, email, first_name: "Mira" })

  // The next time there is a customer, and the callback's own token is theirs.
  const again = newSdk()
  await thirdParty(again, `sub-${email}`)
  expect((await again.store.customer.retrieve()).customer.id).toBe(customer.id)
})

test("unmodified @medusajs/js-sdk@2.8.4 hears 400 for a page that is not registered", async () => {
  const refused = newSdk().auth.login("customer", "op", { callback_url: "https://evil.example/callback" })
  await expect(refused).rejects.toSatisfy((error) => error instanceof FetchError && error.status === 400)
})
