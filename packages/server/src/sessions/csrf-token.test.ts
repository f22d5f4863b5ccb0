import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { startTestApp, type TestApp } from "../../../../test/setup/app.ts"
import { ask, cookieOf, newCustomer, refuse, succeed, type Answered } from "../../../../test/setup/people.ts"

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ store_cors: ["https://shop.example"], auth_cors: ["https://shop.example"] })
})
afterAll(() => app.close())

const tokenOf = ({ headers }: Pick<Answered, "headers">) => headers.get("x-csrf-token")
const change = "POST /store/customers/me"
/** What a browser says of a request from another site that sends no Origin: only the token helps. */
const foreign = { "sec-fetch-site": "cross-site" }

describe("the x-csrf-token of a session", () => {
  test("comes with the customer's cookie and with GET /store/customers/me, and is taken by what the cookie may change", async () => {
    const { token } = await newCustomer(app)
    const given = await succeed(app, "POST /auth/session", { token })
    const cookie = cookieOf(given)
    const csrf = tokenOf(given) ?? ""
    expect(csrf).toMatch(/^[\w-]{43}$/u)
    expect(tokenOf(await succeed(app, "GET /store/customers/me", { cookie }))).toBe(csrf)
    const body = { first_name: "Ada" }
    await refuse(app, change, "csrf_failed", { cookie, body, headers: foreign })
    await succeed(app, change, { cookie, body, headers: { ...foreign, "x-csrf-token": csrf } })
  })

  test("comes with the administrator's cookie and with GET /admin/auth, and ends a session with it", async () => {
    const given = await succeed(app, "POST /admin/auth", { body: app.admin })
    const cookie = cookieOf(given)
    const csrf = tokenOf(given) ?? ""
    expect(tokenOf(await succeed(app, "GET /admin/auth", { cookie }))).toBe(csrf)
    await refuse(app, "DELETE /admin/auth", "csrf_failed", { cookie, headers: foreign })
    await succeed(app, "DELETE /admin/auth", { cookie, headers: { ...foreign, "x-csrf-token": csrf } })
  })

  test("is another for each session, and one session's opens no other", async () => {
    const { token } = await newCustomer(app)
    const mine = await succeed(app, "POST /auth/session", { token })
    const { token: second } = await newCustomer(app)
    const theirs = await succeed(app, "POST /auth/session", { token: second })
    expect(tokenOf(mine)).not.toBe(tokenOf(theirs))
    const headers = { ...foreign, "x-csrf-token": tokenOf(theirs) ?? "" }
    await refuse(app, change, "csrf_failed", { cookie: cookieOf(mine), body: { first_name: "Eve" }, headers })
  })

  test("can be read by the pages of an allowed origin, and by no other", async () => {
    const { token } = await newCustomer(app)
    const cookie = cookieOf(await succeed(app, "POST /auth/session", { token }))
    const asked = (origin: string) => ask(app, "GET /store/customers/me", { cookie, headers: { origin } })
    expect((await asked("https://shop.example")).headers.get("access-control-expose-headers")).toContain("x-csrf-token")
    expect((await asked("https://evil.example")).headers.get("access-control-expose-headers")).toBeNull()
  })

  test("is in no answer to somebody without a session", async () => {
    expect(tokenOf(await ask(app, "GET /admin/auth"))).toBeNull()
    const user = await app.db
      .selectFrom("user")
      .select("id")
      .where("email", "=", app.admin.email)
      .executeTakeFirstOrThrow()
    const admin = await succeed(app, "POST /admin/auth/token", { body: app.admin })
    const api_token = "a".repeat(40)
    await succeed(app, `POST /admin/users/${user.id}`, {
      token: admin.body["access_token"],
      body: { api_token },
    })
    const by_api_token = await succeed(app, "GET /admin/auth", { headers: { "x-medusa-access-token": api_token } })
    expect(tokenOf(by_api_token)).toBeNull()
  })
})

describe("signing in from a page", () => {
  test.each(["POST /auth/customer/emailpass", "POST /admin/auth"])(
    "%s sets a cookie, so a foreign Origin is 403 csrf_failed and uses up no attempt",
    async (route) => {
      const body = { email: "nobody@mail.example", password: "a wrong password of some length" }
      const before = await app.db.selectFrom("rate_limit").selectAll().orderBy("key").execute()
      await refuse(app, route, "csrf_failed", { body, headers: { origin: "https://evil.example" } })
      await refuse(app, route, "csrf_failed", { body, headers: { origin: "null", "sec-fetch-site": "same-origin" } })
      expect(await app.db.selectFrom("rate_limit").selectAll().orderBy("key").execute()).toEqual(before)
      await refuse(app, route, "invalid_credentials", { body, headers: { origin: app.url } })
      await refuse(app, route, "invalid_credentials", { body })
    },
  )
})
