import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { age } from "../../../../test/setup/age.ts"
import type { TestApp } from "../../../../test/setup/app.ts"
import { startTestApp } from "../../../../test/setup/app.ts"
import { freshEmail } from "../../../../test/setup/fresh.ts"
import {
  ask,
  claimsOf,
  good_password,
  newCustomer,
  newIdentity,
  refuse,
  succeed,
} from "../../../../test/setup/people.ts"
import { contents, dump } from "../../../../test/setup/rows.ts"

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const register = "POST /auth/customer/emailpass/register"
const identitiesOf = (email: string) =>
  app.db.selectFrom("provider_identity").selectAll().where("entity_id", "=", email).execute()

describe("POST /auth/customer/{auth_provider}/register", () => {
  test("200 is a registration token and nothing else: no cookie, no refresh token", async () => {
    const { body, headers } = await succeed(app, register, { body: { email: freshEmail(), password: good_password } })
    expect(Object.keys(body)).toEqual(["token"])
    expect(headers.getSetCookie()).toEqual([])
    expect(headers.get("cache-control")).toBe("no-store")
    expect(claimsOf(body["token"])).toMatchObject({ scope: "registration", actor_id: "" })
  })

  test("the session of a registration lasts 24 hours at most, used or not", async () => {
    const { token, session_id } = await newIdentity(app)
    const row = await app.db.selectFrom("session").selectAll().where("id", "=", session_id).executeTakeFirstOrThrow()
    expect(row.expires_at.getTime() - row.created_at.getTime()).toBe(24 * 3_600_000)
    await age(app.db, "session", session_id, 24 * 3600 - 60)
    await succeed(app, "POST /auth/token/refresh", { token })
    await age(app.db, "session", session_id, 61)
    await refuse(app, "POST /auth/token/refresh", "session_revoked", { token })
  })

  test("the same address and password go on with the identity; another password is 401", async () => {
    const { email, identity_id } = await newIdentity(app)
    expect((await newIdentity(app, email)).identity_id).toBe(identity_id)
    const error = await refuse(app, register, "invalid_credentials", { body: { email, password: `${good_password}!` } })
    expect(error.message).toBe("Identity with email already exists")
    expect(await identitiesOf(email)).toHaveLength(1)
  })

  test("401 once there is a customer, also with the right password", async () => {
    const { email } = await newCustomer(app)
    for (const password of [good_password, `${good_password}!`]) {
      const error = await refuse(app, register, "invalid_credentials", { body: { email, password } })
      expect(error.message).toBe("Identity with email already exists")
    }
  })

  test("401 for a disabled identity and for an address another identity has proven", async () => {
    const { email, identity_id } = await newIdentity(app)
    await app.db.updateTable("auth_identity").set({ disabled_at: new Date() }).where("id", "=", identity_id).execute()
    await refuse(app, register, "invalid_credentials", { body: { email, password: good_password } })

    const proven = freshEmail()
    await app.db
      .insertInto("verified_email")
      .values({ realm: "store", email: proven, auth_identity_id: identity_id, via_provider: "google" })
      .execute()
    await refuse(app, register, "invalid_credentials", { body: { email: proven, password: good_password } })
    expect(await identitiesOf(proven)).toEqual([])
  })

  test("P1 100 parallel registers of one address and password are all 200 with one identity, and cost few hashes", async () => {
    const email = freshEmail()
    const runs = app.services.passwords.runs()
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => succeed(app, register, { body: { email, password: good_password } })),
    )
    expect(new Set(answers.map(({ body }) => claimsOf(body["token"])["sub"])).size).toBe(1)
    const [identity, ...others] = await identitiesOf(email)
    expect(others).toEqual([])
    const credentials = app.db
      .selectFrom("password_credential")
      .where("provider_identity_id", "=", String(identity?.id))
    expect(await credentials.selectAll().execute()).toHaveLength(1)
    expect(app.services.passwords.runs() - runs).toBeLessThan(100)
  })

  test("of parallel registers with different passwords one wins, the rest are 401, and the winner's password is the one stored", async () => {
    const email = freshEmail()
    const passwords = Array.from({ length: 8 }, (_, index) => `${good_password} ${index}`)
    const answers = await Promise.all(passwords.map((password) => ask(app, register, { body: { email, password } })))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200, 401, 401, 401, 401, 401, 401, 401,
    ])
    const winner = passwords[answers.findIndex(({ status }) => status === 200)]
    await succeed(app, "POST /auth/customer/emailpass", { body: { email, password: winner } })
  })

  test("an address that is free, taken or half-registered costs one hash each", async () => {
    const [taken, begun] = [await newCustomer(app), await newIdentity(app)]
    for (const [email, password] of [
      [freshEmail(), good_password],
      [taken.email, good_password],
      [taken.email, `${good_password}!`],
      [begun.email, good_password],
      [begun.email, `${good_password}!`],
    ]) {
      const runs = app.services.passwords.runs()
      await ask(app, register, { body: { email, password } })
      expect(app.services.passwords.runs() - runs).toBe(1)
    }
  })

  test("P2 A@x.test and a@X.TEST are one identity, for registering and for signing in", async () => {
    const name = freshEmail().split("@")[0] ?? ""
    const { identity_id } = await newIdentity(app, `${name.toUpperCase()}@x.test`)
    expect((await newIdentity(app, `${name}@X.TEST`)).identity_id).toBe(identity_id)
    const { body } = await succeed(app, "POST /auth/customer/emailpass", {
      body: { email: `${name}@x.TEST`, password: good_password },
    })
    expect(claimsOf(body["token"])["sub"]).toBe(identity_id)
    const [stored] = await identitiesOf(`${name}@x.test`)
    expect(stored).toMatchObject({ provider_metadata: { typed_email: `${name.toUpperCase()}@x.test` } })
  })

  test.each([
    ["7 code points", "jumble7", 422],
    ["8 code points", "jumble78", 200],
    ["128 code points", "ab ".repeat(42) + "xy", 200],
    ["129 code points", "ab ".repeat(43), 422],
    ["64 emoji", "\u{1f980}".repeat(64), 200],
    ["1025 bytes", "\u{1f980}".repeat(256) + "x", 422],
    ["over 64 KiB", "x".repeat(65_537), 413],
    ["with NUL", "jumble\u000078", 400],
    ["with a lone surrogate", "jumble78\ud800", 400],
    ["eight spaces", "        ", 200],
    ["password1", "password1", 422],
    ["with a line break", "jumble\n78", 200],
    ["over 4096 characters", "x".repeat(4_097), 400],
  ])("P3 a password of %s: %#", async (_title, password, status) => {
    const email = freshEmail()
    const answer = await ask(app, register, { body: { email, password } })
    expect(answer.status, answer.text).toBe(status)
    expect(answer.text).not.toContain(password)
    expect(await identitiesOf(email)).toHaveLength(status === 200 ? 1 : 0)
    if (status === 422) {
      expect(answer.body).toMatchObject({
        type: "invalid_data",
        code: "weak_password",
        errors: [{ path: "password", code: expect.any(String), message: expect.any(String) }],
      })
    }
    if (status === 200) await succeed(app, "POST /auth/customer/emailpass", { body: { email, password } })
  })

  test("P3 a trailing space counts: with and without it are two passwords", async () => {
    const email = freshEmail()
    await succeed(app, register, { body: { email, password: "jumble7 " } })
    await refuse(app, "POST /auth/customer/emailpass", "invalid_credentials", { body: { email, password: "jumble7" } })
    await succeed(app, "POST /auth/customer/emailpass", { body: { email, password: "jumble7 " } })
  })

  test("P3 one password typed on two keyboards is one: NFC and NFD", async () => {
    const email = freshEmail()
    await succeed(app, register, { body: { email, password: "cr\u00e8me br\u00fbl\u00e9e" } })
    await succeed(app, "POST /auth/customer/emailpass", { body: { email, password: "cre\u0300me bru\u0302le\u0301e" } })
  })

  test.each([
    ["e-mail as a list", { email: ["a@x.test"], password: good_password }],
    ["e-mail as an operator", { email: { $ne: null }, password: good_password }],
    ["e-mail as another operator", { email: { $gt: "" }, password: good_password }],
    ["e-mail as a number", { email: 7, password: good_password }],
    ["e-mail as null", { email: null, password: good_password }],
    ["e-mail missing", { password: good_password }],
    ["password as an object", { email: "a@x.test", password: { $ne: "" } }],
    ["password as a number", { email: "a@x.test", password: 12345678 }],
    ["password missing", { email: "a@x.test" }],
    ["a list as body", [{ email: "a@x.test", password: good_password }]],
    ["no address", { email: "nobody", password: good_password }],
    ["surrounding space", { email: " a@x.test", password: good_password }],
    ["two addresses", { email: "a@x.test,b@x.test", password: good_password }],
    ["a line break", { email: "a@x.test\r\nbcc: b@x.test", password: good_password }],
    ["__proto__ as a key", `{"email":"a@x.test","password":"${good_password}","__proto__":{"admin":true}}`],
    ["constructor deep inside", `{"email":"a@x.test","password":"${good_password}","x":[{"constructor":{}}]}`],
  ])("P4 %s is 400, to register and to sign in, and nothing is written", async (_title, body) => {
    const before = await contents(app.db)
    await refuse(app, register, "invalid_request", { body })
    await refuse(app, "POST /auth/customer/emailpass", "invalid_request", { body })
    if (typeof body !== "string") await refuse(app, "POST /admin/auth", "invalid_request", { body })
    expect(await contents(app.db)).toEqual(before)
  })

  test("P4 unknown keys are ignored: the body is open for other providers", async () => {
    await succeed(app, register, {
      body: { email: freshEmail(), password: good_password, role: "admin", nested: { a: 1 } },
    })
  })

  test("P5 SQL in every field is 400 or 401, never a row and never an echo", async () => {
    const before = await contents(app.db)
    for (const text of [
      "' OR 1=1--",
      "%27 OR 1=1",
      "%@%",
      "%@%.test",
      "'||pg_sleep(1)||'@x.test",
      '{"$ne":1}',
      "a@x.test'; drop table session;--",
    ]) {
      for (const route of ["POST /auth/customer/emailpass", "POST /admin/auth", "POST /admin/auth/token"]) {
        const answer = await ask(app, route, { body: { email: text, password: text } })
        expect([400, 401], `${route} ${text}: ${answer.text}`).toContain(answer.status)
        expect(answer.text).not.toContain(text)
      }
    }
    expect(await contents(app.db)).toEqual(before)
  })

  test.each([
    ["nope", 404, "not_found", "not_found"],
    ["google", 400, "invalid_request", "not_allowed"],
    ["github", 400, "invalid_request", "not_allowed"],
    ["__proto__", 404, "not_found", "not_found"],
    ["constructor", 404, "not_found", "not_found"],
    ["EMAILPASS", 404, "not_found", "not_found"],
    ["..%2f", 404, "not_found", "not_found"],
  ])("P8 with provider %s is %i", async (provider, status, code, type) => {
    const body = { email: freshEmail(), password: good_password }
    const error = await refuse(app, `POST /auth/customer/${provider}/register`, code, { body })
    expect(error.type).toBe(type)
    expect((await ask(app, `POST /auth/customer/${provider}/register`, { body })).status).toBe(status)
    await refuse(app, `POST /auth/customer/${provider}`, "not_found", { body })
  })

  test("P8 actor type user on the customer's path is 404", async () => {
    const body = { email: freshEmail(), password: good_password }
    await refuse(app, "POST /auth/user/emailpass/register", "not_found", { body })
    await refuse(app, "POST /auth/user/emailpass", "not_found", { body })
  })

  test("no password, token or address stands readable where it should not", async () => {
    const { email, token } = await newIdentity(app)
    const everything = await dump(app.db)
    expect(everything).toContain(email)
    for (const secret of [good_password, token, token.split(".")[2] ?? ""]) expect(everything).not.toContain(secret)
    expect(app.logs().join("\n")).not.toContain(good_password)
  })

  test("registering and being refused leave a record with the precise reason", async () => {
    const { email, identity_id } = await newIdentity(app)
    await refuse(app, register, "invalid_credentials", { body: { email, password: `${good_password}!` } })
    const events = await app.db
      .selectFrom("audit_event")
      .select(["event", "outcome", "reason", "realm", "request_id", "ip"])
      .where("auth_identity_id", "=", identity_id)
      .orderBy("id")
      .execute()
    const common = {
      event: "register",
      realm: "store",
      request_id: expect.stringMatching(/^req_/),
      ip: expect.stringContaining("127.0.0.1"),
    }
    expect(events).toEqual([
      { ...common, outcome: "success", reason: null },
      { ...common, outcome: "failure", reason: "wrong_password" },
    ])
  })
})
