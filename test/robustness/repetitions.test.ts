/**
 * Sending a request again when no answer came. Each operation that changes something is on one of two lists: those that
 * take `Idempotency-Key`, and those that come to the same when they are repeated, with the reason.
 */
import type { Operation } from "@covenant/contract"
import { adminOperations } from "@covenant/contract/admin"
import { storeOperations } from "@covenant/contract/store"
import { randomUUID } from "node:crypto"
import { sql } from "kysely"
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"
import { startTestApp, type TestApp } from "../setup/app.ts"
import { freshEmail } from "../setup/fresh.ts"
import { goodRequests } from "../setup/good-requests.ts"
import { anotherInstance, ask, newCustomer, newIdentity, refuse, succeed, type Asking } from "../setup/people.ts"
import { contents, dump } from "../setup/rows.ts"
import { sweepEnded } from "../../packages/server/src/sweep.ts"

const operations: Readonly<Record<string, Operation>> = { ...storeOperations, ...adminOperations }

const sign_in = "another sign-in of the same person; the one whose answer was lost ends by itself"
const sets = "says what shall be, not what shall be done"
const ends = "what has ended stays ended, and says so again"
const signs_out = "the session is over either way, which a 401 says as well"
const begins_anew =
  "a state and a code work once and may be the provider's by now: the journey is begun again, and what it made is found there"
const mails = "mails again within its limits; the newest link is the one that counts"

/** Operations whose repetition comes to the same without a key. */
const repeatable: Readonly<Record<string, string>> = {
  registerAuthIdentity: "goes on with the same identity",
  authenticateCustomer: sign_in,
  createAdminSession: sign_in,
  createAdminToken: sign_in,
  createAuthSession: "the newest cookie of the session is the one that counts",
  refreshAuthToken: "the previous refresh token gets the current one while the grace lasts",
  requestPasswordReset: mails,
  requestAdminPasswordReset: mails,
  requestEmailVerification: mails,
  installAdminApp: "another way to the provider; the one whose answer was lost ends by itself",
  authorizeAdminApp: begins_anew,
  finishCustomerSignIn: begins_anew,
  finishOauthSignInByForm: begins_anew,
  exchangeOauthCode: begins_anew,
  deleteAuthSession: signs_out,
  deleteAdminSession: signs_out,
  updateMe: sets,
  updateMyAddress: sets,
  updateAdminUser: sets,
  deleteAdminUser: ends,
  deleteAdminInvite: ends,
  updateAdminPublishableApiKey: sets,
  deleteAdminPublishableApiKey: ends,
  revokeAdminPublishableApiKey: ends,
  addAdminPublishableApiKeySalesChannels: sets,
  removeAdminPublishableApiKeySalesChannels: sets,
  deleteAdminSecretApiKey: ends,
  revokeAdminSecretApiKey: ends,
  disableAdminUser: ends,
  enableAdminUser: sets,
  disableAdminCustomer: ends,
  enableAdminCustomer: sets,
  revokeMySession: ends,
  revokeMyOtherSessions: ends,
  revokeAdminMySession: ends,
  revokeAdminMyOtherSessions: ends,
  revokeAdminUserSessions: ends,
  revokeAdminCustomerSessions: ends,
}

const unsafe = Object.keys(operations).filter((id) => operations[id]?.method !== "get")
const keyed = unsafe.filter((id) => operations[id]?.idempotency_key)

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ email_verification: true, register_enumeration: "compat" })
})
afterAll(() => app.close())

const withKey = (asking: Asking, key: string = randomUUID()): Asking => ({
  ...asking,
  headers: { ...asking.headers, "idempotency-key": key },
})
const prepare = async (id: string) => {
  const good = await goodRequests[id]?.(app)
  if (!good) throw new Error(`${id} has no request in good-requests.ts`)
  return good
}
const rows = async (): Promise<number> => {
  const found = await sql<{ rows: number }>`select count(*)::int as rows from idempotent_request`.execute(app.db)
  return found.rows[0]?.rows ?? Number.NaN
}

test("every operation that changes something takes a key, or is listed with the reason why it need not", () => {
  expect([...keyed, ...Object.keys(repeatable)].toSorted()).toEqual(unsafe.toSorted())
})

describe.each(keyed)("%s", (id) => {
  test("repeated under its key it has the same answer, and nothing is done", async () => {
    const { route, asking } = await prepare(id)
    const request = withKey(asking)
    const first = await ask(app, route, request)
    expect(first.status, first.text).toBe(operations[id]?.status)
    expect(first.headers.get("idempotent-replayed")).toBeNull()
    const before = await contents(app.db, ["rate_limit"])
    const again = await ask(app, route, request)
    expect([again.status, again.text]).toEqual([first.status, first.text])
    expect(again.headers.get("idempotent-replayed")).toBe("true")
    expect(await contents(app.db, ["rate_limit"])).toEqual(before)
  })

  test("422 idempotency_key_reused for another body or address under the key, and nothing is done", async () => {
    const { route, asking } = await prepare(id)
    const request = withKey(asking)
    await ask(app, route, request)
    const before = await contents(app.db)
    await refuse(app, `${route}?again=1`, "idempotency_key_reused", request)
    if (operations[id]?.body !== "none") {
      const body = { ...(asking.body as object), first_name: "Somebody else" }
      await refuse(app, route, "idempotency_key_reused", { ...request, body })
    }
    expect(await contents(app.db)).toEqual(before)
  })
})

describe("a request that names itself", () => {
  const book = "POST /store/customers/me/addresses"
  const address = { city: "Bergen" }
  const citiesOf = async (token: string) =>
    ((await succeed(app, "GET /store/customers/me", { token })).body["customer"] as { addresses: unknown[] }).addresses

  test("the key may stand in quotes; it is bounded to 16 and 128 printable characters", async () => {
    const { token } = await newCustomer(app)
    const key = randomUUID()
    await succeed(app, book, withKey({ token, body: address }, key))
    const again = await succeed(app, book, withKey({ token, body: address }, `"${key}"`))
    expect(again.headers.get("idempotent-replayed")).toBe("true")
    expect(await citiesOf(token)).toHaveLength(1)
    for (const wrong of [
      "short",
      "x".repeat(129),
      `"${key}`,
      `${key} ${key}`,
      "ключ-ключ-ключ-ключ".replaceAll(/./gu, "\u00e9"),
    ])
      await refuse(app, book, "invalid_request", withKey({ token, body: address }, wrong))
    await succeed(app, book, withKey({ token, body: address }, "x".repeat(128)))
    expect(await citiesOf(token)).toHaveLength(2)
  })

  test("the same key of somebody else, or with another credential, is another request", async () => {
    const [one, other] = [await newCustomer(app), await newCustomer(app)]
    const key = randomUUID()
    const first = await succeed(app, book, withKey({ token: one.token, body: address }, key))
    const second = await succeed(app, book, withKey({ token: other.token, body: address }, key))
    expect(second.headers.get("idempotent-replayed")).toBeNull()
    expect(second.text).not.toBe(first.text)
    await refuse(app, book, "token_missing", withKey({ body: address }, key))
    await refuse(app, book, "token_invalid", withKey({ token: "nonsense", body: address }, key))
  })

  test("a refusal is not kept: the corrected request goes through under the same key, and so does a late one", async () => {
    const { token, email } = await newIdentity(app)
    const key = randomUUID()
    const before = await rows()
    await refuse(app, "POST /store/customers", "email_not_verified", withKey({ token, body: { email } }, key))
    expect(await rows()).toBe(before)
    const proof = { realm: "store", email, auth_identity_id: (await newIdentity(app, email)).identity_id }
    await app.db
      .insertInto("verified_email")
      .values({ ...proof, via_provider: "emailpass" })
      .execute()
    await succeed(app, "POST /store/customers", withKey({ token, body: { email } }, key))
    const again = await succeed(app, "POST /store/customers", withKey({ token, body: { email } }, key))
    expect(again.headers.get("idempotent-replayed")).toBe("true")
  })

  test("of 20 at once under one key one is done, and all have its answer", async () => {
    const { token } = await newCustomer(app)
    const request = withKey({ token, body: address })
    let answers = await Promise.all(Array.from({ length: 20 }, () => ask(app, book, request)))
    const later = answers.filter(({ status }) => status === 409)
    for (const { headers } of later) expect(headers.get("retry-after")).toMatch(/^[1-9]\d*$/u)
    answers = [
      ...answers.filter(({ status }) => status !== 409),
      ...(await Promise.all(later.map(() => ask(app, book, request)))),
    ]
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
    expect(answers.filter(({ headers }) => headers.get("idempotent-replayed") === null)).toHaveLength(1)
    expect(await citiesOf(token)).toHaveLength(1)
  })

  test("is answered on every instance, and by a cookie as by a token", async () => {
    const { token } = await newCustomer(app)
    const signed = await succeed(app, "POST /auth/session", { token })
    const cookie = signed.headers.getSetCookie()[0]?.split(";")[0] ?? ""
    const request = withKey({ cookie, body: address, headers: { origin: app.url } })
    const first = await succeed(app, book, request)
    const other = await anotherInstance(app)
    try {
      const again = await succeed(other, book, request)
      expect([again.text, again.headers.get("idempotent-replayed")]).toEqual([first.text, "true"])
    } finally {
      await other.close()
    }
  })

  test("what is kept is sealed, holds no key and no token, and is forgotten after a day", async () => {
    const { route, asking } = await prepare("createAdminInvite")
    const request = withKey(asking)
    const first = await succeed(app, route, request)
    const { token } = first.body["invite"] as { token: string } // as the contract says
    const everything = await dump(app.db)
    expect(everything).not.toContain(token)
    expect(everything).not.toContain(request.headers?.["idempotency-key"])

    await sql`update idempotent_request set created_at = created_at - interval '25 hours'`.execute(app.db)
    const second = await succeed(app, route, request)
    expect(second.headers.get("idempotent-replayed")).toBeNull()
    const again = await succeed(app, route, request)
    expect(again.text).toBe(second.text)
    await sql`update idempotent_request set created_at = created_at - interval '25 hours'`.execute(app.db)
    await sweepEnded(app.services)
    expect(await rows()).toBe(0)
  })

  test("without the header there is no statement about it", async () => {
    const statements: string[] = []
    const noting = await anotherInstance(
      app,
      app.db.withPlugin({
        transformQuery({ node }) {
          statements.push(JSON.stringify(node))
          return node
        },
        transformResult: async ({ result }) => result,
      }),
    )
    try {
      const { token } = await newCustomer(app)
      await succeed(noting, book, { token, body: address })
      expect(statements.length).toBeGreaterThan(0)
      expect(statements.filter((text) => /idempotent|lock_timeout/u.test(text))).toEqual([])
    } finally {
      await noting.close()
    }
  })

  test("an operation that takes no key does not mind one", async () => {
    const email = freshEmail()
    const body = { email, password: "correct horse battery staple" }
    await succeed(app, "POST /auth/customer/emailpass/register", withKey({ body }, "short"))
  })

  // PGlite has one connection: the first request is over before the second can ask.
  test.runIf(inject("databaseUrl") !== "")(
    "409 request_in_progress with Retry-After while the first is in its transaction",
    async () => {
      const { token, customer_id } = await newCustomer(app)
      const request = withKey({ token, body: { city: "Bergen", is_default_shipping: true } })
      const held = Promise.withResolvers<void>()
      const holding = Promise.withResolvers<void>()
      const holder = app.db.transaction().execute(async (trx) => {
        await trx.selectFrom("customer").select("id").where("id", "=", customer_id).forUpdate().execute()
        holding.resolve()
        await held.promise
      })
      await holding.promise
      const first = ask(app, book, request)
      await expect
        .poll(async () => {
          const { rows: waiting } = await sql<{
            n: number
          }>`select count(*)::int as n from pg_locks where not granted`.execute(app.db)
          return waiting[0]?.n
        })
        .toBeGreaterThan(0)
      const { status, headers, body } = await ask(app, book, request)
      held.resolve()
      await holder
      expect([status, body["code"]]).toEqual([409, "request_in_progress"])
      expect(headers.get("retry-after")).toMatch(/^[1-9]\d*$/u)
      expect((await first).status).toBe(200)
      const again = await succeed(app, book, request)
      expect(again.headers.get("idempotent-replayed")).toBe("true")
      expect(await citiesOf(token)).toHaveLength(1)
    },
  )
})
