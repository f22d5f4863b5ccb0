/**
 * Requests made from the contract, right ones and nearly right ones, sent to the whole server by whoever may and may not
 * send them. Whatever they are, the answer is one the contract lists: a success that its schema describes, or an
 * `ApiError`. A 500 would fail the run wherever it happens; here is where one would be found.
 */
import { randomBytes } from "node:crypto"
import { readFileSync } from "node:fs"
import type { Operation } from "@covenant/contract"
import { adminOperations } from "@covenant/contract/admin"
import { openapiFiles } from "@covenant/contract/openapi-files"
import { storeOperations } from "@covenant/contract/store"
import { loadResponseValidators } from "@covenant/contract/validators"
import * as fc from "fast-check"
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"
import { requestArbitrary, type Fragment } from "../../packages/express/src/testing/request-arbitrary.ts"
import { apiError, refusal } from "../setup/api-error.ts"
import { startTestApp, type TestApp } from "../setup/app.ts"
import { goodRequests } from "../setup/good-requests.ts"
import { adminToken, cookieOf, newCustomer, newIdentity, signIn, succeed } from "../setup/people.ts"
import { newStaff } from "../setup/staff.ts"

/** Requests in all, fewer on PGlite. For a long look: GENERATED_REQUESTS=100000 GENERATED_SEED=<any number>. */
const least_requests = Number(process.env["GENERATED_REQUESTS"] ?? (inject("databaseUrl") === "" ? 4_000 : 10_000))
const seed = Number(process.env["GENERATED_SEED"] ?? 20260112)
/** Each of these hashes a password: some 15 ms of a core. */
const slow = new Set([
  "registerAuthIdentity",
  "authenticateCustomer",
  "changeMyPassword",
  "createAdminSession",
  "createAdminToken",
  "changeAdminMyPassword",
  "createAdminUser",
])
/** The id that generated paths use where they mean one that there is. */
const example_id = "cuaddr_01KERRTD70F7KEHTP15767XN8E"

const surfaces = [
  {
    surface: "store",
    operations: Object.entries<Operation>(storeOperations),
    validators: await loadResponseValidators("store"),
  },
  {
    surface: "admin",
    operations: Object.entries<Operation>(adminOperations),
    validators: await loadResponseValidators("admin"),
  },
] as const

/** Requests to each operation, a quarter of them to the slow ones; some more, because some paths cannot be sent. */
const runs = Math.ceil(
  (1.2 * least_requests) /
    surfaces.flatMap(({ operations }) => operations).reduce((sum, [id]) => sum + (slow.has(id) ? 0.25 : 1), 0),
)
let sent = 0

/** Who sends a request. Each is alive when a property begins; what a request ends stays ended until the next one. */
const senders = [
  "customer",
  "customer's cookie",
  "identity",
  "administrator",
  "administrator's cookie",
  "program of the staff",
  "whoever may",
  "nobody",
] as const

/** A code that was never given out is 400 like one of the wrong shape. */
const refused_alike = new Set(["exchangeOauthCode"])

const form = "application/x-www-form-urlencoded"
const asForm = (body: unknown): string =>
  new URLSearchParams(Object.entries(Object(body)).map(([name, value]) => [name, String(value)])).toString()

let app: TestApp
let headers: Record<(typeof senders)[number], Record<string, string>>

beforeAll(async () => {
  // With everything there is to prove, so that every operation can succeed.
  app = await startTestApp({ email_verification: true, register_enumeration: "compat" })
})
afterAll(() => app.close())

/** Signs everybody in, and answers the path of a request that would succeed. */
async function prepare(id: string): Promise<string> {
  const good = await goodRequests[id]?.({ ...app }) // whoever is remembered by app was signed out by some request
  if (!good) throw new Error(`${id} has no request in good-requests.ts`)
  const key = { "x-publishable-api-key": app.publishable_key }
  const bearer = (token: string) => ({ ...key, authorization: `Bearer ${token}` })
  const { token, email } = await newCustomer(app)
  const staff = await newStaff({ ...app }, "admin")
  const api_token = randomBytes(32).toString("base64url")
  await succeed(app, `POST /admin/users/${staff.id}`, { token: staff.token, body: { api_token } })
  const other = await signIn(app, email)
  headers = {
    customer: bearer(token),
    "customer's cookie": { ...key, cookie: cookieOf(await succeed(app, "POST /auth/session", { token: other.token })) },
    identity: bearer((await newIdentity(app)).token),
    administrator: bearer(await adminToken(app)),
    "administrator's cookie": { ...key, cookie: cookieOf(await succeed(app, "POST /admin/auth", { body: app.admin })) },
    "program of the staff": { ...key, "x-medusa-access-token": api_token },
    "whoever may": good.asking.token === undefined ? key : bearer(good.asking.token as string), // as sent to `ask`
    nobody: key,
  }
  return good.route.split(" ")[1] ?? ""
}

/** What stands in the path where the operation has its parameter, if that is an id. */
function idIn(path: string, template: string): string {
  const at = template.split("/").findIndex((part) => /^\{(?!auth_provider)/u.test(part))
  return path.split("?")[0]?.split("/")[at] ?? ""
}

for (const { surface, operations, validators } of surfaces) {
  describe.each(operations)(`${surface} %s`, (id, operation) => {
    const document = JSON.parse(readFileSync(openapiFiles[surface].fragment(operation.tag), "utf8")) as Fragment // built by pnpm generate

    test("N8 answers every generated request as the contract says", async () => {
      const known_id = idIn(await prepare(id), operation.path)
      const statuses = new Set<number>()
      const request = fc.record({
        asked: requestArbitrary(document, operation),
        sender: fc.constantFrom(...senders),
      })
      await fc.assert(
        fc.asyncProperty(request, async ({ asked, sender }) => {
          const url = asked.url.replace(example_id, known_id || example_id)
          // A segment of `..` is resolved before it is sent: another path, which may be another operation.
          if (Object.values(asked.path).some((segment) => /^\.{1,2}$/u.test(segment))) return
          if (url.length > 8_000) return // 431 from Node itself, see bad-input.test.ts
          const answer = await app.fetch(url, {
            method: operation.method.toUpperCase(),
            headers: {
              ...headers[sender],
              ...(asked.body === undefined ? {} : { "content-type": operation.form ? form : "application/json" }),
            },
            ...(asked.body === undefined
              ? {}
              : { body: operation.form ? asForm(asked.body) : JSON.stringify(asked.body) }),
          })
          sent++
          statuses.add(answer.status)
          const read = await refusal(answer)
          const about = `${sender}: ${operation.method} ${url} ${JSON.stringify(asked.body)}: ${read.status} ${read.text}`
          expect(read.request_id, about).toMatch(/^req_/u)
          if (read.status >= 400) {
            expect(operation.statuses, about).toContain(read.status)
            apiError(read, about)
          } else {
            expect(read.status, about).toBe(operation.status)
          }
          if (read.status === 204) expect(read.text, about).toBe("")
          else if (read.status < 400) {
            const isDescribed = validators[id]?.[String(read.status)]
            expect(isDescribed?.(JSON.parse(read.text)), `${about} ${JSON.stringify(isDescribed?.errors)}`).toBe(true)
          }
        }),
        { numRuns: slow.has(id) ? Math.ceil(runs / 4) : runs, seed },
      )
      // It was not the same refusal all along.
      if (!refused_alike.has(id)) expect(statuses.size, [...statuses].join()).toBeGreaterThan(1)
    }, 120_000)
  })
}

test("N8 that were as many as promised", () => {
  expect(sent).toBeGreaterThanOrEqual(least_requests)
})
