import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { startTestApp, type TestApp } from "../../../test/setup/app.ts"
import { adminToken, good_password, refuse, succeed } from "../../../test/setup/people.ts"
import { seed } from "./seed.ts"

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const counts = async () => {
  const count = async (table: "user" | "customer" | "customer_address" | "publishable_api_key" | "provider_identity") =>
    (
      await app.db
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<number>().as("n"))
        .executeTakeFirstOrThrow()
    ).n
  return {
    users: await count("user"),
    customers: await count("customer"),
    addresses: await count("customer_address"),
    keys: await count("publishable_api_key"),
    identities: await count("provider_identity"),
  }
}

describe("seeding", () => {
  test("several times at once makes everything once", async () => {
    const seeded = await Promise.all([1, 2, 3, 4].map(() => seed(app.services, { demo: true })))
    expect(await counts()).toEqual({ users: 1, customers: 2, addresses: 3, keys: 1, identities: 3 })
    expect(new Set(seeded.map((each) => JSON.stringify(each))).size).toBe(1)
    await seed(app.services, { demo: true })
    expect(await counts()).toEqual({ users: 1, customers: 2, addresses: 3, keys: 1, identities: 3 })
  })

  test("the demo customer it names signs in and has an address book", async () => {
    const { demo_customer } = await seed(app.services, { demo: true })
    const signedIn = await app.fetch("/auth/customer/emailpass", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(demo_customer),
    })
    const { token } = (await signedIn.json()) as { token: string } // 200 below
    expect(signedIn.status).toBe(200)
    const book = await app.fetch("/store/customers/me/addresses", {
      headers: { "x-publishable-api-key": app.publishable_key, authorization: `Bearer ${token}` },
    })
    expect(await book.json()).toMatchObject({ count: 2, addresses: [{}, {}] })
  })

  test("a demo customer that was deleted stays deleted, and is not named any more", async () => {
    await app.db
      .updateTable("customer")
      .set({ deleted_at: new Date() })
      .where("email", "=", "ada@covenant.test")
      .execute()
    const { demo_customer } = await seed(app.services, { demo: true })
    expect(demo_customer).toBeUndefined()
    expect((await counts()).customers).toBe(2)
  })

  test("shows the administrator's password when it was made up, not when it was given and not when it has changed", async () => {
    const { config } = app.services
    const withConfig = (changes: Partial<typeof config>) =>
      seed({ ...app.services, config: { ...config, ...changes } }, { demo: false })
    expect((await withConfig({ administrator_made_up: true })).administrator).toEqual(app.admin)
    expect((await withConfig({ administrator_made_up: false })).administrator).toEqual({
      email: app.admin.email,
      password: undefined,
    })
    const another = { administrator_made_up: true, covenant_admin_password: "another-password-entirely" }
    expect((await withConfig(another)).administrator).toEqual({ email: app.admin.email, password: undefined })
  })

  test("an administrator who was deleted through the API does not come back, and is not named any more", async () => {
    const { config } = app.services
    const gone = { covenant_admin_email: "gone@staff.example", covenant_admin_password: good_password }
    const withGone = () => seed({ ...app.services, config: { ...config, ...gone } }, { demo: false })
    expect((await withGone()).administrator?.email).toBe(gone.covenant_admin_email)
    const token = await adminToken(app)
    const { id } = await app.db
      .selectFrom("user")
      .select("id")
      .where("email", "=", gone.covenant_admin_email)
      .executeTakeFirstOrThrow()
    await succeed(app, `DELETE /admin/users/${id}`, { token })
    expect((await withGone()).administrator).toBeUndefined()
    const credentials = { email: gone.covenant_admin_email, password: good_password }
    await refuse(app, "POST /admin/auth", "invalid_credentials", { body: credentials })
  })

  test("without settings makes nobody", async () => {
    const nobody = {
      covenant_admin_email: undefined,
      covenant_admin_password: undefined,
      covenant_publishable_key: undefined,
    }
    const seeded = await seed({ ...app.services, config: { ...app.services.config, ...nobody } }, { demo: false })
    expect(seeded).toEqual({ publishable_key: undefined, administrator: undefined, demo_customer: undefined })
  })
})
