/** A server process whose database goes away under it, and comes back. Only in the postgres project. */
import { readFileSync } from "node:fs"
import type { Operation } from "@covenant/contract"
import { adminOperations } from "@covenant/contract/admin"
import { openapiFiles } from "@covenant/contract/openapi-files"
import { storeOperations } from "@covenant/contract/store"
import { sql } from "kysely"
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"
import { apiError, refusal } from "../setup/api-error.ts"
import { layCable, type Cable } from "../setup/cable.ts"
import { ownDatabase, type OwnDatabase } from "../setup/databases.ts"
import { freshEmail } from "../setup/fresh.ts"
import { deployment, startProcess, type Deployment, type ServerProcess } from "../setup/processes.ts"

/** The promise is 2 s; the rest is for a busy machine. */
const in_time_ms = 3_500
const password = "correct horse battery staple"
const operations: Readonly<Record<string, Operation>> = { ...storeOperations, ...adminOperations }
/** A provider whose addresses are in the settings, so that the database is what is missing first. */
const providers = {
  OAUTH_PROVIDERS: JSON.stringify({
    github: { client_id: "covenant", client_secret: "secret", callback_urls: ["https://shop.test/back"] },
  }),
  OAUTH_CLIENTS: JSON.stringify({ shop: { redirects: { "https://shop.test/in": ["query"] } } }),
}
/** Is 404 before anything is read, because addresses are not verified here. */
const switched_off = new Set(["confirmEmailVerification"])

let database: OwnDatabase
let cable: Cable
let shop: Deployment
let server: ServerProcess

beforeAll(async () => {
  database = await ownDatabase(inject("databaseUrl"))
  cable = await layCable(database.url)
  shop = deployment(cable.url, { DATABASE_NAMED_STATEMENTS: "false", ...providers })
  server = await startProcess(shop.env)
}, 60_000)
afterAll(async () => {
  await server.stop()
  await cable.cut()
  await database.drop()
}, 30_000)

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(`${server.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  })
  const read = await refusal(answer)
  return { ...read, retry_after: answer.headers.get("retry-after"), body: JSON.parse(read.text) }
}

/** A customer who has just signed in, and what their requests carry. */
async function customer() {
  const email = freshEmail()
  const key = { "x-publishable-api-key": shop.publishable_key }
  const registered = await post("/auth/customer/emailpass/register", { email, password })
  await post("/store/customers", { email }, { ...key, authorization: `Bearer ${registered.body.token}` })
  const { body } = await post("/auth/customer/emailpass", { email, password })
  return {
    ...(body as { token: string; refresh_token: string }),
    headers: { ...key, authorization: `Bearer ${body.token}` },
  }
}

describe("N1 while the database is gone", () => {
  let requests: Map<string, { path: string; init: RequestInit }>

  beforeAll(async () => {
    const { headers } = await customer()
    const identity = await post("/auth/customer/emailpass/register", { email: freshEmail(), password })
    const staff = await post("/admin/auth/token", shop.admin)
    const fixtures = { ...fixturesOf("store"), ...fixturesOf("admin") }
    requests = new Map(
      Object.entries(operations).map(([id, operation]) => {
        const asked = fixtures[id]?.find((fixture) => fixture.request?.body)?.request?.body
        const actors = new Set(operation.credentials.map(({ actor }) => actor))
        const authorization = actors.has("customer")
          ? headers.authorization
          : `Bearer ${actors.has("identity") ? identity.body.token : staff.body.access_token}`
        const body = operation.body === "none" ? {} : { body: JSON.stringify(id === "refreshAuthToken" ? {} : asked) }
        const returned = id.startsWith("finish") ? "state=from-the-provider&code=from-the-provider" : ""
        const at_provider = returned || id === "authenticateCustomerByGet" // a password is no way to be asked for by GET
        return [
          id,
          {
            path: `${operation.path
              .replace("{auth_provider}", at_provider ? "github" : "emailpass")
              .replace("{provider}", "github")
              .replaceAll(
                /\{\w+\}/gu,
                "id_01KERRTD70F7KEHTP15767XN8E",
              )}${returned && !operation.form ? `?${returned}` : ""}`,
            init: {
              method: operation.method.toUpperCase(),
              headers: {
                ...headers,
                authorization,
                "content-type": operation.form ? "application/x-www-form-urlencoded" : "application/json",
              },
              ...(operation.form ? { body: returned } : body),
            },
          },
        ]
      }),
    )
    await cable.cut()
  }, 30_000)
  afterAll(() => cable.mend())

  test.each(Object.keys(operations).filter((id) => !switched_off.has(id)))(
    "%s is 503 with Retry-After within 2 s",
    async (id) => {
      const { path = "", init } = requests.get(id) ?? {}
      const began = performance.now()
      const answer = await fetch(`${server.url}${path}`, init)
      expect(performance.now() - began).toBeLessThan(in_time_ms)
      const read = await refusal(answer)
      expect(apiError(read, `${id}: ${read.text}`)).toMatchObject({ code: "temporarily_unavailable" })
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThanOrEqual(1)
    },
  )

  test("the process is alive and says that it is not ready", async () => {
    expect((await fetch(`${server.url}/health`)).status).toBe(200)
    expect((await fetch(`${server.url}/ready`)).status).toBe(503)
  })
})

describe("N1 when the database is back", () => {
  test("the same process serves as before", async () => {
    const { headers } = await customer()
    expect((await fetch(`${server.url}/store/customers/me`, { headers })).status).toBe(200)
    expect((await fetch(`${server.url}/ready`)).status).toBe(200)
  })
})

describe("when every connection of the pool is asleep", () => {
  test("who has one waits, the rest are 503 within 2 s, and /health answers meanwhile", async () => {
    const narrow = await startProcess({ ...shop.env, DATABASE_URL: database.url, DATABASE_POOL_SIZE: "2" })
    const { headers } = await customer()
    const me = async () => {
      const began = performance.now()
      const { status } = await fetch(`${narrow.url}/store/customers/me`, { headers })
      return { status, in_time: performance.now() - began < in_time_ms }
    }
    expect(await me()).toMatchObject({ status: 200 }) // loads what is loaded once
    const asleep = async () => {
      const { rows } = await sql<{ count: number }>`select count(*)::int as count from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(database.db)
      return rows[0]?.count
    }

    const asked = await database.db.transaction().execute(async (trx) => {
      await sql`lock table session in access exclusive mode`.execute(trx)
      // One after the other: reads that are asked for at once would wait on one connection together.
      const waiting = [me()]
      await expect.poll(asleep).toBe(1)
      waiting.push(me())
      await expect.poll(asleep).toBe(2)
      const others = Array.from({ length: 4 }, me)
      expect((await fetch(`${narrow.url}/health`)).status).toBe(200)
      expect(await Promise.all(others)).toEqual(others.map(() => ({ status: 503, in_time: true })))
      return waiting
    })

    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200])
    await narrow.stop()
  })
})

describe("the connection is lost between the rotation of a refresh token and the answer", () => {
  test("503, and the same token then converges on the rotated one", async () => {
    const { refresh_token, token, headers } = await customer()
    const { sid } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"))
    const generation = async () => {
      const { rows } = await sql<{
        now: number
      }>`select rt_generation::int as now from session where id = ${sid}`.execute(database.db)
      return rows[0]?.now ?? Number.NaN
    }
    const before = await generation()

    const sent = cable.swallowAnswersAfter("rt_generation + 1")
    const lost = post("/auth/token/refresh", { refresh_token })
    await sent
    await expect.poll(generation, { timeout: 5_000 }).toBe(before + 1)
    await cable.cut()
    await cable.mend()

    expect(await lost).toMatchObject({ status: 503, retry_after: "1", body: { code: "temporarily_unavailable" } })
    const again = await post("/auth/token/refresh", { refresh_token })
    expect(again.status).toBe(200)
    expect(await generation()).toBe(before + 1)
    const next = await post("/auth/token/refresh", { refresh_token: again.body.refresh_token })
    expect(next.status).toBe(200)
    const me = await fetch(`${server.url}/store/customers/me`, {
      headers: { ...headers, authorization: `Bearer ${next.body.token}` },
    })
    expect(me.status).toBe(200)
  })
})

function fixturesOf(surface: "store" | "admin"): Record<string, { request?: { body?: unknown } }[]> {
  return JSON.parse(readFileSync(openapiFiles[surface].fixtures, "utf8"))
}
