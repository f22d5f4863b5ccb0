import type { KyselyPlugin } from "kysely"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { TestApp } from "../../../../test/setup/app.ts"
import { startTestApp } from "../../../../test/setup/app.ts"
import { atOnce } from "../../../../test/setup/at-once.ts"
import { mailed } from "../../../../test/setup/mailed.ts"
import {
  adminToken,
  anotherInstance,
  ask,
  good_password,
  newIdentity,
  refuse,
  succeed,
} from "../../../../test/setup/people.ts"
import { admin, resetToken, store } from "../../../../test/setup/realms.ts"
import { contents, dump } from "../../../../test/setup/rows.ts"
import type { Context } from "../context.ts"
import { budgetsOf } from "../lib/budgets.ts"
import { changePassword } from "./change-password.ts"

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ budgets: budgetsOf({ profile: "tests", overrides: {} }, false) })
})
afterAll(() => app.close())

const realms = [store, admin]
const new_password = "quiet meadow lantern orbit"
const changing = { current_password: good_password, password: new_password }
const wrong = `${good_password}!`

const reasonsOf = async (identity_id: string) =>
  (
    await app.db
      .selectFrom("audit_event")
      .select(["outcome", "reason"])
      .where("auth_identity_id", "=", identity_id)
      .where("event", "=", "password_change")
      .orderBy("id")
      .execute()
  ).map(({ outcome, reason }) => (reason === null ? outcome : `${outcome} ${reason}`))

describe.each(realms)("changing one's own password, $realm", (realm) => {
  test("200: the new password signs in, the old one does not, and the owner is told", async () => {
    const { email, token, identity_id } = await realm.newPerson(app)
    const { body, headers } = await succeed(app, realm.change, { token, body: changing })
    expect(body).toEqual({ success: true })
    expect(headers.get("cache-control")).toBe("no-store")
    expect(headers.getSetCookie()).toEqual([])
    expect((await realm.signIn(app, email, new_password)).status).toBe(200)
    expect((await realm.signIn(app, email)).body["code"]).toBe("invalid_credentials")
    expect(await mailed(app, email)).toEqual([
      { topic: "auth.password_changed", payload: { entity_id: email, actor_type: realm.actor_type } },
    ])
    expect(await reasonsOf(identity_id)).toEqual(["success"])
  })

  test("P15 a corrupt or empty hash is 401 and an alarm in the log, and a reset mends it", async () => {
    for (const corrupt of ["", "corrupt", "$argon2id$v=19$m=19456,t=2,p=1$"]) {
      const { email, token, identity_id } = await realm.newPerson(app)
      await app.db
        .updateTable("password_credential")
        .set({ hash: corrupt })
        .where("provider_identity_id", "in", (query) =>
          query.selectFrom("provider_identity").select("id").where("auth_identity_id", "=", identity_id),
        )
        .execute()
      await refuse(app, realm.change, "invalid_credentials", { token, body: changing })
      expect((await realm.signIn(app, email)).body["code"]).toBe("invalid_credentials")
      const alarms = app.logs().filter((line) => line.includes('"level":"error"') && line.includes(identity_id))
      expect(alarms).toHaveLength(2)
      const mailed_token = await resetToken(app, realm, email)
      expect((await realm.reset(app, mailed_token, { password: new_password })).status).toBe(200)
      expect((await realm.signIn(app, email, new_password)).status).toBe(200)
    }
  })

  test("J12 all other sessions end, on every instance; the one that asks goes on, with all its credentials", async () => {
    const { email } = await realm.newPerson(app)
    const others = [await realm.signIn(app, email), await realm.signIn(app, email)].map(realm.tokenOf)
    const cookie = await realm.cookie(app, email)
    const mine = await realm.signIn(app, email)
    const token = realm.tokenOf(mine)
    const other = await anotherInstance(app)
    for (const one of others) await succeed(other, realm.me, { token: one }) // remembered there
    await succeed(app, realm.change, { token, body: changing })
    for (const one of others) {
      await refuse(other, realm.me, "session_revoked", { token: one })
      await refuse(other, "POST /auth/token/refresh", "session_revoked", { token: one })
    }
    await refuse(other, realm.me, "session_revoked", { cookie })
    await succeed(other, realm.me, { token })
    await succeed(other, "POST /auth/token/refresh", { token })
    const refresh_token = mine.body["refresh_token"]
    if (refresh_token !== undefined) await succeed(other, "POST /auth/token/refresh", { body: { refresh_token } })
    await other.close()
  })

  test("by cookie: the cookie goes on", async () => {
    const { email, token } = await realm.newPerson(app)
    const cookie = await realm.cookie(app, email)
    await succeed(app, realm.change, { cookie, body: changing })
    await succeed(app, realm.me, { cookie })
    await refuse(app, realm.me, "session_revoked", { token })
  })

  test("by cookie from a foreign page it is 403, and nothing changes", async () => {
    const { email } = await realm.newPerson(app)
    const cookie = await realm.cookie(app, email)
    const foreign: Record<string, string>[] = [{ origin: "https://evil.test" }, { "sec-fetch-site": "cross-site" }]
    for (const headers of foreign) {
      await refuse(app, realm.change, "csrf_failed", { cookie, headers, body: changing })
    }
    expect((await realm.signIn(app, email)).status).toBe(200)
  })

  test("mailed reset tokens stop working", async () => {
    const { email, token } = await realm.newPerson(app)
    const reset = await resetToken(app, realm, email)
    await succeed(app, realm.change, { token, body: changing })
    expect((await realm.reset(app, reset, { password: new_password })).body["code"]).toBe("reset_token_invalid")
  })

  test("401 for a wrong current password, and nothing changes", async () => {
    const { email, token, identity_id } = await realm.newPerson(app)
    const before = await contents(app.db, ["audit_event", "rate_limit"])
    for (const current_password of [wrong, "", new_password, `${good_password} `]) {
      await refuse(app, realm.change, "invalid_credentials", { token, body: { ...changing, current_password } })
    }
    expect(await contents(app.db, ["audit_event", "rate_limit"])).toEqual(before)
    expect(await reasonsOf(identity_id)).toEqual(Array.from({ length: 4 }, () => "failure wrong_password"))
    expect((await realm.signIn(app, email)).status).toBe(200)
  })

  test("422 for a new password that does not meet the policy, and nothing changes", async () => {
    const { email, token } = await realm.newPerson(app)
    for (const password of [realm === store ? "7 chars" : "14 characters.", "", "x".repeat(129), email]) {
      const { errors } = await refuse(app, realm.change, "weak_password", { token, body: { ...changing, password } })
      expect(errors).toMatchObject([{ path: "password" }])
    }
    expect((await realm.signIn(app, email)).status).toBe(200)
  })

  test("an account without a password is 401, for the hash that a wrong one costs", async () => {
    const { token, identity_id } = await realm.newPerson(app)
    await app.db
      .deleteFrom("password_credential")
      .where("provider_identity_id", "in", (from) =>
        from.selectFrom("provider_identity").select("id").where("auth_identity_id", "=", identity_id),
      )
      .execute()
    const runs = app.services.passwords.runs()
    await refuse(app, realm.change, "invalid_credentials", { token, body: changing })
    expect(app.services.passwords.runs() - runs).toBe(1)
    expect(await reasonsOf(identity_id)).toEqual(["failure no_password"])
  })

  test("of two changes at once from two sessions one is 200, and its session is the one that lives", async () => {
    const { email } = await realm.newPerson(app)
    const tokens = [realm.tokenOf(await realm.signIn(app, email)), realm.tokenOf(await realm.signIn(app, email))]
    const [method = "", path = ""] = realm.change.split(" ")
    expect(method).toBe("POST")
    const answers = await atOnce(
      tokens.map((token, nth) => ({
        url: `${app.url}${path}`,
        headers: { authorization: `Bearer ${token}` },
        body: { ...changing, password: `${new_password} ${nth}` },
      })),
    )
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401])
    const winner = answers.findIndex(({ status }) => status === 200)
    await succeed(app, realm.me, { token: tokens[winner] })
    await refuse(app, realm.me, "session_revoked", { token: tokens[1 - winner] })
    expect((await realm.signIn(app, email, `${new_password} ${winner}`)).status).toBe(200)
    expect((await realm.signIn(app, email, `${new_password} ${1 - winner}`)).status).toBe(401)
  })

  test("J12 a sign-in with the old password that is under way is born dead", async () => {
    const { email, token } = await realm.newPerson(app)
    const verify = app.services.passwords.verify
    const read = Promise.withResolvers<void>()
    const go_on = Promise.withResolvers<void>()
    // The sign-in has read the old hash and the old epoch, and waits where no transaction is open.
    app.services.passwords.verify = async (...given) => {
      const verdict = await verify(...given)
      read.resolve()
      await go_on.promise
      return verdict
    }
    const signing_in = realm.signIn(app, email)
    await read.promise
    app.services.passwords.verify = verify
    await succeed(app, realm.change, { token, body: changing })
    go_on.resolve()
    const signed_in = await signing_in
    expect(signed_in.status).toBe(200)
    await refuse(app, realm.me, "session_revoked", { token: realm.tokenOf(signed_in) })
    await succeed(app, realm.me, { token })
  })

  test("of a change and a reset at once one succeeds, and the other is refused", async () => {
    const { email, token } = await realm.newPerson(app)
    const reset = await resetToken(app, realm, email)
    const [changed, was_reset] = await Promise.all([
      ask(app, realm.change, { token, body: changing }),
      realm.reset(app, reset, { password: `${new_password} by mail` }),
    ])
    expect([changed.status, was_reset.status].toSorted((a, b) => a - b)).toEqual([200, 401])
    const password = changed.status === 200 ? new_password : `${new_password} by mail`
    expect((await realm.signIn(app, email, password)).status).toBe(200)
  })

  test("the database fails at any statement of it: nothing has changed, and the retry succeeds", async () => {
    const { email, identity_id, actor_id, session_id, token } = await realm.newPerson(app)
    const change = (nth: number) => {
      const context: Context = {
        ...app.services,
        db: app.db.withPlugin(failingAt(nth)),
        request: { id: "req_test", ip: undefined, ip_bucket: "test", user_agent: undefined, cookie: undefined },
      }
      return changePassword(context, {
        realm: realm.realm,
        auth_identity_id: identity_id,
        actor_id,
        session_id,
        ...changing,
      })
    }
    for (let nth = 1; nth <= 7; nth++) {
      const before = await contents(app.db)
      await expect(change(nth), `statement ${nth}`).rejects.toThrow()
      expect(await contents(app.db), `statement ${nth}`).toEqual(before)
    }
    await change(8) // there is no eighth
    expect((await realm.signIn(app, email, new_password)).status).toBe(200)
    await succeed(app, realm.me, { token })
  })

  test("no password stands in the database, a log line or a record", async () => {
    const { token } = await realm.newPerson(app)
    await ask(app, realm.change, { token, body: { current_password: "wrong-kept-nowhere", password: new_password } })
    await succeed(app, realm.change, { token, body: { ...changing, password: `${new_password}-kept-nowhere` } })
    expect(`${await dump(app.db)}\n${app.logs().join("\n")}`).not.toContain("-kept-nowhere")
  })
})

describe("POST /auth/customer/{auth_provider}/password", () => {
  test("404 for an unknown provider, 400 for one that knows no passwords", async () => {
    const { token } = await store.newPerson(app)
    await refuse(app, "POST /auth/customer/nope/password", "not_found", { token, body: changing })
    for (const provider of ["google", "github"]) {
      const { type, message } = await refuse(app, `POST /auth/customer/${provider}/password`, "invalid_request", {
        token,
        body: changing,
      })
      expect([type, message]).toEqual(["not_allowed", "This provider knows no passwords."])
    }
  })

  test("a registration token is 401, and so is one of staff", async () => {
    const { token } = await newIdentity(app)
    for (const wrong_kind of [token, await adminToken(app)]) {
      await refuse(app, store.change, "token_invalid", { token: wrong_kind, body: changing })
    }
  })
})

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
