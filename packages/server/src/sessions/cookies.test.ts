import { createHash } from "node:crypto"
import { storeOperations } from "@covenant/contract/store"
import { adminOperations } from "@covenant/contract/admin"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { age } from "../../../../test/setup/age.ts"
import type { TestApp } from "../../../../test/setup/app.ts"
import { startTestApp } from "../../../../test/setup/app.ts"
import {
  adminToken,
  ask,
  claimsOf,
  cookieOf,
  newCustomer,
  newIdentity,
  refuse,
  signIn,
  succeed,
} from "../../../../test/setup/people.ts"
import { contents, dump } from "../../../../test/setup/rows.ts"

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const session = "POST /auth/session"
const end = "DELETE /auth/session"
const me = "GET /store/customers/me"
/** What a browser adds to a request of a page of ours. */
const same_origin = { "sec-fetch-site": "same-origin" }

/** A signed-in customer with a cookie. */
async function withCookie() {
  const customer = await newCustomer(app)
  const answer = await succeed(app, session, { token: customer.token })
  return { ...customer, cookie: cookieOf(answer), answer }
}
const stateOf = (id: string) =>
  app.db
    .selectFrom("session")
    .select(["revoked_at", "cookie_hash", "revoke_reason"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow()

describe("POST /auth/session", () => {
  test("200 answers who it is and sets the cookie; the cookie alone then signs in", async () => {
    const { answer, cookie, customer_id, identity_id, token } = await withCookie()
    expect(answer.body).toEqual({
      user: {
        actor_id: customer_id,
        actor_type: "customer",
        auth_identity_id: identity_id,
        auth_provider: "emailpass",
        app_metadata: { customer_id },
        user_metadata: {},
        iat: expect.any(Number),
        exp: expect.any(Number),
      },
    })
    expect(answer.headers.get("cache-control")).toBe("no-store")
    await succeed(app, me, { cookie })
    await succeed(app, me, { token })
  })

  test("S2 in plain-http development the cookie is store_sid, HttpOnly, Lax, for the idle limit, without Domain and Secure", async () => {
    const { answer } = await withCookie()
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^store_sid=[A-Za-z0-9_-]{43}; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Lax$/),
    ])
  })

  test("S2 under https it is __Host-store_sid and Secure, set, read and cleared by that name", async () => {
    const secure = await startTestApp({ public_base_url: "https://shop.example" })
    try {
      const { token } = await newCustomer(secure)
      const answer = await succeed(secure, session, { token })
      expect(answer.headers.getSetCookie()).toEqual([
        expect.stringMatching(
          /^__Host-store_sid=[A-Za-z0-9_-]{43}; Max-Age=1209600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
        ),
      ])
      await succeed(secure, me, { cookie: cookieOf(answer) })
      await refuse(secure, me, "token_missing", { cookie: cookieOf(answer).replace("__Host-", "") })
      const ended = await succeed(secure, end, { cookie: cookieOf(answer), headers: same_origin })
      expect(ended.headers.getSetCookie()).toEqual([
        "__Host-store_sid=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax",
      ])
    } finally {
      await secure.close()
    }
  })

  test("a registration token gets a cookie of an identity, which becomes the customer's once there is one", async () => {
    const { email, token } = await newIdentity(app)
    const answer = await succeed(app, session, { token })
    expect(answer.body["user"]).toMatchObject({ actor_id: "", app_metadata: {} })
    const cookie = cookieOf(answer)
    await refuse(app, me, "token_invalid", { cookie })
    await succeed(app, "POST /store/customers", { cookie, body: { email }, headers: same_origin })
    await succeed(app, me, { cookie })
  })

  test("a session has one cookie, the newest", async () => {
    const { token, cookie } = await withCookie()
    const newer = cookieOf(await succeed(app, session, { token }))
    expect(newer).not.toBe(cookie)
    await refuse(app, me, "session_revoked", { cookie })
    await succeed(app, me, { cookie: newer })
  })

  test("S1 a planted cookie is never taken over: the id is new, the attacker's session ends and never becomes the victim's", async () => {
    const attacker = await withCookie()
    const victim = await newCustomer(app)
    const answer = await succeed(app, session, { token: victim.token, cookie: attacker.cookie })
    expect(cookieOf(answer)).not.toBe(attacker.cookie)
    await refuse(app, me, "session_revoked", { cookie: attacker.cookie })
    const { body } = await succeed(app, me, { cookie: cookieOf(answer) })
    expect(body["customer"]).toMatchObject({ id: victim.customer_id })
    expect(await stateOf(attacker.session_id)).toMatchObject({ revoke_reason: "replaced" })
  })

  test("S1 an invented cookie is not taken over either", async () => {
    const { token } = await newCustomer(app)
    const invented = "A".repeat(43)
    const answer = await succeed(app, session, { token, cookie: `store_sid=${invented}` })
    expect(cookieOf(answer)).not.toContain(invented)
    await refuse(app, me, "session_revoked", { cookie: `store_sid=${invented}` })
  })

  test("the session's own cookie may come along, and an admin's is left alone", async () => {
    const { token, cookie, session_id } = await withCookie()
    const admin = cookieOf(await succeed(app, "POST /admin/auth", { body: app.admin }))
    const answer = await succeed(app, session, { token, cookie: `${cookie}; ${admin}` })
    await succeed(app, me, { cookie: cookieOf(answer) })
    await succeed(app, "GET /admin/auth", { cookie: admin })
    expect(await stateOf(session_id)).toMatchObject({ revoked_at: null })
  })

  test("401 by cookie alone, for an administrator's token, and for nothing", async () => {
    const { cookie } = await withCookie()
    await refuse(app, session, "token_missing", { cookie, headers: same_origin })
    await refuse(app, session, "token_invalid", { token: await adminToken(app) })
    await refuse(app, session, "token_missing")
  })

  test("403 from a page of an origin that is not allowed, and nothing is set", async () => {
    const { token, session_id } = await newCustomer(app)
    await refuse(app, session, "csrf_failed", { token, headers: { origin: "https://evil.test" } })
    expect(await stateOf(session_id)).toMatchObject({ cookie_hash: null })
  })

  test("the database holds the hash of the cookie, never the cookie", async () => {
    const { cookie } = await withCookie()
    const secret = cookie.split("=")[1] ?? ""
    const everything = await dump(app.db)
    expect(everything).not.toContain(secret)
    expect(everything).toContain(createHash("sha256").update(secret).digest("hex"))
  })
})

describe("DELETE /auth/session", () => {
  test("S3 ends cookie, access token and refresh token alike, by cookie", async () => {
    const { cookie, token, refresh_token } = await withCookie()
    const ended = await succeed(app, end, { cookie, headers: same_origin })
    expect(ended.body).toEqual({ success: true })
    expect(ended.headers.getSetCookie()).toEqual(["store_sid=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"])
    expect(ended.headers.get("clear-site-data")).toBeNull()
    await refuse(app, me, "session_revoked", { cookie })
    await refuse(app, me, "session_revoked", { token })
    await refuse(app, "POST /auth/token/refresh", "session_revoked", { body: { refresh_token } })
    await refuse(app, "POST /auth/token/refresh", "session_revoked", { token })
  })

  test("S3 the same by Bearer, and a registration session too", async () => {
    const { cookie, token, refresh_token } = await withCookie()
    await succeed(app, end, { token })
    await refuse(app, me, "session_revoked", { cookie })
    await refuse(app, "POST /auth/token/refresh", "session_revoked", { body: { refresh_token } })
    const identity = await newIdentity(app)
    await succeed(app, end, { token: identity.token })
    await refuse(app, "POST /auth/token/refresh", "session_revoked", { token: identity.token })
  })

  test("other sessions of the same customer go on", async () => {
    const { email, token } = await newCustomer(app)
    const other = await signIn(app, email)
    await succeed(app, end, { token })
    await succeed(app, me, { token: other.token })
  })

  test("401 with nothing; 401 with a dead cookie, which is cleared", async () => {
    const nothing = await ask(app, end)
    expect(nothing.status).toBe(401)
    const { cookie } = await withCookie()
    await succeed(app, end, { cookie, headers: same_origin })
    for (const dead of [cookie, "store_sid=nonsense", "store_sid="]) {
      const again = await ask(app, end, { cookie: dead, headers: same_origin })
      expect(again.status).toBe(401)
      expect(again.headers.getSetCookie()).toEqual(["store_sid=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"])
    }
  })

  test("a dead cookie on another operation is 401 and left where it is: it may be newer than the answer", async () => {
    const { cookie } = await withCookie()
    await succeed(app, end, { cookie, headers: same_origin })
    expect((await ask(app, me, { cookie })).headers.getSetCookie()).toEqual([])
  })

  test("two signing out at once leave one record", async () => {
    const { token, session_id } = await newCustomer(app)
    const answers = await Promise.all([1, 2, 3].map(() => ask(app, end, { token })))
    for (const { status } of answers) expect([200, 401]).toContain(status)
    const records = app.db.selectFrom("audit_event").select("id").where("session_id", "=", session_id)
    expect(await records.where("event", "=", "sign_out").execute()).toHaveLength(1)
  })
})

describe("a session cookie", () => {
  test("refreshes a token, with what a page of ours sends", async () => {
    const { cookie, customer_id } = await withCookie()
    const { body } = await succeed(app, "POST /auth/token/refresh", { cookie, headers: same_origin })
    expect(claimsOf(body["token"])["actor_id"]).toBe(customer_id)
  })

  test("beside a cookie the Authorization header decides: invalid is 401", async () => {
    const { cookie } = await withCookie()
    await refuse(app, me, "token_invalid", { cookie, token: "stale" })
    await refuse(app, me, "token_invalid", { cookie, headers: { authorization: "Basic x" } })
  })

  test("two cookies of one name are 401, in either order", async () => {
    const { cookie } = await withCookie()
    for (const both of [`${cookie}; store_sid=${"A".repeat(43)}`, `store_sid=x; ${cookie}`, `${cookie}; ${cookie}`]) {
      await refuse(app, me, "token_invalid", { cookie: both })
    }
  })

  test("the cookie of one realm is nothing in the other", async () => {
    const { cookie } = await withCookie()
    const admin = cookieOf(await succeed(app, "POST /admin/auth", { body: app.admin }))
    await refuse(app, "GET /admin/auth", "token_missing", { cookie })
    await refuse(app, "GET /admin/auth", "token_invalid", { cookie: cookie.replace("store_sid", "admin_sid") })
    await refuse(app, me, "token_invalid", { cookie: admin.replace("admin_sid", "store_sid") })
  })

  test("idle too long is 401; used within the limit it lives on", async () => {
    const { cookie, session_id } = await withCookie()
    await age(app.db, "session", session_id, app.config.session_idle_seconds - 1)
    await succeed(app, me, { cookie })
    await age(app.db, "session", session_id, app.config.session_idle_seconds - 1)
    await succeed(app, me, { cookie })
    await age(app.db, "session", session_id, app.config.session_idle_seconds + 1)
    await refuse(app, me, "session_revoked", { cookie })
  })

  test("an unsafe method needs proof that the page is ours: same origin, none, JSON without headers, DELETE, or the token", async () => {
    const { cookie, session_id } = await withCookie()
    const change = "POST /store/customers/me"
    const body = { first_name: "Ada" }
    await succeed(app, change, { cookie, body, headers: same_origin })
    await succeed(app, change, { cookie, body, headers: { "sec-fetch-site": "none" } })
    await refuse(app, change, "csrf_failed", {
      cookie,
      body,
      headers: { origin: "https://evil.test", "sec-fetch-site": "cross-site" },
    })
    await refuse(app, change, "csrf_failed", { cookie, body, headers: { "sec-fetch-site": "cross-site" } })
    const { csrfToken } = await import("../lib/csrf.ts")
    const token = csrfToken(session_id, app.services.vault)
    await succeed(app, change, { cookie, body, headers: { "sec-fetch-site": "cross-site", "x-csrf-token": token } })
    await refuse(app, change, "csrf_failed", {
      cookie,
      body,
      headers: { "sec-fetch-site": "cross-site", "x-csrf-token": `${token}x` },
    })
    await refuse(app, change, "csrf_failed", {
      cookie,
      body,
      headers: { origin: "https://evil.test", "x-csrf-token": token },
    })
  })

  test("S4 no GET of the contract changes anything but last_seen_at", async () => {
    const { cookie, session_id } = await withCookie()
    const admin = cookieOf(await succeed(app, "POST /admin/auth", { body: app.admin }))
    await age(app.db, "session", session_id, 3_600) // so that the use is noted
    const before = await contents(app.db)
    // Links that begin and end a journey to a provider.
    const journeys = new Set([
      "authenticateCustomerByGet",
      "startOauthSignIn",
      "finishOauthSignIn",
      "finishCustomerSignInByGet",
    ])
    for (const [id, { method, path }] of Object.entries({ ...storeOperations, ...adminOperations })) {
      if (method !== "get" || journeys.has(id)) continue
      const answer = await ask(app, `GET ${path.replace(/\{.*?\}/, "cuaddr_none")}`, { cookie: `${cookie}; ${admin}` })
      expect([200, 404]).toContain(answer.status)
    }
    expect(await contents(app.db)).toEqual(before)
  })

  test("S5 a cookie over 4 kB, 200 cookies and 16 kB of cookies are 400, 401 or 431, and the process lives", async () => {
    const many = Array.from({ length: 200 }, (_, index) => `c${index}=${"x".repeat(20)}`).join("; ")
    for (const cookie of [`store_sid=${"x".repeat(4_100)}`, many, `store_sid=${"y".repeat(16_384)}`]) {
      const { status } = await app.fetch("/store/customers/me", {
        headers: { cookie, "x-publishable-api-key": app.publishable_key },
      })
      expect([400, 401, 431]).toContain(status)
    }
    expect((await app.fetch("/health")).status).toBe(200)
  })
})
