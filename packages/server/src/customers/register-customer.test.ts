import type { KyselyPlugin } from "kysely"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { TestApp } from "../../../../test/setup/app.ts"
import { startTestApp } from "../../../../test/setup/app.ts"
import { freshEmail } from "../../../../test/setup/fresh.ts"
import {
  adminToken,
  anotherInstance,
  ask,
  newCustomer,
  newIdentity,
  refuse,
  succeed,
} from "../../../../test/setup/people.ts"
import { contents } from "../../../../test/setup/rows.ts"
import { newId } from "../lib/ids.ts"

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const register = "POST /store/customers"
const customersOf = (email: string) => app.db.selectFrom("customer").selectAll().where("email", "=", email).execute()

describe("POST /store/customers", () => {
  test("200 turns a registration token into a customer: row, link and session together", async () => {
    const { email, token, session_id, identity_id } = await newIdentity(app)
    const details = {
      company_name: "Analytical",
      first_name: "Ada",
      last_name: null,
      phone: "+44 1",
      metadata: { a: 1, gone: "" },
    }
    const { body, headers } = await succeed(app, register, { token, body: { email, ...details } })
    expect(body["customer"]).toEqual({
      id: expect.stringMatching(/^cus_[0-9A-HJKMNP-TV-Z]{26}$/),
      email,
      ...details,
      metadata: { a: 1 },
      has_account: true,
      addresses: [],
      default_billing_address_id: null,
      default_shipping_address_id: null,
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
      deleted_at: null,
    })
    expect(headers.getSetCookie()).toEqual([])
    const { id } = body["customer"] as { id: string } // as just seen
    const link = await app.db.selectFrom("actor_link").selectAll().where("auth_identity_id", "=", identity_id).execute()
    expect(link).toMatchObject([{ actor_type: "customer", actor_id: id }])
    const session = await app.db
      .selectFrom("session")
      .selectAll()
      .where("id", "=", session_id)
      .executeTakeFirstOrThrow()
    expect(session).toMatchObject({ actor_id: id, scope: "full" })
  })

  test("P13 400 for another address than the identity's, and nothing is written", async () => {
    const { email, token } = await newIdentity(app)
    const before = await contents(app.db)
    const error = await refuse(app, register, "invalid_request", { token, body: { email: freshEmail() } })
    expect(error.errors).toMatchObject([{ path: "email" }])
    expect(await contents(app.db)).toEqual(before)
    await succeed(app, register, { token, body: { email: email.toUpperCase() } })
  })

  test("400 for a missing or unusable address, naming it", async () => {
    const { token } = await newIdentity(app)
    for (const body of [{}, { email: null }, { email: "nobody" }, { email: " a@x.test" }, { email: ["a@x.test"] }]) {
      const error = await refuse(app, register, "invalid_request", { token, body })
      expect(error.errors?.map(({ path }) => path)).toEqual(["email"])
    }
  })

  test("400 for a property the contract does not have, naming it", async () => {
    const { email, token } = await newIdentity(app)
    for (const name of ["has_account", "id", "password", "addresses"]) {
      const error = await refuse(app, register, "invalid_request", { token, body: { email, [name]: true } })
      expect(error.errors).toMatchObject([{ path: name }])
    }
  })

  test("400 for who is a customer already, by full token, by registration token and by cookie's link", async () => {
    const { email, token, registration_token } = await newCustomer(app)
    for (const credential of [token, registration_token]) {
      const error = await refuse(app, register, "invalid_request", { token: credential, body: { email } })
      expect(error.message).toBe("Request already authenticated as a customer.")
    }
    expect(await customersOf(email)).toHaveLength(1)
  })

  test("401 without a token, with an administrator's and with a stale one", async () => {
    const body = { email: freshEmail() }
    await refuse(app, register, "token_missing", { body })
    await refuse(app, register, "token_invalid", { token: await adminToken(app), body })
    await refuse(app, register, "token_invalid", { token: "stale", body })
  })

  test("a missing publishable key beats a missing token, and a missing token beats a body that fails the schema", async () => {
    await refuse(app, register, "publishable_key_required", {
      headers: { "x-publishable-api-key": "" },
      body: { nonsense: 1 },
    })
    await refuse(app, register, "token_missing", { body: { nonsense: 1 } })
  })

  test("K1 a publishable key that is unknown, revoked or spaced is 400", async () => {
    const revoked = `pk_${"r".repeat(26)}`
    await app.db
      .insertInto("publishable_api_key")
      .values({ id: revoked, title: "old", revoked_at: new Date() })
      .execute()
    const { token } = await newCustomer(app)
    for (const key of [
      `pk_${"u".repeat(26)}`,
      revoked,
      `${app.publishable_key} x`,
      app.publishable_key.toUpperCase(),
      "'",
    ]) {
      await refuse(app, "GET /store/customers/me", "publishable_key_required", {
        token,
        headers: { "x-publishable-api-key": key },
      })
    }
  })

  test("422 when a registered customer has the address, and no link is left behind", async () => {
    const { email, token, identity_id } = await newIdentity(app)
    await app.db
      .insertInto("customer")
      .values({ id: newId("cus"), email, has_account: true })
      .execute()
    const error = await refuse(app, register, "invalid_request_error", { token, body: { email } })
    expect(error.type).toBe("duplicate_error")
    const links = app.db.selectFrom("actor_link").selectAll().where("auth_identity_id", "=", identity_id)
    expect(await links.execute()).toEqual([])
  })

  test("a deleted customer's address is free again", async () => {
    const { email, token } = await newIdentity(app)
    await app.db
      .insertInto("customer")
      .values({ id: newId("cus"), email, has_account: true, deleted_at: new Date() })
      .execute()
    await succeed(app, register, { token, body: { email } })
  })

  test("a guest with the address stays a guest beside the new customer, unless the address is proven", async () => {
    const { email, token } = await newIdentity(app)
    const guest = newId("cus")
    await app.db.insertInto("customer").values({ id: guest, email, has_account: false }).execute()
    const { body } = await succeed(app, register, { token, body: { email } })
    expect((body["customer"] as { id: string }).id).not.toBe(guest)
    expect(await customersOf(email)).toHaveLength(2)
  })

  test("a guest with a proven address becomes the customer, under the same id", async () => {
    const { email, token, identity_id } = await newIdentity(app)
    const guest = newId("cus")
    await app.db
      .insertInto("customer")
      .values({ id: guest, email, has_account: false, first_name: "G", phone: "1" })
      .execute()
    await app.db
      .insertInto("verified_email")
      .values({ realm: "store", email, auth_identity_id: identity_id, via_provider: "emailpass" })
      .execute()
    const { body } = await succeed(app, register, { token, body: { email, first_name: "Ada" } })
    expect(body["customer"]).toMatchObject({ id: guest, first_name: "Ada", phone: "1", has_account: true })
    expect(await customersOf(email)).toHaveLength(1)
  })

  test("of parallel requests with one token one is 200, the others 409 or 400, and there is one customer", async () => {
    for (let round = 0; round < 5; round++) {
      const { email, token } = await newIdentity(app)
      const answers = await Promise.all(Array.from({ length: 8 }, () => ask(app, register, { token, body: { email } })))
      const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b)
      expect(statuses[0]).toBe(200)
      for (const status of statuses.slice(1)) expect([400, 409]).toContain(status)
      expect(await customersOf(email)).toHaveLength(1)
    }
  })

  test("N10 when the record cannot be written there is no customer, no link and no 500", async () => {
    const failing: KyselyPlugin = {
      transformQuery: ({ node }) => {
        if (node.kind === "InsertQueryNode" && JSON.stringify(node.into).includes("audit_event"))
          throw new Error("disk full")
        return node
      },
      transformResult: async ({ result }) => result,
    }
    const { email, token } = await newIdentity(app)
    const broken = await anotherInstance(app, app.db.withPlugin(failing))
    try {
      const before = await contents(app.db)
      const answer = await ask(broken, register, { token, body: { email } })
      expect(answer.status).toBe(503)
      expect(answer.headers.get("retry-after")).toMatch(/^[1-9]\d*$/)
      expect(await contents(app.db)).toEqual(before)
    } finally {
      await broken.close()
    }
  })
})
