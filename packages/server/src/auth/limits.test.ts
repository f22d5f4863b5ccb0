import { sql } from "kysely"
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"
import { ageLimits } from "../../../../test/setup/age.ts"
import type { TestApp } from "../../../../test/setup/app.ts"
import { freshEmail } from "../../../../test/setup/fresh.ts"
import { attempts, expectWait, freshIp, from, limited, waitOf } from "../../../../test/setup/limited.ts"
import { ask, cookieOf, good_password, newCustomer, newIdentity, type Answered } from "../../../../test/setup/people.ts"
import { ApiFailure } from "@covenant/contract"
import { device_seconds } from "../lib/known-device.ts"
import { limitedSignIn } from "./limit-sign-in.ts"

const login = "POST /auth/customer/emailpass"
const register = "POST /auth/customer/emailpass/register"
const wrong = "a wrong password of some length"

let app: TestApp
beforeAll(async () => {
  app = await limited()
})
afterAll(() => app.close())

/** A sign-in from an IP; a wrong password by default. */
const attempt = (email: string, ip: string, password = wrong, cookie?: string, on = app): Promise<Answered> =>
  ask(on, login, { ...from(ip), ...(cookie === undefined ? {} : { cookie }), body: { email, password } })

const five_refused = [401, 401, 401, 401, 401]
const withoutId = ({ text }: Answered) => text.replace(/req_\w+/u, "")

/** A customer who signed in from elsewhere, on a device that is now known. */
async function customerWithDevice(on = app) {
  const { email } = await newCustomer(on)
  const signedIn = await attempt(email, freshIp(), good_password, undefined, on)
  expect(signedIn.status, signedIn.text).toBe(200)
  return { email, device: cookieOf(signedIn) }
}

describe("signing in too often", () => {
  test("P9 is 429 rate_limited after 5 wrong passwords from one IP, also with the right one, and says when to try again", async () => {
    const { email } = await newCustomer(app)
    const ip = freshIp()
    expect(await attempts(5, () => attempt(email, ip))).toEqual(five_refused)
    const answer = await attempt(email, ip, good_password)
    expect([answer.status, answer.body["code"]]).toEqual([429, "rate_limited"])
    expect(answer.headers.get("retry-after")).toBe("900")
    expect(answer.headers.get("cache-control")).toBe("no-store")
    expect(answer.headers.getSetCookie()).toEqual([])
    expect((await attempt(email, freshIp(), good_password)).status).toBe(200)
  })

  test("looks the same for an address that has an account and one that has none", async () => {
    const { email } = await newCustomer(app)
    const answers: Answered[] = []
    for (const address of [email, freshEmail()]) {
      const ip = freshIp()
      expect(await attempts(5, () => attempt(address, ip))).toEqual(five_refused)
      answers.push(await attempt(address, ip, good_password))
    }
    const [known, unknown] = answers
    expect(known && withoutId(known)).toBe(unknown && withoutId(unknown))
    expect([...(known?.headers.keys() ?? [])]).toEqual([...(unknown?.headers.keys() ?? [])])
    expect(answers.map(waitOf)).toEqual([900, 900])
  })

  test("is counted by the address as we compare it, however it is written", async () => {
    const email = freshEmail()
    const ip = freshIp()
    const spellings = [email, email.toUpperCase(), email.replace("mail", "MAIL"), email, email]
    for (const spelling of spellings) expect((await attempt(spelling, ip)).status).toBe(401)
    expect((await attempt(email.toUpperCase(), ip)).status).toBe(429)
  })

  test("makes each block twice as long, up to an hour", async () => {
    const email = freshEmail()
    const ip = freshIp()
    for (const block_seconds of [900, 1_800, 3_600, 3_600]) {
      expect(await attempts(5, () => attempt(email, ip))).toEqual(five_refused)
      expect(waitOf(await attempt(email, ip))).toBe(block_seconds)
      await ageLimits(app.db, block_seconds)
    }
  })

  test("is forgotten by a successful password, and by nothing else", async () => {
    const { email } = await newCustomer(app)
    const ip = freshIp()
    expect(await attempts(4, () => attempt(email, ip))).toEqual([401, 401, 401, 401])
    expect((await attempt(email, ip, good_password)).status).toBe(200)
    expect(await attempts(5, () => attempt(email, ip))).toEqual(five_refused)
    expect((await attempt(email, ip)).status).toBe(429)
  })

  test("counts a disabled account's right password like a wrong one", async () => {
    const { email, identity_id } = await newCustomer(app)
    await app.db.updateTable("auth_identity").set({ disabled_at: new Date() }).where("id", "=", identity_id).execute()
    const ip = freshIp()
    expect(await attempts(6, () => attempt(email, ip, good_password))).toEqual([403, 403, 403, 403, 403, 429])
  })

  test("is counted in each realm by itself: a customer's address does not lock out staff", async () => {
    const ip = freshIp()
    const { email } = app.admin
    expect(await attempts(6, () => attempt(email, ip))).toEqual([...five_refused, 429])
    expect((await ask(app, "POST /admin/auth", { ...from(ip), body: app.admin })).status).toBe(200)
  })

  test("limits staff too, by cookie and by token together", async () => {
    const ip = freshIp()
    const body = { email: freshEmail(), password: wrong }
    const admin = (route: string) => ask(app, route, { ...from(ip), body })
    expect(await attempts(3, () => admin("POST /admin/auth"))).toEqual([401, 401, 401])
    expect(await attempts(3, () => admin("POST /admin/auth/token"))).toEqual([401, 401, 429])
  })

  test("is not brought about by requests that are wrong in another way", async () => {
    const email = freshEmail()
    const ip = freshIp()
    for (let index = 0; index < 10; index += 1) {
      expect((await ask(app, login, { ...from(ip), body: { email } })).status).toBe(400)
      expect((await ask(app, login, { ...from(ip), body: { email: [email], password: wrong } })).status).toBe(400)
      expect(
        (await ask(app, "POST /auth/customer/nope", { ...from(ip), body: { email, password: wrong } })).status,
      ).toBe(404)
    }
    expect(await attempts(5, () => attempt(email, ip))).toEqual(five_refused)
  })

  test("leaves one audit record when a block begins, with the limit's name and no address, and none for what follows", async () => {
    const email = freshEmail()
    const ip = freshIp()
    await attempts(10, () => attempt(email, ip))
    const { rows } = await sql`select outcome, reason, realm, actor_type, auth_identity_id from audit_event
      where event = 'sign_in' and ip = ${ip}::inet and reason like 'limit_%'`.execute(app.db)
    expect(rows).toEqual([
      { outcome: "failure", reason: "limit_sign_in", realm: "store", actor_type: "customer", auth_identity_id: null },
    ])
  })

  test("gives back an attempt for which there was no time: nobody is locked out by our own trouble", async () => {
    const account = { realm: "store", email: freshEmail() } as const
    const request = { id: "req_1", ip: undefined, ip_bucket: freshIp(), user_agent: undefined, cookie: undefined }
    const context = { ...app.services, request }
    const busy = () => Promise.reject(new ApiFailure("temporarily_unavailable"))
    for (let index = 0; index < 10; index += 1)
      await expect(limitedSignIn(context, account, busy)).rejects.toMatchObject({ status: 503 })
    expect(await attempts(5, () => attempt(account.email, request.ip_bucket))).toEqual(five_refused)
  })

  test("is exact when they all come at once: 5 are 401, the rest 429", async () => {
    const email = freshEmail()
    const ip = freshIp()
    const answers = await Promise.all(Array.from({ length: 20 }, () => attempt(email, ip)))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      ...five_refused,
      ...Array(15).fill(429),
    ])
    for (const answer of answers.filter(({ status }) => status === 429))
      expect(answer.headers.get("retry-after")).toMatch(/^[1-9]\d{0,3}$/u)
  })
})

describe("wrong passwords for one address from everywhere", () => {
  test("are 429 for strangers after 20 in an hour, from any IP, and never lock out a device that signed in before", async () => {
    const { email, device } = await customerWithDevice()
    expect(await attempts(20, () => attempt(email, freshIp()))).toEqual(Array(20).fill(401))
    const stranger = await attempt(email, freshIp(), good_password)
    expect(stranger.status).toBe(429)
    expectWait(stranger, 3_600)
    expect((await attempt(email, freshIp(), good_password, device)).status).toBe(200)
    await ageLimits(app.db, 3_600)
    expect((await attempt(email, freshIp(), good_password)).status).toBe(200)
  })

  test("are not used up by a single IP, whose own budget ends first", async () => {
    const email = freshEmail()
    const ip = freshIp()
    await attempts(40, () => attempt(email, ip))
    expect((await attempt(email, freshIp())).status).toBe(401)
  })
})

describe("wrong passwords from one IP", () => {
  let narrow: TestApp
  beforeAll(async () => {
    narrow = await limited({ sign_in_ip: { points: 6 } })
  })
  afterAll(() => narrow.close())

  test("are 429 beyond its budget, whatever the addresses, and another IP is not concerned", async () => {
    const ip = freshIp()
    expect(await attempts(6, () => attempt(freshEmail(), ip, wrong, undefined, narrow))).toEqual(Array(6).fill(401))
    expect((await attempt(freshEmail(), ip, wrong, undefined, narrow)).status).toBe(429)
    expect((await attempt(freshEmail(), freshIp(), wrong, undefined, narrow)).status).toBe(401)
  })

  test("are not forgotten because the attacker signs in to an account of their own in between", async () => {
    const { email: own } = await newCustomer(narrow)
    const ip = freshIp()
    for (let index = 0; index < 6; index += 1) {
      expect((await attempt(freshEmail(), ip, wrong, undefined, narrow)).status).toBe(401)
      if (index < 5) expect((await attempt(own, ip, good_password, undefined, narrow)).status).toBe(200)
    }
    expect((await attempt(freshEmail(), ip, wrong, undefined, narrow)).status).toBe(429)
  })

  test("do not count what another limit refused", async () => {
    const ip = freshIp()
    const email = freshEmail()
    await attempts(20, () => attempt(email, ip, wrong, undefined, narrow))
    expect((await attempt(freshEmail(), ip, wrong, undefined, narrow)).status).toBe(401)
  })
})

describe("a known device", () => {
  test("P9 signs in while its own IP is blocked for strangers", async () => {
    const { email, device } = await customerWithDevice()
    const ip = freshIp()
    expect(await attempts(6, () => attempt(email, ip))).toEqual([...five_refused, 429])
    expect((await attempt(email, ip, good_password)).status).toBe(429)
    expect((await attempt(email, ip, good_password, device)).status).toBe(200)
  })

  test("has a budget, which follows it from IP to IP and is cleared by its success", async () => {
    const { email, device } = await customerWithDevice()
    expect(await attempts(4, () => attempt(email, freshIp(), wrong, device))).toEqual([401, 401, 401, 401])
    expect((await attempt(email, freshIp(), good_password, device)).status).toBe(200)
    expect(await attempts(5, () => attempt(email, freshIp(), wrong, device))).toEqual(five_refused)
    expect((await attempt(email, freshIp(), good_password, device)).status).toBe(429)
    expect((await attempt(email, freshIp(), good_password)).status).toBe(200)
  })

  test("is known to its account alone: a device of another account, a forged and an expired one are strangers", async () => {
    const { email, device } = await customerWithDevice()
    const { device: of_another } = await customerWithDevice()
    const ip = freshIp()
    await attempts(5, () => attempt(email, ip))
    const forged = device.replace(/.$/u, (last_character) => (last_character === "A" ? "B" : "A"))
    for (const cookie of [of_another, forged, "device=", `device=${"A".repeat(56)}`])
      expect((await attempt(email, ip, good_password, cookie)).status).toBe(429)
    app.clock.advance(device_seconds)
    expect((await attempt(email, ip, good_password, device)).status).toBe(429)
    app.clock.advance(-device_seconds)
    expect((await attempt(email, ip, good_password, device)).status).toBe(200)
  })

  test("is remembered by its browser for the next account too", async () => {
    const { email, device } = await customerWithDevice()
    const { email: other } = await newCustomer(app)
    const both = cookieOf(await attempt(other, freshIp(), good_password, device))
    const ip = freshIp()
    for (const address of [email, other]) {
      await attempts(5, () => attempt(address, ip))
      expect((await attempt(address, ip, good_password, both)).status).toBe(200)
    }
  })

  test("proves nothing: beside it a wrong password is 401, and it opens no operation", async () => {
    const { email, device } = await customerWithDevice()
    expect((await attempt(email, freshIp(), wrong, device)).status).toBe(401)
    expect((await ask(app, "GET /store/customers/me", { cookie: device })).body["code"]).toBe("token_missing")
  })

  test("is set by POST /admin/auth beside the session, and not by a token, a registration or a refusal", async () => {
    const ip = freshIp()
    const signedIn = await ask(app, "POST /admin/auth", { ...from(ip), body: app.admin })
    expect(signedIn.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^admin_sid=/u),
      expect.stringMatching(/^device=[\w-]{56}; Max-Age=15552000; Path=\/; HttpOnly; SameSite=Lax$/u),
    ])
    const token = await ask(app, "POST /admin/auth/token", { ...from(ip), body: app.admin })
    expect(token.headers.getSetCookie()).toEqual([])
    const registered = await ask(app, register, { ...from(ip), body: { email: freshEmail(), password: good_password } })
    expect(registered.headers.getSetCookie()).toEqual([])
    expect((await attempt(freshEmail(), ip)).headers.getSetCookie()).toEqual([])
  })
})

describe("P10 the address that limits count by", () => {
  const blocked = async (ips: readonly string[], on = app) => {
    const email = freshEmail()
    const statuses: number[] = []
    for (const ip of ips) statuses.push((await attempt(email, ip, wrong, undefined, on)).status)
    return statuses.at(-1) === 429
  }
  const six = (ip: (index: number) => string) => Array.from({ length: 6 }, (_, index) => ip(index))

  test("is the socket's when the peer is no proxy of ours, whatever X-Forwarded-For says", async () => {
    const direct = await limited({}, { trusted_proxies: [] })
    try {
      expect(await blocked(six(freshIp), direct)).toBe(true)
    } finally {
      await direct.close()
    }
  })

  test("is the right-most hop that is no proxy of ours", async () => {
    const ip = freshIp()
    expect(await blocked(six(() => `${freshIp()}, ${freshIp()}, ${ip}`))).toBe(true)
    expect(await blocked(six(() => `${ip}, ${freshIp()}`))).toBe(false)
    expect(await blocked(six(() => `${freshIp()}, ${ip}, 127.0.0.1`))).toBe(true)
  })

  test("is one for IPv4 and the same inside IPv6", async () => {
    const ip = freshIp()
    expect(await blocked(six((index) => (index % 2 ? ip : `::ffff:${ip}`)))).toBe(true)
  })

  test("is one for a whole /64, and not for two", async () => {
    expect(await blocked(six((index) => `2001:db8:1:1::${index + 1}`))).toBe(true)
    expect(await blocked(six((index) => `2001:db8:2:${index + 1}::1`))).toBe(false)
  })
})

describe("proving the current password too often", () => {
  const change = "POST /auth/customer/emailpass/password"

  test("is 429 after 5 wrong ones, from any IP and with every session of the account, and concerns no sign-in", async () => {
    const { email, token, identity_id } = await newCustomer(app)
    const prove = (current_password: string, bearer = token) =>
      ask(app, change, {
        ...from(freshIp()),
        token: bearer,
        body: { current_password, password: "quiet meadow lantern orbit" },
      })
    expect(await attempts(5, () => prove(wrong))).toEqual(five_refused)
    const signedIn = await attempt(email, freshIp(), good_password)
    expect(signedIn.status).toBe(200)
    const answer = await prove(good_password, String(signedIn.body["token"]))
    expect([answer.status, answer.body["code"], waitOf(answer)]).toEqual([429, "rate_limited", 900])
    const { rows } = await sql`select outcome, reason from audit_event
      where event = 'password_change' and (auth_identity_id = ${identity_id} or reason like 'limit_%')
      order by id desc limit 2`.execute(app.db)
    expect(rows).toEqual([
      { outcome: "failure", reason: "limit_current_password" },
      { outcome: "failure", reason: "wrong_password" },
    ])
    await ageLimits(app.db, 900)
    expect((await prove(good_password)).status).toBe(200)
  })
})

describe("P11 signing in without the limits' table", () => {
  const limitedByFallback = async (trouble: TestApp) => {
    const email = freshEmail()
    const ip = freshIp()
    const answers = await Promise.all(Array.from({ length: 30 }, () => attempt(email, ip, wrong, undefined, trouble)))
    const statuses = answers.map(({ status }) => status)
    for (const answer of answers.filter(({ status }) => status !== 401)) {
      expect([429, 503]).toContain(answer.status)
      expect(answer.headers.get("retry-after")).toMatch(/^[1-9]\d*$/u)
    }
    return statuses.filter((status) => status === 401).length
  }

  test("never fails open: a share of the budget is left, and the right password is still 200", async () => {
    const trouble = await limited()
    const { email } = await newIdentity(trouble)
    await sql`alter table rate_limit rename to rate_limit_away`.execute(trouble.db)
    try {
      expect(await limitedByFallback(trouble)).toBe(2)
      expect((await attempt(email, freshIp(), good_password, undefined, trouble)).status).toBe(200)
    } finally {
      await sql`alter table rate_limit_away rename to rate_limit`.execute(trouble.db)
      await trouble.close()
    }
  })

  test.skipIf(inject("databaseUrl") === "")("nor while somebody holds a lock on it", async () => {
    const trouble = await limited()
    const { email } = await newIdentity(trouble)
    const locked = Promise.withResolvers<void>()
    const release = Promise.withResolvers<void>()
    const holding = trouble.db.transaction().execute(async (trx) => {
      await sql`lock table rate_limit in access exclusive mode`.execute(trx)
      locked.resolve()
      await release.promise
    })
    await locked.promise
    try {
      expect(await limitedByFallback(trouble)).toBeLessThanOrEqual(2)
      expect((await attempt(email, freshIp(), good_password, undefined, trouble)).status).toBe(200)
    } finally {
      release.resolve()
      await holding
      await trouble.close()
    }
  })
})
