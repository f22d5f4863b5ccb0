import { randomUUID } from "node:crypto"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { age } from "../../../../test/setup/age.ts"
import type { TestApp } from "../../../../test/setup/app.ts"
import { startEvilProvider, type EvilProvider } from "../../../../test/setup/evil-provider.ts"
import { freshEmail } from "../../../../test/setup/fresh.ts"
import { lastVerificationToken, mailed } from "../../../../test/setup/mailed.ts"
import {
  asGithub,
  Browser,
  providerSettings,
  shop_address,
  startOauthApp,
  withSettings,
  type Seen,
} from "../../../../test/setup/oauth.ts"
import {
  adminToken,
  ask,
  claimsOf,
  cookieOf,
  good_password,
  newCustomer,
  refuse,
  signIn,
  succeed,
} from "../../../../test/setup/people.ts"
import { admin, resetToken, store } from "../../../../test/setup/realms.ts"
import { newStaff } from "../../../../test/setup/staff.ts"

/** A provider that signs in whoever is put before it. */
let provider: EvilProvider
let app: TestApp

beforeAll(async () => {
  provider = await startEvilProvider()
  app = await startOauthApp([
    providerSettings("op", provider),
    asGithub(provider),
    providerSettings("careful", provider, { link_by_email: false }),
  ])
})
afterAll(async () => {
  await app.close()
  await provider.close()
})

interface Person {
  email: string
  proven?: boolean
  sub?: string
}

/** Signs somebody in at the provider, and comes back. */
async function journey(
  { email, proven = true, sub = randomUUID() }: Person,
  {
    browser = new Browser(app),
    at = "op",
    query = {},
  }: { browser?: Browser; at?: string; query?: Record<string, string> } = {},
): Promise<Seen> {
  provider.person = { sub, id: Math.floor(Math.random() * 1e12), email, email_verified: proven }
  provider.emails = [{ email, primary: true, verified: proven }]
  return browser.go(provider.callback(await browser.start(at, { response_mode: "json", ...query })))
}

const outcomeOf = (seen: Seen) => ({ status: seen.status, code: seen.body["code"] })
const userOf = ({ body }: Seen) => body["user"] as Record<string, unknown> // as the contract says
const idOf = (seen: Seen) => userOf(seen)["_id"]

/** A customer who has shown that mail reaches them, by a reset. */
async function provenCustomer() {
  const { email, customer_id } = await newCustomer(app)
  const token = await resetToken(app, store, email)
  await succeed(app, "POST /auth/customer/emailpass/update", { token, body: { password: good_password } })
  return { ...(await signIn(app, email)), customer_id }
}

describe("by a proven address", () => {
  test("both have proven it: the same account, its password stays, and its owner hears of it", async () => {
    const customer = await provenCustomer()
    const seen = await journey({ email: customer.email })
    expect(userOf(seen)).toMatchObject({ _id: customer.customer_id, emailVerified: true })
    await succeed(app, "GET /store/customers/me", { token: customer.token })
    await signIn(app, customer.email)
    const letters = await app.db
      .selectFrom("outbox")
      .select("topic")
      .where("topic", "=", "auth.provider_linked")
      .execute()
    expect(letters.length).toBeGreaterThan(0)
  })

  test("O12 the attacker's GitHub with the same, unproven address: no link, and no way into the account", async () => {
    const customer = await provenCustomer()
    const seen = await journey({ email: customer.email, proven: false }, { at: "github" })
    expect(outcomeOf(seen)).toEqual({ status: 403, code: "email_not_verified" })
    const { body } = await succeed(app, "GET /auth/identities", { token: customer.token })
    expect(body["identities"]).toMatchObject([{ provider: "emailpass", email: customer.email }])
  })

  test("a provider that may not link: 403, although both have proven it", async () => {
    const customer = await provenCustomer()
    const seen = await journey({ email: customer.email }, { at: "careful" })
    expect(outcomeOf(seen)).toEqual({ status: 403, code: "email_not_verified" })
  })

  test("an address that was only said here is seized: its password and its sessions are worth nothing", async () => {
    const email = freshEmail()
    const attacker = await newCustomer(app).then(() =>
      ask(app, "POST /auth/customer/emailpass/register", { body: { email, password: good_password } }),
    )
    const registration = String(attacker.body["token"])
    await succeed(app, "POST /store/customers", { token: registration, body: { email } })
    const squatter = await signIn(app, email)

    const seen = await journey({ email })
    expect(userOf(seen)).toMatchObject({ email, emailVerified: true })
    await refuse(app, "GET /store/customers/me", "session_revoked", { token: squatter.token })
    await refuse(app, "POST /auth/token/refresh", "session_revoked", {
      body: { refresh_token: squatter.refresh_token },
    })
    await refuse(app, "POST /auth/customer/emailpass", "invalid_credentials", {
      body: { email, password: good_password },
    })
    const { body } = await succeed(app, "GET /auth/identities", { token: seen.body["token"] })
    expect(body["identities"]).toMatchObject([{ provider: "op", email, email_verified: true }])
    const records = await app.db
      .selectFrom("audit_event")
      .select("event")
      .where("auth_identity_id", "=", squatter.identity_id)
      .where("event", "=", "account_seized")
      .execute()
    expect(records).toHaveLength(1)
  })

  test("an account that somebody has proven otherwise is not seized", async () => {
    const { email } = await newCustomer(app)
    // The owner links a provider with a proven address of its own; the password's stays unproven.
    const browser = new Browser(app)
    browser.cookie = cookieOf(await succeed(app, "POST /auth/session", { token: (await signIn(app, email)).token }))
    expect((await journey({ email: freshEmail() }, { browser, query: { intent: "link" } })).status).toBe(200)
    expect(outcomeOf(await journey({ email }))).toEqual({ status: 403, code: "email_not_verified" })
    await signIn(app, email)
  })

  test("a guest of the address becomes the customer of whoever proves it", async () => {
    const email = freshEmail()
    await app.db
      .insertInto("customer")
      .values({ id: `cus_${randomUUID()}`, email, has_account: false })
      .execute()
    const [guest] = await app.db.selectFrom("customer").select("id").where("email", "=", email).execute()
    expect(idOf(await journey({ email }))).toBe(guest?.id)
  })

  test("with sign-up off nobody new gets in, and who is known does", async () => {
    const closed = await withSettings(app, { signup: "off" })
    try {
      const email = freshEmail()
      expect(outcomeOf(await journey({ email }, { browser: new Browser(closed) }))).toEqual({
        status: 403,
        code: "signup_disabled",
      })
    } finally {
      await closed.close()
    }
  })
})

describe("where addresses are proven first (EMAIL_VERIFICATION)", () => {
  let strict: TestApp
  beforeAll(async () => {
    strict = await withSettings(app, { email_verification: true, register_enumeration: "strict" })
  })
  afterAll(() => strict.close())

  const inBrowser = (person: Person) => journey(person, { browser: new Browser(strict) })

  test("403 for an address that the provider has not proven, the same whether it is somebody's or nobody's; ∅", async () => {
    const { email } = await newCustomer(strict)
    const made = () => strict.db.selectFrom("auth_identity").select("id").execute()
    const before = await made()
    const [free, taken] = [
      await inBrowser({ email: freshEmail(), proven: false }),
      await inBrowser({ email, proven: false }),
    ]
    expect(outcomeOf(free)).toEqual({ status: 403, code: "email_not_verified" })
    expect({ ...taken.body, request_id: "" }).toEqual({ ...free.body, request_id: "" })
    expect(await made()).toEqual(before)
  })

  test("200 for one that it has proven", async () => {
    const email = freshEmail()
    expect(userOf(await inBrowser({ email }))).toMatchObject({ email, emailVerified: true })
  })

  test("at a storefront an unproven one gets a registration token, and the mailed link makes it good for both", async () => {
    const [email, sub] = [freshEmail(), randomUUID()]
    provider.person = { sub, email, email_verified: false }
    const { body: begun } = await succeed(strict, "POST /auth/customer/op", { body: {} })
    const { search } = provider.callback(String(begun["location"]))
    const { body } = await succeed(strict, `POST /auth/customer/op/callback${search}`)
    const { token } = body
    await refuse(strict, "POST /store/customers", "email_not_verified", { token, body: { email } })
    expect(outcomeOf(await inBrowser({ email, sub, proven: false }))).toEqual({
      status: 403,
      code: "email_not_verified",
    })
    await succeed(strict, "POST /auth/verification/request", { token })
    await succeed(strict, "POST /auth/verification/confirm", {
      body: { token: await lastVerificationToken(strict, email) },
    })
    expect(userOf(await inBrowser({ email, sub, proven: false }))).toMatchObject({ email, emailVerified: true })
  })
})

describe("O15 intent=link", () => {
  async function signedInBrowser() {
    const customer = await newCustomer(app)
    const browser = new Browser(app)
    browser.cookie = cookieOf(await succeed(app, "POST /auth/session", { token: customer.token }))
    return { customer, browser }
  }
  const query = { intent: "link" }

  test("adds a way into the account that is signed in", async () => {
    const { customer, browser } = await signedInBrowser()
    const sub = randomUUID()
    const seen = await journey({ email: freshEmail(), sub }, { browser, query })
    expect(idOf(seen)).toBe(customer.customer_id)
    expect(idOf(await journey({ email: freshEmail(), sub }))).toBe(customer.customer_id)
    // Again is no harm.
    expect((await journey({ email: freshEmail(), sub }, { browser, query })).status).toBe(200)
  })

  test("409 when the identity is another account's", async () => {
    const sub = randomUUID()
    await journey({ email: freshEmail(), sub })
    const { browser } = await signedInBrowser()
    expect(outcomeOf(await journey({ email: freshEmail(), sub }, { browser, query }))).toEqual({
      status: 409,
      code: "invalid_state_error",
    })
  })

  test("401 when the session ended between start and callback", async () => {
    const { customer, browser } = await signedInBrowser()
    provider.person = { sub: randomUUID(), email: freshEmail(), email_verified: true }
    const back = provider.callback(await browser.start("op", { response_mode: "json", ...query }))
    await succeed(app, "DELETE /auth/session", { token: customer.token })
    expect(outcomeOf(await browser.go(back))).toEqual({ status: 401, code: "session_revoked" })
  })

  test("400 when another browser finishes what one began, and nothing changes", async () => {
    const { customer, browser } = await signedInBrowser()
    const back = provider.callback(await browser.start("op", { response_mode: "json", ...query }))
    expect(outcomeOf(await new Browser(app).go(back))).toEqual({ status: 400, code: "oauth_state_invalid" })
    const { body } = await succeed(app, "GET /auth/identities", { token: customer.token })
    expect(body["count"]).toBe(1)
  })

  test("401 without a session, 403 when its sign-in is older than ten minutes", async () => {
    expect(outcomeOf(await new Browser(app).go("/api/auth/oauth/op?intent=link"))).toEqual({
      status: 401,
      code: "token_missing",
    })
    const { customer, browser } = await signedInBrowser()
    await age(app.db, "session", customer.session_id, 601)
    expect(outcomeOf(await browser.go("/api/auth/oauth/op?intent=link"))).toEqual({
      status: 403,
      code: "reauthentication_required",
    })
  })
})

describe("O16 unlinking", () => {
  test("400 for the last way in", async () => {
    const seen = await journey({ email: freshEmail() })
    const token = seen.body["token"]
    const { body } = await succeed(app, "GET /auth/identities", { token })
    const [only] = body["identities"] as { id: string }[]
    const refused = await refuse(app, `DELETE /auth/identities/${only?.id}`, "invalid_request", { token })
    expect(refused.type).toBe("not_allowed")
  })

  test("404 for somebody else's", async () => {
    const mine = await journey({ email: freshEmail() })
    const theirs = await journey({ email: freshEmail() })
    const { body } = await succeed(app, "GET /auth/identities", { token: theirs.body["token"] })
    const [other] = body["identities"] as { id: string }[]
    await refuse(app, `DELETE /auth/identities/${other?.id}`, "not_found", { token: mine.body["token"] })
    await refuse(app, "DELETE /auth/identities/nothing", "not_found", { token: mine.body["token"] })
  })

  test("200 removes one of two; sessions that began with it end, and it signs in no more to this account", async () => {
    const customer = await provenCustomer()
    const sub = randomUUID()
    const linked = await journey({ email: customer.email, sub })
    const { body } = await succeed(app, "GET /auth/identities?order=-created_at&fields=provider", {
      token: customer.token,
    })
    expect(body).toMatchObject({ count: 2, identities: [{ provider: "op" }, { provider: "emailpass" }] })
    const [newest] = body["identities"] as { id: string }[]
    const removed = await succeed(app, `DELETE /auth/identities/${newest?.id}`, { token: customer.token })
    expect(removed.body).toEqual({ id: newest?.id, object: "identity", deleted: true })
    await refuse(app, "GET /store/customers/me", "session_revoked", { token: linked.body["token"] })
    await succeed(app, "GET /store/customers/me", { token: customer.token })
  })
})

describe("the admin realm", () => {
  const query = { actor_type: "user" }

  test("O17 an unknown provider account with an admin's address: 403, and nothing is made", async () => {
    const staff = await newStaff(app, "admin")
    const before = await app.db.selectFrom("auth_identity").select("id").where("realm", "=", "admin").execute()
    const seen = await journey({ email: staff.email }, { query })
    expect(outcomeOf(seen)).toEqual({ status: 403, code: "access_denied" })
    const after = await app.db.selectFrom("auth_identity").select("id").where("realm", "=", "admin").execute()
    expect(after).toHaveLength(before.length)
  })

  test("staff link a provider to their account and sign in with it; the customer with that identity is another", async () => {
    const staff = await newStaff(app, "member")
    const browser = new Browser(app)
    browser.cookie = await admin.cookie(app, staff.email)
    const sub = randomUUID()
    const email = freshEmail()
    expect((await journey({ email, sub }, { browser, query: { ...query, intent: "link" } })).status).toBe(200)
    const seen = await journey({ email, sub }, { query })
    expect(seen.body["user"]).toMatchObject({ _id: staff.id, role: "member", email: staff.email })
    await succeed(app, "GET /admin/auth", { token: seen.body["token"] })
    expect(claimsOf(seen.body["token"])).toMatchObject({ aud: "admin", domain: "admin", user_id: staff.id })
    await refuse(app, "GET /store/customers/me", "token_invalid", { token: seen.body["token"] })
    const customer = await journey({ email, sub })
    expect(customer.body["user"]).toMatchObject({ role: "customer", email })
  })

  test("an invite makes a user with the invite's address and role, once", async () => {
    const email = freshEmail()
    const token = await adminToken(app)
    const made = await succeed(app, "POST /admin/invites", { token, body: { user: email, role: "developer" } })
    const { token: invite_token } = made.body["invite"] as { token: string }
    const sub = randomUUID()
    const seen = await journey({ email: freshEmail(), sub }, { query: { ...query, invite_token } })
    expect(seen.body["user"]).toMatchObject({ email, role: "developer" })
    await succeed(app, "GET /admin/auth", { token: seen.body["token"] })
    expect(outcomeOf(await journey({ email: freshEmail() }, { query: { ...query, invite_token } }))).toEqual({
      status: 403,
      code: "access_denied",
    })
    expect((await journey({ email: freshEmail(), sub }, { query })).status).toBe(200)
  })

  test("a cookie is the admin's own", async () => {
    const staff = await newStaff(app)
    const browser = new Browser(app)
    browser.cookie = await admin.cookie(app, staff.email)
    const sub = randomUUID()
    await journey({ email: freshEmail(), sub }, { browser, query: { ...query, intent: "link" } })
    const other = new Browser(app)
    const seen = await journey(
      { email: freshEmail(), sub },
      { browser: other, query: { ...query, response_mode: "cookie" } },
    )
    expect(seen.location?.href).toBe(shop_address)
    expect(other.cookie).toMatch(/^admin_sid=/u)
    expect((await other.go("/admin/auth")).body["user"]).toMatchObject({ id: staff.id })
  })
})

describe("O16 the ways in of staff", () => {
  /** A member of staff who can also sign in at the provider, and has done so. */
  async function linkedStaff() {
    const staff = await newStaff(app)
    const browser = new Browser(app)
    browser.cookie = await admin.cookie(app, staff.email)
    const way = { email: freshEmail(), sub: randomUUID() }
    await journey(way, { browser, query: { actor_type: "user", intent: "link" } })
    const seen = await journey(way, { query: { actor_type: "user" } })
    const { body } = await succeed(app, "GET /admin/auth/identities?order=provider", { token: staff.token })
    const [password, provided] = body["identities"] as { id: string }[] // as the contract says
    return { staff, at_provider: seen.body["token"], body, password: password?.id, provided: provided?.id }
  }

  test("200 their owner sees and removes one; its sessions end, but for the one that asks", async () => {
    const { staff, at_provider, body, password, provided } = await linkedStaff()
    expect(body).toMatchObject({
      count: 2,
      identities: [{ provider: "emailpass", email: staff.email }, { provider: "op" }],
    })
    const removed = await succeed(app, `DELETE /admin/auth/identities/${password}`, { token: at_provider })
    expect(removed.body).toEqual({ id: password, object: "identity", deleted: true })
    await refuse(app, "GET /admin/auth", "session_revoked", { token: staff.token })
    const last = `DELETE /admin/auth/identities/${provided}`
    expect((await refuse(app, last, "invalid_request", { token: at_provider })).type).toBe("not_allowed")
  })

  test("200 an administrator sees and removes one of somebody else; it signs in no more", async () => {
    const { staff, at_provider, password, provided } = await linkedStaff()
    const token = await adminToken(app)
    const { body } = await succeed(app, `GET /admin/users/${staff.id}/identities?order=-provider&fields=provider`, {
      token,
    })
    expect(body).toMatchObject({ count: 2, identities: [{ provider: "op" }, { provider: "emailpass" }] })
    await succeed(app, `DELETE /admin/users/${staff.id}/identities/${provided}`, { token })
    await refuse(app, "GET /admin/auth", "session_revoked", { token: at_provider })
    await succeed(app, "GET /admin/auth", { token: staff.token })
    const last = `DELETE /admin/users/${staff.id}/identities/${password}`
    expect((await refuse(app, last, "invalid_request", { token })).type).toBe("not_allowed")
    const record = await app.db
      .selectFrom("audit_event")
      .select(["realm", "actor_type", "actor_id"])
      .where("auth_identity_id", "=", staff.identity_id)
      .where("event", "=", "provider_unlinked")
      .where("outcome", "=", "success")
      .executeTakeFirst()
    expect(record).toMatchObject({ realm: "admin", actor_type: "user", actor_id: claimsOf(token)["actor_id"] })
  })

  test("403 for whoever is no administrator, be there such a user or not; 404 for an unknown user, and for another's", async () => {
    const { staff, provided } = await linkedStaff()
    const { token } = await newStaff(app)
    for (const id of [staff.id, "usr_none"]) {
      await refuse(app, `GET /admin/users/${id}/identities`, "access_denied", { token })
      await refuse(app, `DELETE /admin/users/${id}/identities/${provided}`, "access_denied", { token })
    }
    await refuse(app, `DELETE /admin/auth/identities/${provided}`, "not_found", { token })
    const other = await newStaff(app)
    const as_admin = { token: await adminToken(app) }
    await refuse(app, "GET /admin/users/usr_none/identities", "not_found", as_admin)
    await refuse(app, `DELETE /admin/users/${other.id}/identities/${provided}`, "not_found", as_admin)
  })
})

test("a reset after a sign-in at a provider ends that session too", async () => {
  const customer = await provenCustomer()
  const seen = await journey({ email: customer.email })
  await age(app.db, "audit_event", await lastResetRecord(customer.identity_id), 3_600)
  const token = await resetToken(app, store, customer.email)
  await succeed(app, "POST /auth/customer/emailpass/update", { token, body: { password: good_password } })
  await refuse(app, "GET /store/customers/me", "session_revoked", { token: seen.body["token"] })
  expect(await mailed(app, customer.email)).not.toHaveLength(0)
})

async function lastResetRecord(auth_identity_id: string): Promise<string> {
  const row = await app.db
    .selectFrom("audit_event")
    .select("id")
    .where("auth_identity_id", "=", auth_identity_id)
    .where("event", "=", "password_reset_requested")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirstOrThrow()
  return row.id
}
