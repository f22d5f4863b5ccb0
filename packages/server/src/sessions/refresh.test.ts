import type { KyselyPlugin } from "kysely"
import { sql } from "kysely"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { age } from "../../../../test/setup/age.ts"
import type { TestApp } from "../../../../test/setup/app.ts"
import { startTestApp } from "../../../../test/setup/app.ts"
import {
  adminToken,
  anotherInstance,
  ask,
  claimsOf,
  newCustomer,
  newIdentity,
  refuse,
  signIn,
  succeed,
} from "../../../../test/setup/people.ts"
import { contents, dump } from "../../../../test/setup/rows.ts"
import { noting } from "../../../../test/setup/statements.ts"
import { readPayload } from "../lib/outbox.ts"

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const refresh = "POST /auth/token/refresh"
const me = "GET /store/customers/me"
const rowOf = (session_id: string) =>
  app.db.selectFrom("session").selectAll().where("id", "=", session_id).executeTakeFirstOrThrow()
const rotate = async (refresh_token: unknown, on: TestApp = app) =>
  (await succeed(on, refresh, { body: { refresh_token } })).body

describe("POST /auth/token/refresh by the credential of the request", () => {
  test("200 answers a token of the same session and nothing else", async () => {
    const { token, session_id } = await newCustomer(app)
    for (const body of [undefined, {}]) {
      const answer = await succeed(app, refresh, { token, ...(body ? { body } : {}) })
      expect(Object.keys(answer.body)).toEqual(["token"])
      expect(claimsOf(answer.body["token"])["sid"]).toBe(session_id)
      expect(answer.body["token"]).not.toBe(token)
      expect(answer.headers.get("cache-control")).toBe("no-store")
      await succeed(app, me, { token: answer.body["token"] })
    }
  })

  test("the old access token lives to its own end", async () => {
    const { token } = await newCustomer(app)
    await succeed(app, refresh, { token })
    await succeed(app, me, { token })
  })

  test("serves both realms: the administrator's token stays one of the admin", async () => {
    const { body } = await succeed(app, refresh, { token: await adminToken(app) })
    expect(claimsOf(body["token"])).toMatchObject({ aud: "admin", actor_type: "user" })
    await succeed(app, "GET /admin/auth", { token: body["token"] })
  })

  test("a registration token stays one until there is a customer, then any instance answers the full token at once", async () => {
    const { email, token } = await newIdentity(app)
    const still = await succeed(app, refresh, { token })
    expect(claimsOf(still.body["token"])).toMatchObject({ scope: "registration", actor_id: "" })
    const { body } = await succeed(app, "POST /store/customers", { token, body: { email } })
    const other = await anotherInstance(app)
    try {
      const full = await succeed(other, refresh, { token })
      expect(claimsOf(full.body["token"])).toMatchObject({
        scope: "full",
        actor_id: (body["customer"] as { id: string }).id,
        app_metadata: { customer_id: (body["customer"] as { id: string }).id },
      })
      await succeed(other, me, { token: full.body["token"] })
    } finally {
      await other.close()
    }
  })

  test("a second registration session of the same identity becomes full by its refresh, and lives as long as one", async () => {
    const { email, token } = await newIdentity(app)
    const second = await newIdentity(app, email)
    await succeed(app, "POST /store/customers", { token, body: { email } })
    const { body } = await succeed(app, refresh, { token: second.token })
    expect(claimsOf(body["token"])).toMatchObject({ scope: "full" })
    const row = await rowOf(second.session_id)
    expect(row).toMatchObject({ scope: "full", actor_id: claimsOf(body["token"])["actor_id"] })
    expect(row.expires_at.getTime() - row.created_at.getTime()).toBe(app.config.session_absolute_seconds * 1000)
  })

  test("a registration token whose owner has become a customer gets the first refresh token, again if the answer was lost, until it is used", async () => {
    const { email, token, session_id } = await newIdentity(app)
    expect(Object.keys((await succeed(app, refresh, { token })).body)).toEqual(["token"])
    await succeed(app, "POST /store/customers", { token, body: { email } })
    const [first, again] = [await succeed(app, refresh, { token }), await succeed(app, refresh, { token })]
    expect(first.body).toMatchObject({ token_type: "Bearer", expires_in: expect.any(Number) })
    expect(again.body["refresh_token"]).toBe(first.body["refresh_token"])
    expect(Object.keys((await succeed(app, refresh, { token: first.body["token"] })).body)).toEqual(["token"])
    const next = await rotate(first.body["refresh_token"])
    expect(claimsOf(next["token"])).toMatchObject({ scope: "full", sid: session_id })
    expect(Object.keys((await succeed(app, refresh, { token })).body)).toEqual(["token"])
  })

  test("a cookie never gets a refresh token", async () => {
    const { email, token } = await newIdentity(app)
    const signed = await succeed(app, "POST /auth/session", { token })
    const cookie = signed.headers.getSetCookie()[0]?.split(";")[0] ?? ""
    await succeed(app, "POST /store/customers", { token, body: { email } })
    const { body } = await succeed(app, refresh, { cookie, headers: { origin: app.url } })
    expect(Object.keys(body)).toEqual(["token"])
  })

  test("aal and auth_time never rise", async () => {
    const { token, session_id } = await newCustomer(app)
    await age(app.db, "session", session_id, 3_600)
    const { body } = await succeed(app, refresh, { token })
    const [before, after] = [claimsOf(token), claimsOf(body["token"])]
    expect(after["aal"]).toBe(before["aal"])
    expect(after["auth_time"]).toBe(Number(before["auth_time"]) - 3_600)
  })

  test("401 token_missing without any credential, and the reason of one that cannot be used", async () => {
    await refuse(app, refresh, "token_missing")
    await refuse(app, refresh, "token_missing", { body: {} })
    await refuse(app, refresh, "token_invalid", { token: "nonsense" })
    const { token } = await newCustomer(app)
    await succeed(app, "DELETE /auth/session", { token })
    await refuse(app, refresh, "session_revoked", { token })
  })
})

describe("POST /auth/token/refresh by a refresh token", () => {
  test("a rotation is three statements: the attempt is counted, the session read, the next token made current", async () => {
    const { refresh_token } = await newCustomer(app)
    const statements: string[] = []
    const counted = await anotherInstance(app, app.db.withPlugin(noting(statements)))
    try {
      const { refresh_token: next } = await rotate(refresh_token, counted)
      statements.length = 0
      await rotate(next, counted)
      expect(statements).toEqual(["RawNode", "SelectQueryNode", "UpdateQueryNode"])
    } finally {
      await counted.close()
    }
  })

  test("200 answers the next refresh token; no header is needed, an expired access token does no harm", async () => {
    const own = await startTestApp({ access_ttl_seconds: 60 })
    try {
      const { token, refresh_token, session_id } = await newCustomer(own)
      own.clock.advance(120)
      await refuse(own, me, "token_expired", { token })
      const { body } = await succeed(own, refresh, { token, body: { refresh_token } })
      expect(body).toEqual({
        token: expect.any(String),
        refresh_token: expect.stringMatching(/^[A-Za-z0-9_-]{60}$/),
        expires_in: 60,
        token_type: "Bearer",
      })
      expect(body["refresh_token"]).not.toBe(refresh_token)
      expect(claimsOf(body["token"])["sid"]).toBe(session_id)
      await succeed(own, me, { token: body["token"] })
    } finally {
      await own.close()
    }
  })

  test("with a live access token of the same session beside it, 200", async () => {
    const { token, refresh_token } = await newCustomer(app)
    await succeed(app, refresh, { token, body: { refresh_token } })
  })

  test("a chain of ten is ten tokens, one session and no more rows", async () => {
    const { refresh_token, session_id, identity_id } = await newCustomer(app)
    const seen = new Set([refresh_token])
    let current: unknown = refresh_token
    for (let i = 0; i < 10; i++) {
      current = (await rotate(current))["refresh_token"]
      seen.add(String(current))
    }
    expect(seen.size).toBe(11)
    expect((await rowOf(session_id)).rt_generation).toBe(10)
    const sessions = await app.db
      .selectFrom("session")
      .select("id")
      .where("auth_identity_id", "=", identity_id)
      .execute()
    expect(sessions).toHaveLength(2) // the registration's and the sign-in's
  })

  test("R1 100 parallel refreshes of one token are all 200 with one new token, generation +1", async () => {
    const { refresh_token, session_id } = await newCustomer(app)
    const answers = await Promise.all(Array.from({ length: 100 }, () => rotate(refresh_token)))
    expect(new Set(answers.map((body) => body["refresh_token"])).size).toBe(1)
    expect((await rowOf(session_id)).rt_generation).toBe(1)
  })

  test("R1 within the grace the previous token converges on any instance: same bytes, no increment", async () => {
    const { refresh_token, session_id } = await newCustomer(app)
    const next = await rotate(refresh_token)
    const other = await anotherInstance(app)
    try {
      for (const instance of [app, other, app]) {
        const again = await rotate(refresh_token, instance)
        expect(again["refresh_token"]).toBe(next["refresh_token"])
        await succeed(instance, me, { token: again["token"] })
      }
    } finally {
      await other.close()
    }
    expect((await rowOf(session_id)).rt_generation).toBe(1)
  })

  test("after the grace the previous token is theft", async () => {
    const { refresh_token, session_id } = await newCustomer(app)
    const next = await rotate(refresh_token)
    await age(app.db, "session", session_id, app.config.refresh_grace_seconds - 2)
    await rotate(refresh_token)
    await age(app.db, "session", session_id, 3)
    await refuse(app, refresh, "session_revoked", { body: { refresh_token } })
    await refuse(app, refresh, "session_revoked", { body: { refresh_token: next["refresh_token"] } })
  })

  test("R2 a token two generations old: 401, the session is gone for everyone, one record, one mail", async () => {
    const { refresh_token, session_id, identity_id, customer_id } = await newCustomer(app)
    const second = await rotate(refresh_token)
    const third = await rotate(second["refresh_token"])
    await Promise.all(
      Array.from({ length: 5 }, () => refuse(app, refresh, "session_revoked", { body: { refresh_token } })),
    )
    await refuse(app, refresh, "session_revoked", { body: { refresh_token: third["refresh_token"] } })
    await refuse(app, me, "session_revoked", { token: third["token"] })
    expect(await rowOf(session_id)).toMatchObject({ revoke_reason: "refresh_reuse", revoked_at: expect.any(Date) })
    const records = app.db
      .selectFrom("audit_event")
      .select(["event", "auth_identity_id", "actor_id"])
      .where("session_id", "=", session_id)
    expect(await records.where("event", "=", "refresh_reuse").execute()).toEqual([
      { event: "refresh_reuse", auth_identity_id: identity_id, actor_id: customer_id },
    ])
    const [mail, ...more] = await app.db
      .selectFrom("outbox")
      .selectAll()
      .where("dedupe_key", "=", `refresh_reuse:${session_id}`)
      .execute()
    expect(more).toEqual([])
    expect(readPayload(app.services.vault, mail as NonNullable<typeof mail>)).toMatchObject({
      session_id,
      auth_identity_id: identity_id,
    })
    expect(Buffer.from(mail?.payload_enc ?? []).toString("latin1")).not.toContain(session_id)
  })

  test("R3 with grace 0, of two parallel exactly one is 200, and the session is gone", async () => {
    const strict = await startTestApp({ refresh_grace_seconds: 0 })
    try {
      const { refresh_token, token } = await newCustomer(strict)
      const answers = await Promise.all([1, 2].map(() => ask(strict, refresh, { body: { refresh_token } })))
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401])
      await refuse(strict, me, "session_revoked", { token })
      const winner = answers.find(({ status }) => status === 200)
      await refuse(strict, refresh, "session_revoked", { body: { refresh_token: winner?.body["refresh_token"] } })
    } finally {
      await strict.close()
    }
  })

  test("R4 the idle limit: one second before it is 200, one second after it is 401, and use pushes it", async () => {
    const idle = app.config.session_idle_seconds
    for (const use of ["refresh token", "access token"] as const) {
      const { refresh_token, token, session_id } = await newCustomer(app)
      const again = (current: unknown) => (use === "refresh token" ? { body: { refresh_token: current } } : { token })
      await age(app.db, "session", session_id, idle - 1)
      const { body } = await succeed(app, refresh, again(refresh_token))
      await age(app.db, "session", session_id, idle - 1)
      await succeed(app, refresh, again(body["refresh_token"]))
      await age(app.db, "session", session_id, idle + 1)
      await refuse(app, refresh, "session_revoked", again(body["refresh_token"]))
    }
  })

  test("R4 any use of the session pushes the idle limit, at most once a minute", async () => {
    const { token, session_id } = await newCustomer(app)
    const before = await rowOf(session_id)
    await succeed(app, me, { token })
    expect(await rowOf(session_id)).toEqual(before)
    await age(app.db, "session", session_id, app.config.session_idle_seconds - 1)
    const aged = await rowOf(session_id)
    await succeed(app, me, { token })
    const after = await rowOf(session_id)
    expect(after.last_seen_at.getTime()).toBeGreaterThan(aged.last_seen_at.getTime())
    expect(after.idle_expires_at.getTime()).toBeGreaterThan(aged.idle_expires_at.getTime())
    expect(after).toMatchObject({ created_at: aged.created_at, expires_at: aged.expires_at, rt_generation: 0 })
  })

  test("R4 the absolute limit holds while refreshing constantly, and exp never passes it", async () => {
    const { refresh_token, session_id, token } = await newCustomer(app)
    const { session_idle_seconds: idle, session_absolute_seconds: absolute } = app.config
    let current: unknown = refresh_token
    let left = absolute
    while (left > idle) {
      await age(app.db, "session", session_id, idle - 60)
      left -= idle - 60
      const body = await rotate(current)
      current = body["refresh_token"]
      const { expires_at } = await rowOf(session_id)
      for (const one of [body["token"], (await succeed(app, refresh, { token })).body["token"]]) {
        expect(Number(claimsOf(one)["exp"]) * 1000).toBeLessThanOrEqual(expires_at.getTime())
      }
    }
    await age(app.db, "session", session_id, left - 30)
    const last = await rotate(current)
    expect(Number(last["expires_in"])).toBeLessThanOrEqual(30)
    expect(Number(claimsOf(last["token"])["exp"]) * 1000).toBeLessThanOrEqual(
      (await rowOf(session_id)).expires_at.getTime(),
    )
    await age(app.db, "session", session_id, 31)
    await refuse(app, refresh, "session_revoked", { body: { refresh_token: last["refresh_token"] } })
  })

  test("R5 refreshes while the account is being disabled: 401, or a token that is dead at its next use", async () => {
    for (let round = 0; round < 5; round++) {
      const { refresh_token, identity_id, token } = await newCustomer(app)
      const disable = app.db
        .updateTable("auth_identity")
        .set({ disabled_at: sql<Date>`now()` })
        .where("id", "=", identity_id)
        .execute()
      const answers = await Promise.all([
        ask(app, refresh, { body: { refresh_token } }),
        ask(app, refresh, { token }),
        disable.then(() => undefined),
      ])
      for (const answer of answers) {
        if (answer?.status === 200) await refuse(app, me, "session_revoked", { token: answer.body["token"] })
        else if (answer) expect(answer.body["code"]).toBe("session_revoked")
      }
    }
  })

  test("R6 a refresh token as Bearer is 401, and ends nothing", async () => {
    const { refresh_token, token } = await newCustomer(app)
    for (const route of [refresh, me, "DELETE /auth/session", "POST /auth/session"]) {
      await refuse(app, route, "token_invalid", { token: refresh_token })
    }
    await succeed(app, me, { token })
  })

  test("R6 an access token as refresh_token is 401, with or without itself beside it", async () => {
    const { token } = await newCustomer(app)
    await refuse(app, refresh, "token_invalid", { body: { refresh_token: token } })
    await refuse(app, refresh, "token_invalid", { token, body: { refresh_token: token } })
    await succeed(app, me, { token })
  })

  test("R6 a refresh token beside a live access token of another session is 400, and nothing changes", async () => {
    const { email, refresh_token } = await newCustomer(app)
    const { token: of_other_session } = await signIn(app, email)
    const { token: of_other_customer } = await newCustomer(app)
    const administrator = await adminToken(app)
    const before = await contents(app.db)
    for (const token of [of_other_session, of_other_customer, administrator]) {
      const error = await refuse(app, refresh, "invalid_request", { token, body: { refresh_token } })
      expect(error.type).toBe("invalid_data")
    }
    expect(await contents(app.db)).toEqual(before)
    await rotate(refresh_token)
  })

  test("R7 the connection is cut between the swap and the answer: 503, and then 200 by convergence", async () => {
    const { refresh_token, session_id } = await newCustomer(app)
    let cuts = 1
    const cut: KyselyPlugin = {
      transformQuery: ({ node, queryId }) => {
        if (node.kind === "UpdateQueryNode" && JSON.stringify(node).includes("rt_rotated_at")) swaps.add(queryId)
        return node
      },
      transformResult: async ({ result, queryId }) => {
        // The database has done it; the answer never arrives.
        if (swaps.has(queryId) && cuts-- > 0) throw Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" })
        return result
      },
    }
    const swaps = new Set<unknown>()
    const broken = await anotherInstance(app, app.db.withPlugin(cut))
    try {
      const answer = await ask(broken, refresh, { body: { refresh_token } })
      expect(answer.status).toBe(503)
      expect(answer.body["code"]).toBe("temporarily_unavailable")
      expect(answer.headers.get("retry-after")).toMatch(/^[1-9]\d*$/)
      expect((await rowOf(session_id)).rt_generation).toBe(1)
      const again = await rotate(refresh_token, broken)
      expect((await rowOf(session_id)).rt_generation).toBe(1)
      await rotate(again["refresh_token"], broken)
    } finally {
      await broken.close()
    }
  })

  test("a token with any character changed is 401 and leaves the session alone: knowing its id ends nothing", async () => {
    const { refresh_token } = await newCustomer(app)
    for (let at = 0; at < refresh_token.length; at += 7) {
      const forged = `${refresh_token.slice(0, at)}${refresh_token[at] === "A" ? "B" : "A"}${refresh_token.slice(at + 1)}`
      await refuse(app, refresh, "token_invalid", { body: { refresh_token: forged } })
    }
    await rotate(refresh_token)
  })

  test.each([
    ["a number", 7],
    ["null", null],
    ["a list", ["x"]],
    ["an object", {}],
    ["empty", ""],
  ])("refresh_token as %s is 400 and named", async (_title, refresh_token) => {
    const error = await refuse(app, refresh, "invalid_request", { body: { refresh_token } })
    expect(error.errors?.map(({ path }) => path)).toEqual(["refresh_token"])
  })

  test("a session that gave out no refresh token takes none, however well it is made", async () => {
    const { token, session_id } = await newIdentity(app)
    const { refreshTokenText } = await import("../lib/refresh-token.ts")
    const { vault } = app.services
    const forged = refreshTokenText({ key_id: vault.current_key_id, session_id, generation: 0 }, vault)
    await refuse(app, refresh, "session_revoked", { body: { refresh_token: forged } })
    await succeed(app, refresh, { token })
  })

  test("the token of a link that must be rotated soon ends the session when it is not, and is free once it is", async () => {
    const mustRotate = (session_id: string, seconds: number) =>
      app.db
        .updateTable("session")
        .set({ rt_must_rotate_by: sql<Date>`now() + make_interval(secs => ${seconds})` })
        .where("id", "=", session_id)
        .execute()
    const late = await newCustomer(app)
    await mustRotate(late.session_id, -1)
    await refuse(app, refresh, "session_revoked", { body: { refresh_token: late.refresh_token } })
    const punctual = await newCustomer(app)
    await mustRotate(punctual.session_id, 30)
    await rotate(punctual.refresh_token)
    expect(await rowOf(punctual.session_id)).toMatchObject({ rt_must_rotate_by: null })
  })

  test("no refresh token, access token or cookie can be made from what the database holds", async () => {
    const { refresh_token, token } = await newCustomer(app)
    const next = await rotate(refresh_token)
    const everything = await dump(app.db)
    for (const secret of [refresh_token, String(next["refresh_token"]), token]) {
      expect(everything).not.toContain(secret)
      expect(everything).not.toContain(Buffer.from(secret, "base64url").toString("hex"))
    }
  })
})
