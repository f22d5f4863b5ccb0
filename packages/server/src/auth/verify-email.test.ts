import { sql } from "kysely"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { age } from "../../../../test/setup/age.ts"
import { startTestApp, type TestApp } from "../../../../test/setup/app.ts"
import { freshEmail } from "../../../../test/setup/fresh.ts"
import { lastResetToken, lastVerificationToken, mailed } from "../../../../test/setup/mailed.ts"
import {
  anotherInstance,
  ask,
  claimsOf,
  good_password,
  newCustomer,
  newIdentity,
  refuse,
  succeed,
} from "../../../../test/setup/people.ts"
import { contents } from "../../../../test/setup/rows.ts"
import { budgetsOf } from "../lib/budgets.ts"

let app: TestApp
/** The same with the limits of production. */
let limited: TestApp
beforeAll(async () => {
  const on = { email_verification: true, register_enumeration: "compat" } as const
  app = await startTestApp(on)
  const overrides = { verification_ip: { points: 1_000 }, register_ip: { points: 1_000 } }
  limited = await startTestApp({ ...on, budgets: budgetsOf({ profile: "default", overrides }, true) })
})
afterAll(() => Promise.all([app.close(), limited.close()]))

const register = "POST /auth/customer/emailpass/register"
const login = "POST /auth/customer/emailpass"
const request = "POST /auth/verification/request"
const confirm = "POST /auth/verification/confirm"
const becomeCustomer = "POST /store/customers"

const ownersOf = async (email: string): Promise<string[]> => {
  const rows = await app.db.selectFrom("verified_email").select("auth_identity_id").where("email", "=", email).execute()
  return rows.map(({ auth_identity_id }) => auth_identity_id)
}
const tokensOf = (on: TestApp, identity_id: string) =>
  on.db.selectFrom("one_time_token").selectAll().where("auth_identity_id", "=", identity_id).execute()
const verificationsTo = async (on: TestApp, email: string) =>
  (await mailed(on, email)).filter(({ topic }) => topic === "auth.email_verification")

describe("with e-mail verification off", () => {
  test("both operations are 404, registering mails nothing, and an address is proven to nobody", async () => {
    const off = await startTestApp()
    try {
      const { email, token } = await newIdentity(off)
      await refuse(off, request, "not_found", { token })
      await refuse(off, confirm, "not_found", { body: { token: "x".repeat(43) } })
      expect(await mailed(off, email)).toEqual([])
      const { body } = await succeed(off, login, { body: { email, password: good_password } })
      expect(Object.keys(body)).toEqual(["token"])
      await succeed(off, becomeCustomer, { token, body: { email } })
    } finally {
      await off.close()
    }
  })
})

describe("registering with e-mail verification on", () => {
  test("says verification_required and mails one link; the token is good for nothing before it was opened", async () => {
    const email = freshEmail()
    const { body, headers } = await succeed(app, register, { body: { email, password: good_password } })
    expect(body).toEqual({ token: expect.any(String), verification_required: true })
    expect(headers.getSetCookie()).toEqual([])
    expect(claimsOf(body["token"])).toMatchObject({ scope: "registration", actor_id: "" })
    expect(await verificationsTo(app, email)).toHaveLength(1)
    await refuse(app, becomeCustomer, "email_not_verified", { token: body["token"], body: { email } })
    await succeed(app, confirm, { body: { token: await lastVerificationToken(app, email) } })
    await succeed(app, becomeCustomer, { token: body["token"], body: { email } })
  })

  test("signing in says verification_required until the address is proven, and asks for it no more afterwards", async () => {
    const { email } = await newIdentity(app)
    const signIn = async () => (await succeed(app, login, { body: { email, password: good_password } })).body
    expect(await signIn()).toEqual({ token: expect.any(String), verification_required: true })
    await succeed(app, confirm, { body: { token: await lastVerificationToken(app, email) } })
    expect(await signIn()).toEqual({ token: expect.any(String) })
    const again = await succeed(app, register, { body: { email, password: good_password } })
    expect(again.body).toEqual({ token: expect.any(String) })
  })

  test("403 email_not_verified comes before what is wrong with the address, and changes nothing", async () => {
    const { token } = await newIdentity(app)
    const before = await contents(app.db)
    await refuse(app, becomeCustomer, "email_not_verified", { token, body: { email: freshEmail() } })
    expect(await contents(app.db)).toEqual(before)
  })

  test("a customer from before goes on signing in, with full tokens", async () => {
    const { email, customer_id } = await newCustomer(app)
    await app.db.deleteFrom("verified_email").where("email", "=", email).execute()
    const { body } = await succeed(app, login, { body: { email, password: good_password } })
    expect(body).not.toHaveProperty("verification_required")
    expect(claimsOf(body["token"])).toMatchObject({ scope: "full", actor_id: customer_id })
  })

  test("a guest with the proven address becomes the registered customer", async () => {
    const { email, token } = await newIdentity(app)
    const id = `cus_${"0".repeat(14)}${email.replaceAll(/\D/gu, "").slice(0, 12).padEnd(12, "0")}`
    await app.db.insertInto("customer").values({ id, email, has_account: false, first_name: "Guest" }).execute()
    await succeed(app, confirm, { body: { token: await lastVerificationToken(app, email) } })
    const { body } = await succeed(app, becomeCustomer, { token, body: { email } })
    expect(body["customer"]).toMatchObject({ id, email, has_account: true })
  })
})

describe("POST /auth/verification/request", () => {
  test("the newest link works, the one before is 401; only hashes are stored", async () => {
    const { email, token, identity_id } = await newIdentity(app)
    const first = await lastVerificationToken(app, email)
    await succeed(app, request, { token })
    const second = await lastVerificationToken(app, email)
    expect(second).not.toBe(first)
    const stored = await tokensOf(app, identity_id)
    expect(stored).toMatchObject([{ purpose: "email_verify", entity_id: email, consumed_at: null }])
    expect(Buffer.from(stored[0]?.token_hash ?? []).length).toBe(32)
    await refuse(app, confirm, "verification_token_invalid", { body: { token: first } })
    await succeed(app, confirm, { body: { token: second } })
  })

  test("mails nothing once the address is proven, with the same answer", async () => {
    const { email, token, identity_id } = await newIdentity(app)
    await succeed(app, confirm, { body: { token: await lastVerificationToken(app, email) } })
    const { text } = await succeed(app, request, { token })
    expect(text).toBe('{"success":true}')
    expect(await verificationsTo(app, email)).toHaveLength(1)
    expect(await tokensOf(app, identity_id)).toHaveLength(1)
  })

  test("beyond one mail a minute and three an hour nothing is mailed, and the link mailed last goes on working", async () => {
    const { email, token, identity_id } = await newIdentity(limited)
    const again = async (): Promise<number> => {
      await succeed(limited, request, { token })
      return (await verificationsTo(limited, email)).length
    }
    const later = () =>
      sql`update audit_event set at = at - interval '61 seconds' where auth_identity_id = ${identity_id}`.execute(
        limited.db,
      )
    expect(await again()).toBe(1)
    await later()
    expect(await again()).toBe(2)
    await later()
    expect(await again()).toBe(3)
    await later()
    expect(await again()).toBe(3)
    await succeed(limited, register, { body: { email, password: good_password } })
    expect(await verificationsTo(limited, email)).toHaveLength(3)
    await succeed(limited, confirm, { body: { token: await lastVerificationToken(limited, email) } })
  })

  test("401 for a member of staff, a stranger and a reset token", async () => {
    const { body } = await succeed(app, "POST /admin/auth/token", { body: app.admin })
    await refuse(app, request, "token_invalid", { token: body["access_token"] })
    await refuse(app, request, "token_missing")
  })

  test("429 from one IP after 20 requests, and after 20 confirmations", async () => {
    const strict = await startTestApp({
      email_verification: true,
      trusted_proxies: ["127.0.0.1"],
      budgets: budgetsOf({ profile: "default", overrides: { register_ip: { points: 1_000 } } }, true),
    })
    const headers = { "x-forwarded-for": "198.18.250.1" }
    try {
      const { token } = await newIdentity(strict)
      const statuses = []
      for (let n = 0; n < 21; n += 1) statuses.push((await ask(strict, request, { token, headers })).status)
      expect(statuses).toEqual([...Array.from({ length: 20 }, () => 200), 429])
      const uses = []
      const body = { token: "x".repeat(43) }
      for (let n = 0; n < 21; n += 1) uses.push((await ask(strict, confirm, { body, headers })).status)
      expect(uses).toEqual([...Array.from({ length: 20 }, () => 401), 429])
    } finally {
      await strict.close()
    }
  })
})

describe("POST /auth/verification/confirm", () => {
  test("proves the address once: a second use is 401, sessions go on, nobody is signed in", async () => {
    const { email, token: registration, identity_id } = await newIdentity(app)
    const token = await lastVerificationToken(app, email)
    const { body, headers } = await succeed(app, confirm, { body: { token } })
    expect(body).toEqual({ success: true })
    expect(headers.getSetCookie()).toEqual([])
    expect(await ownersOf(email)).toEqual([identity_id])
    await refuse(app, confirm, "verification_token_invalid", { body: { token } })
    await succeed(app, "POST /auth/token/refresh", { token: registration })
  })

  test("401 after the link's time, for a disabled account, a reset token and what was never a token", async () => {
    const expired = await newIdentity(app)
    const [row] = await tokensOf(app, expired.identity_id)
    await age(app.db, "one_time_token", String(row?.id), app.config.verification_ttl_seconds + 1)
    await refuse(app, confirm, "verification_token_invalid", {
      body: { token: await lastVerificationToken(app, expired.email) },
    })
    const disabled = await newIdentity(app)
    await sql`update auth_identity set disabled_at = now() where id = ${disabled.identity_id}`.execute(app.db)
    await refuse(app, confirm, "verification_token_invalid", {
      body: { token: await lastVerificationToken(app, disabled.email) },
    })
    const { email, identity_id } = await newIdentity(app)
    expect(
      (await ask(app, "POST /auth/customer/emailpass/reset-password", { body: { identifier: email } })).status,
    ).toBe(201)
    for (const token of [await lastResetToken(app, email), "x".repeat(43), "short"])
      await refuse(app, confirm, "verification_token_invalid", { body: { token } })
    expect(await tokensOf(app, identity_id)).toHaveLength(2)
    for (const one of [expired, disabled, { email }]) expect(await ownersOf(one.email)).toEqual([])
  })

  test("a verification token resets no password", async () => {
    const { email } = await newIdentity(app)
    await refuse(app, "POST /auth/customer/emailpass/update", "reset_token_invalid", {
      token: await lastVerificationToken(app, email),
      body: { password: "seven lamps in the harbour" },
    })
  })

  test("V1 401 for the link of address A after the account changed to B; B stays unproven, and a new link proves it", async () => {
    const { email: a, token, identity_id } = await newIdentity(app)
    const link = await lastVerificationToken(app, a)
    const b = freshEmail()
    await app.db
      .updateTable("provider_identity")
      .set({ email: b, entity_id: b })
      .where("auth_identity_id", "=", identity_id)
      .execute()
    await refuse(app, confirm, "verification_token_invalid", { body: { token: link } })
    expect([...(await ownersOf(a)), ...(await ownersOf(b))]).toEqual([])
    await refuse(app, becomeCustomer, "email_not_verified", { token, body: { email: b } })
    await succeed(app, request, { token })
    await succeed(app, confirm, { body: { token: await lastVerificationToken(app, b) } })
    expect(await ownersOf(b)).toEqual([identity_id])
  })

  test("401 when another identity has proven the address meanwhile, which stays theirs", async () => {
    const other = await newIdentity(app)
    const { email, token } = await newIdentity(app)
    const link = await lastVerificationToken(app, email)
    await app.db
      .insertInto("verified_email")
      .values({ realm: "store", email, auth_identity_id: other.identity_id, via_provider: "google" })
      .execute()
    await refuse(app, confirm, "verification_token_invalid", { body: { token: link } })
    expect(await ownersOf(email)).toEqual([other.identity_id])
    await refuse(app, becomeCustomer, "email_not_verified", { token, body: { email } })
  })

  test("a password reset proves the address as well", async () => {
    const { email, identity_id } = await newIdentity(app)
    expect(
      (await ask(app, "POST /auth/customer/emailpass/reset-password", { body: { identifier: email } })).status,
    ).toBe(201)
    await succeed(app, "POST /auth/customer/emailpass/update", {
      token: await lastResetToken(app, email),
      body: { password: "seven lamps in the harbour" },
    })
    expect(await ownersOf(email)).toEqual([identity_id])
  })

  test("the mailed link opens a page of the sandbox, which changes nothing however often it is fetched", async () => {
    const { email, identity_id } = await newIdentity(app)
    const token = await lastVerificationToken(app, email)
    for (let n = 0; n < 10; n += 1) {
      const page = await app.fetch(`/sandbox/verify-email?token=${token}`, n === 9 ? { method: "HEAD" } : {})
      expect(page.status).toBe(200)
    }
    expect(await ownersOf(email)).toEqual([])
    await succeed(app, confirm, { body: { token } })
    expect(await ownersOf(email)).toEqual([identity_id])
  })

  test("what the caller was not told is on record, without address or token", async () => {
    const { email, identity_id } = await newIdentity(app)
    const token = await lastVerificationToken(app, email)
    await succeed(app, confirm, { body: { token } })
    await refuse(app, confirm, "verification_token_invalid", { body: { token } })
    const rows = await app.db
      .selectFrom("audit_event")
      .select(["event", "outcome", "reason"])
      .where("auth_identity_id", "=", identity_id)
      .where("event", "in", ["verification_requested", "email_verified"])
      .orderBy("id")
      .execute()
    expect(rows).toEqual([
      { event: "verification_requested", outcome: "success", reason: "mailed" },
      { event: "email_verified", outcome: "success", reason: null },
      { event: "email_verified", outcome: "failure", reason: "used" },
    ])
    expect(app.logs().join("\n")).not.toContain(token)
  })

  test("holds on every instance", async () => {
    const other = await anotherInstance(app)
    try {
      const { email, token } = await newIdentity(app)
      await succeed(other, confirm, { body: { token: await lastVerificationToken(app, email) } })
      await succeed(app, becomeCustomer, { token, body: { email } })
    } finally {
      await other.close()
    }
  })
})
