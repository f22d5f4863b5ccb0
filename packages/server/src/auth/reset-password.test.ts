import type { KyselyPlugin } from "kysely"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { age } from "../../../../test/setup/age.ts"
import type { TestApp } from "../../../../test/setup/app.ts"
import { startTestApp } from "../../../../test/setup/app.ts"
import { atOnce } from "../../../../test/setup/at-once.ts"
import { freshEmail } from "../../../../test/setup/fresh.ts"
import { lastResetToken, mailed } from "../../../../test/setup/mailed.ts"
import { adminToken, ask, claimsOf, newCustomer, newIdentity, refuse, succeed } from "../../../../test/setup/people.ts"
import type { RealmUnderTest } from "../../../../test/setup/realms.ts"
import { admin, resetToken, store } from "../../../../test/setup/realms.ts"
import { contents, dump } from "../../../../test/setup/rows.ts"
import { storeOperations } from "@covenant/contract/store"
import { adminOperations } from "@covenant/contract/admin"
import { ApiFailure } from "@covenant/contract"
import type { Context } from "../context.ts"
import { budgetsOf } from "../lib/budgets.ts"
import { createPasswordHasher } from "../lib/password.ts"
import { requestPasswordReset } from "./request-password-reset.ts"
import { resetPassword } from "./reset-password.ts"

/** Nobody is mailed too often here. */
let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ budgets: budgetsOf({ profile: "tests", overrides: {} }, false) })
})
afterAll(() => app.close())

const default_budgets = budgetsOf({ profile: "default", overrides: {} }, false)
const realms = [store, admin]
const new_password = "quiet meadow lantern orbit"
const update = "POST /auth/customer/emailpass/update"
const reset_password = "POST /auth/customer/emailpass/reset-password"

const contextOf = (changes: Partial<Context> = {}): Context => ({
  ...app.services,
  request: { id: "req_test", ip: undefined, ip_bucket: "test", user_agent: undefined, cookie: undefined },
  ...changes,
})

const removePassword = (identity_id: string) =>
  app.db
    .deleteFrom("password_credential")
    .where("provider_identity_id", "in", (from) =>
      from.selectFrom("provider_identity").select("id").where("auth_identity_id", "=", identity_id),
    )
    .execute()
const disable = (identity_id: string) =>
  app.db.updateTable("auth_identity").set({ disabled_at: new Date() }).where("id", "=", identity_id).execute()
const deleteActor = ({ actor_type }: RealmUnderTest, actor_id: string) =>
  app.db.updateTable(actor_type).set({ deleted_at: new Date() }).where("id", "=", actor_id).execute()
const addProvider = (realm: "store" | "admin", identity_id: string, provider: string) =>
  app.db
    .insertInto("provider_identity")
    .values({
      id: `provid_${crypto.randomUUID()}`,
      auth_identity_id: identity_id,
      realm,
      provider,
      entity_id: crypto.randomUUID(),
    })
    .execute()
const tokensOf = (identity_id: string) =>
  app.db.selectFrom("one_time_token").selectAll().where("auth_identity_id", "=", identity_id).execute()
const reasonsOf = async (identity_id: string, event: string) =>
  (
    await app.db
      .selectFrom("audit_event")
      .select(["outcome", "reason"])
      .where("auth_identity_id", "=", identity_id)
      .where("event", "=", event)
      .orderBy("id")
      .execute()
  ).map(({ outcome, reason }) => (reason === null ? outcome : `${outcome} ${reason}`))

/** The accounts that a stranger must not be able to tell apart. */
async function accounts(realm: RealmUnderTest) {
  const [known, passwordless, disabled, deleted] = await Promise.all([
    realm.newPerson(app),
    realm.newPerson(app),
    realm.newPerson(app),
    realm.newPerson(app),
  ])
  await removePassword(passwordless.identity_id)
  await addProvider(realm.realm, passwordless.identity_id, "google")
  await disable(disabled.identity_id)
  await deleteActor(realm, deleted.actor_id)
  return {
    known: known.email,
    unknown: freshEmail(),
    passwordless: passwordless.email,
    disabled: disabled.email,
    deleted: deleted.email,
  }
}

describe.each(realms)("asking for a new password, $realm", (realm) => {
  test("W1 known, unknown, passwordless, disabled and deleted: one answer; the outbox gets 1, 0, 1 with another text, 0, 0", async () => {
    const emails = await accounts(realm)
    const bodies = new Set<string>()
    const headers = new Set<string>()
    for (const email of Object.values(emails)) {
      const answer = await realm.request(app, email)
      expect(answer.status).toBe(realm.taken_in)
      expect(answer.headers.get("cache-control")).toBe("no-store")
      bodies.add(answer.text)
      headers.add(JSON.stringify([...answer.headers].filter(([name]) => name !== "x-request-id" && name !== "date")))
    }
    expect([...bodies]).toEqual([realm.realm === "store" ? '{"success":true}' : ""])
    expect(headers.size).toBe(1)
    const { actor_type } = realm
    expect(await mailed(app, emails.known)).toEqual([
      {
        topic: "auth.password_reset",
        payload: { entity_id: emails.known, actor_type, token: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/) },
      },
    ])
    expect(await mailed(app, emails.passwordless)).toEqual([
      {
        topic: "auth.password_reset_without_password",
        payload: { entity_id: emails.passwordless, actor_type, providers: ["google"] },
      },
    ])
    for (const email of [emails.unknown, emails.disabled, emails.deleted]) expect(await mailed(app, email)).toEqual([])
  })

  test("P7 whatever becomes of it, it is the same statements and no hash", async () => {
    const emails = { ...(await accounts(realm)), throttled: "", no_address: "not an address" }
    const throttled = await realm.newPerson(app)
    emails.throttled = throttled.email
    const strict = { ...app.config, budgets: default_budgets }
    const ask_for = async (identifier: string, provider = "emailpass") => {
      const statements: string[] = []
      const passwords = await createPasswordHasher({ at_once: 1 })
      const context = contextOf({ passwords, config: strict, db: app.db.withPlugin(noting(statements)) })
      await requestPasswordReset(context, { realm: realm.realm, provider, identifier })
      return { statements, hashes: passwords.runs() }
    }
    await ask_for(throttled.email)
    const work = []
    for (const email of Object.values(emails)) work.push(await ask_for(email))
    work.push(await ask_for(emails.known, "google"), await ask_for(emails.known, "nope"))
    for (const one of work) {
      expect(one).toEqual({
        // The account; then in one transaction: its lock, what was mailed, the token, the message, the record.
        statements: ["Select", "Select", "Select", "Insert", "Insert", "Insert"].map((kind) => `${kind}QueryNode`),
        hashes: 0,
      })
    }
    expect(await mailed(app, throttled.email)).toHaveLength(1)
  })

  test("the record says what the caller was not told", async () => {
    const person = await realm.newPerson(app)
    await realm.request(app, person.email)
    await disable(person.identity_id)
    await realm.request(app, person.email)
    expect(await reasonsOf(person.identity_id, "password_reset_requested")).toEqual([
      "success mailed",
      "failure disabled",
    ])
  })

  test("the address is found however it is written, and mail goes to the one form of it", async () => {
    const person = await realm.newPerson(app)
    await realm.request(app, person.email.toUpperCase())
    expect(await mailed(app, person.email)).toHaveLength(1)
  })

  test("the realms are separate: whoever asks in one is not found in the other", async () => {
    const person = await realm.newPerson(app)
    const other = realm === store ? admin : store
    expect((await other.request(app, person.email)).status).toBe(other.taken_in)
    expect(await mailed(app, person.email)).toEqual([])
    const token = await resetToken(app, realm, person.email)
    const before = await contents(app.db)
    const answer = await other.reset(app, token, { password: new_password })
    expect([answer.status, answer.body["code"]]).toEqual([401, "reset_token_invalid"])
    expect(await contents(app.db)).toEqual(before)
  })

  test("of an account one mail a minute and three an hour; beyond that none, and the link mailed last goes on working", async () => {
    const strict = await startTestApp({ budgets: default_budgets })
    try {
      const { email, identity_id } = await realm.newPerson(strict)
      const later = async (seconds: number) => {
        const rows = await strict.db
          .selectFrom("audit_event")
          .select("id")
          .where("auth_identity_id", "=", identity_id)
          .where("event", "=", "password_reset_requested")
          .execute()
        for (const { id } of rows) await age(strict.db, "audit_event", id, seconds)
      }
      const mails = async () => {
        expect((await realm.request(strict, email)).status).toBe(realm.taken_in)
        return (await mailed(strict, email)).length
      }
      expect(await mails()).toBe(1)
      expect(await mails()).toBe(1)
      await later(58)
      expect(await mails()).toBe(1)
      await later(3)
      expect(await mails()).toBe(2)
      await later(61)
      expect(await mails()).toBe(3)
      await later(61)
      const last = await lastResetToken(strict, email)
      expect(await mails()).toBe(3)
      expect((await realm.reset(strict, last, { password: new_password })).status).toBe(200)
      await later(3600)
      expect(await mails()).toBe(5) // and the message that the password was changed
    } finally {
      await strict.close()
    }
  })

  test("of ten at once one is mailed", async () => {
    const strict = await startTestApp({ budgets: default_budgets })
    try {
      const { email } = await realm.newPerson(strict)
      const answers = await Promise.all(Array.from({ length: 10 }, () => realm.request(strict, email)))
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => realm.taken_in))
      expect(await mailed(strict, email)).toHaveLength(1)
    } finally {
      await strict.close()
    }
  })

  test("a request that fails halfway leaves nothing, and does not count", async () => {
    const { email, identity_id } = await realm.newPerson(app)
    const strict = { ...app.config, budgets: default_budgets }
    const asked = { realm: realm.realm, provider: "emailpass", identifier: email }
    for (const table of ["one_time_token", "outbox", "audit_event"]) {
      const context = contextOf({ config: strict, db: app.db.withPlugin(failing("InsertQueryNode", table)) })
      await expect(requestPasswordReset(context, asked)).rejects.toThrow()
      expect(await mailed(app, email)).toEqual([])
      expect(await tokensOf(identity_id)).toEqual([])
    }
    await requestPasswordReset(contextOf({ config: strict }), asked)
    expect(await mailed(app, email)).toHaveLength(1)
  })
})

describe("POST /auth/customer/{auth_provider}/reset-password", () => {
  test("W9 an identifier that names more than one address, or none, reaches nobody", async () => {
    const { email } = await newCustomer(app)
    const others = freshEmail()
    for (const identifier of [
      `${email},${others}`,
      `${email};${others}`,
      `${email} ${others}`,
      `<${email}>`,
      ` ${email}`,
      `${email} `,
      `"${email}"`,
      `Mira <${email}>`,
      `${email}%0d%0abcc:${others}`,
      "*",
      "%",
    ]) {
      const { status, text } = await ask(app, reset_password, { body: { identifier } })
      expect([status, text], identifier).toEqual([201, '{"success":true}'])
    }
    for (const identifier of [`${email}\r\nbcc: ${others}`, `${email}\n`, `${email}\u0000`, `\u0085${email}`]) {
      await refuse(app, reset_password, "invalid_request", { body: { identifier } })
    }
    expect(await mailed(app, email)).toEqual([])
    expect(await mailed(app, others)).toEqual([])
  })

  test("400 without an identifier, or with one that is no text", async () => {
    for (const body of [
      {},
      { identifier: "" },
      { identifier: ["a@x.test"] },
      { identifier: { $ne: null } },
      { email: "a@x.test" },
    ]) {
      await refuse(app, reset_password, "invalid_request", { body })
    }
  })

  test("an unknown provider, and one without passwords, answer as if there were no account", async () => {
    const { email } = await newCustomer(app)
    for (const provider of ["google", "github", "nope", "__proto__", "EMAILPASS"]) {
      const { status, text } = await ask(app, `POST /auth/customer/${provider}/reset-password`, {
        body: { identifier: email },
      })
      expect([status, text]).toEqual([201, '{"success":true}'])
    }
    expect(await mailed(app, email)).toEqual([])
  })

  test("metadata is handed on as it came, and kept nowhere else", async () => {
    const { email, identity_id } = await newCustomer(app)
    const metadata = { shop: "<b>north</b>", nested: { list: [1, { two: null }] }, token: "mine", entity_id: "x" }
    await ask(app, reset_password, { body: { identifier: email, metadata } })
    const [message] = await mailed(app, email)
    expect(message?.payload).toEqual({
      entity_id: email,
      actor_type: "customer",
      token: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
      metadata,
    })
    const [token] = await tokensOf(identity_id)
    expect(token?.metadata).toEqual({})
    expect(await dump(app.db)).not.toContain("north")
  })

  test("metadata of 4 KiB and 5 levels is 201, a byte or a level more is 400, account or none", async () => {
    const { email } = await newCustomer(app)
    const sized = (bytes: number) => ({ a: "é".repeat((bytes - '{"a":""}'.length) / 2) })
    const deep = (levels: number): unknown => (levels === 0 ? 1 : { in: deep(levels - 1) })
    const list = { one: [[[[1]]]] }
    for (const identifier of [email, freshEmail()]) {
      for (const metadata of [sized(4096), deep(5), list, {}]) {
        expect((await ask(app, reset_password, { body: { identifier, metadata } })).status).toBe(201)
      }
      const too_deep = [{ path: "metadata", code: "too_deep", message: "Use at most 5 levels." }]
      for (const metadata of [deep(6), { one: [[[[[1]]]]] }, deep(29)]) {
        const { errors } = await refuse(app, reset_password, "invalid_request", { body: { identifier, metadata } })
        expect(errors).toEqual(too_deep)
      }
      const { errors } = await refuse(app, reset_password, "invalid_request", {
        body: { identifier, metadata: sized(4098) },
      })
      expect(errors).toEqual([{ path: "metadata", code: "too_long", message: "Use at most 4 KiB." }])
    }
    expect(await mailed(app, email)).toHaveLength(4)
  })

  test("W8 nothing of the request but the identifier and metadata reaches the message", async () => {
    const { email } = await newCustomer(app)
    await ask(app, reset_password, {
      body: { identifier: email },
      headers: { "x-forwarded-host": "evil.test", forwarded: "host=evil.test", "x-forwarded-proto": "http" },
    })
    const [message] = await mailed(app, email)
    expect(Object.keys(message?.payload ?? {}).toSorted()).toEqual(["actor_type", "entity_id", "token"])
    expect(JSON.stringify(message)).not.toContain("evil")
  })

  test("whoever has proven the address with another provider, and has no password, is told so", async () => {
    const { identity_id } = await newCustomer(app)
    const proven = freshEmail()
    await app.db
      .insertInto("verified_email")
      .values({ realm: "store", email: proven, auth_identity_id: identity_id, via_provider: "github" })
      .execute()
    await addProvider("store", identity_id, "github")
    await store.request(app, proven)
    expect(await mailed(app, proven)).toEqual([
      {
        topic: "auth.password_reset_without_password",
        payload: { entity_id: proven, actor_type: "customer", providers: ["github"] },
      },
    ])
    expect(await tokensOf(identity_id)).toEqual([])
  })

  test("somebody who has not finished registering resets too, and goes on", async () => {
    const { email, token: registration_token } = await newIdentity(app)
    const token = await resetToken(app, store, email)
    expect((await store.reset(app, token, { password: new_password })).status).toBe(200)
    await refuse(app, "POST /auth/token/refresh", "session_revoked", { token: registration_token })
    const signed_in = await store.signIn(app, email, new_password)
    expect(claimsOf(signed_in.body["token"])).toMatchObject({ scope: "registration" })
    await succeed(app, "POST /store/customers", { token: signed_in.body["token"], body: { email } })
  })

  test("a user who is no longer one is not mailed", async () => {
    const { email, actor_id } = await admin.newPerson(app)
    await app.db.deleteFrom("actor_link").where("actor_id", "=", actor_id).execute()
    await admin.request(app, email)
    expect(await mailed(app, email)).toEqual([])
  })
})

describe.each(realms)("setting a new password by token, $realm", (realm) => {
  test("the new password signs in, the old one does not; nobody is signed in by it; the owner is told", async () => {
    const { email, identity_id, actor_id } = await realm.newPerson(app)
    const token = await resetToken(app, realm, email)
    const answer = await realm.reset(app, token, { password: new_password })
    expect(answer.status).toBe(200)
    if (realm === store) expect(answer.body).toEqual({ success: true })
    else expect(answer.body).toEqual({ user: expect.objectContaining({ id: actor_id, email, api_token: null }) })
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(answer.headers.get("cache-control")).toBe("no-store")
    expect((await realm.signIn(app, email, new_password)).status).toBe(200)
    expect((await realm.signIn(app, email)).body["code"]).toBe("invalid_credentials")
    expect((await mailed(app, email)).at(-1)).toEqual({
      topic: "auth.password_changed",
      payload: { entity_id: email, actor_type: realm.actor_type },
    })
    expect(await reasonsOf(identity_id, "password_reset")).toEqual(["success"])
  })

  test("W2 a second request, then the first token: 401, and the second works", async () => {
    const { email } = await realm.newPerson(app)
    const first = await resetToken(app, realm, email)
    const second = await resetToken(app, realm, email)
    expect(second).not.toBe(first)
    expect((await realm.reset(app, first, { password: new_password })).body["code"]).toBe("reset_token_invalid")
    expect((await realm.reset(app, second, { password: new_password })).status).toBe(200)
  })

  test("W3 a weak password, then a strong one, same token: 422, 200", async () => {
    const { email } = await realm.newPerson(app)
    const token = await resetToken(app, realm, email)
    const short = realm === store ? "7 chars" : "14 characters."
    const [local = ""] = email.split("@")
    for (const password of [short, "", "x".repeat(129), "😀".repeat(257), `${local}@mail.example`]) {
      const { status, body } = await realm.reset(app, token, { password })
      expect([status, body["code"]], password).toEqual([422, "weak_password"])
      expect(body["errors"]).toMatchObject([{ path: "password" }])
    }
    expect((await realm.reset(app, token, { password: new_password })).status).toBe(200)
  })

  test("W4 afterwards every token, cookie and other one-time token is 401", async () => {
    const person = await realm.newPerson(app)
    const { email, identity_id } = person
    const second = await realm.signIn(app, email)
    const cookie = await realm.cookie(app, email)
    const pending = "verify-another-address"
    await app.db
      .insertInto("one_time_token")
      .values({
        id: `ott_${identity_id}`,
        purpose: "email_verify",
        token_hash: Buffer.from(pending + identity_id),
        auth_identity_id: identity_id,
        provider_identity_id: (
          await app.db
            .selectFrom("provider_identity")
            .select("id")
            .where("auth_identity_id", "=", identity_id)
            .executeTakeFirstOrThrow()
        ).id,
        actor_type: realm.actor_type,
        entity_id: email,
        expires_at: new Date(Date.now() + 60_000),
      })
      .execute()
    const token = await resetToken(app, realm, email)
    expect((await realm.reset(app, token, { password: new_password })).status).toBe(200)
    for (const dead of [{ token: person.token }, { token: realm.tokenOf(second) }, { cookie }]) {
      await refuse(app, realm.me, "session_revoked", dead)
    }
    for (const dead of [person.token, realm.tokenOf(second)]) {
      await refuse(app, "POST /auth/token/refresh", "session_revoked", { token: dead })
    }
    const refresh_token = second.body["refresh_token"]
    if (refresh_token !== undefined)
      await refuse(app, "POST /auth/token/refresh", "session_revoked", { body: { refresh_token } })
    expect((await tokensOf(identity_id)).map(({ consumed_at }) => consumed_at === null)).toEqual([false, false])
  })

  test("a used, an expired and an invented token are the same 401, for no hash, and nothing changes", async () => {
    const used_by = await realm.newPerson(app)
    const used = await resetToken(app, realm, used_by.email)
    await realm.reset(app, used, { password: new_password })
    const late = await realm.newPerson(app)
    const expired = await resetToken(app, realm, late.email)
    const [row] = await tokensOf(late.identity_id)
    await age(app.db, "one_time_token", row?.id ?? "", 901)
    const before = await contents(app.db)
    const runs = app.services.passwords.runs()
    const bodies = new Set<string>()
    for (const token of [used, expired, "A".repeat(43), "x", "' or 1=1 --", `${expired}=`, late.session_id]) {
      const { status, text, headers } = await realm.reset(app, token.replaceAll(" ", "_"), { password: new_password })
      expect(status, token).toBe(401)
      bodies.add(text.replaceAll(headers.get("x-request-id") ?? "", ""))
    }
    expect(bodies.size).toBe(1)
    expect([...bodies][0]).toContain("reset_token_invalid")
    expect(app.services.passwords.runs()).toBe(runs)
    expect(await contents(app.db)).toEqual(before)
    expect(await reasonsOf(used_by.identity_id, "password_reset")).toEqual(["success", "failure used"])
    expect(await reasonsOf(late.identity_id, "password_reset")).toEqual(["failure expired"])
  })

  test("a token is good for 15 minutes", async () => {
    const { email, identity_id } = await realm.newPerson(app)
    const token = await resetToken(app, realm, email)
    const [row] = await tokensOf(identity_id)
    await age(app.db, "one_time_token", row?.id ?? "", 895)
    expect((await realm.reset(app, token, { password: new_password })).status).toBe(200)
  })

  test("an account that was disabled or deleted since the mail keeps its password: 401", async () => {
    for (const end of [
      ({ identity_id }: { identity_id: string; actor_id: string }) => disable(identity_id),
      ({ actor_id }: { identity_id: string; actor_id: string }) => deleteActor(realm, actor_id),
    ]) {
      const person = await realm.newPerson(app)
      const token = await resetToken(app, realm, person.email)
      await end(person)
      const before = await contents(app.db)
      expect((await realm.reset(app, token, { password: new_password })).body["code"]).toBe("reset_token_invalid")
      expect(await contents(app.db)).toEqual(before)
    }
  })

  test("disabled and enabled again, the link of before stays dead", async () => {
    const { email, actor_id } = await realm.newPerson(app)
    const token = await resetToken(app, realm, email)
    const staff = await adminToken(app)
    for (const change of ["disable", "enable"]) {
      await succeed(app, `POST /admin/${realm.actor_type}s/${actor_id}/${change}`, { token: staff })
    }
    expect((await realm.reset(app, token, { password: new_password })).body["code"]).toBe("reset_token_invalid")
    const next = await resetToken(app, realm, email)
    expect((await realm.reset(app, next, { password: new_password })).status).toBe(200)
  })

  test("of many uses of one token at once exactly one is 200, and its password is the one that signs in", async () => {
    const { email } = await realm.newPerson(app)
    const token = await resetToken(app, realm, email)
    const passwords = Array.from({ length: 8 }, (_, nth) => `${new_password} ${nth}`)
    const answers = await atOnce(
      passwords.map((password) =>
        realm === store
          ? {
              url: `${app.url}/auth/customer/emailpass/update`,
              headers: { authorization: `Bearer ${token}` },
              body: { password },
            }
          : { url: `${app.url}/admin/users/reset-password`, body: { token, password } },
      ),
    )
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200,
      ...Array.from({ length: 7 }, () => 401),
    ])
    expect(new Set(answers.filter(({ status }) => status === 401).map(({ body }) => body["code"]))).toEqual(
      new Set(["reset_token_invalid"]),
    )
    const signed_in = await Promise.all(passwords.map((password) => realm.signIn(app, email, password)))
    expect(signed_in.map(({ status }) => status === 200)).toEqual(answers.map(({ status }) => status === 200))
    expect((await mailed(app, email)).filter(({ topic }) => topic === "auth.password_changed")).toHaveLength(1)
  })

  test("of many requests at once one token is live, that of the last, and no other works", async () => {
    const { email, identity_id } = await realm.newPerson(app)
    const answers = await Promise.all(Array.from({ length: 8 }, () => realm.request(app, email)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([realm.taken_in]))
    const tokens = (await mailed(app, email)).map(({ payload }) => String(payload["token"]))
    expect(new Set(tokens).size).toBe(8)
    expect((await tokensOf(identity_id)).filter(({ consumed_at }) => consumed_at === null)).toHaveLength(1)
    const worked = []
    for (const token of tokens) worked.push((await realm.reset(app, token, { password: new_password })).status === 200)
    expect(worked.filter(Boolean)).toHaveLength(1)
  })

  test("requests and uses at once: nothing but 200 and 401, and at most one token is left alive", async () => {
    const { email, identity_id } = await realm.newPerson(app)
    const token = await resetToken(app, realm, email)
    const all = await Promise.all(
      Array.from({ length: 10 }, (_, nth) =>
        nth % 2 === 0 ? realm.request(app, email) : realm.reset(app, token, { password: `${new_password} ${nth}` }),
      ),
    )
    for (const { status } of all) expect([realm.taken_in, 200, 401]).toContain(status)
    expect(all.filter(({ status }, nth) => nth % 2 === 1 && status === 200).length).toBeLessThanOrEqual(1)
    expect((await tokensOf(identity_id)).filter(({ consumed_at }) => consumed_at === null).length).toBeLessThanOrEqual(
      1,
    )
  })

  test("a sign-in with the old password that is under way is born dead", async () => {
    const { email } = await realm.newPerson(app)
    const token = await resetToken(app, realm, email)
    const verify = app.services.passwords.verify
    const read = Promise.withResolvers<void>()
    const go_on = Promise.withResolvers<void>()
    // The sign-in has read the old hash, and waits where no transaction is open.
    app.services.passwords.verify = async (...given) => {
      const verdict = await verify(...given)
      read.resolve()
      await go_on.promise
      return verdict
    }
    const signing_in = realm.signIn(app, email)
    await read.promise
    app.services.passwords.verify = verify
    expect((await realm.reset(app, token, { password: new_password })).status).toBe(200)
    go_on.resolve()
    const signed_in = await signing_in
    expect(signed_in.status).toBe(200)
    await refuse(app, realm.me, "session_revoked", { token: realm.tokenOf(signed_in) })
  })

  test("W6 the database fails at any statement of it: 503, the old password works, and so does the token", async () => {
    const { email } = await realm.newPerson(app)
    const token = await resetToken(app, realm, email)
    const given = { realm: realm.realm, provider: "emailpass", token, password: new_password }
    const reset = (context: Context) =>
      resetPassword(context, { ...given, other_email: new ApiFailure("not_found") }, async () => undefined)
    for (let nth = 1; nth <= 9; nth++) {
      const before = await contents(app.db)
      await expect(
        reset(contextOf({ db: app.db.withPlugin(failingAt(nth)) })),
        `statement ${nth}`,
      ).rejects.toMatchObject(nth === 9 ? { code: "temporarily_unavailable" } : { code: "57P01" })
      expect(await contents(app.db)).toEqual(before)
    }
    expect((await realm.signIn(app, email)).status).toBe(200)
    await reset(contextOf({ db: app.db.withPlugin(failingAt(10)) })) // there is no tenth
    expect((await realm.signIn(app, email, new_password)).status).toBe(200)
  })

  test("another address than the token's is refused and leaves the token usable; the same one, however written, is fine", async () => {
    const { email } = await realm.newPerson(app)
    const token = await resetToken(app, realm, email)
    const answer = await realm.reset(app, token, { password: new_password, email: freshEmail() })
    if (realm === store) {
      expect([answer.status, answer.body["code"]]).toEqual([400, "invalid_request"])
      expect(answer.body["errors"]).toEqual([
        { path: "email", code: "mismatch", message: "Must be the address the token was sent to." },
      ])
    } else expect([answer.status, answer.body["code"]]).toEqual([401, "reset_token_invalid"])
    expect((await realm.reset(app, token, { password: new_password, email: email.toUpperCase() })).status).toBe(200)
  })

  test("a body that does not fit the schema costs nobody their token", async () => {
    const { email } = await realm.newPerson(app)
    const token = await resetToken(app, realm, email)
    for (const body of [
      {},
      { password: 1 },
      { password: new_password, extra: 1 },
      { password: new_password, email: [] },
    ]) {
      expect((await realm.reset(app, token, body)).status).toBe(400)
    }
    expect((await realm.reset(app, token, { password: new_password })).status).toBe(200)
  })

  test("the address counts as proven, unless it is another's", async () => {
    const { email, identity_id } = await realm.newPerson(app)
    await realm.reset(app, await resetToken(app, realm, email), { password: new_password })
    const proven = (address: string) =>
      app.db
        .selectFrom("verified_email")
        .select(["auth_identity_id", "via_provider"])
        .where("realm", "=", realm.realm)
        .where("email", "=", address)
        .execute()
    expect(await proven(email)).toEqual([{ auth_identity_id: identity_id, via_provider: "emailpass" }])
    await realm.reset(app, await resetToken(app, realm, email), { password: `${new_password}!` }) // again is no error

    const late = await realm.newPerson(app)
    await app.db
      .insertInto("verified_email")
      .values({ realm: realm.realm, email: late.email, auth_identity_id: identity_id, via_provider: "google" })
      .execute()
    await realm.reset(app, await resetToken(app, realm, late.email), { password: new_password })
    expect(await proven(late.email)).toEqual([{ auth_identity_id: identity_id, via_provider: "google" }])
  })

  test("one password typed on two keyboards is one, and a space at its end counts", async () => {
    const { email } = await realm.newPerson(app)
    await realm.reset(app, await resetToken(app, realm, email), { password: "crème brûlée crème ".normalize("NFD") })
    expect((await realm.signIn(app, email, "crème brûlée crème ".normalize("NFC"))).status).toBe(200)
    expect((await realm.signIn(app, email, "crème brûlée crème")).status).toBe(401)
  })

  test("no token and no password stands in the database, in a log line or in a record", async () => {
    const { email } = await realm.newPerson(app)
    const first = await resetToken(app, realm, email)
    const token = await resetToken(app, realm, email)
    await realm.reset(app, first, { password: new_password })
    await realm.reset(app, token, { password: `${new_password}-kept-nowhere` })
    const everything = `${await dump(app.db)}\n${app.logs().join("\n")}`
    for (const secret of [first, token, "-kept-nowhere"]) expect(everything).not.toContain(secret)
  })
})

describe("POST /auth/customer/{auth_provider}/update", () => {
  const byQuery = (token: string, asking: Parameters<typeof ask>[2] = {}) =>
    ask(app, `${update}?token=${token}`, { body: { password: new_password }, ...asking })

  test("?token= does as well; the header wins; two are 401; none of it is in the log", async () => {
    const { email } = await newCustomer(app)
    const token = await resetToken(app, store, email)
    await refuse(app, update, "token_missing", { body: { password: new_password } })
    expect((await byQuery(token, { token: "another" })).body["code"]).toBe("reset_token_invalid")
    expect((await byQuery(`${token}&token=${token}`)).body["code"]).toBe("token_invalid")
    expect((await byQuery(`${token}&other=1`)).body["code"]).toBe("invalid_request")
    expect((await byQuery("another", { token })).status).toBe(200)
    expect((await byQuery(await resetToken(app, store, email))).status).toBe(200)
    expect(app.logs().join("\n")).not.toContain(token)
  })

  test("W7 the link fetched ten times by GET and HEAD: the token lives", async () => {
    const { email } = await newCustomer(app)
    const token = await resetToken(app, store, email)
    const before = await contents(app.db)
    for (let nth = 0; nth < 10; nth++) {
      for (const method of ["GET", "HEAD"]) {
        const answer = await app.fetch(`/auth/customer/emailpass/update?token=${token}`, {
          method,
          headers: { purpose: "prefetch", "sec-purpose": "prefetch" },
        })
        expect(answer.status).toBe(405)
      }
    }
    expect(await contents(app.db)).toEqual(before)
    expect((await store.reset(app, token, { password: new_password })).status).toBe(200)
  })

  test("J10 a reset token is 401 on every protected operation but this one, by header and by cookie", async () => {
    const { email } = await newCustomer(app)
    const token = await resetToken(app, store, email)
    for (const [id, { method, path, credentials, anonymous }] of Object.entries({
      ...storeOperations,
      ...adminOperations,
    })) {
      if (id === "resetPassword" || credentials.length === 0 || anonymous) continue
      const route = `${method.toUpperCase()} ${path.replace(/\{.*?\}/, "x")}`
      const body = method === "get" ? {} : { body: {} }
      await refuse(app, route, "token_invalid", { token, ...body })
      for (const credential of credentials) {
        if (credential.in === "cookie") {
          // It could be the secret of a cookie, so it is looked up, and nobody's.
          const cookie = `${credential.name.replace("__Host-", "")}=${token}`
          await refuse(app, route, "session_revoked", { cookie, ...body })
        }
        if (credential.in === "header")
          await refuse(app, route, "token_invalid", { headers: { [credential.name]: token }, ...body })
      }
    }
    await refuse(app, "POST /auth/token/refresh", "token_invalid", { token, body: {} })
    expect((await store.reset(app, token, { password: new_password })).status).toBe(200)
  })

  test("tokens of a session, a registration and an administrator are 401 here", async () => {
    const { token, refresh_token, registration_token } = await newCustomer(app)
    const { token: staff } = await admin.newPerson(app)
    for (const wrong of [token, refresh_token, registration_token, staff]) {
      await refuse(app, update, "reset_token_invalid", { token: wrong, body: { password: new_password } })
    }
  })

  test("another provider in the path is 401, and leaves the token usable", async () => {
    const { email } = await newCustomer(app)
    const token = await resetToken(app, store, email)
    for (const provider of ["google", "nope", "emailpass%20"]) {
      await refuse(app, `POST /auth/customer/${provider}/update`, "reset_token_invalid", {
        token,
        body: { password: new_password },
      })
    }
    expect((await store.reset(app, token, { password: new_password })).status).toBe(200)
  })

  test("a session cookie that comes along changes nothing, and no page needs to prove where it is from", async () => {
    const { email } = await newCustomer(app)
    const cookie = await store.cookie(app, email)
    const token = await resetToken(app, store, email)
    const { status } = await ask(app, update, { token, cookie, body: { password: new_password } })
    expect(status).toBe(200)
    await refuse(app, store.me, "session_revoked", { cookie })
  })
})

/** The kind of each statement that was answered; a query inside of another is none. */
function noting(statements: string[]): KyselyPlugin {
  const kinds = new WeakMap<object, string>()
  return {
    transformQuery: ({ queryId, node }) => {
      kinds.set(queryId, node.kind)
      return node
    },
    transformResult: async ({ queryId, result }) => {
      statements.push(kinds.get(queryId) ?? "")
      return result
    },
  }
}

/** The nth statement finds the database gone. */
function failingAt(nth: number): KyselyPlugin {
  let count = 0
  return {
    transformQuery: ({ node }) => {
      if (++count === nth) throw Object.assign(new Error("terminating connection"), { code: "57P01" })
      return node
    },
    transformResult: async ({ result }) => result,
  }
}

/** Writes of one kind into one table fail. */
function failing(kind: string, table: string): KyselyPlugin {
  return {
    transformQuery: ({ node }) => {
      if (node.kind === kind && "into" in node && JSON.stringify(node.into).includes(table))
        throw new Error("disk full")
      return node
    },
    transformResult: async ({ result }) => result,
  }
}
