import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { age } from "../../../../test/setup/age.ts"
import type { TestApp } from "../../../../test/setup/app.ts"
import { startTestApp } from "../../../../test/setup/app.ts"
import { anotherInstance, ask, newCustomer, refuse, signIn, succeed } from "../../../../test/setup/people.ts"
import { signing_algorithms } from "../lib/key-ring.ts"
import { periodicJobs } from "../worker.ts"
import {
  publish_after_use_seconds,
  publish_before_use_seconds,
  publishNextKey,
  replaceSigningKeys,
  signingKeys,
  turnRing,
} from "./signing-keys.ts"

let app: TestApp
beforeEach(async () => {
  app = await startTestApp()
})
afterEach(() => app.close())

const kidOf = (token: string): unknown =>
  JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString())["kid"]
/** The ids an instance publishes. */
async function published(instance: TestApp): Promise<string[]> {
  const { body } = await succeed(instance, "GET /.well-known/jwks.json")
  return (body["keys"] as { kid: string }[]).map(({ kid }) => kid)
}
const states = async () => Object.fromEntries((await signingKeys(app.db)).map(({ kid, state }) => [kid, state]))
const events = async () => {
  const rows = await app.db
    .selectFrom("audit_event")
    .select(["event", "outcome"])
    .where("event", "like", "signing_key%")
    .orderBy("id")
    .execute()
  return rows.map(({ event, outcome }) => `${event} ${outcome}`)
}
/** Every instance looks again. */
const poll = () => app.clock.advance(31)

describe("a rotation of the signing keys", () => {
  test.each(signing_algorithms)(
    "J13 next → active → retired → removed, to %s: tokens of both keys verify on every instance until the old one is removed, then 401",
    async (alg) => {
      const { db, services } = app
      const other = await anotherInstance(app)
      const customer = await newCustomer(app)
      const old = String(kidOf(customer.token))
      const me = (instance: TestApp, token: string) => ask(instance, "GET /store/customers/me", { token })

      const next = String(await publishNextKey(db, services.vault, alg))
      poll()
      expect(await published(other)).toEqual(expect.arrayContaining([next, old]))
      expect(await turnRing(db)).toEqual({ removed: [] })
      expect(kidOf((await signIn(app, customer.email)).token), "published, not used").toBe(old)

      await age(db, "signing_key", next, publish_before_use_seconds)
      expect(await turnRing(db)).toEqual({ activated: next, retired: old, removed: [] })
      poll()
      const fresh = (await signIn(app, customer.email)).token
      expect(kidOf(fresh)).toBe(next)
      for (const instance of [app, other]) {
        for (const token of [customer.token, fresh]) expect((await me(instance, token)).status).toBe(200)
        expect(await published(instance)).toEqual(expect.arrayContaining([next, old]))
      }

      await age(db, "signing_key", old, publish_after_use_seconds - 60)
      expect(await turnRing(db)).toEqual({ removed: [] })
      await age(db, "signing_key", old, 60)
      expect(await turnRing(db)).toEqual({ removed: [old] })
      poll()
      for (const instance of [app, other]) {
        await refuse(instance, "GET /store/customers/me", "token_invalid", { token: customer.token })
        expect((await me(instance, fresh)).status).toBe(200)
        expect(await published(instance)).toEqual([next])
      }
      const again = await succeed(app, "POST /auth/token/refresh", { body: { refresh_token: customer.refresh_token } })
      expect(kidOf(String(again.body["token"]))).toBe(next)
      expect(await events()).toEqual([
        "signing_key_published success",
        "signing_key_activated success",
        "signing_key_removed success",
      ])
      await other.close()
    },
  )

  test("J13 a key is published at least one cache life before its use, and an old one outlives the longest token", async () => {
    const answer = await app.fetch("/.well-known/jwks.json")
    const cache_seconds = Number(/max-age=(\d+)/u.exec(answer.headers.get("cache-control") ?? "")?.[1])
    expect(cache_seconds).toBeGreaterThan(0)
    expect(publish_before_use_seconds).toBeGreaterThan(cache_seconds + 30)
    const { access_ttl_seconds, admin_access_ttl_seconds, registration_ttl_seconds } = app.config
    expect(publish_after_use_seconds).toBeGreaterThan(
      Math.max(access_ttl_seconds, admin_access_ttl_seconds, registration_ttl_seconds) + 30,
    )
  })

  test("J13 of eight commands at once one publishes, and of eight workers one turns the ring", async () => {
    const { db, services } = app
    const [old] = await published(app)
    const eight = <T>(work: () => Promise<T>) => Promise.all(Array.from({ length: 8 }, work))

    const made = await eight(() => publishNextKey(db, services.vault))
    const [next, ...others] = made.filter((kid) => kid !== undefined)
    expect(others).toEqual([])
    await age(db, "signing_key", String(next), publish_before_use_seconds)
    const turned = await eight(() => turnRing(db))
    expect(turned.filter(({ activated }) => activated !== undefined)).toHaveLength(1)
    expect(await states()).toEqual({ [String(next)]: "active", [String(old)]: "retired" })
    await age(db, "signing_key", String(old), publish_after_use_seconds)
    const removed = await eight(() => turnRing(db))
    expect(removed.flatMap((change) => change.removed)).toEqual([old])
  })

  test("J13 a worker turns the ring when its time has come, and says so", async () => {
    const job = periodicJobs.find(({ name }) => name === "signing keys")
    const turn = () => job?.run(app.services, new AbortController().signal)
    const next = String(await publishNextKey(app.db, app.services.vault))
    await turn()
    expect((await states())[next]).toBe("next")
    await age(app.db, "signing_key", next, publish_before_use_seconds)
    await turn()
    expect((await states())[next]).toBe("active")
    expect(app.logs().filter((line) => line.includes("another key signs from now on"))).toHaveLength(1)
  })

  test("a leaked key is replaced at once: its tokens are dead on every instance, sessions go on", async () => {
    const { db, services } = app
    const other = await anotherInstance(app)
    const { token, refresh_token } = await newCustomer(app)
    await publishNextKey(db, services.vault)

    const { activated, removed } = await replaceSigningKeys(db, services.vault)
    poll()

    expect(removed).toHaveLength(2)
    expect(await states()).toEqual({ [activated]: "active" })
    for (const instance of [app, other]) {
      await refuse(instance, "GET /store/customers/me", "token_invalid", { token })
      expect(await published(instance)).toEqual([activated])
    }
    const again = await succeed(app, "POST /auth/token/refresh", { body: { refresh_token } })
    expect(kidOf(String(again.body["token"]))).toBe(activated)
    await succeed(other, "GET /store/customers/me", { token: again.body["token"] })
    await other.close()
  })

  test("N5 the table takes no key that signs with none", async () => {
    const insert = app.db.updateTable("signing_key").set({ alg: "none" }).execute()
    await expect(insert).rejects.toMatchObject({ code: "23514" })
  })
})
