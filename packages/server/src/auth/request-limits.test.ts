/** What is limited besides tries of a password: see limits.test.ts for those. */
import { sql } from "kysely"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { age } from "../../../../test/setup/age.ts"
import type { TestApp } from "../../../../test/setup/app.ts"
import { freshEmail } from "../../../../test/setup/fresh.ts"
import { attempts, expectWait, freshIp, from, limited } from "../../../../test/setup/limited.ts"
import {
  anotherInstance,
  ask,
  good_password,
  newCustomer,
  succeed,
  type Asking,
} from "../../../../test/setup/people.ts"

const login = "POST /auth/customer/emailpass"
const register = "POST /auth/customer/emailpass/register"
const refresh = "POST /auth/token/refresh"

describe("registering too often", () => {
  let narrow: TestApp
  beforeAll(async () => {
    narrow = await limited({ register_ip: {} })
  })
  afterAll(() => narrow.close())

  test("is 429 after 10 from one IP in an hour, new address or known, and another IP is not concerned", async () => {
    const ip = freshIp()
    const email = freshEmail()
    const once = (address: string, from_ip = ip) =>
      ask(narrow, register, { ...from(from_ip), body: { email: address, password: good_password } })
    expect(await attempts(9, () => once(freshEmail()))).toEqual(Array(9).fill(200))
    expect((await once(email)).status).toBe(200)
    const answer = await once(email)
    expect([answer.status, answer.body["code"]]).toEqual([429, "rate_limited"])
    expectWait(answer, 3_600)
    expect((await once(email, freshIp())).status).toBe(200)
  })
})

describe("refreshing too often", () => {
  let narrow: TestApp
  beforeAll(async () => {
    narrow = await limited({ refresh_session: { points: 3 }, refresh_ip: { points: 12 } })
  })
  afterAll(() => narrow.close())

  const rotate = (refresh_token: string, ip = freshIp(), on = narrow) =>
    ask(on, refresh, { ...from(ip), body: { refresh_token } })
  const rotated = async (refresh_token: string, times: number) => {
    let token = refresh_token
    for (let index = 0; index < times; index += 1) {
      const answer = await rotate(token)
      expect(answer.status, answer.text).toBe(200)
      token = String(answer.body["refresh_token"])
    }
    return token
  }

  test("is 429 for a session beyond its rotations, which it survives: the same token is good again later", async () => {
    const { refresh_token, session_id, token } = await newCustomer(narrow)
    const current = await rotated(refresh_token, 3)
    const answer = await rotate(current)
    expect([answer.status, answer.body["code"]]).toEqual([429, "rate_limited"])
    expectWait(answer, 300)
    await succeed(narrow, "GET /store/customers/me", { token })
    await age(narrow.db, "session", session_id, 300)
    await rotated(current, 3)
  })

  test("does not concern answers that converge: the token of just before is answered as ever", async () => {
    const { refresh_token } = await newCustomer(narrow)
    const before = await rotated(refresh_token, 2)
    const current = await rotated(before, 1)
    expect((await rotate(current)).status).toBe(429)
    const converged = await rotate(before)
    expect([converged.status, converged.body["refresh_token"]]).toEqual([200, current])
  })

  test("still ends the session of whoever presents an older token", async () => {
    const { refresh_token } = await newCustomer(narrow)
    const current = await rotated(refresh_token, 3)
    expect((await rotate(refresh_token)).body["code"]).toBe("session_revoked")
    expect((await rotate(current)).body["code"]).toBe("session_revoked")
  })

  test("is counted on the session, for all processes: of many at the last rotation all are 200 with one token", async () => {
    const other = await anotherInstance(narrow)
    try {
      const { refresh_token } = await newCustomer(narrow)
      const current = await rotated(refresh_token, 2)
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) => rotate(current, freshIp(), index % 2 ? other : narrow)),
      )
      expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200))
      const [next, ...more] = new Set(answers.map(({ body }) => body["refresh_token"]))
      expect(more).toEqual([])
      const over = await Promise.all(
        Array.from({ length: 20 }, (_, index) => rotate(String(next), freshIp(), index % 2 ? other : narrow)),
      )
      expect(over.map(({ status }) => status)).toEqual(Array(20).fill(429))
    } finally {
      await other.close()
    }
  })

  test("is 429 for an IP beyond its budget, whatever it presents", async () => {
    const ip = freshIp()
    expect(await attempts(12, () => rotate("not a token of ours", ip))).toEqual(Array(12).fill(401))
    expect((await rotate("not a token of ours", ip)).status).toBe(429)
    const { refresh_token } = await newCustomer(narrow)
    expect((await rotate(refresh_token, ip)).status).toBe(429)
    const next = await rotate(refresh_token)
    expect(next.status).toBe(200)
    await succeed(narrow, "DELETE /auth/session", { token: next.body["token"] })
    expect((await rotate(String(next.body["refresh_token"]), ip)).status).toBe(429)
    expect((await rotate(String(next.body["refresh_token"]))).status).toBe(401)
  })

  test("counts against nobody's sign-ins", async () => {
    const { email, refresh_token } = await newCustomer(narrow)
    const ip = freshIp()
    await rotate(refresh_token, ip)
    await attempts(8, () => rotate("not a token of ours", ip))
    expect(
      await attempts(5, () =>
        ask(narrow, login, { ...from(ip), body: { email, password: "a wrong password of some length" } }),
      ),
    ).toEqual(Array(5).fill(401))
  })
})

describe("resets and invites too often", () => {
  let narrow: TestApp
  beforeAll(async () => {
    const points = 3
    narrow = await limited({ reset_ip: { points }, use_reset_ip: { points }, accept_invite_ip: { points } })
  })
  afterAll(() => narrow.close())

  const asking = (route: string, asked: Asking, ip: string) =>
    ask(narrow, route, { ...asked, headers: { ...asked.headers, ...from(ip).headers } })
  const joining = { token: "x".repeat(43), user: { first_name: "Eve", last_name: "E", password: good_password } }

  test.each<[string, Asking, number]>([
    ["POST /auth/customer/emailpass/reset-password", { body: { identifier: freshEmail() } }, 201],
    ["POST /admin/users/password-token", { body: { email: freshEmail() } }, 204],
    ["POST /auth/customer/emailpass/update", { token: "x".repeat(43), body: { password: good_password } }, 401],
    ["POST /admin/users/reset-password", { body: { token: "x".repeat(43), password: good_password } }, 401],
    ["POST /admin/invites/accept", { body: joining }, 400],
  ])("%s is 429 from an IP beyond its budget, and not from another", async (route, asked, status) => {
    const ip = freshIp()
    expect(await attempts(4, () => asking(route, asked, ip))).toEqual([status, status, status, 429])
    expectWait(await asking(route, asked, ip), 3_600)
    const { rows } = await sql`select outcome, reason, auth_identity_id from audit_event
      where ip = ${ip}::inet and reason like 'limit_%'`.execute(narrow.db)
    expect(rows).toEqual([
      { outcome: "failure", reason: expect.stringMatching(/^limit_\w+_ip$/u), auth_identity_id: null },
    ])
    expect((await asking(route, asked, freshIp())).status).toBe(status)
  })

  test("the realms share the budget of an IP", async () => {
    const ip = freshIp()
    const customers = () =>
      asking("POST /auth/customer/emailpass/reset-password", { body: { identifier: freshEmail() } }, ip)
    expect(await attempts(3, customers)).toEqual([201, 201, 201])
    expect((await asking("POST /admin/users/password-token", { body: { email: freshEmail() } }, ip)).status).toBe(429)
  })
})
