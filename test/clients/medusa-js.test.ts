import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { startTestApp, type TestApp } from "../setup/app.ts"
import { connect, type Answered } from "./medusa-js.ts"

let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

/** In Node the client keeps no cookies: a caller takes them from the answer and sends them by `customHeaders`. */
const cookieOf = ({ response }: Answered) =>
  (response.headers["set-cookie"] ?? []).map((cookie) => cookie.split(";")[0]).join("; ")

/** The status of a refusal; the client throws what axios throws. */
const statusOf = (work: Promise<unknown>) =>
  work.then(
    () => "it worked",
    (error: { response?: { status?: number } }) => error.response?.status ?? error,
  )

describe("@medusajs/medusa-js", () => {
  test("runs without its peer @medusajs/medusa, which nobody has to install", () => {
    expect(() => import.meta.resolve("@medusajs/medusa")).toThrow(/@medusajs\/medusa/u)
  })

  test("createSession signs the administrator in: their user, without credentials, and a cookie", async () => {
    const answer = await connect(app.url).admin.auth.createSession(app.admin)

    expect(answer.response.status).toBe(200)
    expect(answer.user).toMatchObject({ email: app.admin.email, role: "admin", api_token: null })
    expect(JSON.stringify(answer.user)).not.toMatch(/password|hash/u)
    expect(cookieOf(answer)).toMatch(/^admin_sid=[\w-]{40,}; device=[\w-]{56}$/u)
  })

  test("getSession reads the administrator by the cookie, and is 401 without", async () => {
    const signedIn = await connect(app.url).admin.auth.createSession(app.admin)
    const byCookie = connect(app.url, { Cookie: cookieOf(signedIn) })

    expect((await byCookie.admin.auth.getSession()).user).toEqual(signedIn.user)
    expect(await statusOf(connect(app.url).admin.auth.getSession())).toBe(401)
  })

  test("getToken gives an access token that getSession takes as Bearer, and sets no cookie", async () => {
    const answer = await connect(app.url).admin.auth.getToken(app.admin)
    const byToken = connect(app.url, { Authorization: `Bearer ${answer.access_token}` })

    expect(cookieOf(answer)).toBe("")
    expect((await byToken.admin.auth.getSession()).user).toMatchObject({ email: app.admin.email })
  })

  test("deleteSession ends the session it is called with and no other", async () => {
    const first = connect(app.url, { Cookie: cookieOf(await connect(app.url).admin.auth.createSession(app.admin)) })
    const second = connect(app.url, { Cookie: cookieOf(await connect(app.url).admin.auth.createSession(app.admin)) })

    const ended = await first.admin.auth.deleteSession()

    expect(ended.response.status).toBe(200)
    expect(await statusOf(first.admin.auth.getSession())).toBe(401)
    expect((await second.admin.auth.getSession()).response.status).toBe(200)
  })

  test("deleteSession ends a token as well", async () => {
    const { access_token } = await connect(app.url).admin.auth.getToken(app.admin)
    const byToken = connect(app.url, { Authorization: `Bearer ${access_token}` })

    await byToken.admin.auth.deleteSession()

    expect(await statusOf(byToken.admin.auth.getSession())).toBe(401)
  })

  test.each([
    ["a wrong password", () => ({ ...app.admin, password: "wrong horse battery" })],
    ["an unknown address", () => ({ ...app.admin, email: "nobody@shop.example" })],
  ])("createSession and getToken are 401 for %s", async (_, credentials) => {
    const { auth } = connect(app.url).admin

    expect(await statusOf(auth.createSession(credentials()))).toBe(401)
    expect(await statusOf(auth.getToken(credentials()))).toBe(401)
  })
})
