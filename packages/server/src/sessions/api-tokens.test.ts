import { randomBytes } from "node:crypto"
import { adminOperations } from "@covenant/contract/admin"
import { storeOperations } from "@covenant/contract/store"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { age } from "../../../../test/setup/age.ts"
import type { TestApp } from "../../../../test/setup/app.ts"
import { startTestApp } from "../../../../test/setup/app.ts"
import {
  adminToken,
  anotherInstance,
  ask,
  good_password,
  newCustomer,
  refuse,
  succeed,
  type Asking,
} from "../../../../test/setup/people.ts"
import { admin } from "../../../../test/setup/realms.ts"
import { contents, dump } from "../../../../test/setup/rows.ts"
import { budgetsOf } from "../lib/budgets.ts"

let app: TestApp
let other: TestApp
beforeAll(async () => {
  app = await startTestApp({ budgets: budgetsOf({ profile: "tests", overrides: {} }, false) })
  other = await anotherInstance(app)
})
afterAll(async () => {
  await other.close()
  await app.close()
})

const newToken = (): string => `tok_${randomBytes(24).toString("base64url")}`
const by = (api_token: string): Asking => ({ headers: { "x-medusa-access-token": api_token } })

/** A member of staff, an administrator, whom a program may act as. */
async function newProgram() {
  const person = await admin.newPerson(app)
  const api_token = newToken()
  await succeed(app, `POST /admin/users/${person.actor_id}`, { token: person.token, body: { api_token } })
  return { ...person, api_token }
}
const keysOf = (user_id: string) =>
  app.db.selectFrom("secret_api_key").selectAll().where("user_id", "=", user_id).execute()

describe("x-medusa-access-token", () => {
  test("acts as its user, without a session and without a proof of where the request is from", async () => {
    const { api_token, actor_id, email } = await newProgram()
    const { body } = await succeed(app, admin.me, by(api_token))
    expect(body["user"]).toMatchObject({ id: actor_id, email, api_token: null })
    const sent = { headers: { "x-medusa-access-token": api_token, origin: "https://evil.test" } }
    await succeed(app, `POST /admin/users/${actor_id}`, { ...sent, body: { first_name: "Bot" } })
  })

  test("M2 every protected operation of the admin takes it, and none of the store does", async () => {
    const { api_token } = await newProgram()
    for (const [id, { method, path, credentials }] of Object.entries(adminOperations)) {
      if (credentials.length === 0) continue
      const route = `${method.toUpperCase()} ${path.replace(/\{.*?\}/, "x")}`
      const { status, text } = await ask(app, route, { ...by(api_token), ...(method === "get" ? {} : { body: {} }) })
      expect([200, 400, 404], `${id}: ${text}`).toContain(status)
    }
    for (const { method, path, credentials, anonymous } of Object.values(storeOperations)) {
      if (credentials.length === 0 || anonymous) continue
      const route = `${method.toUpperCase()} ${path.replace(/\{.*?\}/, "x")}`
      await refuse(app, route, "token_missing", { ...by(api_token), ...(method === "get" ? {} : { body: {} }) })
    }
  }, 60_000)

  test("anything else is the same 401, and is not looked up when it could be none", async () => {
    const { api_token } = await newProgram()
    const { token } = await newCustomer(app)
    const before = await contents(app.db, [])
    for (const wrong of [
      "",
      "x",
      api_token.slice(0, 31),
      `${api_token}x`,
      api_token.toUpperCase(),
      newToken(),
      "' or 1=1 --                     ",
      token,
      app.publishable_key,
      `Bearer ${api_token}`,
      "x".repeat(4000),
    ]) {
      await refuse(app, admin.me, "token_invalid", by(wrong))
    }
    await refuse(app, admin.me, "token_invalid", { token: api_token })
    await refuse(app, admin.me, "session_revoked", { cookie: `admin_sid=${"a".repeat(43)}` })
    expect(await contents(app.db, [])).toEqual(before)
  })

  test("two of them are 401, and beside one the Authorization header decides", async () => {
    const { api_token, token } = await newProgram()
    const twice = new Headers([
      ["x-medusa-access-token", api_token],
      ["x-medusa-access-token", api_token],
    ])
    expect((await app.fetch("/admin/auth", { headers: twice })).status).toBe(401)
    await refuse(app, admin.me, "token_invalid", { ...by(api_token), token: "stale" })
    await succeed(app, admin.me, { headers: { "x-medusa-access-token": "stale" }, token })
  })

  test("beside a cookie it decides, good or bad", async () => {
    const { api_token, email, actor_id } = await newProgram()
    const stranger = await admin.newPerson(app)
    const cookie = await admin.cookie(app, stranger.email)
    const { body } = await succeed(app, admin.me, { ...by(api_token), cookie })
    expect(body["user"]).toMatchObject({ id: actor_id, email })
    await refuse(app, admin.me, "token_invalid", { ...by(newToken()), cookie })
  })

  test("is replaced by the next, and taken away by null, for the next request on every instance", async () => {
    const { api_token, actor_id, token } = await newProgram()
    const next = newToken()
    const set = (value: string | null) =>
      succeed(app, `POST /admin/users/${actor_id}`, { token, body: { api_token: value } })
    await succeed(other, admin.me, by(api_token))
    await set(next)
    await refuse(other, admin.me, "token_invalid", by(api_token))
    await succeed(other, admin.me, by(next))
    await set(null)
    await refuse(other, admin.me, "token_invalid", by(next))
  })

  test("dies with its user's account: disabled, and enabled again; deleted", async () => {
    const boss = await admin.newPerson(app)
    const program = await newProgram()
    await succeed(app, `POST /admin/users/${program.actor_id}/disable`, { token: boss.token })
    await refuse(other, admin.me, "token_invalid", by(program.api_token))
    await succeed(app, `POST /admin/users/${program.actor_id}/enable`, { token: boss.token })
    await refuse(other, admin.me, "token_invalid", by(program.api_token))
    const deleted = await newProgram()
    await succeed(app, `DELETE /admin/users/${deleted.actor_id}`, { token: boss.token })
    await refuse(other, admin.me, "token_invalid", by(deleted.api_token))
  })

  test.each<[string, (program: Awaited<ReturnType<typeof newProgram>>) => Promise<unknown>]>([
    [
      "the identity is disabled",
      ({ identity_id }) =>
        app.db.updateTable("auth_identity").set({ disabled_at: new Date() }).where("id", "=", identity_id).execute(),
    ],
    [
      "the identity is deleted",
      ({ identity_id }) =>
        app.db.updateTable("auth_identity").set({ deleted_at: new Date() }).where("id", "=", identity_id).execute(),
    ],
    [
      "the user is deleted",
      ({ actor_id }) => app.db.updateTable("user").set({ deleted_at: new Date() }).where("id", "=", actor_id).execute(),
    ],
    [
      "the user is unlinked",
      ({ actor_id }) => app.db.deleteFrom("actor_link").where("actor_id", "=", actor_id).execute(),
    ],
    [
      "the key is revoked",
      ({ actor_id }) =>
        app.db.updateTable("secret_api_key").set({ revoked_at: new Date() }).where("user_id", "=", actor_id).execute(),
    ],
    [
      "the key has expired",
      ({ actor_id }) =>
        app.db
          .updateTable("secret_api_key")
          .set({ expires_at: new Date(0) })
          .where("user_id", "=", actor_id)
          .execute(),
    ],
    [
      "the key is of another kind",
      ({ actor_id }) =>
        app.db
          .updateTable("secret_api_key")
          .set({ kind: "secret", title: "Warehouse", redacted: "sk_", role: "admin" })
          .where("user_id", "=", actor_id)
          .execute(),
    ],
  ])("whoever writes the row: 401 at the next request when %s", async (_title, end) => {
    const program = await newProgram()
    await succeed(other, admin.me, by(program.api_token))
    await end(program)
    await refuse(other, admin.me, "token_invalid", by(program.api_token))
  })

  test("has no session: none is current, signing out ends nothing, and the others are all there are", async () => {
    const { api_token, token, session_id } = await newProgram()
    const { body } = await succeed(app, admin.sessions, by(api_token))
    expect(body["sessions"]).toEqual([expect.objectContaining({ id: session_id, current: false })])
    await succeed(app, "DELETE /admin/auth", by(api_token))
    await succeed(app, admin.me, { token })
    await succeed(app, admin.revoke_others, by(api_token))
    await refuse(app, admin.me, "session_revoked", { token })
    await succeed(app, admin.me, by(api_token))
  })

  test("survives a change and a reset of the password, which end all sessions", async () => {
    const { api_token, token, email } = await newProgram()
    const password = "quiet meadow lantern orbit"
    const body = { current_password: good_password, password }
    await succeed(app, admin.change, { ...by(api_token), body })
    await refuse(app, admin.me, "session_revoked", { token })
    await succeed(app, admin.me, by(api_token))
    expect((await admin.signIn(app, email, password)).status).toBe(200)
  })

  test("its use is noted at most once a minute, whatever is asked at once", async () => {
    const { api_token, actor_id } = await newProgram()
    const used = async () => (await keysOf(actor_id))[0]?.last_used_at?.getTime()
    expect(await used()).toBeUndefined()
    await succeed(app, admin.me, by(api_token))
    const first = await used()
    expect(first).toBeGreaterThan(0)
    await Promise.all(Array.from({ length: 5 }, () => succeed(app, admin.me, by(api_token))))
    expect(await used()).toBe(first)
    const [key] = await keysOf(actor_id)
    await age(app.db, "secret_api_key", key?.id ?? "", 61)
    await succeed(app, admin.me, by(api_token))
    expect(await used()).toBeGreaterThanOrEqual(first ?? 0)
  })

  test("stands neither in the database nor in a log line", async () => {
    const { api_token } = await newProgram()
    await succeed(app, admin.me, by(api_token))
    const wrong = newToken()
    await refuse(app, admin.me, "token_invalid", by(wrong))
    const everything = `${await dump(app.db)}\n${app.logs().join("\n")}`
    expect(everything).not.toContain(api_token)
    expect(everything).not.toContain(wrong)
    expect(everything).not.toContain(await adminToken(app))
  })
})
