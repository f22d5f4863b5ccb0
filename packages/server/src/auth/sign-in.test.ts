import { hash } from "@node-rs/argon2"
import type { KyselyPlugin } from "kysely"
import { sql } from "kysely"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
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
  signIn,
  succeed,
} from "../../../../test/setup/people.ts"
import { insertsInto, noting } from "../../../../test/setup/statements.ts"
import type { Context } from "../context.ts"
import type { Realm } from "../lib/access-token.ts"
import { createPasswordHasher } from "../lib/password.ts"
import { createLimits } from "../lib/rate-limit.ts"
import { findSession } from "../sessions/queries.ts"
import { givenCredentials } from "./credentials-given.ts"
import { findPasswordAccount } from "./queries.ts"
import { signInWithPassword } from "./sign-in-with-password.ts"

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const login = "POST /auth/customer/emailpass"
const me = "GET /store/customers/me"
const wrong = `${good_password}!`

const hashOf = async (identity_id: string): Promise<string | undefined> => {
  const row = await app.db
    .selectFrom("password_credential as k")
    .innerJoin("provider_identity as p", "p.id", "k.provider_identity_id")
    .select("k.hash")
    .where("p.auth_identity_id", "=", identity_id)
    .executeTakeFirst()
  return row?.hash
}
const setHash = (identity_id: string, value: string) =>
  app.db
    .updateTable("password_credential")
    .set({ hash: value })
    .where("provider_identity_id", "in", (from) =>
      from.selectFrom("provider_identity").select("id").where("auth_identity_id", "=", identity_id),
    )
    .execute()
const removePassword = (identity_id: string) =>
  app.db
    .deleteFrom("password_credential")
    .where("provider_identity_id", "in", (from) =>
      from.selectFrom("provider_identity").select("id").where("auth_identity_id", "=", identity_id),
    )
    .execute()
const disable = (identity_id: string) =>
  app.db.updateTable("auth_identity").set({ disabled_at: new Date() }).where("id", "=", identity_id).execute()

/** The accounts that a stranger must not be able to tell apart, and one that is there. */
async function accounts() {
  const [known, passwordless, disabled, deleted, unlinked] = await Promise.all([
    newCustomer(app),
    newCustomer(app),
    newCustomer(app),
    newCustomer(app),
    newCustomer(app),
  ])
  await removePassword(passwordless.identity_id)
  await disable(disabled.identity_id)
  await app.db.updateTable("customer").set({ deleted_at: new Date() }).where("id", "=", deleted.customer_id).execute()
  await app.db
    .updateTable("auth_identity")
    .set({ deleted_at: new Date() })
    .where("id", "=", unlinked.identity_id)
    .execute()
  return {
    unknown: freshEmail(),
    known: known.email,
    passwordless: passwordless.email,
    disabled: disabled.email,
    deleted: deleted.email,
    deleted_identity: unlinked.email,
  }
}

describe("POST /auth/customer/{auth_provider}", () => {
  test("200 answers tokens of a new session, and the access token works", async () => {
    const { email, session_id: earlier } = await newCustomer(app)
    const { body, headers } = await succeed(app, login, { body: { email, password: good_password } })
    expect(body).toEqual({
      token: expect.any(String),
      refresh_token: expect.stringMatching(/^[A-Za-z0-9_-]{60}$/),
      expires_in: 86_400,
      token_type: "Bearer",
    })
    expect(claimsOf(body["token"])["sid"]).not.toBe(earlier)
    expect(headers.getSetCookie()).toEqual([expect.stringMatching(/^device=/u)]) // no session in a cookie
    await succeed(app, me, { token: body["token"] })
  })

  test("an identity without a customer gets a registration token and nothing else", async () => {
    const { email } = await newIdentity(app)
    const { body } = await succeed(app, login, { body: { email, password: good_password } })
    expect(Object.keys(body)).toEqual(["token"])
    expect(claimsOf(body["token"])).toMatchObject({ scope: "registration", actor_id: "" })
    await refuse(app, me, "token_invalid", { token: body["token"] })
  })

  test("405 for GET: credentials do not belong in a URL", async () => {
    const answer = await app.fetch("/auth/customer/emailpass?email=a@x.test&password=b")
    expect(answer.status).toBe(405)
    expect(answer.headers.get("allow")).toContain("POST")
  })

  test("credentials that come along are ignored, good or bad", async () => {
    const { email, token } = await newCustomer(app)
    for (const authorization of [`Bearer ${token}`, "Bearer stale", "Basic x"]) {
      await succeed(app, login, { body: { email, password: good_password }, headers: { authorization } })
    }
  })

  test("a disabled account is 401 to a wrong password and 403 to the right one", async () => {
    const { disabled: email } = await accounts()
    await refuse(app, login, "invalid_credentials", { body: { email, password: wrong } })
    await refuse(app, login, "account_disabled", { body: { email, password: good_password } })
  })

  test("a deleted account is 401, also to the right password", async () => {
    const { deleted, deleted_identity } = await accounts()
    for (const email of [deleted, deleted_identity]) {
      await refuse(app, login, "invalid_credentials", { body: { email, password: good_password } })
    }
  })

  test("the realms are separate: an administrator is no customer, a customer no administrator", async () => {
    await refuse(app, login, "invalid_credentials", { body: app.admin })
    const { email } = await newCustomer(app)
    for (const route of ["POST /admin/auth", "POST /admin/auth/token"]) {
      await refuse(app, route, "invalid_credentials", { body: { email, password: good_password } })
    }
  })

  test("P7 unknown, wrong, passwordless, disabled and deleted: one status, the same bytes but for the request id, one hash each", async () => {
    const { unknown, known, passwordless, disabled, deleted, deleted_identity } = await accounts()
    const bodies = new Set<string>()
    const headers = new Set<string>()
    for (let round = 0; round < 20; round++) {
      for (const email of [unknown, known, passwordless, disabled, deleted, deleted_identity]) {
        const runs = app.services.passwords.runs()
        const answer = await ask(app, login, { body: { email, password: wrong } })
        expect(answer.status).toBe(401)
        expect(app.services.passwords.runs() - runs).toBe(1)
        const id = answer.headers.get("x-request-id") ?? ""
        expect(id).not.toBe("")
        bodies.add(answer.text.replaceAll(id, ""))
        const same = [...answer.headers].filter(([name]) => name !== "x-request-id" && name !== "date")
        headers.add(JSON.stringify(same))
      }
    }
    expect(bodies.size).toBe(1)
    expect(headers.size).toBe(1)
  })

  test.each<Realm>(["store", "admin"])(
    "P7 in the %s realm every refusal is the same statements and one hash",
    async (realm) => {
      const { unknown, known, passwordless, disabled, deleted } = await accounts()
      const emails = realm === "store" ? [unknown, known, passwordless, disabled, deleted] : [unknown, app.admin.email]
      const work = await Promise.all(
        emails.map(async (email) => {
          const statements: string[] = []
          const passwords = await createPasswordHasher({ at_once: 1 })
          const context: Context = {
            ...app.services,
            passwords,
            db: app.db.withPlugin(noting(statements)),
            request: { id: "req_test", ip: undefined, ip_bucket: "test", user_agent: undefined, cookie: undefined },
          }
          await expect(
            signInWithPassword(context, realm, givenCredentials({ email, password: wrong })),
          ).rejects.toMatchObject({
            code: "invalid_credentials",
          })
          return { statements, hashes: passwords.runs() }
        }),
      )
      for (const one of work) expect(one).toEqual({ statements: ["SelectQueryNode", "InsertQueryNode"], hashes: 1 })
    },
  )

  test("a sign-in is four statements: the attempt is counted, the account read, the session stored, the count settled", async () => {
    const { email } = await newCustomer(app)
    const statements: string[] = []
    const db = app.db.withPlugin(noting(statements))
    const context: Context = {
      ...app.services,
      db,
      limits: createLimits({ ...app.services, db, budgets: app.config.budgets }),
      request: { id: "req_test", ip: undefined, ip_bucket: "test", user_agent: undefined, cookie: undefined },
    }
    await signInWithPassword(context, "store", { email, password: good_password })
    expect(statements).toEqual(["RawNode", "SelectQueryNode", "SelectQueryNode", "RawNode"])
  })

  test("the record says what the caller was not told", async () => {
    const reasons = async (email: string) => {
      await ask(app, login, { body: { email, password: wrong } })
      const row = await app.db
        .selectFrom("audit_event")
        .select(["reason", "outcome"])
        .where("event", "=", "sign_in")
        .orderBy("id", "desc")
        .executeTakeFirst()
      return row
    }
    const { unknown, known, passwordless, disabled } = await accounts()
    expect(await reasons(unknown)).toEqual({ reason: "unknown_address", outcome: "failure" })
    expect(await reasons(known)).toEqual({ reason: "wrong_password", outcome: "failure" })
    expect(await reasons(passwordless)).toEqual({ reason: "no_password", outcome: "failure" })
    expect(await reasons(disabled)).toEqual({ reason: "wrong_password", outcome: "failure" })
  })

  test("P14 a hash with old parameters: 20 parallel sign-ins are all 200, and it is upgraded once", async () => {
    const { email, identity_id } = await newCustomer(app)
    const old = await hash(good_password, { memoryCost: 8_192, timeCost: 1, parallelism: 1 })
    await setHash(identity_id, old)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => ask(app, login, { body: { email, password: good_password } })),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
    const better = await hashOf(identity_id)
    expect(better).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    await signIn(app, email)
    expect(await hashOf(identity_id)).toBe(better)
  })

  test("P15 a corrupt or empty hash is 401 and an alarm in the log", async () => {
    for (const corrupt of ["", "corrupt", "$argon2id$v=19$m=19456,t=2,p=1$", "$2b$10$x"]) {
      const { email, identity_id } = await newCustomer(app)
      await setHash(identity_id, corrupt)
      const before = app.logs().length
      for (const password of [good_password, "", corrupt]) {
        await refuse(app, login, "invalid_credentials", { body: { email, password } })
      }
      const alarms = app
        .logs()
        .slice(before)
        .filter((line) => line.includes('"level":"error"') && line.includes(identity_id))
      expect(alarms).toHaveLength(3)
    }
  })

  test("P12 100 sign-ins at once: 200 or 503 with Retry-After, and health answers meanwhile", async () => {
    const { email } = await newCustomer(app)
    const answers = Array.from({ length: 100 }, () => ask(app, login, { body: { email, password: good_password } }))
    const health = await Promise.all(Array.from({ length: 5 }, () => app.fetch("/health")))
    expect(health.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    for (const { status, headers, text } of await Promise.all(answers)) {
      expect([200, 503], text).toContain(status)
      if (status === 503) expect(headers.get("retry-after")).toMatch(/^[1-9]\d*$/)
    }
  })

  test("a password changed while the sign-in was hashing: the session is born dead", async () => {
    const { email, identity_id } = await newCustomer(app)
    const read = await findPasswordAccount(app.db, "store", email)
    const { passwords } = app.services
    const context: Context = {
      ...app.services,
      // The change happens between the read and the insert, where no transaction is open.
      passwords: {
        ...passwords,
        async verify(...given) {
          const verdict = await passwords.verify(...given)
          await app.db
            .updateTable("auth_identity")
            .set({ session_epoch: sql<number>`session_epoch + 1` })
            .where("id", "=", identity_id)
            .execute()
          return verdict
        },
      },
      request: { id: "req_test", ip: undefined, ip_bucket: "test", user_agent: undefined, cookie: undefined },
    }
    const { session } = await signInWithPassword(context, "store", { email, password: good_password })
    expect((await findSession(app.db, session.id))?.live).toBe(false)
    expect(read?.session_epoch).toBe(0)
  })

  test("N10 when the record cannot be written nobody is signed in: 503, and no session", async () => {
    const { email, identity_id } = await newCustomer(app)
    const sessions = async () =>
      (await app.db.selectFrom("session").select("id").where("auth_identity_id", "=", identity_id).execute()).length
    const before = await sessions()
    const fail: KyselyPlugin = {
      transformQuery: ({ node }) => {
        if (insertsInto(node, "audit_event")) throw new Error("disk full")
        return node
      },
      transformResult: async ({ result }) => result,
    }
    const context: Context = {
      ...app.services,
      db: app.db.withPlugin(fail),
      request: { id: "req_test", ip: undefined, ip_bucket: "test", user_agent: undefined, cookie: undefined },
    }
    for (const password of [good_password, wrong]) {
      await expect(signInWithPassword(context, "store", { email, password })).rejects.toMatchObject({
        code: "temporarily_unavailable",
        status: 503,
      })
    }
    expect(await sessions()).toBe(before)
  })

  test("S6 two sign-ins are two sessions; what the browser says of itself is cut at 256", async () => {
    const { email } = await newCustomer(app)
    const agent = `<script>alert(1)</script>${"x".repeat(2_000)}`
    const sign = () =>
      succeed(app, login, { body: { email, password: good_password }, headers: { "user-agent": agent } })
    const [one, two] = [claimsOf((await sign()).body["token"]), claimsOf((await sign()).body["token"])]
    expect(one["sid"]).not.toBe(two["sid"])
    const row = await app.db
      .selectFrom("session")
      .selectAll()
      .where("id", "=", String(one["sid"]))
      .executeTakeFirstOrThrow()
    expect(row.user_agent).toBe(agent.slice(0, 256))
    expect(row.ip).toContain("127.0.0.1")
  })
})
