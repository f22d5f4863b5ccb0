import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { age } from "../../../../test/setup/age.ts"
import { dump } from "../../../../test/setup/rows.ts"
import type { TestApp } from "../../../../test/setup/app.ts"
import { freshEmail } from "../../../../test/setup/fresh.ts"
import {
  Browser,
  pkce,
  providerSettings,
  shop_address,
  startOauthApp,
  storefront_page,
  withSettings,
  type Seen,
} from "../../../../test/setup/oauth.ts"
import {
  signInAtProvider,
  startOpenIdProvider,
  walkProvider,
  type OpenIdProvider,
} from "../../../../test/setup/openid-provider.ts"
import {
  adminToken,
  anotherInstance,
  ask,
  claimsOf,
  cookieOf,
  newCustomer,
  refuse,
  succeed,
} from "../../../../test/setup/people.ts"
import { noting } from "../../../../test/setup/statements.ts"
import { withHost } from "../../../../test/setup/with-host.ts"
import { digestOf } from "../lib/encryption.ts"

let op: OpenIdProvider
let app: TestApp

beforeAll(async () => {
  op = await startOpenIdProvider()
  app = await startOauthApp([providerSettings("op", op)])
})
afterAll(async () => {
  await app.close()
  await op.close()
})

/** Somebody with an account at the provider. */
function newPerson(more: Record<string, unknown> = {}) {
  const email = freshEmail()
  const person = {
    sub: `sub-${email}`,
    email,
    claims: { email, email_verified: true, name: "Mira Lindqvist", ...more } as Record<string, unknown>,
  }
  op.people.push(person)
  return person
}

/** Begins, signs in at the provider, and comes back: what the callback answers. */
async function journey(browser: Browser, sub: string, query: Record<string, string> = {}): Promise<Seen> {
  const at_provider = await browser.start("op", query)
  const cookies = browser.cookie
  const back = await signInAtProvider(at_provider, { as: sub })
  const seen = await browser.go(back)
  const handed = new URLSearchParams(`${seen.location?.search ?? ""}&${seen.location?.hash.slice(1) ?? ""}`)
  const parts = [at_provider.searchParams, back.searchParams, handed].flatMap((query) =>
    ["state", "code", "token", "refreshToken"].map((name) => query.get(name)),
  )
  secrets.push(...parts, ...cookies.split("=").slice(1), seen.body["token"], seen.body["refreshToken"])
  return seen
}

/** Whatever must never be written down. */
const secrets: unknown[] = []

describe("O1 the good path with a real provider", () => {
  test("query: tokens join the address's own query, and they work", async () => {
    const person = newPerson()
    const seen = await journey(new Browser(app), person.sub, { response_mode: "query", app_state: "cart" })
    expect(seen.status).toBe(302)
    const { token, refreshToken, expiresIn, state } = Object.fromEntries(seen.location?.searchParams ?? [])
    expect(seen.location?.href).toMatch(new RegExp(`^${shop_address}\\?token=`, "u"))
    expect({ expiresIn, state }).toEqual({ expiresIn: "86400", state: "cart" })
    const { body } = await succeed(app, "GET /store/customers/me", { token })
    expect(body["customer"]).toMatchObject({ email: person.email, first_name: "Mira", last_name: "Lindqvist" })
    await succeed(app, "POST /auth/token/refresh", { body: { refresh_token: refreshToken } })
    expect(claimsOf(token)).toMatchObject({ auth_provider: "op", amr: ["fed"], actor_type: "customer" })
  })

  test("fragment: the same behind the #, where servers do not see it", async () => {
    const person = newPerson()
    const seen = await journey(new Browser(app), person.sub, { response_mode: "fragment", app_state: "a b&c" })
    expect(seen.location?.search).toBe("")
    const handed = Object.fromEntries(new URLSearchParams(seen.location?.hash.slice(1)))
    expect(Object.keys(handed).toSorted()).toEqual(["expiresIn", "refreshToken", "state", "token"])
    expect(handed["state"]).toBe("a b&c")
    await succeed(app, "GET /store/customers/me", { token: handed["token"] })
  })

  test("code: nothing but a code, which the verifier exchanges for tokens once", async () => {
    const person = newPerson({ picture: "https://provider.example/mira.png" })
    const { verifier, challenge } = pkce()
    const seen = await journey(new Browser(app), person.sub, { response_mode: "code", code_challenge: challenge })
    expect([...(seen.location?.searchParams.keys() ?? [])]).toEqual(["code"])
    const code = seen.location?.searchParams.get("code")
    const exchange = { code, code_verifier: verifier, client_id: "shop" }
    const { body } = await succeed(app, "POST /api/auth/oauth/exchange", { body: exchange })
    expect(body["user"]).toEqual({
      _id: expect.stringMatching(/^cus_/u),
      email: person.email,
      firstName: "Mira",
      lastName: "Lindqvist",
      fullName: "Mira Lindqvist",
      avatar: "https://provider.example/mira.png",
      role: "customer",
      emailVerified: true,
      phoneVerified: false,
      twoFactorEnabled: false,
      lastLogin: expect.any(String),
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
      org: null,
    })
    await succeed(app, "GET /store/customers/me", { token: body["token"] })
    await succeed(app, "POST /auth/token/refresh", { body: { refresh_token: body["refreshToken"] } })

    const again = await refuse(app, "POST /api/auth/oauth/exchange", "invalid_request", { body: exchange })
    expect(again.message).toBe("The code is not valid.")
    await refuse(app, "GET /store/customers/me", "session_revoked", { token: body["token"] })
  })

  test("cookie: a session cookie and no tokens", async () => {
    const person = newPerson()
    const browser = new Browser(app)
    const seen = await journey(browser, person.sub, { response_mode: "cookie", app_state: "cart" })
    expect(seen.location?.href).toBe(`${shop_address}?state=cart`)
    expect(browser.cookie).toMatch(/^store_sid=[\w-]{43}$/u)
    const me = await browser.go("/store/customers/me", {
      headers: { "x-publishable-api-key": app.publishable_key },
    })
    expect(me.body["customer"]).toMatchObject({ email: person.email })
  })

  test("json: the callback itself answers", async () => {
    const person = newPerson()
    const seen = await journey(new Browser(app), person.sub, { response_mode: "json" })
    expect(seen).toMatchObject({ status: 200, body: { expiresIn: 86_400, user: { email: person.email } } })
    expect(seen.headers.get("cache-control")).toBe("no-store")
    await succeed(app, "GET /store/customers/me", { token: seen.body["token"] })
  })

  test("a redirect whose address allows json is one where the caller asks for it", async () => {
    const person = newPerson()
    const browser = new Browser(app)
    const back = await signInAtProvider(await browser.start("op"), { as: person.sub })
    expect(await browser.go(back, { headers: { accept: "application/json" } })).toMatchObject({ status: 200 })
  })

  test("without clients in the settings the callback answers as JSON", async () => {
    const alone = await withSettings(app, { oauth_clients: [] })
    try {
      const person = newPerson()
      const browser = new Browser(alone)
      const back = await signInAtProvider(await browser.start("op"), { as: person.sub })
      expect(await browser.go(back)).toMatchObject({ status: 200, body: { user: { email: person.email } } })
    } finally {
      await alone.close()
    }
  })

  test("identity is realm, provider and subject; the next sign-in finds it again", async () => {
    const person = newPerson()
    const first = await journey(new Browser(app), person.sub, { response_mode: "json" })
    const second = await journey(new Browser(app), person.sub, { response_mode: "json" })
    expect(idOf(first)).toBe(idOf(second))
    const rows = await app.db.selectFrom("provider_identity").selectAll().where("entity_id", "=", person.sub).execute()
    expect(rows).toMatchObject([{ realm: "store", provider: "op", issuer: op.issuer, email: person.email }])
  })

  test("the provider is asked with PKCE, a nonce, a state and least scopes", async () => {
    const { searchParams } = await new Browser(app).start("op", { login_hint: "mira@example.com", prompt: "login" })
    expect(Object.fromEntries(searchParams)).toEqual({
      client_id: op.client.id,
      response_type: "code",
      redirect_uri: `${app.url}/api/auth/oauth/callback/op`,
      scope: "openid email profile",
      state: expect.stringMatching(/^[\w-]{43}$/u),
      nonce: expect.stringMatching(/^[\w-]{43}$/u),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/u),
      code_challenge_method: "S256",
      login_hint: "mira@example.com",
      prompt: "login",
    })
  })
})

const idOf = (seen: Seen) => (seen.body["user"] as Record<string, unknown>)["_id"] // as the contract says

/** What a refused callback must be: the code, and no redirect. */
function expectDirect(seen: Seen, status: number, code: string): void {
  expect({ status: seen.status, code: seen.body["code"], location: seen.location }).toEqual({
    status,
    code,
    location: undefined,
  })
}

const reasonOf = async (event: string): Promise<string | null | undefined> => {
  const row = await app.db
    .selectFrom("audit_event")
    .select("reason")
    .where("event", "=", event)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst()
  return row?.reason
}

describe("O2 a state that is not good is 400 without Location, and nothing is asked of the provider", () => {
  test.each<[string, string, string]>([
    ["absent", "code=c", "invalid_request"],
    ["unknown", `code=c&state=${"s".repeat(43)}`, "oauth_state_invalid"],
    ["513 characters", `code=c&state=${"s".repeat(513)}`, "invalid_request"],
    ["twice", "code=c&state=a&state=b", "invalid_request"],
    ["empty", "code=c&state=", "invalid_request"],
    ["with a code twice", "code=c&code=d&state=a", "invalid_request"],
    ["with code and error", "code=c&error=access_denied&state=a", "invalid_request"],
    ["with neither code nor error", "state=a", "invalid_request"],
    ["with something else twice", "code=c&state=a&x=1&x=2", "invalid_request"],
  ])("%s", async (_, query, code) => {
    const asked = op.requests("/token")
    expectDirect(await new Browser(app).go(`/api/auth/oauth/callback/op?${query}`), 400, code)
    expect(op.requests("/token")).toBe(asked)
  })

  test("expired by 1 s", async () => {
    const person = newPerson()
    const browser = new Browser(app)
    const back = await signInAtProvider(await browser.start("op"), { as: person.sub })
    const [flow] = await app.db.selectFrom("oauth_flow").select("id").orderBy("id", "desc").limit(1).execute()
    await age(app.db, "oauth_flow", flow?.id ?? "", 601)
    const asked = op.requests("/token")
    expectDirect(await browser.go(back), 400, "oauth_state_invalid")
    expect(op.requests("/token")).toBe(asked)
    expect(await reasonOf("oauth_sign_in")).toBe("state_expired")
  })
})

test("O3 the same callback twice: the second is 400, and the session of the first lives", async () => {
  const person = newPerson()
  const browser = new Browser(app)
  const back = await signInAtProvider(await browser.start("op", { response_mode: "json" }), { as: person.sub })
  const first = await browser.go(back)
  expectDirect(await browser.go(back), 400, "oauth_state_invalid")
  expect(await reasonOf("oauth_sign_in")).toBe("state_replayed")
  await succeed(app, "GET /store/customers/me", { token: first.body["token"] })

  back.searchParams.set("code", "another")
  expectDirect(await browser.go(back), 400, "oauth_state_invalid")
  expect(await reasonOf("oauth_sign_in")).toBe("state_replayed_with_another_code")
})

test("O4 a good state at another provider's callback: 400, and nothing outbound", async () => {
  const two = await withSettings(app, { oauth_providers: [providerSettings("op", op), providerSettings("other", op)] })
  try {
    const person = newPerson()
    const browser = new Browser(two)
    const back = await signInAtProvider(await browser.start("op"), { as: person.sub })
    back.pathname = back.pathname.replace("/op", "/other")
    const asked = op.requests("/token")
    expectDirect(await browser.go(back), 400, "oauth_state_invalid")
    expect(op.requests("/token")).toBe(asked)
  } finally {
    await two.close()
  }
})

test("O4 a state of the browser flow at the storefront's callback: 400, and nothing outbound", async () => {
  const person = newPerson()
  const browser = new Browser(app)
  const back = await signInAtProvider(await browser.start("op"), { as: person.sub })
  const asked = op.requests("/token")
  expectDirect(await browser.go(`/auth/customer/op/callback${back.search}`), 400, "oauth_state_invalid")
  expect(op.requests("/token")).toBe(asked)
})

test("O5 two tabs, callbacks in reverse order: both succeed", async () => {
  const [one, two] = [newPerson(), newPerson()]
  const browser = new Browser(app)
  const first = await signInAtProvider(await browser.start("op", { response_mode: "json" }), { as: one.sub })
  const second = await signInAtProvider(await browser.start("op", { response_mode: "json" }), { as: two.sub })
  expect((await browser.go(second)).body["user"]).toMatchObject({ email: two.email })
  expect((await browser.go(first)).body["user"]).toMatchObject({ email: one.email })
})

test("of six tabs the oldest is dropped", async () => {
  const browser = new Browser(app)
  for (let tab = 0; tab < 6; tab++) await browser.start("op")
  expect(browser.cookie.split("; ")).toHaveLength(5)
})

describe("O6 the provider says no", () => {
  test.each<[string, string]>([
    ["error=access_denied", "access_denied"],
    ["error=%3Cscript%3E", "oauth_response_invalid"],
    ["error=server_error", "provider_error"],
    ["error=temporarily_unavailable", "provider_error"],
    [`error=access_denied&error_description=${"x".repeat(10_000)}`, "access_denied"],
    ["error=access_denied&error_description=a%0D%0Aset-cookie:%20x=1", "access_denied"],
  ])("%s goes to the registered address as %s, and nothing is echoed", async (query, code) => {
    const browser = new Browser(app)
    const state = (await browser.start("op", { app_state: "cart" })).searchParams.get("state")
    const seen = await browser.go(
      `/api/auth/oauth/callback/op?${query}&${new URLSearchParams({ state: state ?? "", iss: op.issuer })}`,
    )
    expect(seen.status).toBe(302)
    const { error, error_description, ...rest } = Object.fromEntries(seen.location?.searchParams ?? [])
    expect({ error, rest }).toEqual({ error: code, rest: { state: "cart" } })
    expect(error_description).toMatch(/^[A-Z][\w' -]+\.$/u)
    expect(seen.location?.href).not.toMatch(/<|%3C|xxx|%0D/iu)
    expect(seen.headers.getSetCookie()).toHaveLength(1)
    expect(browser.cookie).toBe("")
  })

  test("in a journey that delivers JSON it is the status", async () => {
    const browser = new Browser(app)
    const back = await signInAtProvider(await browser.start("op", { response_mode: "json" }), "cancel")
    expectDirect(await browser.go(back), 403, "access_denied")
  })
})

test("another browser, or none, does not end the journey", async () => {
  const person = newPerson()
  const browser = new Browser(app)
  const back = await signInAtProvider(await browser.start("op"), { as: person.sub })
  const asked = op.requests("/token")
  expectDirect(await new Browser(app).go(back), 400, "oauth_state_invalid")
  expect(await reasonOf("oauth_sign_in")).toBe("no_cookie")
  expect(op.requests("/token")).toBe(asked)
})

test("O7 the code replayed at the provider is 401 oauth_code_rejected", async () => {
  const person = newPerson()
  const browser = new Browser(app)
  const used = await signInAtProvider(await browser.start("op", { response_mode: "json" }), { as: person.sub })
  await browser.go(used)
  const state = (await browser.start("op", { response_mode: "json" })).searchParams.get("state") ?? ""
  used.searchParams.set("state", state)
  expectDirect(await browser.go(used), 401, "oauth_code_rejected")
})

test("O13 the address changes at the provider: the same account, and the customer's address stays", async () => {
  const person = newPerson()
  const first = await journey(new Browser(app), person.sub, { response_mode: "json" })
  const { email } = person
  person.claims = { ...person.claims, email: freshEmail() }
  const second = await journey(new Browser(app), person.sub, { response_mode: "json" })
  expect(second.body["user"]).toMatchObject({ _id: idOf(first), email })
})

describe("O18 an address that is not registered is 400 without Location", () => {
  test.each([
    "https://evil",
    "//evil",
    "/\\evil",
    "https:evil",
    "https://shop.example.evil/signed-in",
    "https://shop.example@evil/signed-in",
    "https://shop.example/signed-in/../x",
    "https://shop.example/signed-inn",
    "https://shop.example/signed-in?x=1",
    "https://shop.example/signed-in#frag",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://shop.example./signed-in",
    "https://shop.example/%2e%2e/signed-in",
    "https://shop.example/signed\t-in",
    "https://shop.example/signed-in\n",
    "https://sh\u043Ep.example/signed-in",
    `https://shop.example/${"a".repeat(4_096)}`,
    "https://app.example/",
  ])("%j", async (redirect_uri) => {
    const seen = await new Browser(app).go(`/api/auth/oauth/op?${new URLSearchParams({ redirect_uri })}`)
    expectDirect(seen, 400, "invalid_request")
  })

  test.each(["https://SHOP.example/signed-in", "https://shop.example:443/signed-in"])(
    "%s is the registered one",
    async (redirect_uri) => {
      await new Browser(app).start("op", { redirect_uri })
    },
  )

  test("an address is registered for a client and for a mode", async () => {
    const only_code = "https://shop.example/only-code?kept=1"
    const go = (query: Record<string, string>) =>
      new Browser(app).go(`/api/auth/oauth/op?${new URLSearchParams(query)}`)
    expectDirect(await go({ redirect_uri: only_code, response_mode: "query" }), 400, "invalid_request")
    expectDirect(await go({ redirect_uri: only_code, response_mode: "code" }), 400, "invalid_request") // no challenge
    expectDirect(await go({ client_id: "app", redirect_uri: shop_address }), 400, "invalid_request")
    expectDirect(await go({ client_id: "nobody" }), 400, "invalid_request")
    expectDirect(await go({ invite_token: "x".repeat(43) }), 400, "invalid_request")
    const person = newPerson()
    const { challenge } = pkce()
    const seen = await journey(new Browser(app), person.sub, { redirect_uri: only_code, code_challenge: challenge })
    expect(seen.location?.href).toMatch(/^https:\/\/shop\.example\/only-code\?kept=1&code=[\w-]{43}$/u)
  })
})

test("O19 a foreign Host and X-Forwarded headers change no address", async () => {
  const headers = { "x-forwarded-host": "evil.test", "x-forwarded-proto": "https", forwarded: "host=evil.test" }
  const start = await withHost(`${app.url}/api/auth/oauth/op`, "evil.test", { headers })
  expect(new URL(start.headers.location ?? "").searchParams.get("redirect_uri")).toBe(
    `${app.url}/api/auth/oauth/callback/op`,
  )
  const back = await signInAtProvider(start.headers.location ?? "", { as: newPerson().sub })
  const cookie = String(start.headers["set-cookie"]?.[0]?.split(";")[0])
  const end = await withHost(back.href, "evil.test", { headers: { ...headers, cookie } })
  expect(end).toMatchObject({
    status: 302,
    headers: { location: expect.stringMatching(/^https:\/\/shop\.example\//u) },
  })
})

test("O20 a refresh token that travelled in a query is used within 60 s, or the session is over", async () => {
  const person = newPerson()
  const seen = await journey(new Browser(app), person.sub, { response_mode: "query" })
  const token = seen.location?.searchParams.get("token")
  const session_id = String(claimsOf(token)["sid"])
  await age(app.db, "session", session_id, 59)
  await succeed(app, "GET /store/customers/me", { token })
  await age(app.db, "session", session_id, 2)
  await refuse(app, "GET /store/customers/me", "session_revoked", { token })
  await refuse(app, "POST /auth/token/refresh", "session_revoked", {
    body: { refresh_token: seen.location?.searchParams.get("refreshToken") },
  })

  const used = await journey(new Browser(app), person.sub, { response_mode: "query" })
  const { body } = await succeed(app, "POST /auth/token/refresh", {
    body: { refresh_token: used.location?.searchParams.get("refreshToken") },
  })
  await age(app.db, "session", String(claimsOf(body["token"])["sid"]), 120)
  await succeed(app, "GET /store/customers/me", { token: body["token"] })
})

test("O24 roles and rights in what the provider says are ignored", async () => {
  const person = newPerson({ role: "admin", org: { _id: "x" }, app_metadata: { user_id: "usr_1" }, actor_type: "user" })
  const seen = await journey(new Browser(app), person.sub, { response_mode: "json" })
  expect(seen.body["user"]).toMatchObject({ role: "customer", org: null })
  const claims = claimsOf(seen.body["token"])
  expect(claims["app_metadata"]).toEqual({ customer_id: idOf(seen) })
  expect(claims["user_metadata"]).toEqual({ first_name: "Mira", last_name: "Lindqvist" })
})

test("unusable claims are dropped, and the sign-in works", async () => {
  const person = newPerson({ name: "a\u0000b", picture: "javascript:alert(1)" })
  const seen = await journey(new Browser(app), person.sub, { response_mode: "json" })
  expect(seen.body["user"]).toMatchObject({ firstName: null, fullName: null, avatar: null })
})

test.each([300, -300])("O25 a process whose clock is %i s off: expiries follow the database", async (seconds) => {
  const person = newPerson()
  const { verifier, challenge } = pkce()
  /** A journey whose flow has waited so long when the browser comes back. */
  const after = async (waited: number) => {
    const browser = new Browser(app)
    const start = await browser.start("op", { response_mode: "code", code_challenge: challenge })
    const back = await signInAtProvider(start, { as: person.sub })
    const [flow] = await app.db.selectFrom("oauth_flow").select("id").orderBy("id", "desc").limit(1).execute()
    await age(app.db, "oauth_flow", flow?.id ?? "", waited)
    return browser.go(back)
  }
  /** What its code is exchanged with, once it has waited so long. */
  const exchange = async (waited: number) => {
    const code = (await after(599)).location?.searchParams.get("code") ?? ""
    await age(app.db, "delivery_code", `\\x${digestOf(code).toString("hex")}`, waited)
    return { body: { code, code_verifier: verifier } }
  }
  app.clock.advance(seconds)
  try {
    expectDirect(await after(601), 400, "oauth_state_invalid")
    await refuse(app, "POST /api/auth/oauth/exchange", "invalid_request", await exchange(61))
    const { body } = await succeed(app, "POST /api/auth/oauth/exchange", await exchange(58))
    await succeed(app, "GET /store/customers/me", { token: body["token"] })
    await succeed(app, "POST /auth/token/refresh", { body: { refresh_token: body["refreshToken"] } })
  } finally {
    app.clock.advance(-seconds)
  }
})

describe("links that are only looked at", () => {
  test.each([
    "/api/auth/oauth/op",
    "/auth/customer/op",
    "/api/auth/oauth/callback/op?state=a&code=b",
    "/auth/customer/op/callback?state=a&code=b",
  ])("HEAD %s is 405", async (path) => {
    const { status, headers } = await app.fetch(path, { method: "HEAD", redirect: "manual" })
    expect({ status, allow: headers.get("allow")?.includes("HEAD") }).toEqual({ status: 405, allow: false })
  })
})

test("404 for a provider there is not, and 405 for the words that are no providers", async () => {
  expectDirect(await new Browser(app).go("/api/auth/oauth/carrier-pigeon"), 404, "not_found")
  expectDirect(await new Browser(app).go("/api/auth/oauth/callback/carrier-pigeon?state=a&code=b"), 404, "not_found")
  expectDirect(await new Browser(app).go("/api/auth/oauth/exchange"), 405, "method_not_allowed")
})

describe("POST /api/auth/oauth/exchange", () => {
  const coded = async () => {
    const { verifier, challenge } = pkce()
    const seen = await journey(new Browser(app), newPerson().sub, { response_mode: "code", code_challenge: challenge })
    return { code: seen.location?.searchParams.get("code") ?? "", code_verifier: verifier }
  }
  const liveSessions = async (code: string) => {
    const rows = await app.db
      .selectFrom("session as s")
      .innerJoin("delivery_code as d", "d.session_id", "s.id")
      .select("s.id")
      .where("d.code_hash", "=", digestOf(code))
      .where("s.revoked_at", "is", null)
      .execute()
    return rows.length
  }

  test("400 for a wrong verifier, which burns the code and ends its session", async () => {
    const good = await coded()
    const wrong = { ...good, code_verifier: pkce().verifier }
    await refuse(app, "POST /api/auth/oauth/exchange", "invalid_request", { body: wrong })
    await refuse(app, "POST /api/auth/oauth/exchange", "invalid_request", { body: good })
    expect(await liveSessions(good.code)).toBe(0)
  })

  test("400 for another client, which burns it too", async () => {
    const good = await coded()
    await refuse(app, "POST /api/auth/oauth/exchange", "invalid_request", { body: { ...good, client_id: "app" } })
    expect(await liveSessions(good.code)).toBe(0)
  })

  test("400 for a code that expired or never was, the same", async () => {
    const good = await coded()
    await app.db
      .updateTable("delivery_code")
      .set({ expires_at: new Date(0) })
      .where("code_hash", "=", digestOf(good.code))
      .execute()
    const [expired, unknown] = await Promise.all([
      refuse(app, "POST /api/auth/oauth/exchange", "invalid_request", { body: good }),
      refuse(app, "POST /api/auth/oauth/exchange", "invalid_request", { body: { ...good, code: "c".repeat(43) } }),
    ])
    expect({ ...expired, request_id: "" }).toEqual({ ...unknown, request_id: "" })
  })

  test("of fifty at once one gets tokens, and nobody keeps a live session", async () => {
    const good = await coded()
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => ask(app, "POST /api/auth/oauth/exchange", { body: good })),
    )
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(1)
    expect(statuses.filter((status) => status === 400).length).toBeGreaterThanOrEqual(49)
    expect(await liveSessions(good.code)).toBe(0)
  })
})

describe("sessions from a provider end like any other", () => {
  test("signing out, and disabling the account, hold at the next request on another instance", async () => {
    const another = await anotherInstance(app)
    try {
      const person = newPerson()
      const first = await journey(new Browser(app), person.sub, { response_mode: "json" })
      await succeed(app, "DELETE /auth/session", { token: first.body["token"] })
      await refuse(another, "GET /store/customers/me", "session_revoked", { token: first.body["token"] })
      await refuse(another, "POST /auth/token/refresh", "session_revoked", {
        body: { refresh_token: first.body["refreshToken"] },
      })

      const second = await journey(new Browser(app), person.sub, { response_mode: "json" })
      const id = String(idOf(second))
      await succeed(app, `POST /admin/customers/${id}/disable`, { token: await adminToken(app) })
      await refuse(another, "GET /store/customers/me", "session_revoked", { token: second.body["token"] })
      const third = await journey(new Browser(app), person.sub, { response_mode: "json" })
      expectDirect(third, 403, "account_disabled")
    } finally {
      await another.close()
    }
  })
})

describe("O23 form_post", () => {
  test("a posted form ends the journey like a link; JSON is 415, a huge form 413, without its cookie 400", async () => {
    const posting = await withSettings(app, { oauth_providers: [providerSettings("op", op, { form_post: true })] })
    try {
      const person = newPerson()
      const browser = new Browser(posting)
      const at_provider = await browser.start("op", { response_mode: "query" })
      expect(at_provider.searchParams.get("response_mode")).toBe("form_post")
      const { url, form } = await walkProvider(at_provider, { as: person.sub })
      const post = (by: Browser, body: BodyInit, type = "application/x-www-form-urlencoded") =>
        by.go(url, { method: "POST", body, headers: { "content-type": type, origin: op.issuer } })
      const fields = form?.toString() ?? ""
      expectDirect(await post(browser, "{}", "application/json"), 415, "unsupported_media_type")
      expectDirect(await post(browser, `${fields}&x=${"x".repeat(70_000)}`), 413, "payload_too_large")
      expectDirect(await post(browser, `${fields}&state=again`), 400, "invalid_request")
      expectDirect(await post(browser, "code=c"), 400, "invalid_request")
      const seen = await post(browser, fields)
      expect(seen.status).toBe(303)
      await succeed(posting, "GET /store/customers/me", { token: seen.location?.searchParams.get("token") })

      const other = await walkProvider(await browser.start("op"), { as: person.sub })
      expectDirect(await post(new Browser(posting), other.form?.toString() ?? ""), 400, "oauth_state_invalid")
    } finally {
      await posting.close()
    }
  })
})

test("OAUTH_SPA_COMPAT=false wants a challenge of storefronts, and whoever finishes must know its verifier", async () => {
  const strict = await withSettings(app, { oauth_spa_compat: false })
  try {
    const person = newPerson()
    await refuse(strict, "POST /auth/customer/op", "invalid_request", { body: {} })
    const { verifier, challenge } = pkce()
    const comeBack = async () => {
      const { body } = await succeed(strict, "POST /auth/customer/op", { body: { client_challenge: challenge } })
      return (await signInAtProvider(String(body["location"]), { as: person.sub })).search
    }
    const without = await ask(strict, `GET /auth/customer/op/callback${await comeBack()}`)
    expect(without).toMatchObject({ status: 400, body: { code: "oauth_state_invalid" } })
    const wrong = `${await comeBack()}&client_verifier=${pkce().verifier}`
    await refuse(strict, `GET /auth/customer/op/callback${wrong}`, "oauth_state_invalid")
    const { body } = await succeed(
      strict,
      `POST /auth/customer/op/callback${await comeBack()}&client_verifier=${verifier}`,
    )
    expect(claimsOf(body["token"])).toMatchObject({ actor_id: "", auth_provider: "op", scope: "registration" })
  } finally {
    await strict.close()
  }
})

describe("GET /auth/customer/{auth_provider}", () => {
  test("200 with the location, as by POST; whatever else is in the address means nothing", async () => {
    const query = new URLSearchParams({ callback_url: storefront_page, error: "access_denied", code: "c", state: "s" })
    const { body } = await succeed(app, `GET /auth/customer/op?${query}`)
    expect(Object.keys(body)).toEqual(["location"])
    const back = await signInAtProvider(String(body["location"]), { as: newPerson().sub })
    expect(back.href).toMatch(new RegExp(`^${storefront_page}\\?`, "u"))
    const finished = await succeed(app, `GET /auth/customer/op/callback${back.search}`)
    expect(claimsOf(finished.body["token"])).toMatchObject({ actor_id: "", auth_provider: "op" })
  })

  test("405 with Allow for emailpass: a password does not belong in an address", async () => {
    const { status, headers, body } = await ask(app, "GET /auth/customer/emailpass?email=mira@example.com&password=x")
    expect({ status, code: body["code"], allow: headers.get("allow") }).toEqual({
      status: 405,
      code: "method_not_allowed",
      allow: "OPTIONS, POST",
    })
  })

  test("400 for a page that is not registered, 404 for a provider there is not", async () => {
    await refuse(app, "GET /auth/customer/op?callback_url=https://evil.example/", "invalid_request")
    await refuse(app, "GET /auth/customer/carrier-pigeon", "not_found")
  })
})

test("400 for a callback of emailpass, and for parameters that are missing", async () => {
  const refused = await refuse(app, "GET /auth/customer/emailpass/callback?state=a&code=b", "invalid_request")
  expect(refused.type).toBe("not_allowed")
  await refuse(app, "POST /auth/customer/op/callback", "invalid_request")
  await refuse(app, "POST /auth/customer/op/callback?state=a", "invalid_request")
  await refuse(app, "POST /auth/customer/op/callback", "oauth_state_invalid", { body: { state: "unknown", code: "c" } })
})

test("statements, listed by what becomes of somebody: a start is at most 2, a callback at most 12", async () => {
  const statements: string[] = []
  const counting = await anotherInstance(app, app.services.db.withPlugin(noting(statements)))
  const count = async <Answer>(work: () => Promise<Answer>) => {
    statements.length = 0
    return { answer: await work(), statements: statements.length }
  }
  /** Both ends of a sign-in in a browser that delivers JSON unless it is told otherwise. */
  async function counted(sub: string, query: Record<string, string> = {}, cookie?: string) {
    const browser = new Browser(counting)
    if (cookie) browser.cookie = cookie
    const start = await count(() => browser.start("op", { response_mode: "json", ...query }))
    const back = await signInAtProvider(start.answer, { as: sub })
    const callback = await count(() => browser.go(back))
    expect([200, 302]).toContain(callback.answer.status)
    return { start: start.statements, callback: callback.statements }
  }
  const delivered = async (response_mode: string) =>
    counted(newPerson().sub, { response_mode, code_challenge: pkce().challenge })
  /** Somebody at the provider whose address a customer has here. */
  async function namesake({ proven }: { proven: boolean }) {
    const { email, identity_id } = await newCustomer(app)
    const owner = { realm: "store", email, auth_identity_id: identity_id, via_provider: "emailpass" }
    if (proven) await app.db.insertInto("verified_email").values(owner).execute()
    return newPerson({ email }).sub
  }
  try {
    const known = newPerson().sub
    await journey(new Browser(app), known, { response_mode: "json" })
    const mira = await newCustomer(app)
    const cookie = cookieOf(await succeed(app, "POST /auth/session", { token: mira.token }))
    const asking = { token: await adminToken(app), body: { user: freshEmail(), role: "member" } }
    const { body } = await succeed(app, "POST /admin/invites", asking)
    const { token: invite_token } = body["invite"] as { token: string } // as the contract says

    const storefront = newPerson().sub
    const begun = await count(() => succeed(counting, "POST /auth/customer/op", { body: {} }))
    const { search } = await signInAtProvider(String(begun.answer.body["location"]), { as: storefront })
    const ended = await count(() => succeed(counting, `POST /auth/customer/op/callback${search}`))

    const costs = {
      "known, json": await counted(known),
      "new, json": await counted(newPerson().sub),
      "new, query": await delivered("query"),
      "new, fragment": await delivered("fragment"),
      "new, code": await delivered("code"),
      "new, cookie": await delivered("cookie"),
      "new, at a storefront": { start: begun.statements, callback: ended.statements },
      "found by a proven address": await counted(await namesake({ proven: true })),
      "an account seized": await counted(await namesake({ proven: false })),
      "staff with an invite": await counted(newPerson().sub, { actor_type: "user", invite_token }),
      "linked to a session": await counted(newPerson().sub, { intent: "link" }, cookie),
    }
    expect(costs).toEqual({
      "known, json": { start: 2, callback: 8 },
      "new, json": { start: 2, callback: 11 },
      "new, query": { start: 2, callback: 10 },
      "new, fragment": { start: 2, callback: 10 },
      "new, code": { start: 2, callback: 10 },
      "new, cookie": { start: 2, callback: 9 },
      "new, at a storefront": { start: 2, callback: 7 },
      "found by a proven address": { start: 2, callback: 9 },
      "an account seized": { start: 2, callback: 12 },
      "staff with an invite": { start: 2, callback: 12 },
      "linked to a session": { start: 4, callback: 11 }, // two of the start prove the session, and that it is fresh
    })
  } finally {
    await counting.close()
  }
})

test("O21 after all of it no log line and no record holds a token, a code, a state or a cookie", async () => {
  const written = [...app.logs(), await dump(app.db)].join("\n")
  const told = secrets.filter((secret): secret is string => typeof secret === "string" && secret.length >= 20)
  expect(told.length).toBeGreaterThan(100)
  expect(told.filter((secret) => written.includes(secret))).toEqual([])
  expect(written).not.toContain(op.client.secret)
})
