import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { age } from "../../../../test/setup/age.ts"
import type { TestApp } from "../../../../test/setup/app.ts"
import { startTestApp } from "../../../../test/setup/app.ts"
import {
  adminToken,
  anotherInstance,
  ask,
  claimsOf,
  cookieOf,
  freshStaff,
  refuse,
  succeed,
} from "../../../../test/setup/people.ts"

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const same_origin = { "sec-fetch-site": "same-origin" }
const user = {
  id: expect.stringMatching(/^usr_/),
  email: "ada@staff.example",
  first_name: null,
  last_name: null,
  role: "admin",
  api_token: null,
  metadata: null,
  created_at: expect.stringMatching(/Z$/),
  updated_at: expect.stringMatching(/Z$/),
  deleted_at: null,
}

describe("POST /admin/auth", () => {
  test("200 answers the user without credentials and sets the admin's cookie", async () => {
    const answer = await succeed(app, "POST /admin/auth", { body: app.admin })
    expect(answer.body).toEqual({ user })
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^admin_sid=[A-Za-z0-9_-]{43}; Max-Age=36000; Path=\/; HttpOnly; SameSite=Lax$/),
      expect.stringMatching(/^device=/), // lib/known-device.ts
    ])
    expect(answer.headers.get("cache-control")).toBe("no-store")
    expect((await succeed(app, "GET /admin/auth", { cookie: cookieOf(answer) })).body).toEqual({ user })
  })

  test("the cookie is new each time and a presented one is never adopted; two tabs are two sessions", async () => {
    const one = cookieOf(await succeed(app, "POST /admin/auth", { body: app.admin }))
    const two = cookieOf(await succeed(app, "POST /admin/auth", { body: app.admin, cookie: one }))
    expect(two).not.toBe(one)
    await succeed(app, "GET /admin/auth", { cookie: one })
    await succeed(app, "GET /admin/auth", { cookie: two })
  })

  test("one 401 for a wrong password and an unknown address, the same bytes but for the request id; shapes are 400", async () => {
    const texts = new Set<string>()
    for (const body of [
      { ...app.admin, password: "not the password" },
      { email: "nobody@staff.example", password: "not the password" },
      { ...app.admin, password: "" },
    ]) {
      const answer = await ask(app, "POST /admin/auth", { body })
      expect(answer.status).toBe(401)
      expect(answer.headers.getSetCookie()).toEqual([])
      texts.add(answer.text.replaceAll(answer.headers.get("x-request-id") ?? "-", ""))
    }
    expect(texts.size).toBe(1)
    for (const body of [
      {},
      { email: app.admin.email },
      { ...app.admin, email: 7 },
      { ...app.admin, remember: true },
      [],
    ]) {
      await refuse(app, "POST /admin/auth", "invalid_request", { body })
      await refuse(app, "POST /admin/auth/token", "invalid_request", { body })
    }
  })

  test("the address may be typed in capitals", async () => {
    await succeed(app, "POST /admin/auth", { body: { ...app.admin, email: app.admin.email.toUpperCase() } })
  })

  test("403 from a page of an origin that is not allowed, though the password is right", async () => {
    const error = await refuse(app, "POST /admin/auth", "csrf_failed", {
      body: app.admin,
      headers: { origin: "https://evil.test" },
    })
    expect(error.type).toBe("forbidden")
  })

  test("disabled: 401 to a wrong password, 403 to the right one, and its sessions are over", async () => {
    const staff = await freshStaff(app)
    const { body } = await succeed(app, "POST /admin/auth/token", { body: staff })
    await app.db
      .updateTable("auth_identity")
      .set({ disabled_at: new Date() })
      .where("id", "=", String(claimsOf(body["access_token"])["sub"]))
      .execute()
    for (const route of ["POST /admin/auth", "POST /admin/auth/token"]) {
      await refuse(app, route, "invalid_credentials", { body: { ...staff, password: "not the password" } })
      await refuse(app, route, "account_disabled", { body: staff })
    }
    await refuse(app, "GET /admin/auth", "session_revoked", { token: body["access_token"] })
  })

  test("an identity without a user cannot sign in: nobody becomes staff that way", async () => {
    const staff = await freshStaff(app)
    const { body } = await succeed(app, "POST /admin/auth/token", { body: staff })
    await app.db
      .deleteFrom("actor_link")
      .where("actor_id", "=", String(claimsOf(body["access_token"])["user_id"]))
      .execute()
    for (const route of ["POST /admin/auth", "POST /admin/auth/token"])
      await refuse(app, route, "invalid_credentials", { body: staff })
  })
})

describe("POST /admin/auth/token", () => {
  test("200 answers an access token and no cookie", async () => {
    const { body, headers } = await succeed(app, "POST /admin/auth/token", { body: app.admin })
    expect(Object.keys(body)).toEqual(["access_token"])
    expect(headers.getSetCookie()).toEqual([])
    expect((await succeed(app, "GET /admin/auth", { token: body["access_token"] })).body).toEqual({ user })
    expect(claimsOf(body["access_token"])).toMatchObject({
      aud: "admin",
      domain: "admin",
      user_id: expect.stringMatching(/^usr_/),
    })
  })
})

describe("GET and DELETE /admin/auth", () => {
  test("401 without credentials, and for a user who vanished, whose session ends", async () => {
    await refuse(app, "GET /admin/auth", "token_missing")
    const staff = await freshStaff(app)
    const { body } = await succeed(app, "POST /admin/auth/token", { body: staff })
    const token = body["access_token"]
    const { user_id, sid } = claimsOf(token)
    await app.db.updateTable("user").set({ deleted_at: new Date() }).where("id", "=", String(user_id)).execute()
    await refuse(app, "GET /admin/auth", "session_revoked", { token })
    const session = await app.db
      .selectFrom("session")
      .select("revoked_at")
      .where("id", "=", String(sid))
      .executeTakeFirst()
    expect(session?.revoked_at).toBeInstanceOf(Date)
  })

  test("M1 signing out in one tab: the other tab of the session is 401 at its next request, on every instance; other sessions go on", async () => {
    const cookie = cookieOf(await succeed(app, "POST /admin/auth", { body: app.admin }))
    const other_session = cookieOf(await succeed(app, "POST /admin/auth", { body: app.admin }))
    const elsewhere = await anotherInstance(app)
    try {
      await succeed(elsewhere, "GET /admin/auth", { cookie })
      const ended = await succeed(app, "DELETE /admin/auth", { cookie, headers: same_origin })
      expect(ended.body).toEqual({ success: true })
      expect(ended.headers.getSetCookie()).toEqual(["admin_sid=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"])
      await refuse(elsewhere, "GET /admin/auth", "session_revoked", { cookie })
      await succeed(elsewhere, "GET /admin/auth", { cookie: other_session })
    } finally {
      await elsewhere.close()
    }
  })

  test("DELETE by token ends its session", async () => {
    const token = await adminToken(app)
    await succeed(app, "DELETE /admin/auth", { token })
    await refuse(app, "GET /admin/auth", "session_revoked", { token })
  })

  test("an administrator's session ends after ten idle hours and after seven days", async () => {
    const idle = await adminToken(app)
    await age(app.db, "session", String(claimsOf(idle)["sid"]), 36_000 - 1)
    await succeed(app, "GET /admin/auth", { token: idle })
    await age(app.db, "session", String(claimsOf(idle)["sid"]), 36_001)
    await refuse(app, "GET /admin/auth", "session_revoked", { token: idle })
    const session = await app.db
      .selectFrom("session")
      .selectAll()
      .where("id", "=", String(claimsOf(idle)["sid"]))
      .executeTakeFirstOrThrow()
    expect(session.expires_at.getTime() - session.created_at.getTime()).toBe(7 * 86_400_000)
  })
})

describe("the first administrator", () => {
  test("is made once, however often and by however many it is asked for; a changed password stays", async () => {
    const { ensureAdministrator } = await import("../users/ensure-administrator.ts")
    const given = { email: `First-${Date.now()}@Staff.example`, password: "harbour lighthouse" }
    const made = await Promise.all([1, 2, 3].map(() => ensureAdministrator(app.services, given)))
    expect(made.toSorted()).toEqual(["created", "present", "present"])
    expect(await ensureAdministrator(app.services, { ...given, password: "another lighthouse" })).toBe("other_password")
    await succeed(app, "POST /admin/auth", { body: given })
  })
})
