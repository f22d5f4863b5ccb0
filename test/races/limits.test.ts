/** Limits that four processes count together, exactly, every round behind a barrier. Only in the postgres project. */
import { sql } from "kysely"
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"
import { atOnce, type Answer } from "../setup/at-once.ts"
import { ownDatabase, type OwnDatabase } from "../setup/databases.ts"
import { freshEmail } from "../setup/fresh.ts"
import { deployment, startProcesses, stopProcesses, type Deployment, type ServerProcess } from "../setup/processes.ts"
import { rounds } from "./cases.ts"

const password = "correct horse battery staple"
const wrong = "a wrong password of some length"
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))

let database: OwnDatabase
let shop: Deployment
let servers: ServerProcess[] = []

beforeAll(async () => {
  database = await ownDatabase(inject("databaseUrl"))
  shop = deployment(database.url, {
    TRUSTED_PROXIES: "127.0.0.1",
    RATE_LIMITS: JSON.stringify({
      profile: "tests",
      sign_in: { points: 10 },
      sign_in_address: { points: 12 },
      register_ip: { points: 4 },
      refresh_session: { points: 3 },
    }),
  })
  servers = await startProcesses(4, shop.env)
}, 90_000)

afterAll(async () => {
  await stopProcesses(servers)
  await database.drop()
}, 60_000)

const urlOf = (index: number): string => servers[index % servers.length]?.url ?? ""
let last = 0
/** An address nobody has asked from. */
const freshIp = (): string => `198.18.${(last += 1) >> 8}.${last & 255}`

const login = "/auth/customer/emailpass"
const signIn = (index: number, email: string, ip: string, given = wrong, cookie?: string) => ({
  url: `${urlOf(index)}${login}`,
  headers: { "x-forwarded-for": ip, ...(cookie === undefined ? {} : { cookie }) },
  body: { email, password: given },
})
const register = (index: number, email: string, ip: string) => ({
  url: `${urlOf(index)}${login}/register`,
  headers: { "x-forwarded-for": ip },
  body: { email, password },
})

async function one(request: Parameters<typeof atOnce>[0][number]): Promise<Answer> {
  const [answer] = await atOnce([request])
  if (!answer) throw new Error("no answer")
  return answer
}

const count = (answers: readonly Answer[], status: number) =>
  answers.filter((answer) => answer.status === status).length

/** So many of one status, all others 429 with a time to wait. */
function expectGranted(answers: readonly Answer[], status: number, granted: number): void {
  expect(count(answers, status)).toBe(granted)
  const refused = answers.filter((answer) => answer.status !== status)
  for (const { status: other, headers, body } of refused) {
    expect([other, body["code"]]).toEqual([429, "rate_limited"])
    expect(headers["retry-after"]).toMatch(/^[1-9]\d{0,4}$/u)
  }
}

describe("four processes on one database, 20 rounds", () => {
  test("P9 of 40 wrong passwords at once exactly 10 are 401; then the right one is 429, and 200 from a known device", async () => {
    for (const round of rounds) {
      const email = freshEmail()
      expect((await one(register(round, email, freshIp()))).status).toBe(200)
      const elsewhere = await one(signIn(round, email, freshIp(), password))
      const device = elsewhere.headers["set-cookie"]?.[0]?.split(";")[0] ?? ""
      const ip = freshIp()

      const answers = await atOnce(times(40, (index) => signIn(index, email, ip)))

      expectGranted(answers, 401, 10)
      expectGranted(await atOnce(times(4, (index) => signIn(index, email, ip, password))), 200, 0)
      const from_device = await atOnce(times(2, (index) => signIn(index, email, ip, password, device)))
      expect(count(from_device, 200)).toBe(2)
      const blocks = await sql`select points from rate_limit where key like 'sign_in_blocks:%' order by key`.execute(
        database.db,
      )
      expect(blocks.rows).toEqual(times(round, () => ({ points: 1 }))) // one block begun for each round's address
    }
  }, 120_000)

  test("of 40 wrong passwords for one address from 40 IPs at once exactly 12 are 401", async () => {
    for (const _ of rounds) {
      const email = freshEmail()
      const answers = await atOnce(times(40, (index) => signIn(index, email, freshIp())))
      expectGranted(answers, 401, 12)
    }
  }, 120_000)

  test("of 20 registers from one IP at once exactly 4 are 200", async () => {
    for (const _ of rounds) {
      const ip = freshIp()
      const answers = await atOnce(times(20, (index) => register(index, freshEmail(), ip)))
      expectGranted(answers, 200, 4)
    }
  }, 120_000)

  test("a session rotates exactly 3 times: those at once converge freely, the fourth is 429 everywhere and ends nothing", async () => {
    for (const round of rounds) {
      const email = freshEmail()
      const { body: registered } = await one(register(round, email, freshIp()))
      const made = await one({
        url: `${urlOf(round)}/store/customers`,
        headers: {
          authorization: `Bearer ${String(registered["token"])}`,
          "x-publishable-api-key": shop.publishable_key,
        },
        body: { email },
      })
      expect(made.status).toBe(200)
      let token = (await one(signIn(round, email, freshIp(), password))).body["refresh_token"]
      const refreshed = () =>
        atOnce(times(8, (index) => ({ url: `${urlOf(index)}/auth/token/refresh`, body: { refresh_token: token } })))
      for (let rotation = 1; rotation <= 3; rotation += 1) {
        const answers = await refreshed()
        expect(count(answers, 200)).toBe(8)
        const next = new Set(answers.map(({ body }) => body["refresh_token"]))
        expect(next.size).toBe(1)
        token = answers[0]?.body["refresh_token"]
      }
      expectGranted(await refreshed(), 200, 0)
      await sql`update session set rt_window_at = rt_window_at - interval '5 minutes'`.execute(database.db)
      expect(count(await refreshed(), 200)).toBe(8)
    }
  }, 120_000)

  test("P12 500 sign-ins at once are each 200, 401, 429 or 503 with a time to wait, and /health is 200 throughout", async () => {
    const email = freshEmail()
    await one(register(0, email, freshIp()))
    const load = atOnce(
      times(500, (index) => signIn(index, index % 5 ? freshEmail() : email, freshIp(), index % 2 ? wrong : password)),
    )
    let settled = false
    const done = load.finally(() => (settled = true))
    let checks = 0
    do {
      const health = await Promise.all(servers.map(({ url }) => fetch(`${url}/health`)))
      expect(health.map(({ status }) => status)).toEqual([200, 200, 200, 200])
      checks += 1
      // oxlint-disable-next-line no-unmodified-loop-condition -- the promise above changes it
    } while (!settled)
    const answers = await done
    expect(checks).toBeGreaterThan(1)
    for (const { status, headers } of answers) {
      expect([200, 401, 429, 503]).toContain(status)
      if (status === 429 || status === 503) expect(headers["retry-after"]).toMatch(/^[1-9]\d*$/u)
    }
    expect(count(answers, 401) + count(answers, 200)).toBeGreaterThan(0)
  }, 60_000)
})
