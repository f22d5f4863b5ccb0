/**
 * What becomes of a request when one of its statements fails: each operation of the contract is sent again and again, and
 * each time another of its statements fails with an error that PostgreSQL gives when it is busy, stopping or has to choose.
 */
import type { Operation } from "@covenant/contract"
import { adminOperations } from "@covenant/contract/admin"
import { storeOperations } from "@covenant/contract/store"
import type { KyselyPlugin } from "kysely"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { apiError } from "../setup/api-error.ts"
import { startTestApp, type TestApp } from "../setup/app.ts"
import { goodRequests, type GoodRequest } from "../setup/good-requests.ts"
import { anotherInstance, ask, newCustomer, newIdentity } from "../setup/people.ts"
import { contents } from "../setup/rows.ts"
import { insertsInto } from "../setup/statements.ts"

const operations: Readonly<Record<string, Operation>> = { ...storeOperations, ...adminOperations }
/** Records of refusals, and attempts that count whatever becomes of them. */
const unaccounted = ["audit_event", "rate_limit"]
/** Their tokens are made after the commit: an identity or a session may be there of which nobody has a token yet. */
const sign_ins = new Set(["registerAuthIdentity", "authenticateCustomer", "createAdminSession", "createAdminToken"])
/** What a provider gave is used up by the first try, so whoever meets a 503 begins again. */
const begun_at_provider = new Set([
  "authorizeAdminApp",
  "finishOauthSignIn",
  "finishOauthSignInByForm",
  "finishCustomerSignIn",
  "finishCustomerSignInByGet",
])
/** More than any request has. */
const most_statements = 60

/** Makes statements of one instance fail, before the database has seen them. */
interface Fault {
  plugin: KyselyPlugin
  /** The nth statement from now on fails with this code. */
  failAt(statement: number, code: string): void
  /** Every insert into the table fails. */
  failInserts(table: string): void
  /** Whether anything failed, and nothing does any more. */
  end(): boolean
}

function createFault(): Fault {
  let left: number | undefined
  let code = ""
  let table: string | undefined
  let hit = false
  const fail = (): never => {
    hit = true
    throw Object.assign(new Error(`injected ${code}`), { code })
  }
  return {
    plugin: {
      transformQuery({ node }) {
        if (left !== undefined && left-- === 0) fail()
        if (table !== undefined && insertsInto(node, table)) fail()
        return node
      },
      transformResult: async ({ result }) => result,
    },
    failAt(statement, with_code) {
      left = statement
      code = with_code
    },
    failInserts(into) {
      table = into
      code = "53100" // the disk is full
    },
    end() {
      const was_hit = hit
      left = undefined
      table = undefined
      hit = false
      return was_hit
    },
  }
}

let app: TestApp
/** The same server, with a database that fails on demand. */
let frail: TestApp
const fault = createFault()

beforeAll(async () => {
  // With everything there is to prove, so that every operation can succeed.
  app = await startTestApp({ email_verification: true, register_enumeration: "compat" })
  frail = await anotherInstance({ ...app, services: { ...app.services, db: app.db.withPlugin(fault.plugin) } })
})
afterAll(async () => {
  await frail.close()
  await app.close()
})

test("every operation of the contract has a request here", () => {
  expect(Object.keys(goodRequests).toSorted()).toEqual(Object.keys(operations).toSorted())
})

describe.each(Object.entries(operations))("%s", (id, operation) => {
  const prepare = async (): Promise<GoodRequest> => {
    const good = goodRequests[id]
    if (!good) throw new Error(`${id} has no request in good-requests.ts`)
    const request = await good(app)
    // A provider that the request needs is known to both instances.
    for (const [name, provider] of app.services.providers)
      (frail.services.providers as Map<string, typeof provider>).set(name, provider)
    return request
  }

  test.each([[["40001", "40P01"]], [["57014", "53300", "57P01"]]])(
    "N3 %j in any statement: the work is done all the same, or 503 with nothing changed and a retry that succeeds; never 500",
    async (codes) => {
      let request = await prepare()
      for (let statement = 0; ; statement++) {
        expect(statement).toBeLessThan(most_statements)
        const code = codes[statement % codes.length] ?? ""
        const before = await contents(app.db, unaccounted)
        fault.failAt(statement, code)
        const { status, headers, text } = await ask(frail, request.route, request.asking)
        const hit = fault.end()
        const about = `${request.route}, statement ${statement}, ${code}: ${text}`
        if (status === 503) {
          apiError({ status, request_id: headers.get("x-request-id"), text }, about)
          expect(headers.get("retry-after"), about).toMatch(/^[1-9]\d*$/u)
          expect(hit, about).toBe(true)
          if (begun_at_provider.has(id)) {
            request = await prepare()
            continue
          }
          if (!sign_ins.has(id)) expect(await contents(app.db, unaccounted), about).toEqual(before)
          continue // with the same request: this is the client that tries again
        }
        expect(status, about).toBe(operation.status)
        if (!hit) break
        request = await prepare()
      }
    },
    60_000,
  )

  test("N10 when the record cannot be written the operation fails too: 503, and nothing is changed", async () => {
    const { route, asking } = await prepare()
    const but = begun_at_provider.has(id) ? [...unaccounted, "oauth_flow"] : unaccounted
    const before = await contents(app.db, but)
    fault.failInserts("audit_event")
    const { status, headers, text } = await ask(frail, route, asking)
    if (!fault.end()) {
      expect(unrecorded, `${id} writes no record`).toContain(id)
      expect(status, text).toBe(operation.status)
      return
    }
    expect(unrecorded, `${id} writes a record`).not.toContain(id)
    apiError({ status, request_id: headers.get("x-request-id"), text }, route)
    expect(status).toBe(503)
    expect(headers.get("retry-after")).toMatch(/^[1-9]\d*$/u)
    expect(await contents(app.db, but)).toEqual(before)
    const again = begun_at_provider.has(id) ? await prepare() : { route, asking }
    expect((await ask(frail, again.route, again.asking)).status, "once it can be written").toBe(operation.status)
  })
})

/** What has no meaning for security, or is counted on the session (refreshes): reads, profiles, address books, channels. */
const unrecorded = [
  "refreshAuthToken",
  "listMySessions",
  "startOauthSignIn",
  "authenticateCustomerByGet",
  "listMyIdentities",
  "getMe",
  "updateMe",
  "listMyAddresses",
  "createMyAddress",
  "getMyAddress",
  "updateMyAddress",
  "deleteMyAddress",
  "getAdminAuth",
  "listAdminMyIdentities",
  "listAdminMySessions",
  "listAdminUsers",
  "getAdminUser",
  "listAdminUserIdentities",
  "listAdminUserSessions",
  "listAdminInvites",
  "listAdminCustomerSessions",
  "listAdminSalesChannels",
  "createAdminSalesChannel",
  "getAdminSalesChannel",
  "listAdminPublishableApiKeys",
  "getAdminPublishableApiKey",
  "listAdminPublishableApiKeySalesChannels",
  "listAdminSecretApiKeys",
  "getAdminSecretApiKey",
  "listAdminApps",
]

describe("a refusal that cannot be recorded", () => {
  test.each<[string, (app: TestApp) => Promise<GoodRequest>]>([
    [
      "a wrong password",
      async () => ({
        route: "POST /auth/customer/emailpass",
        asking: { body: { email: (await newIdentity(app)).email, password: "not the right one" } },
      }),
    ],
    [
      "an unknown administrator",
      async () => ({
        route: "POST /admin/auth",
        asking: { body: { email: "nobody@staff.example", password: "not the right one" } },
      }),
    ],
    [
      "a refresh token that was copied",
      async () => {
        const { refresh_token } = await newCustomer(app)
        for (let rotations = 0, token = refresh_token; rotations < 2; rotations++) {
          const { body } = await ask(app, "POST /auth/token/refresh", { body: { refresh_token: token } })
          token = String(body["refresh_token"])
        }
        return { route: "POST /auth/token/refresh", asking: { body: { refresh_token } } }
      },
    ],
  ])("N10 %s is 503 instead of 401", async (_, prepare) => {
    const { route, asking } = await prepare(app)
    const before = await contents(app.db, unaccounted)
    fault.failInserts("audit_event")
    const { status } = await ask(frail, route, asking)
    expect(fault.end()).toBe(true)
    expect(status).toBe(503)
    expect(await contents(app.db, unaccounted)).toEqual(before)
    expect((await ask(frail, route, asking)).status).toBe(401)
  })
})
