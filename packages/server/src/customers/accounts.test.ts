import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { TestApp } from "../../../../test/setup/app.ts"
import { startTestApp } from "../../../../test/setup/app.ts"
import { atOnce } from "../../../../test/setup/at-once.ts"
import {
  adminToken,
  anotherInstance,
  ask,
  cookieOf,
  good_password,
  newCustomer,
  refuse,
  signIn,
  succeed,
} from "../../../../test/setup/people.ts"
import { contents } from "../../../../test/setup/rows.ts"
import { newStaff } from "../../../../test/setup/staff.ts"
import { newId } from "../lib/ids.ts"

let app: TestApp
let ada: string
beforeAll(async () => {
  app = await startTestApp()
  ada = await adminToken(app)
})
afterAll(() => app.close())

const me = "GET /store/customers/me"
const login = "POST /auth/customer/emailpass"
const refresh = "POST /auth/token/refresh"
const disable = (id: string) => `POST /admin/customers/${id}/disable`
const enable = (id: string) => `POST /admin/customers/${id}/enable`
const sessions = (id: string) => `/admin/customers/${id}/sessions`

/** A customer without an account, as a guest's order leaves one behind. */
async function newGuest(): Promise<string> {
  const id = newId("cus")
  await app.db
    .insertInto("customer")
    .values({ id, email: `${id.toLowerCase()}@mail.example` })
    .execute()
  return id
}

describe("POST /admin/customers/{id}/disable and /enable", () => {
  test("J12 200 token, refresh token and cookie are dead at the next request on every instance; enabling revives none", async () => {
    const customer = await newCustomer(app)
    const cookie = cookieOf(await succeed(app, "POST /auth/session", { token: customer.token }))
    const other = await anotherInstance(app)
    try {
      const { token: staff } = await newStaff(app)
      await succeed(other, me, { token: customer.token })
      for (const turn of [1, 2]) {
        const { body } = await succeed(app, disable(customer.customer_id), { token: staff })
        expect(body, `turn ${turn}`).toEqual({ id: customer.customer_id, object: "customer", disabled: true })
      }
      const dead = async () => {
        for (const on of [app, other]) {
          await refuse(on, me, "session_revoked", { token: customer.token })
          await refuse(on, me, "session_revoked", { cookie })
          await refuse(on, refresh, "session_revoked", { token: customer.token })
          await refuse(on, refresh, "session_revoked", { body: { refresh_token: customer.refresh_token } })
        }
      }
      await dead()
      for (const turn of [1, 2]) {
        const { body } = await succeed(other, enable(customer.customer_id), { token: staff })
        expect(body, `turn ${turn}`).toEqual({ id: customer.customer_id, object: "customer", disabled: false })
      }
      await dead()
      const { token } = await signIn(app, customer.email)
      await succeed(other, me, { token })
    } finally {
      await other.close()
    }
  })

  test("4.3 a disabled customer is told so with the right password, and nobody else is", async () => {
    const { customer_id, email } = await newCustomer(app)
    await succeed(app, disable(customer_id), { token: ada })
    await refuse(app, login, "account_disabled", { body: { email, password: good_password } })
    const wrong = await ask(app, login, { body: { email, password: "wrong horse battery staple" } })
    const unknown = await ask(app, login, { body: { email: `x${email}`, password: "wrong horse battery staple" } })
    const same = ({ body }: typeof wrong) => ({ ...body, request_id: "" })
    expect(wrong.status).toBe(401)
    expect(same(wrong)).toEqual(same(unknown))
  })

  test("a registration token of a disabled account is dead as well", async () => {
    const { customer_id, registration_token } = await newCustomer(app)
    await succeed(app, disable(customer_id), { token: ada })
    await refuse(app, refresh, "session_revoked", { token: registration_token })
  })

  test("R5 refreshing or signing in at the moment of disabling gives 401, or a token that is dead at its next use", async () => {
    for (let round = 0; round < 5; round++) {
      const { customer_id, email, refresh_token, token } = await newCustomer(app)
      const answers = await atOnce([
        { url: `${app.url}/auth/token/refresh`, body: { refresh_token } },
        { url: `${app.url}/auth/token/refresh`, headers: { authorization: `Bearer ${token}` } },
        { url: `${app.url}/auth/customer/emailpass`, body: { email, password: good_password } },
        { url: `${app.url}/admin/customers/${customer_id}/disable`, headers: { authorization: `Bearer ${ada}` } },
      ])
      expect(answers[3]?.status).toBe(200)
      await succeed(app, enable(customer_id), { token: ada })
      for (const { status, body } of answers.slice(0, 3)) {
        expect([200, 401, 403]).toContain(status)
        if (status === 200) await refuse(app, me, "session_revoked", { token: body["token"] })
      }
    }
  })

  test("404 for nobody, a guest, a deleted customer and a user; nothing changes", async () => {
    const guest = await newGuest()
    const gone = await newCustomer(app)
    await app.db.updateTable("customer").set({ deleted_at: new Date() }).where("id", "=", gone.customer_id).execute()
    const { id: user } = await newStaff(app)
    const before = await contents(app.db)
    for (const id of ["cus_none", guest, gone.customer_id, user]) {
      await refuse(app, disable(id), "not_found", { token: ada })
      await refuse(app, enable(id), "not_found", { token: ada })
      await refuse(app, `GET ${sessions(id)}`, "not_found", { token: ada })
      await refuse(app, `DELETE ${sessions(id)}`, "not_found", { token: ada })
    }
    expect(await contents(app.db)).toEqual(before)
  })

  test("one record for each change, saying who did it, to whom and to which account", async () => {
    const { customer_id, identity_id } = await newCustomer(app)
    const staff = await newStaff(app)
    for (const route of [disable, disable, enable, enable])
      await succeed(app, route(customer_id), { token: staff.token })
    const records = await app.db
      .selectFrom("audit_event")
      .select(["event", "outcome", "actor_type", "session_id", "auth_identity_id", "details"])
      .where("actor_id", "=", staff.id)
      .where("event", "like", "customer%")
      .orderBy("id")
      .execute()
    const who = { actor_type: "user", session_id: staff.session_id, auth_identity_id: identity_id, outcome: "success" }
    expect(records).toEqual([
      { event: "customer_disabled", ...who, details: { customer_id } },
      { event: "customer_enabled", ...who, details: { customer_id } },
    ])
  })
})

describe("/admin/customers/{id}/sessions", () => {
  test("200 lists those that are good, none of them current, and ends them all at once", async () => {
    const { customer_id, email, token } = await newCustomer(app)
    const second = await signIn(app, email)
    const list = async () => {
      const { body } = await succeed(app, `GET ${sessions(customer_id)}`, { token: ada })
      return body["sessions"] as { id: string; current: boolean }[] // the second reader holds it to the contract
    }
    const before = await list()
    expect(before[0]?.id).toBe(second.session_id)
    expect(before.every(({ current }) => !current)).toBe(true)
    for (const turn of [1, 2]) {
      const { body } = await succeed(app, `DELETE ${sessions(customer_id)}`, { token: ada })
      expect(body, `turn ${turn}`).toEqual({ success: true })
    }
    for (const old of [token, second.token]) await refuse(app, me, "session_revoked", { token: old })
    expect(await list()).toEqual([])
    await signIn(app, email)
    expect(await list()).toHaveLength(1)
    await succeed(app, disable(customer_id), { token: ada })
    expect(await list()).toEqual([])
  })
})
