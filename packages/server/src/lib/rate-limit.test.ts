import { sql } from "kysely"
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"
import { ageLimits } from "../../../../test/setup/age.ts"
import { startTestApp, type TestApp } from "../../../../test/setup/app.ts"
import { freshEmail } from "../../../../test/setup/fresh.ts"
import { dump } from "../../../../test/setup/rows.ts"
import { noting } from "../../../../test/setup/statements.ts"
import { budgetsOf, type BudgetSettings } from "./budgets.ts"
import { createLimits, rateLimited, type Limits, type Place } from "./rate-limit.ts"

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

/** Limits of another process: with counters in the same table, and a memory of their own. */
const limitsOf = (overrides: BudgetSettings["overrides"]): Limits =>
  createLimits({ ...app.services, budgets: budgetsOf({ profile: "default", overrides }, true) })

const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make)
const granted = (taken: readonly { ok: boolean }[]) => taken.filter(({ ok }) => ok).length
const takeOne = async (limit: Limits["sign_in"], ...key: string[]) =>
  expect(await limit.take(...key)).toEqual({ ok: true })
const waitOf = async (taken: ReturnType<Limits["sign_in"]["take"]>) => {
  const it = await taken
  return it.ok ? 0 : it.retry_after_seconds
}

describe("a limit", () => {
  test("grants its points and no more, whichever process is asked and however many at once", async () => {
    const key = freshEmail()
    const processes = times(4, () => limitsOf({ register_ip: { points: 10 } }))
    const taken = await Promise.all(processes.flatMap((limits) => times(10, () => limits.register_ip.take(key))))
    expect(granted(taken)).toBe(10)
    expect(taken.filter((it) => !it.ok && it.is_first)).toHaveLength(1)
  })

  test("counts what comes at once in one statement, each key and each attempt by itself", async () => {
    const statements: string[] = []
    const db = app.db.withPlugin(noting(statements))
    const { register_ip } = createLimits({
      ...app.services,
      db,
      budgets: budgetsOf({ profile: "default", overrides: { register_ip: { points: 2 } } }, true),
    })
    const [one, other] = [freshEmail(), freshEmail()]
    await takeOne(register_ip, one)
    statements.length = 0
    const taken = await Promise.all([one, other, one, other, one, one].map((key) => register_ip.take(key)))
    expect(taken.map(({ ok }) => ok)).toEqual([true, true, false, true, false, false])
    expect(taken.map((it) => !it.ok && it.is_first)).toEqual([false, false, true, false, false, false])
    expect(statements).toEqual(["RawNode"])
  })

  test("never deadlocks, in whatever order many keys come at once to however many processes", async () => {
    const processes = times(4, () => limitsOf({ register_ip: { points: 1_000 } }))
    const keys = times(50, freshEmail)
    for (let round = 0; round < 10; round++) {
      const taken = await Promise.all(
        processes.flatMap(({ register_ip }, nth) =>
          (nth % 2 ? keys : keys.toReversed()).map((key) => register_ip.take(key)),
        ),
      )
      expect(granted(taken)).toBe(200)
    }
    expect(app.logs().join("")).not.toContain("this process counts alone")
  })

  test("refuses with 429 rate_limited, to wait for the end of the window in whole seconds of at least 1", async () => {
    const { register_ip } = limitsOf({ register_ip: { points: 1, seconds: 600 } })
    const key = freshEmail()
    await takeOne(register_ip, key)
    const wait_seconds = await waitOf(register_ip.take(key))
    expect(wait_seconds).toBeGreaterThan(590)
    expect(wait_seconds).toBeLessThanOrEqual(600)
    expect(rateLimited(wait_seconds)).toMatchObject({
      status: 429,
      code: "rate_limited",
      headers: { "retry-after": String(wait_seconds) },
    })
    await ageLimits(app.db, 591)
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9]).toContain(await waitOf(register_ip.take(key)))
    await ageLimits(app.db, 9)
    await takeOne(register_ip, key)
  })

  test("has a window that begins with the first and is not moved by what follows", async () => {
    const { register_ip } = limitsOf({ register_ip: { points: 2, seconds: 60 } })
    const key = freshEmail()
    await takeOne(register_ip, key)
    await ageLimits(app.db, 40)
    await takeOne(register_ip, key)
    await ageLimits(app.db, 20)
    expect(granted([await register_ip.take(key), await register_ip.take(key), await register_ip.take(key)])).toBe(2)
  })

  test("tells keys apart, also those whose parts only join to the same text, and each budget its own", async () => {
    const limits = limitsOf({ sign_in: { points: 1 }, sign_in_address: { points: 1 } })
    const key = freshEmail()
    const taken = [
      await limits.sign_in.take("store", key),
      await limits.sign_in.take("admin", key),
      await limits.sign_in.take(`store${key}`),
      await limits.sign_in.take("stor", `e${key}`),
      await limits.sign_in_address.take("store", key),
    ]
    expect(granted(taken)).toBe(5)
  })

  test("that blocks doubles the block each time it is gone over, up to the longest", async () => {
    const { sign_in } = limitsOf({})
    const key = freshEmail()
    for (const block_seconds of [900, 1_800, 3_600, 3_600]) {
      expect(granted(await Promise.all(times(5, () => sign_in.take(key))))).toBe(5)
      expect(await waitOf(sign_in.take(key))).toBe(block_seconds)
      await ageLimits(app.db, block_seconds - 9)
      expect(await waitOf(sign_in.take(key))).toBeLessThanOrEqual(9)
      await ageLimits(app.db, 9)
    }
  })

  test("of many that go over at once only one begins the block", async () => {
    const { sign_in } = limitsOf({})
    const key = freshEmail()
    const taken = await Promise.all(times(30, () => sign_in.take(key)))
    expect(granted(taken)).toBe(5)
    await ageLimits(app.db, 900)
    await Promise.all(times(5, () => sign_in.take(key)))
    expect(await waitOf(sign_in.take(key))).toBe(1_800)
  })

  test("forgets the length of its blocks a day after the first", async () => {
    const { sign_in } = limitsOf({})
    const key = freshEmail()
    await Promise.all(times(6, () => sign_in.take(key)))
    await ageLimits(app.db, 86_400)
    await Promise.all(times(5, () => sign_in.take(key)))
    expect(await waitOf(sign_in.take(key))).toBe(900)
  })

  test("is as new after it was cleared", async () => {
    const { sign_in } = limitsOf({})
    const key = freshEmail()
    await Promise.all(times(6, () => sign_in.take(key)))
    await sign_in.clear(key)
    expect(granted(await Promise.all(times(5, () => sign_in.take(key))))).toBe(5)
    expect(await waitOf(sign_in.take(key))).toBe(900)
  })

  test("takes back what was not used, but ends no block by it and never owes", async () => {
    const { sign_in } = limitsOf({ sign_in: { points: 2 } })
    const key = freshEmail()
    await sign_in.giveBack(key)
    await takeOne(sign_in, key)
    await sign_in.giveBack(key)
    await sign_in.giveBack(key)
    expect(granted([await sign_in.take(key), await sign_in.take(key), await sign_in.take(key)])).toBe(2)
    await sign_in.giveBack(key)
    expect((await sign_in.take(key)).ok).toBe(false)
  })

  test("stores no key in clear, nor a hash that somebody without our key could make", async () => {
    const { sign_in } = limitsOf({})
    const email = freshEmail()
    await takeOne(sign_in, "store", email, "203.0.113.7")
    const stored = await dump(app.db)
    expect(stored).not.toContain(email)
    expect(stored).not.toContain("203.0.113.7")
    const { rows } = await sql<{ key: string }>`select key from rate_limit where key like 'sign_in:%'`.execute(app.db)
    for (const { key } of rows) expect(key).toMatch(/^sign_in:[\w-]{43}$/u)
  })

  // PGlite lives in this process and has its clock.
  test.skipIf(inject("databaseUrl") === "")(
    "is measured by the database's clock: a process whose own is wrong counts like the others",
    async () => {
      const { register_ip } = limitsOf({ register_ip: { points: 1, seconds: 600 } })
      const key = freshEmail()
      await takeOne(register_ip, key)
      const real = Date.now
      try {
        Date.now = () => real() + 300_000
        expect(await waitOf(register_ip.take(key))).toBeGreaterThan(590)
      } finally {
        Date.now = real
      }
    },
  )
})

describe("an attempt that counts against several budgets", () => {
  const placesOf = (ip: string, email: string): Place[] => [
    { name: "sign_in_ip", key: [ip] },
    { name: "sign_in", key: [email, ip] },
    { name: "sign_in_address", key: [email] },
  ]

  test("takes from each in turn, and what is refused by one uses up none behind it", async () => {
    const limits = limitsOf({ sign_in_ip: { points: 9 }, sign_in: { points: 2 }, sign_in_address: { points: 3 } })
    const [ip, other_ip, email] = [freshEmail(), freshEmail(), freshEmail()]
    const attempts = await Promise.all(times(5, () => limits.takeEach(placesOf(ip, email))))
    expect(granted(attempts)).toBe(2)
    expect(attempts.filter((it) => !it.ok).map(({ at }) => at)).toEqual([1, 1, 1])
    expect(granted([await limits.sign_in_address.take(email), await limits.sign_in_address.take(email)])).toBe(1)
    expect(await limits.takeEach(placesOf(other_ip, email))).toMatchObject({ ok: false, at: 2, is_first: false })
    expect(granted(await Promise.all(times(5, () => limits.sign_in_ip.take(ip))))).toBe(4)
  })

  test("is settled where it took: one is given back here, all is forgotten there", async () => {
    const limits = limitsOf({ sign_in_ip: { points: 2 }, sign_in: { points: 2 }, sign_in_address: { points: 2 } })
    const [ip, email] = [freshEmail(), freshEmail()]
    const [first, ...others] = placesOf(ip, email)
    if (!first) throw new Error("There is a first place.")
    await limits.takeEach(placesOf(ip, email))
    await limits.takeEach(placesOf(ip, email))
    await limits.settle({ give_back: [first], clear: others })
    expect(await limits.takeEach(placesOf(ip, email))).toMatchObject({ ok: true })
    expect(await limits.takeEach(placesOf(ip, email))).toMatchObject({ ok: false, at: 0 })
    expect(await limits.sign_in.take(email, ip)).toEqual({ ok: true })
  })

  test("is exact and never deadlocks, whoever takes and settles at once on however many processes", async () => {
    const processes = times(4, () => limitsOf({ sign_in: { points: 1_000 }, sign_in_address: { points: 1_000 } }))
    const [ips, emails] = [times(3, freshEmail), times(3, freshEmail)]
    const outcomes = await Promise.all(
      processes.flatMap((limits, process) =>
        Array.from({ length: 30 }, async (_, nth) => {
          const turn = (nth * 5 + process) % 9
          const [first, ...others] = placesOf(ips[turn % 3] ?? "", emails[Math.floor(turn / 3)] ?? "")
          if (!first) throw new Error("There is a first place.")
          const taken = await limits.takeEach([first, ...others])
          await limits.settle(
            process % 2 ? { give_back: [first], clear: others } : { give_back: [first, ...others], clear: [] },
          )
          return taken
        }),
      ),
    )
    expect(granted(outcomes)).toBe(120)
    const { rows } = await sql<{ points: number }>`select points from rate_limit where key like 'sign_in_ip:%'`.execute(
      app.db,
    )
    for (const { points } of rows) expect(points).toBeGreaterThanOrEqual(0)
    expect(app.logs().join("")).not.toContain("this process counts alone")
  })
})

describe("P11 without its table", () => {
  test("who was refused stays refused, also when the block that follows cannot be stored", async () => {
    const { sign_in } = limitsOf({ sign_in: { points: 1 } })
    const key = freshEmail()
    await takeOne(sign_in, key)
    await sql`create function no_blocks() returns trigger language plpgsql as $$ begin raise 'no blocks'; end $$`.execute(
      app.db,
    )
    await sql`create trigger no_blocks before insert on rate_limit for each row
      when (new.key like 'sign_in_blocks:%') execute function no_blocks()`.execute(app.db)
    try {
      expect(await sign_in.take(key)).toEqual({ ok: false, retry_after_seconds: expect.any(Number), is_first: true })
    } finally {
      await sql`drop function no_blocks cascade`.execute(app.db)
    }
  })

  test("a limit grants a quarter of its points, rounded up, and no more", async () => {
    const { sign_in, register_ip } = limitsOf({ register_ip: { points: 10 } })
    await sql`alter table rate_limit rename to rate_limit_away`.execute(app.db)
    try {
      const key = freshEmail()
      expect(granted(await Promise.all(times(20, () => sign_in.take(key))))).toBe(2)
      expect(granted(await Promise.all(times(20, () => register_ip.take(key))))).toBe(3)
      expect(await waitOf(sign_in.take(key))).toBeGreaterThanOrEqual(1)
      await sign_in.clear(key)
      expect((await sign_in.take(key)).ok).toBe(true)
    } finally {
      await sql`alter table rate_limit_away rename to rate_limit`.execute(app.db)
    }
  })

  test("a million keys do not let anybody past, nor fill the memory: they share 65,536 counters", async () => {
    const { register_ip } = limitsOf({ register_ip: { points: 1 } })
    await sql`alter table rate_limit rename to rate_limit_away`.execute(app.db)
    try {
      const taken = await Promise.all(Array.from({ length: 2_000 }, (_, index) => register_ip.take(`key ${index}`)))
      expect(granted(taken)).toBeLessThan(2_000) // some shared one: with 2,000 of 65,536 about thirty do
      expect(granted(taken)).toBeGreaterThan(1_900)
    } finally {
      await sql`alter table rate_limit_away rename to rate_limit`.execute(app.db)
    }
  })

  test.skipIf(inject("databaseUrl") === "")(
    "locked by somebody else: the same, and nobody waits for the lock",
    async () => {
      const { sign_in } = limitsOf({})
      const locked = Promise.withResolvers<void>()
      const release = Promise.withResolvers<void>()
      const holding = app.db.transaction().execute(async (trx) => {
        await sql`lock table rate_limit in access exclusive mode`.execute(trx)
        locked.resolve()
        await release.promise
      })
      await locked.promise
      try {
        const key = freshEmail()
        const began = performance.now()
        const taken = await Promise.all(times(50, () => sign_in.take(key)))
        expect(granted(taken)).toBe(2)
        expect(performance.now() - began).toBeLessThan(3_000)
        await sql`select 1`.execute(app.db) // the pool has connections left for others
      } finally {
        release.resolve()
        await holding
      }
    },
  )
})
