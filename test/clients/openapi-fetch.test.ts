/** The client flavour of the types, as somebody who only installs openapi-fetch uses it. */
import type { paths } from "@covenant/contract/store/client"
import createClient from "openapi-fetch"
import { afterAll, beforeAll, expect, test } from "vitest"
import { startTestApp, type TestApp } from "../setup/app.ts"
import { freshEmail } from "../setup/fresh.ts"
import { good_password } from "../setup/people.ts"

let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

test("a client typed by the contract registers, signs in and reads a typed error", async () => {
  const client = createClient<paths>({
    baseUrl: app.url,
    headers: { "x-publishable-api-key": app.publishable_key },
  })
  const email = freshEmail()
  const emailpass = { params: { path: { auth_provider: "emailpass" } }, body: { email, password: good_password } }

  const registered = await client.POST("/auth/customer/{auth_provider}/register", emailpass)
  const created = await client.POST("/store/customers", {
    headers: { authorization: `Bearer ${registered.data?.token}` },
    body: { email, first_name: "Mira" },
  })
  expect(created.data?.customer).toMatchObject({ email, first_name: "Mira", addresses: [] })

  const signedIn = await client.POST("/auth/customer/{auth_provider}", emailpass)
  const authorization = `Bearer ${signedIn.data?.token}`
  const page = await client.GET("/store/customers/me/addresses", {
    headers: { authorization },
    params: { query: { limit: 5, order: "-created_at" } },
  })
  expect(page.data).toEqual({ addresses: [], count: 0, limit: 5, offset: 0 })

  const absent = await client.GET("/store/customers/me/addresses/{address_id}", {
    headers: { authorization },
    params: { path: { address_id: "cuaddr_none" } },
  })
  expect(absent.data).toBeUndefined()
  expect(absent.error?.code).toBe("not_found")
})
