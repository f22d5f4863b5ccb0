import { randomBytes, randomUUID } from "node:crypto"
import { sql } from "kysely"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { age } from "../../../test/setup/age.ts"
import { startTestApp, type TestApp } from "../../../test/setup/app.ts"
import { ask, newCustomer, newIdentity, refuse, succeed } from "../../../test/setup/people.ts"
import { sweepEnded } from "./sweep.ts"

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const day = 86_400
const ago = (seconds: number) => sql<Date>`now() - make_interval(secs => ${seconds}::int)`
const refresh = "POST /auth/token/refresh"
const me = "GET /store/customers/me"
const present = async (ids: readonly string[]): Promise<string[]> => {
  const found = await app.db.selectFrom("session").select("id").where("id", "in", ids).execute()
  return found.map(({ id }) => id)
}
const revoke = (id: string) =>
  app.db
    .updateTable("session")
    .set({ revoked_at: sql<Date>`now()` })
    .where("id", "=", id)
    .execute()

/** Copies of a session, all ended two days ago. */
async function endedSessions(like: string, count: number): Promise<void> {
  await sql`
    insert into session (id, realm, auth_identity_id, epoch, actor_type, auth_provider, amr, auth_time,
                         idle_expires_at, expires_at)
    select gen_random_uuid(), realm, auth_identity_id, epoch, actor_type, auth_provider, amr, auth_time,
           now() - interval '2 days', now() - interval '2 days'
    from session, generate_series(1, ${count}::int) where id = ${like}`.execute(app.db)
}
const sessionsOf = async (auth_identity_id: string): Promise<number> => {
  const { count } = await app.db
    .selectFrom("session")
    .select((builder) => builder.fn.countAll<number>().as("count"))
    .where("auth_identity_id", "=", auth_identity_id)
    .executeTakeFirstOrThrow()
  return count
}

describe("the sweep", () => {
  test("deletes sessions that ended more than a day ago, in whatever way, and no other", async () => {
    const [live, idle, idle_lately, revoked, revoked_lately] = await Promise.all(
      Array.from({ length: 5 }, () => newCustomer(app)),
    )
    if (!live || !idle || !idle_lately || !revoked || !revoked_lately) throw new Error("five customers")
    const { session_idle_seconds } = app.config
    await age(app.db, "session", idle.session_id, session_idle_seconds + day + 60)
    await age(app.db, "session", idle_lately.session_id, session_idle_seconds + day - 60)
    await Promise.all([revoke(revoked.session_id), revoke(revoked_lately.session_id)])
    await age(app.db, "session", revoked.session_id, day + 60)
    await age(app.db, "session", revoked_lately.session_id, day - 60)

    await sweepEnded(app.services)

    const all = [live, idle, idle_lately, revoked, revoked_lately].map(({ session_id }) => session_id)
    expect((await present(all)).toSorted()).toEqual(
      [live, idle_lately, revoked_lately].map(({ session_id }) => session_id).toSorted(),
    )
    await succeed(app, me, { token: live.token })
    for (const { token, refresh_token } of [idle, revoked]) {
      await refuse(app, me, "session_revoked", { token })
      await refuse(app, refresh, "session_revoked", { body: { refresh_token } })
    }
  })

  test("takes as many batches of 1000 as it needs", async () => {
    const { identity_id, session_id } = await newIdentity(app)
    await endedSessions(session_id, 2100)
    await sweepEnded(app.services)
    expect(await sessionsOf(identity_id)).toBe(1)
  })

  test("stops between two batches when it is told to", async () => {
    const { identity_id, session_id } = await newIdentity(app)
    await endedSessions(session_id, 10)
    expect(await sweepEnded(app.services, AbortSignal.abort())).toEqual({})
    expect(await sessionsOf(identity_id)).toBe(11)
  })

  test("deletes one-time tokens a day after they were used or expired", async () => {
    const { identity_id } = await newIdentity(app)
    const { id: provider_identity_id } = await app.db
      .selectFrom("provider_identity")
      .select("id")
      .where("auth_identity_id", "=", identity_id)
      .executeTakeFirstOrThrow()
    const tokens = {
      live: [-60, null],
      used: [-60, day + 60],
      used_lately: [-60, 60],
      expired: [day + 60, null],
    } as const
    for (const [name, [expired, consumed]] of Object.entries(tokens)) {
      await app.db
        .insertInto("one_time_token")
        .values({
          id: `${name}-${identity_id}`,
          // One live token for each purpose.
          purpose: name === "expired" ? "email_verify" : "password_reset",
          token_hash: randomBytes(32),
          auth_identity_id: identity_id,
          provider_identity_id,
          actor_type: "customer",
          entity_id: "x",
          expires_at: ago(expired),
          consumed_at: consumed === null ? null : ago(consumed),
        })
        .execute()
    }
    await sweepEnded(app.services)
    const left = await app.db
      .selectFrom("one_time_token")
      .select("id")
      .where("auth_identity_id", "=", identity_id)
      .orderBy("id")
      .execute()
    expect(left.map(({ id }) => id.split("-")[0])).toEqual(["live", "used_lately"])
  })

  test("deletes counters that have run out, and keeps the others", async () => {
    const key = randomUUID()
    await app.db
      .insertInto("rate_limit")
      .values([
        { key: `${key}:past`, points: 3, expire: Date.now() - 60_000 },
        { key: `${key}:running`, points: 3, expire: Date.now() + 60_000 },
        { key: `${key}:for ever`, points: 3, expire: null },
      ])
      .execute()
    await sweepEnded(app.services)
    const left = await app.db
      .selectFrom("rate_limit")
      .select("key")
      .where("key", "like", `${key}%`)
      .orderBy("key")
      .execute()
    expect(left.map(({ key: name }) => name.split(":")[1])).toEqual(["for ever", "running"])
  })

  test("deletes messages a week after they were sent and a month after they were given up, never one that waits", async () => {
    const test_row = { topic: "test", payload_enc: Buffer.alloc(0) }
    const { id: lowest } = await app.db.insertInto("outbox").values(test_row).returning("id").executeTakeFirstOrThrow()
    const kept = [{ created_at: ago(400 * day) }, { delivered_at: ago(6 * day) }, { dead_at: ago(29 * day) }]
    const swept = [{ delivered_at: ago(8 * day) }, { dead_at: ago(31 * day) }]
    await app.db
      .insertInto("outbox")
      .values([...kept, ...swept].map((times) => Object.assign(times, test_row)))
      .execute()
    await sweepEnded(app.services)
    const left = await app.db.selectFrom("outbox").select("id").where("topic", "=", "test").orderBy("id").execute()
    expect(left.map(({ id }) => id - lowest)).toEqual([0, 1, 2, 3])
  })

  test("leaves the audit alone", async () => {
    const { session_id } = await newCustomer(app)
    const records = () =>
      app.db.selectFrom("audit_event").select("id").where("session_id", "=", session_id).orderBy("id").execute()
    const before = await records()
    expect(before.length).toBeGreaterThan(0)
    for (const { id } of before) {
      await age(app.db, "audit_event", id, 4000 * day)
    }
    await sweepEnded(app.services)
    expect(await records()).toEqual(before)
  })
})

describe("S7 sweeping while sessions are refreshed", () => {
  test("no deadlock, nothing resurrected, nothing live deleted", async () => {
    const people = await Promise.all(Array.from({ length: 6 }, () => newCustomer(app)))
    const dead = await Promise.all(Array.from({ length: 3 }, () => newCustomer(app)))
    await Promise.all(
      dead.map(({ session_id }) => age(app.db, "session", session_id, app.config.session_idle_seconds + 2 * day)),
    )
    const before = app.logs().length
    const sweeping = async () => {
      const [person] = people
      for (let round = 0; round < 25; round++) {
        await endedSessions(person?.session_id ?? "", 20)
        await Promise.all([1, 2, 3, 4].map(() => sweepEnded(app.services)))
      }
    }
    const refreshes = async ({ refresh_token: first, token: access }: (typeof people)[number]) => {
      let [refresh_token, token] = [first, access]
      for (let round = 0; round < 8; round++) {
        const { body } = await succeed(app, refresh, { body: { refresh_token } })
        ;[refresh_token, token] = [String(body["refresh_token"]), String(body["token"])]
        await succeed(app, me, { token })
      }
      return { refresh_token, token }
    }
    const resurrected = async ({ refresh_token, token }: (typeof dead)[number]) => {
      for (let round = 0; round < 8; round++) {
        const answers = await Promise.all([ask(app, refresh, { body: { refresh_token } }), ask(app, me, { token })])
        expect(answers.map(({ status }) => status)).toEqual([401, 401])
      }
    }
    await Promise.all([sweeping(), ...people.map(refreshes), ...dead.map(resurrected)])
    const alive = people.map(({ session_id }) => session_id)
    expect((await present(alive)).toSorted()).toEqual(alive.toSorted())
    expect(await present(dead.map(({ session_id }) => session_id))).toEqual([])
    expect(app.logs().slice(before).join("")).not.toContain("40P01")
  })

  test("a session that comes back to life while the sweep looks at it stays", async () => {
    const { session_id, token } = await newCustomer(app)
    await age(app.db, "session", session_id, app.config.session_idle_seconds + 2 * day)
    const changed = Promise.withResolvers<void>()
    const commit = Promise.withResolvers<void>()
    const change = app.db.transaction().execute(async (trx) => {
      await trx
        .updateTable("session")
        .set({ idle_expires_at: sql<Date>`now() + interval '1 day'` })
        .where("id", "=", session_id)
        .execute()
      changed.resolve()
      await commit.promise
    })
    await changed.promise
    const sweeping = sweepEnded(app.services)
    commit.resolve()
    await Promise.all([change, sweeping])
    expect(await present([session_id])).toEqual([session_id])
    await succeed(app, me, { token })
  })
})
