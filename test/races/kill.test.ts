/**
 * A server that is lost in the middle of a write: after each statement of it, before its answer. Either everything has
 * happened or nothing, and the client that sends the same request again, to another server and under the same key where
 * the operation takes one, gets its success: everything has happened once.
 *
 * After the commit the server is killed (SIGKILL). After the statements before it, it loses every connection at that very
 * byte, which is all that a database sees of a kill, and goes on with the next one.
 * Only in the postgres project.
 */
import { afterAll, beforeAll, describe, expect, inject, onTestFailed, test } from "vitest"
import { randomUUID } from "node:crypto"
import { sql } from "kysely"
import { createStoreClient } from "../../packages/client/src/index.ts"
import { ownDatabase, type OwnDatabase } from "../setup/databases.ts"
import { layFaultLine, type FaultLine } from "../setup/fault-line.ts"
import { freshEmail } from "../setup/fresh.ts"
import { lastResetTokenIn, messagesTo } from "../setup/mailed.ts"
import { deployment, startProcess, type Deployment, type ServerProcess } from "../setup/processes.ts"
import { contents } from "../setup/rows.ts"
import { startOpenIdProvider, type OpenIdProvider } from "../setup/openid-provider.ts"
import { beginInBrowser, comeBack, newPerson, providerSettings } from "./provider-cases.ts"

let database: OwnDatabase
let shop: Deployment
/** The server next door, which goes on. */
let calm: ServerProcess
let staff: Record<string, string>
let provider: OpenIdProvider

beforeAll(async () => {
  provider = await startOpenIdProvider()
  database = await ownDatabase(inject("databaseUrl"))
  // A busy machine may need more than ten seconds between a kill and what comes after.
  shop = deployment(database.url, { REFRESH_GRACE_SECONDS: "60", ...providerSettings(provider) })
  calm = await startProcess(shop.env)
  const { access_token } = await post("/admin/auth/token", shop.admin)
  staff = bearer(access_token)
}, 60_000)

afterAll(async () => {
  const unused = await following
  await unused?.server.stop()
  await unused?.line.close()
  await calm.stop()
  await database.drop()
  await provider.close()
}, 30_000)

const password = "correct horse battery staple"
const new_password = "seven lamps in the harbour"
const bearer = (token: unknown) => ({ authorization: `Bearer ${String(token)}` })

interface Call {
  method?: string
  path: string
  headers?: Record<string, string>
  body?: unknown
}

async function send(url: string, { method = "POST", path, headers = {}, body }: Call) {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      "x-publishable-api-key": shop.publishable_key,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text === "" ? {} : JSON.parse(text) }
}

/** A name for a request, to send it again under. */
const keyed = (headers: Record<string, string> = {}) => ({ ...headers, "idempotency-key": randomUUID() })

/** The body of a call to the server next door that must be a success. */
async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const answer = await send(calm.url, { path, headers, body })
  expect([200, 201], `${path}: ${JSON.stringify(answer.body)}`).toContain(answer.status)
  return answer.body
}

const statusOf = async (call: Call) => (await send(calm.url, call)).status
const signIn = (credentials: { email: string; password: string }): Call => ({
  path: "/auth/customer/emailpass",
  body: credentials,
})
const signInStaff = (credentials: { email: string; password: string }): Call => ({
  path: "/admin/auth/token",
  body: credentials,
})
const me = (headers: Record<string, string>): Call => ({ method: "GET", path: "/store/customers/me", headers })

async function registered() {
  const email = freshEmail()
  const { token } = await post("/auth/customer/emailpass/register", { email, password })
  return { email, headers: bearer(token) }
}

async function customer() {
  const { email, headers } = await registered()
  await post("/store/customers", { email, first_name: "Ada" }, headers)
  const { token, refresh_token } = await post("/auth/customer/emailpass", { email, password })
  return { email, refresh_token, headers: bearer(token) }
}

/** A write, and how the client goes on after it was cut off. */
interface Write {
  /** What may have happened without the rest: tables, and nothing that anybody would miss. */
  alone?: string[]
  /** Makes what it needs, and says the call. */
  begin(): Promise<{
    call: Call
    /** Of the answer nobody gets; 200 when left out. */
    status?: number
    /** What the client does next. `done`: whether the write had happened; the client does not know. */
    goOn(done: boolean): Promise<void>
  }>
}

const writes: Record<string, Write> = {
  "registering an address": {
    async begin() {
      const email = freshEmail()
      const call = { path: "/auth/customer/emailpass/register", body: { email, password } }
      return {
        call,
        async goOn() {
          const { token } = await post(call.path, call.body)
          await post("/store/customers", { email }, bearer(token))
        },
      }
    },
  },
  "becoming a customer": {
    async begin() {
      const { email, headers } = await registered()
      const call = { path: "/store/customers", headers: keyed(headers), body: { email, first_name: "Ada" } }
      return {
        call,
        async goOn() {
          expect((await post(call.path, call.body, call.headers)).customer).toMatchObject({ email })
          const { rows } = await sql`select id from customer where email = ${email}`.execute(database.db)
          expect(rows).toHaveLength(1)
          const { token } = await post("/auth/token/refresh", {}, headers)
          const { body } = await send(calm.url, me(bearer(token)))
          expect(body.customer).toMatchObject({ email, first_name: "Ada" })
        },
      }
    },
  },
  "signing in": {
    async begin() {
      const { email } = await customer()
      const call = signIn({ email, password })
      return {
        call,
        async goOn() {
          const { token } = await post(call.path, call.body)
          expect(await statusOf(me(bearer(token)))).toBe(200)
        },
      }
    },
  },
  refreshing: {
    async begin() {
      const { refresh_token, headers } = await customer()
      const call = { path: "/auth/token/refresh", body: { refresh_token } }
      return {
        call,
        async goOn() {
          const again = await post(call.path, call.body)
          expect(again.refresh_token).not.toBe(refresh_token)
          expect(await statusOf(me(bearer(again.token)))).toBe(200)
          expect(await statusOf(me(headers))).toBe(200)
          await post(call.path, { refresh_token: again.refresh_token })
        },
      }
    },
  },
  "resetting a password": {
    async begin() {
      const { email, headers } = await customer()
      await post("/auth/customer/emailpass/reset-password", { identifier: email })
      const token = await lastResetTokenIn({ db: database.db, vault: shop.vault }, email)
      const call = {
        path: "/auth/customer/emailpass/update",
        headers: keyed(bearer(token)),
        body: { password: new_password },
      }
      return {
        call,
        async goOn(done) {
          expect(await statusOf(signIn({ email, password }))).toBe(done ? 401 : 200)
          expect(await statusOf(me(headers))).toBe(done ? 401 : 200)
          expect(await statusOf(call)).toBe(200)
          expect(await statusOf({ ...call, headers: bearer(token) })).toBe(401) // the link works once
          expect(await statusOf(signIn({ email, password: new_password }))).toBe(200)
          expect(await statusOf(signIn({ email, password }))).toBe(401)
          expect(await statusOf(me(headers))).toBe(401)
        },
      }
    },
  },
  "accepting an invite": {
    async begin() {
      const email = freshEmail()
      const { invite } = await post("/admin/invites", { user: email, role: "admin" }, staff)
      const call = {
        path: "/admin/invites/accept",
        headers: keyed(),
        body: { token: invite.token, user: { first_name: "Noor", last_name: "Haddad", password } },
      }
      return {
        call,
        async goOn() {
          expect(await statusOf(call)).toBe(200)
          const { access_token } = await post("/admin/auth/token", { email, password })
          const { body } = await send(calm.url, { method: "GET", path: "/admin/auth", headers: bearer(access_token) })
          expect(body.user).toMatchObject({ email, role: "admin", first_name: "Noor" })
          expect(await statusOf({ path: call.path, body: call.body })).toBe(400) // the link works once
        },
      }
    },
  },
  "deleting a user": {
    async begin() {
      const email = freshEmail()
      const { user } = await post("/admin/users", { email, password, role: "admin" }, staff)
      const { access_token } = await post("/admin/auth/token", { email, password })
      const api_token = `token-${user.id}-0123456789abcdef`
      await post(`/admin/users/${user.id}`, { api_token }, staff)
      const theirs = [bearer(access_token), { "x-medusa-access-token": api_token }]
      const call = { method: "DELETE", path: `/admin/users/${user.id}`, headers: staff }
      const statuses = () =>
        Promise.all(theirs.map((headers) => statusOf({ method: "GET", path: "/admin/auth", headers })))
      return {
        call,
        async goOn(done) {
          expect(await statuses()).toEqual(done ? [401, 401] : [200, 200])
          expect(await statusOf(call)).toBe(200)
          expect(await statuses()).toEqual([401, 401])
          expect(await statusOf(signInStaff({ email, password }))).toBe(401)
          // The address is free again.
          await post("/admin/users", { email, password }, staff)
        },
      }
    },
  },
  "changing a password": {
    async begin() {
      const { email, headers } = await customer()
      const elsewhere = await post("/auth/customer/emailpass", { email, password })
      const call = {
        path: "/auth/customer/emailpass/password",
        headers: keyed(headers),
        body: { current_password: password, password: new_password },
      }
      return {
        call,
        async goOn(done) {
          expect(await statusOf(me(bearer(elsewhere.token)))).toBe(done ? 401 : 200)
          expect(await statusOf(call)).toBe(200)
          expect(await statusOf({ ...call, headers })).toBe(401) // the old password proves nothing any more
          expect(await statusOf(me(headers))).toBe(200) // the session that asked goes on
          expect(await statusOf(me(bearer(elsewhere.token)))).toBe(401)
          expect(await statusOf(signIn({ email, password }))).toBe(401)
          expect(await statusOf(signIn({ email, password: new_password }))).toBe(200)
        },
      }
    },
  },
  "adding a colleague": {
    async begin() {
      const email = freshEmail()
      const call = { path: "/admin/users", headers: keyed(staff), body: { email, password, role: "member" } }
      return {
        call,
        async goOn() {
          const { user } = await post(call.path, call.body, call.headers)
          const { rows } = await sql`select id from "user" where email = ${email}`.execute(database.db)
          expect(rows).toEqual([{ id: user.id }])
          await post("/admin/auth/token", { email, password })
        },
      }
    },
  },
  "asking for a reset": {
    async begin() {
      const { email } = await customer()
      const call = { path: "/auth/customer/emailpass/reset-password", body: { identifier: email } }
      const mails = async () => (await messagesTo({ db: database.db, vault: shop.vault }, email)).length
      return {
        call,
        status: 201,
        async goOn(done) {
          expect(await mails()).toBe(done ? 1 : 0)
          expect(await statusOf(call)).toBe(201)
          const token = await lastResetTokenIn({ db: database.db, vault: shop.vault }, email)
          await post("/auth/customer/emailpass/update", { password: new_password }, bearer(token))
        },
      }
    },
  },
  "inviting a colleague": {
    async begin() {
      const user = freshEmail()
      const call = { path: "/admin/invites", headers: keyed(staff), body: { user, role: "member" } }
      return {
        call,
        async goOn() {
          const { invite } = await post(call.path, call.body, call.headers)
          const outbox = { db: database.db, vault: shop.vault }
          expect((await messagesTo(outbox, user)).map(({ payload }) => payload["token"])).toEqual([invite.token])
          const { rows } = await sql`select id from invite where user_email = ${user}`.execute(database.db)
          expect(rows).toEqual([{ id: invite.id }])
          await post("/admin/invites/accept", {
            token: invite.token,
            user: { first_name: "Noor", last_name: "Haddad", password },
          })
        },
      }
    },
  },
  "coming back from a provider for the first time": {
    alone: ["oauth_flow"], // a state is used up before the provider is asked, whatever comes of it
    async begin() {
      const { sub, email } = newPerson({ provider })
      const { path, headers } = await beginInBrowser({ provider }, calm.url, sub)
      const call = { method: "GET", path, headers }
      return {
        call,
        async goOn() {
          expect(await statusOf(call)).toBe(400) // the state works once
          const { status, body } = await comeBack(calm.url, await beginInBrowser({ provider }, calm.url, sub))
          expect([status, body.user?.email]).toEqual([200, email])
          const { rows } = await sql`select 1 from provider_identity where entity_id = ${sub}`.execute(database.db)
          expect(rows).toHaveLength(1)
          expect(await statusOf(me(bearer(body.token)))).toBe(200)
        },
      }
    },
  },
  "making another address the default": {
    async begin() {
      const { headers } = await customer()
      const book = "/store/customers/me/addresses"
      await post(book, { address_name: "Home", is_default_shipping: true }, headers)
      const body = { address_name: "Office", is_default_shipping: true }
      const call = { path: book, headers: keyed(headers), body }
      const addresses = async () => (await send(calm.url, me(headers))).body.customer.addresses
      return {
        call,
        async goOn(done) {
          expect(await addresses()).toHaveLength(done ? 2 : 1)
          await post(book, call.body, call.headers)
          expect(await addresses()).toHaveLength(2)
          const defaults = (await addresses()).filter(
            (one: { is_default_shipping: boolean }) => one.is_default_shipping,
          )
          expect(defaults).toEqual([expect.objectContaining({ address_name: "Office" })])
        },
      }
    },
  },
}

/** Everything there is. Of mail only how much: the worker notes beside what it has sent. */
async function everything() {
  const tables = await contents(database.db, ["rate_limit", "outbox"])
  const { rows } = await sql<{ rows: number }>`select count(*)::int as rows from outbox`.execute(database.db)
  return { ...tables, outbox: { rows: rows[0]?.rows ?? 0, hash: "" } }
}

type Everything = Awaited<ReturnType<typeof everything>>

/** Names of the tables that differ. */
const changed = (before: Everything, after: Everything): string[] =>
  Object.keys({ ...before, ...after }).filter(
    (table) => JSON.stringify(before[table as never]) !== JSON.stringify(after[table as never]),
  )

/** Waits until nobody is in a transaction: PostgreSQL has seen that the server is gone. */
const settled = () =>
  expect
    .poll(
      async () => {
        const { rows } = await sql<{ open: number }>`select count(*)::int as open from pg_stat_activity
          where datname = current_database() and xact_start is not null and pid <> pg_backend_pid()`.execute(
          database.db,
        )
        return rows[0]?.open
      },
      { timeout: 15_000, interval: 20 },
    )
    .toBe(0)

interface Victim {
  line: FaultLine
  server: ServerProcess
}

/** A server on a line of its own. The next one starts while this one is used: a start writes nothing by then. */
async function startVictim(): Promise<Victim> {
  const line = await layFaultLine(database.url)
  const server = await startProcess({ ...shop.env, DATABASE_URL: line.url })
  return { line, server }
}
let following: Promise<Victim> | undefined
async function takeVictim(): Promise<Victim> {
  const victim = await (following ?? startVictim())
  following = startVictim()
  following.catch(() => {}) // told to whoever takes it
  return victim
}

describe("a server lost in the middle of", () => {
  test.each(Object.entries(writes))(
    "%s leaves all of it or nothing, after whichever of its statements, and the client gets there by another",
    async (_, { begin, alone = [] }) => {
      const { line, server } = await takeVictim()
      onTestFailed(() => server.kill())
      // Undisturbed, for what there is to see: how many writes it takes, and what they change.
      const whole = await begin()
      const before = await everything()
      const writes_before = line.writes()
      expect((await send(server.url, whole.call)).status).toBe(whole.status ?? 200)
      const count = line.writes() - writes_before
      const all = changed(before, await everything())
      expect(count).toBeGreaterThan(0)
      expect(all).not.toEqual([])

      const outcomes: string[][] = []
      for (let n = 1; n <= count; n += 1) {
        const { call, goOn } = await begin()
        await settled()
        const then = await everything()
        const stopped = line.stopAfter(n)
        const answer = send(server.url, call).then(
          ({ status }) => status,
          () => "none",
        )
        expect(await Promise.race([stopped.then(() => "stopped"), answer])).toBe("stopped")
        if (n === count) await server.kill()
        line.cut()
        expect(await answer).toBe(n === count ? "none" : 503)
        await settled()
        const outcome = changed(then, await everything())
        if (n === count) await line.close()
        else line.mend()

        expect([[], alone, all], `after write ${n} of ${count}`).toContainEqual(outcome)
        outcomes.push(outcome)
        await goOn(outcome.length === all.length)
      }
      expect(outcomes.at(-1)).toEqual(all) // the last one was the commit, of which only the answer was lost
    },
    180_000,
  )

  test("a call of the typed client, after the commit: its repetition, by another, is given the answer, and it happened once", async () => {
    const { line, server } = await takeVictim()
    onTestFailed(() => server.kill())
    let url = server.url
    const tried: string[] = []
    const store = createStoreClient({
      baseUrl: "http://balancer.test",
      publishableKey: shop.publishable_key,
      fetch: (request) => {
        tried.push(url)
        return fetch(new Request(request.url.replace("http://balancer.test", url), request))
      },
    })
    await store.auth.register({ email: freshEmail(), password })
    const address = (city: string) => store.POST("/store/customers/me/addresses", { body: { city } })
    const writes_before = line.writes()
    await address("Bergen")
    const stopped = line.stopAfter(line.writes() - writes_before)
    tried.length = 0
    const answer = address("Oslo")
    await stopped
    url = calm.url
    await server.kill()
    await line.close()
    const { response, data } = await answer
    expect(tried).toEqual([server.url, calm.url])
    expect(response.headers.get("idempotent-replayed")).toBe("true")
    expect(data.customer.addresses).toHaveLength(2)
    expect((await store.GET("/store/customers/me")).data.customer.addresses).toEqual(data.customer.addresses)
  })
})
