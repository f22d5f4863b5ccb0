/**
 * What is secret stays so: requests carry passwords, tokens and cookies that cannot be mistaken for anything else, in
 * the right places and in wrong ones, and none of them is found anywhere afterwards. Runs a process, because its output
 * is part of the question. Only in the postgres project.
 */
import { createHash, randomBytes } from "node:crypto"
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"
import { budget_names } from "../../packages/server/src/lib/budgets.ts"
import { ownDatabase, type OwnDatabase } from "../setup/databases.ts"
import { json, lies, misdeeds, startEvilProvider, type EvilProvider } from "../setup/evil-provider.ts"
import { freshEmail } from "../setup/fresh.ts"
import { lastResetTokenIn } from "../setup/mailed.ts"
import { deployment, startProcess, type Deployment, type ServerProcess } from "../setup/processes.ts"
import { dump } from "../setup/rows.ts"

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const sha256Of = (text: string) => createHash("sha256").update(text).digest("hex")
/** Where a storefront waits for sign-ins. Nobody listens: redirects are read, not followed. */
const signed_in_page = "http://127.0.0.1:8000/signed-in"
const secret = (name: string) => `${name}-${randomBytes(12).toString("hex")}`

/** The settings of a server that knows the provider, and of one that knows none. */
const providerSettings = (provider: EvilProvider | undefined): Record<string, string> =>
  provider
    ? {
        OAUTH_PROVIDERS: JSON.stringify({
          op: { issuer: provider.issuer, client_id: provider.client.id, client_secret: provider.client.secret },
        }),
        OAUTH_CLIENTS: JSON.stringify({
          shop: { redirects: { [signed_in_page]: ["query", "fragment", "code", "cookie", "json"] } },
        }),
      }
    : {}

describe.each([
  ["in the sandbox", {}],
  [
    "in production",
    {
      NODE_ENV: "production",
      PUBLIC_BASE_URL: "https://api.shop.example",
      SMTP_URL: "smtp://127.0.0.1:1", // nobody listens: mail waits
      MAIL_FROM: "no-reply@shop.example",
      // Room for all this; the profile of the tests is not for production.
      RATE_LIMITS: JSON.stringify(
        Object.fromEntries(budget_names.map((name) => [name, { points: 1000, seconds: 600 }])),
      ),
    },
  ],
])("%s", (_, overrides: Record<string, string>) => {
  const secrets = new Map<string, string>()
  const refusals: string[] = []
  /** Every address the server has built, and the secrets it is made to carry. */
  const addresses: { carries: string[]; location: string }[] = []
  const email = freshEmail()
  let database: OwnDatabase
  let shop: Deployment
  let server: ServerProcess
  /** On this machine, so none in production. */
  let provider: EvilProvider | undefined
  let output: string
  let stored: string

  /** Sends one request; remembers the answer when it is a refusal. */
  async function send(method: string, path: string, headers: Record<string, string>, body?: string) {
    const answer = await fetch(`${server.url}${path}`, {
      method,
      redirect: "manual",
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body }),
    })
    const text = await answer.text()
    if (answer.status >= 400) refusals.push(`${method} ${answer.status} ${JSON.stringify([...answer.headers])} ${text}`)
    return {
      status: answer.status,
      body: text === "" ? {} : JSON.parse(text),
      cookies: answer.headers.getSetCookie(),
      location: answer.headers.get("location") ?? "",
    }
  }

  /** Remembers a secret, and the parts of it that are as good as the whole. */
  function keep(name: string, value: unknown): string {
    if (typeof value !== "string" || value.length < 7) throw new Error(`${name} is no secret: ${JSON.stringify(value)}`)
    secrets.set(name, value)
    const [, , signature] = value.split(".")
    if (signature) secrets.set(`signature of ${name}`, signature)
    return value
  }
  const cookieIn = (name: string, [cookie = ""]: string[]) => {
    const [pair = ""] = cookie.split(";")
    keep(name, pair.slice(pair.indexOf("=") + 1))
    return { cookie: pair }
  }

  async function drive() {
    const key = { "x-publishable-api-key": shop.publishable_key }
    const password = keep("password", secret("password"))
    const wrong = keep("wrong password", secret("wrong-password"))
    const credentials = JSON.stringify({ email, password })

    // As they should be sent.
    const registered = await send("POST", "/auth/customer/emailpass/register", {}, credentials)
    const R = keep("registration token", registered.body.token)
    await send("POST", "/store/customers", { ...key, ...bearer(R) }, JSON.stringify({ email }))
    const signedIn = await send("POST", "/auth/customer/emailpass", {}, credentials)
    const T = keep("access token", signedIn.body.token)
    const RT = keep("refresh token", signedIn.body.refresh_token)
    const session = cookieIn("session cookie", (await send("POST", "/auth/session", bearer(T))).cookies)
    expect((await send("GET", "/store/customers/me", { ...key, ...session })).status).toBe(200)
    const refreshed = await send("POST", "/auth/token/refresh", {}, JSON.stringify({ refresh_token: RT }))
    const T2 = keep("second access token", refreshed.body.token)
    const RT2 = keep("second refresh token", refreshed.body.refresh_token)
    const admin = cookieIn("admin cookie", (await send("POST", "/admin/auth", {}, JSON.stringify(shop.admin))).cookies)
    const A = keep(
      "admin token",
      (await send("POST", "/admin/auth/token", {}, JSON.stringify(shop.admin))).body.access_token,
    )
    expect((await send("GET", "/admin/auth", bearer(A))).status).toBe(200)
    const staff = await driveStaff(A)

    const outbox = { db: database.db, vault: shop.vault }
    const requestReset = (identifier: string) =>
      send("POST", "/auth/customer/emailpass/reset-password", {}, JSON.stringify({ identifier }))
    expect((await requestReset(email)).status).toBe(201)
    const reset = keep("reset token", await lastResetTokenIn(outbox, email))

    // Wrong, weak, mistyped, and in places where they do not belong.
    const weak = keep("weak password", `~w${randomBytes(2).toString("hex")}~`)
    const marker = keep("secret in a wrong place", secret("misplaced"))
    const other = freshEmail()
    const misplaced: [string, string, Record<string, string>, string?][] = [
      ["POST", "/auth/customer/emailpass", {}, JSON.stringify({ email, password: wrong })],
      ["POST", "/auth/customer/emailpass/register", {}, JSON.stringify({ email, password: wrong })],
      ["POST", "/auth/customer/emailpass/register", {}, JSON.stringify({ email: other, password: other })],
      ["POST", "/auth/customer/emailpass/register", {}, JSON.stringify({ email: other, password: weak })],
      ["POST", "/auth/customer/emailpass/register", {}, `{"email":"${other}","password":"${marker}"`],
      [
        "POST",
        "/auth/customer/emailpass/register",
        {},
        JSON.stringify({ email: { password: marker }, password: [marker] }),
      ],
      ["POST", "/auth/customer/emailpass/register", {}, JSON.stringify({ email: other, password: `${marker}\0` })],
      [
        "POST",
        "/auth/customer/emailpass/register",
        {},
        JSON.stringify({ email: other, password: marker.repeat(4000) }),
      ],
      ["POST", "/auth/customer/emailpass", { "content-type": "text/plain" }, marker],
      ["POST", "/auth/customer/google", {}, JSON.stringify({ email, password: marker })],
      ["POST", "/admin/auth", {}, JSON.stringify({ email: shop.admin.email, password: wrong })],
      ["POST", "/admin/auth", {}, JSON.stringify({ email: shop.admin.email, password: marker, api_token: marker })],
      ["POST", "/admin/auth/token", {}, JSON.stringify({ email: marker, password: shop.admin.password })],
      ["POST", "/auth/token/refresh", {}, JSON.stringify({ refresh_token: T2 })],
      ["POST", "/auth/token/refresh", {}, JSON.stringify({ refresh_token: `${RT2.slice(0, -2)}AA` })],
      ["POST", "/auth/token/refresh", {}, JSON.stringify({ token: marker })],
      ["POST", "/auth/token/refresh", bearer(RT2), "{}"],
      [
        "POST",
        "/store/customers/me",
        { ...key, ...session, origin: "https://evil.example", "x-csrf-token": marker },
        "{}",
      ],
      ["POST", "/store/customers/me", { ...key, ...bearer(T2) }, JSON.stringify({ password: marker })],
      ["GET", "/store/customers/me", { ...key, ...bearer(`${T2.slice(0, -4)}AAAA`) }],
      ["GET", "/store/customers/me", { ...key, ...bearer(A) }],
      [
        "GET",
        "/store/customers/me",
        { ...key, authorization: `Basic ${Buffer.from(`ada:${marker}`).toString("base64")}` },
      ],
      ["GET", "/store/customers/me", { ...key, cookie: `${session.cookie}; ${session.cookie}` }],
      ["GET", "/store/customers/me", { "x-publishable-api-key": marker, ...bearer(T2) }],
      ["GET", "/admin/auth", { "x-medusa-access-token": marker }],
      ["GET", `/store/customers/me?token=${T2}&password=${marker}`, { ...key, ...bearer(T2) }],
      ["GET", `/auth/customer/emailpass?password=${marker}&email=${email}`, {}],
      // A reset token, an invite token and an api token: spent, with a refused body, and where another is due.
      [
        "POST",
        "/auth/customer/emailpass/update",
        bearer(reset),
        JSON.stringify({ password: weak, email: marker, token: marker }),
      ],
      ["POST", "/auth/customer/emailpass/update", bearer(reset), JSON.stringify({ password: weak })],
      ["POST", `/auth/customer/emailpass/update?token=${reset}`, {}, JSON.stringify({ password: weak })],
      [
        "POST",
        `/auth/customer/emailpass/update?token=${reset}&token=${marker}`,
        {},
        JSON.stringify({ password: wrong }),
      ],
      ["POST", `/auth/customer/emailpass/update?token=${staff.reset}`, {}, JSON.stringify({ password: wrong })],
      ["POST", `/auth/customer/google/update?token=${reset}`, {}, JSON.stringify({ password: wrong })],
      ["POST", "/auth/customer/emailpass/update", bearer(T2), JSON.stringify({ password: wrong })],
      ["POST", "/auth/customer/emailpass/update", bearer(marker), JSON.stringify({ password: wrong })],
      ["GET", `/auth/customer/emailpass/update?token=${reset}`, {}],
      ["GET", "/store/customers/me", { ...key, ...bearer(reset) }],
      ["POST", "/auth/customer/emailpass/reset-password", {}, JSON.stringify({ identifier: { email: marker } })],
      [
        "POST",
        "/auth/customer/emailpass/reset-password",
        {},
        JSON.stringify({ identifier: email, metadata: { a: { b: { c: { d: { e: { f: marker } } } } } } }),
      ],
      ["POST", "/auth/customer/emailpass/password", bearer(T2), JSON.stringify({ current_password: wrong, password })],
      ["POST", "/admin/users/reset-password", {}, JSON.stringify({ token: staff.spent_reset, password: wrong })],
      ["POST", "/admin/users/reset-password", {}, JSON.stringify({ token: reset, password: wrong, email })],
      ["POST", "/admin/users/reset-password", {}, JSON.stringify({ token: staff.reset, password: weak })],
      ["POST", "/admin/invites/accept", {}, JSON.stringify({ token: staff.spent_invite, user: { password: wrong } })],
      ["POST", "/admin/invites/accept", {}, JSON.stringify({ token: staff.invite, user: { ...noor, password: weak } })],
      ["POST", "/admin/invites/accept", {}, JSON.stringify({ token: marker, user: { ...noor, password: wrong } })],
      ["GET", `/admin/invites/accept?token=${staff.invite}`, {}],
      ["GET", "/admin/auth", { "x-medusa-access-token": staff.spent_api_token }],
      ["GET", "/admin/auth", bearer(staff.api_token)],
      ["GET", `/admin/users?api_token=${staff.api_token}`, bearer(A)],
      ["POST", `/admin/users/${staff.other_id}`, bearer(A), JSON.stringify({ api_token: staff.api_token })],
      ["POST", `/admin/users/${staff.other_id}`, bearer(A), JSON.stringify({ api_token: marker.slice(0, 31) })],
      ["POST", `/admin/users/${staff.other_id}`, bearer(A), JSON.stringify({ api_token: `${marker} ${marker}` })],
      ["POST", `/admin/users/${staff.other_id}`, bearer(A), JSON.stringify({ password: marker })],
      ["POST", "/admin/users", bearer(A), JSON.stringify({ email: marker, password: wrong })],
      ["POST", `/nowhere?token=${marker}`, {}, JSON.stringify({ token: marker })],
      ["DELETE", "/admin/auth", { ...admin, origin: "https://evil.example" }],
    ]
    for (const [method, path, headers, body] of misplaced) {
      const { status } = await send(method, path, headers, body)
      expect(status, `${method} ${path} ${body}`).toBeGreaterThanOrEqual(400)
      expect(status, `${method} ${path} ${body}`).toBeLessThan(500)
    }

    // Theft: the first refresh token is two generations old by then, and ends the session.
    const third = await send("POST", "/auth/token/refresh", {}, JSON.stringify({ refresh_token: RT2 }))
    keep("third refresh token", third.body.refresh_token)
    expect((await send("POST", "/auth/token/refresh", {}, JSON.stringify({ refresh_token: RT }))).status).toBe(401)
    await send("DELETE", "/auth/session", { ...session, "content-type": "application/json" })
    await send("DELETE", "/admin/auth", { ...admin, "content-type": "application/json" })

    // The reset token as it should be used, and again.
    const changed = keep("password after the reset", secret("password"))
    const update = () =>
      send("POST", "/auth/customer/emailpass/update", bearer(reset), JSON.stringify({ password: changed }))
    expect((await update()).status).toBe(200)
    expect((await update()).status).toBe(401)
    const back = await send("POST", "/auth/customer/emailpass", {}, JSON.stringify({ email, password: changed }))
    const T3 = keep("access token after the reset", back.body.token)
    const last = keep("password after the change", secret("password"))
    const change = JSON.stringify({ current_password: changed, password: last })
    expect((await send("POST", "/auth/customer/emailpass/password", bearer(T3), change)).status).toBe(200)
  }

  /** Signs in at the provider in each way there is, and in every way that fails. */
  async function driveProvider(op: EvilProvider) {
    let last = 0
    const verifier = keep("verifier of a client", secret("verifier").padEnd(64, "v"))
    const challenge = createHash("sha256").update(verifier).digest("base64url")
    op.person = { ...op.person, sub: secret("subject"), email: freshEmail() }

    /** As far as the provider: the way back, and what the browser keeps. */
    const begin = async (mode: string, more: Record<string, string> = {}) => {
      const name = `of flow ${(last += 1)}`
      const started = await send("GET", `/api/auth/oauth/op?response_mode=${mode}&code_challenge=${challenge}`, {})
      expect(started.status).toBe(302)
      const asked = new URL(started.location).searchParams
      keep(`state ${name}`, asked.get("state"))
      keep(`nonce ${name}`, asked.get("nonce"))
      addresses.push({ carries: [`state ${name}`, `nonce ${name}`], location: started.location })
      const cookie = cookieIn(`cookie ${name}`, started.cookies)
      const back = op.callback(started.location, more)
      keep(`code ${name}`, back.searchParams.get("code"))
      return { name, cookie, path: `${back.pathname}${back.search}` }
    }
    const finish = async (mode: string, status: number, more: Record<string, string> = {}) => {
      const { name, cookie, path } = await begin(mode, more)
      const answer = await send("GET", path, cookie)
      expect([answer.status, mode, name]).toEqual([status, mode, name])
      return { name, cookie, path, ...answer }
    }

    // As it should be, in each way of handing over.
    const by_json = await finish("json", 200)
    keep("access token of a provider's session", by_json.body.token)
    keep("refresh token of a provider's session", by_json.body.refreshToken)
    for (const mode of ["query", "fragment"]) {
      const { location } = await finish(mode, 302)
      const handed = new URLSearchParams(mode === "query" ? new URL(location).search : new URL(location).hash.slice(1))
      const names = [`access token by ${mode}`, `refresh token by ${mode}`]
      keep(names[0] ?? "", handed.get("token"))
      keep(names[1] ?? "", handed.get("refreshToken"))
      addresses.push({ carries: [`signature of ${names[0]}`, ...names], location })
    }
    const by_cookie = await finish("cookie", 302)
    addresses.push({ carries: [], location: by_cookie.location })
    for (const cookie of by_cookie.cookies.slice(1)) cookieIn("session cookie of a provider", [cookie])
    const by_code = await finish("code", 302)
    const code = keep("delivered code", new URL(by_code.location).searchParams.get("code"))
    addresses.push({ carries: ["delivered code"], location: by_code.location })
    const exchange = (given: string, proof = verifier) =>
      send("POST", "/api/auth/oauth/exchange", {}, JSON.stringify({ code: given, code_verifier: proof }))
    const exchanged = await exchange(code)
    expect(exchanged.status).toBe(200)
    keep("access token by code", exchanged.body.token)
    keep("refresh token by code", exchanged.body.refreshToken)

    // Used again, in another browser, by somebody else, and with what the provider had better not say.
    const marker = keep("secret of the provider", secret("provider"))
    expect((await exchange(code)).status).toBe(400)
    expect((await exchange(code, marker.padEnd(64, "m"))).status).toBe(400)
    expect((await exchange(marker.padEnd(43, "m"))).status).toBe(400)
    expect((await send("GET", by_json.path, by_json.cookie)).status).toBe(400)
    const elsewhere = await begin("query")
    expect((await send("GET", elsewhere.path, {})).status).toBe(400)
    const swapped = await begin("query")
    expect(
      (await send("GET", swapped.path, { cookie: swapped.cookie.cookie.replace(/=.*/u, `=${marker}`) })).status,
    ).toBe(400)
    for (const path of [
      `/api/auth/oauth/callback/op?state=${marker}&code=${marker}`,
      `/api/auth/oauth/callback/op?state=${marker}&state=${marker}&code=${marker}`,
      `/api/auth/oauth/callback/other?state=${marker}&code=${marker}`,
      `/auth/customer/op/callback?state=${marker}&code=${marker}`,
      `/api/auth/oauth/op?redirect_uri=https://evil.example/${marker}`,
      `/api/auth/oauth/op?response_mode=code&code_challenge=${marker}`,
    ]) {
      const { status } = await send("GET", path, {})
      expect([path, status >= 400 && status < 500]).toEqual([path, true])
    }
    const denied = await begin("query")
    const refused = new URL(denied.path, "http://127.0.0.1")
    refused.searchParams.delete("code")
    refused.searchParams.set("error", "access_denied")
    refused.searchParams.set("error_description", marker)
    const told = await send("GET", `${refused.pathname}${refused.search}`, denied.cookie)
    expect(told.status).toBe(302)
    addresses.push({ carries: [], location: told.location })
    const said = { error: "invalid_grant", error_description: marker, access_token: marker, id_token: marker }
    for (const misdeed of [
      json(400, said),
      json(200, said),

      misdeeds["bad JSON"],
    ]) {
      op.misbehave("token", misdeed)
      addresses.push({ carries: [], location: (await finish("query", 302)).location })
    }
    op.misbehave("token")
    for (const lie of [lies["a signature by another key"], lies["another nonce"], lies["another issuer"]]) {
      op.lie(lie)
      addresses.push({ carries: [], location: (await finish("fragment", 302)).location })
    }
    op.lie()

    for (const [index, form] of op.exchanges.entries()) keep(`verifier ${index}`, form.get("code_verifier"))
    for (const [index, token] of op.id_tokens.entries()) keep(`ID token ${index}`, token)
    keep("secret of the client", op.client.secret)
  }

  const noor = { first_name: "Noor", last_name: "Haddad" }

  /** Invites, api tokens and resets of the staff: used as they should be, and one of each that is still good. */
  async function driveStaff(admin_token: string) {
    const A = bearer(admin_token)
    const outbox = { db: database.db, vault: shop.vault }
    const password = keep("password of staff", secret("password"))
    const invited = async (name: string) => {
      const user = freshEmail()
      const { body } = await send("POST", "/admin/invites", A, JSON.stringify({ user, role: "member" }))
      return { user, id: String(body.invite.id), token: keep(name, body.invite.token) }
    }
    const { user: staff_email, token: spent_invite } = await invited("invite token")
    const accept = { token: spent_invite, user: { ...noor, password } }
    expect((await send("POST", "/admin/invites/accept", {}, JSON.stringify(accept))).status).toBe(200)
    const second = await invited("replaced invite token")
    const resent = await send("POST", `/admin/invites/${second.id}/resend`, A)
    const invite = keep("resent invite token", resent.body.invite.token)
    expect((await send("GET", "/admin/invites", A)).status).toBe(200)

    const requestReset = async () => {
      const asked = await send("POST", "/admin/users/password-token", {}, JSON.stringify({ email: staff_email }))
      expect(asked.status).toBe(204)
      return lastResetTokenIn(outbox, staff_email)
    }
    const spent_reset = keep("reset token of staff", await requestReset())
    const changed = keep("password of staff after the reset", secret("password"))
    const used = { token: spent_reset, password: changed }
    const { body } = await send("POST", "/admin/users/reset-password", {}, JSON.stringify(used))
    const other_id = String(body.user.id)
    const reset = keep("live reset token of staff", await requestReset())

    const credentials = JSON.stringify({ email: staff_email, password: changed })
    const signed_in = await send("POST", "/admin/auth/token", {}, credentials)
    const theirs = bearer(keep("access token of staff", signed_in.body.access_token))
    const setToken = async (id: string, headers: Record<string, string>, name: string) => {
      const api_token = keep(name, secret("api-token"))
      expect((await send("POST", `/admin/users/${id}`, headers, JSON.stringify({ api_token }))).status).toBe(200)
      expect((await send("GET", "/admin/auth", { "x-medusa-access-token": api_token })).status).toBe(200)
      return api_token
    }
    const spent_api_token = await setToken(other_id, theirs, "replaced api token")
    await setToken(other_id, theirs, "api token of staff")
    const me = await send("GET", "/admin/auth", A)
    const api_token = await setToken(String(me.body.user.id), A, "api token")
    return { invite, spent_invite, reset, spent_reset, api_token, spent_api_token, other_id }
  }

  beforeAll(async () => {
    database = await ownDatabase(inject("databaseUrl"))
    if (overrides["NODE_ENV"] !== "production") provider = await startEvilProvider()
    shop = deployment(database.url, { ...overrides, ...providerSettings(provider), LOG_LEVEL: "trace" })
    server = await startProcess(shop.env)
    await drive()
    if (provider) await driveProvider(provider)
    await server.stop()
    output = server.output()
    stored = await dump(database.db)
    keep("password of the administrator", shop.admin.password)
    const [kek] = Object.values(JSON.parse(shop.env["KEK_KEYS"] ?? "{}"))
    keep("key encryption key", kek)
    const { password } = new URL(database.url)
    if (password.length >= 8) keep("password of the database", password)
  }, 120_000)
  afterAll(async () => {
    await provider?.close()
    await database.drop()
  })

  /** Names of the secrets a text holds: as they are, URL-encoded, or as the bytes of a binary column. */
  const foundIn = (text: string) =>
    [...secrets].flatMap(([name, value]) => {
      const bytes = [Buffer.from(value), Buffer.from(value, "base64url")]
      const forms = [
        value,
        encodeURIComponent(value),
        JSON.stringify(value).slice(1, -1),
        ...bytes.map((b) => b.toString("hex")),
      ]
      return forms.some((form) => form.length >= 7 && text.includes(form)) ? [name] : []
    })

  test("the requests were seen: every kind of secret was sent, and the texts searched are the right ones", () => {
    expect(secrets.size).toBeGreaterThanOrEqual(34)
    expect(output.split("\n").filter((line) => line.includes('"msg":"request"')).length).toBeGreaterThan(40)
    expect(refusals.length).toBeGreaterThan(55)
    expect(foundIn(sha256Of(secrets.get("api token") ?? ""))).toEqual([]) // what the database has of it is not it
    expect(stored).toContain(sha256Of(secrets.get("api token") ?? ""))
    expect(stored).toContain(email)
    expect(stored.split("\n").filter((line) => line.startsWith("audit_event ")).length).toBeGreaterThan(5)
    expect(foundIn(`token=${secrets.get("access token")}`)).toEqual(["access token", "signature of access token"])
  })

  test("no line of the process, at the finest log level, holds one", () => {
    expect(foundIn(output)).toEqual([])
  })

  test("no refusal, header or body, repeats one", () => {
    expect(refusals.filter((refusal) => foundIn(refusal).length > 0)).toEqual([])
  })

  test("no address that the server builds holds one, but for those that the contract hands over in one", () => {
    expect(addresses.length).toBeGreaterThan(provider ? 20 : -1)
    const sorted = (names: readonly string[]) => names.toSorted()
    expect(
      addresses.filter(({ carries, location }) => String(sorted(foundIn(location))) !== String(sorted(carries))),
    ).toEqual([])
  })

  test("no audit row holds one", () => {
    const audit = stored.split("\n").filter((line) => line.startsWith("audit_event "))
    expect(audit.filter((line) => foundIn(line).length > 0)).toEqual([])
  })

  test("the whole database holds none in clear", () => {
    // A nonce is compared with what the provider signed: whoever knows it can do nothing with it.
    expect(foundIn(stored).filter((name) => !name.startsWith("nonce "))).toEqual([])
  })
})
