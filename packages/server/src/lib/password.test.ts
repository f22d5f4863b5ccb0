import { hash } from "@node-rs/argon2"
import { describe, expect, test } from "vitest"
import { createPasswordHasher } from "./password.ts"

const passwords = await createPasswordHasher({ at_once: 2 })
const counted = async <T>(task: () => Promise<T>): Promise<{ result: T; runs: number }> => {
  const before = passwords.runs()
  const result = await task()
  return { result, runs: passwords.runs() - before }
}

describe("password hashes", () => {
  test("a password matches its hash, and nothing else does", async () => {
    const stored = await passwords.hash("orchard lantern")
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await passwords.verify(stored, "orchard lantern")).toEqual({
      matches: true,
      outdated: false,
      unreadable: false,
    })
    expect(await passwords.verify(stored, "orchard lantern ")).toMatchObject({ matches: false })
  })

  test("P7 known, unknown and unreadable are one run of argon2 each", async () => {
    const stored = await passwords.hash("orchard lantern")
    for (const given of [stored, undefined, "", "corrupt", "$argon2id$v=19$m=19456,t=2,p=1$", `${stored}x`]) {
      const { result, runs } = await counted(() => passwords.verify(given, "another one"))
      expect(runs).toBe(1)
      expect(result.matches).toBe(false)
    }
  })

  test("P15 a corrupt or empty hash matches nothing and says so", async () => {
    for (const stored of [
      "",
      "x",
      "$argon2id$",
      "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$",
      "$2b$10$abcdefghijk",
    ]) {
      expect(await passwords.verify(stored, "")).toMatchObject({ matches: false, unreadable: true })
    }
    expect(await passwords.verify(undefined, "x")).toMatchObject({ matches: false, unreadable: false })
  })

  test("a hash that asks for a gigabyte and more is not computed", async () => {
    const greedy = (await passwords.hash("x")).replace("m=19456", "m=4000000")
    expect(await passwords.verify(greedy, "x")).toMatchObject({ matches: false, unreadable: true })
  })

  test("P1 calls at once for one account and one password are one run; another password is another", async () => {
    const { result, runs } = await counted(() =>
      Promise.all([
        ...Array.from({ length: 100 }, () => passwords.hash("orchard lantern", "ada@x.test")),
        passwords.hash("another lantern", "ada@x.test"),
        passwords.hash("orchard lantern", "bob@x.test"),
      ]),
    )
    expect(runs).toBe(3)
    expect(new Set(result).size).toBe(3)
    expect((await counted(() => passwords.hash("orchard lantern", "ada@x.test"))).runs).toBe(1)
  })

  test("P14 a hash with old parameters still matches and is outdated", async () => {
    const old = await hash("orchard lantern", { memoryCost: 8192, timeCost: 1, parallelism: 1 })
    expect(await passwords.verify(old, "orchard lantern")).toEqual({ matches: true, outdated: true, unreadable: false })
  })

  test("P12 beyond the queue the answer is 503 with Retry-After, and those inside are served", async () => {
    const small = await createPasswordHasher({ at_once: 1, most_waiting: 3 })
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => small.verify(undefined, "x")))
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(4)
    for (const result of results) {
      if (result.status === "rejected") {
        expect(result.reason).toMatchObject({
          status: 503,
          code: "temporarily_unavailable",
          headers: { "retry-after": "1" },
        })
      }
    }
    expect(await small.verify(undefined, "x")).toMatchObject({ matches: false })
  })

  test("P12 who waits longer than the deadline gets 503, and the queue goes on", async () => {
    const slow = await createPasswordHasher({
      at_once: 1,
      deadline_ms: 5,
      parameters: { memoryCost: 64 * 1024, timeCost: 3, parallelism: 1 },
    })
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => slow.hash("x")))
    expect(results[0]).toMatchObject({ status: "fulfilled" })
    expect(results.at(-1)).toMatchObject({ status: "rejected", reason: { status: 503 } })
    expect(await slow.hash("x")).toMatch(/^\$argon2id\$/)
  })
})
