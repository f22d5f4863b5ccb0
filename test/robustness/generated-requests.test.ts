/**
 * Requests made from the contract, right ones and nearly right ones, sent to the whole server by whoever may and may not
 * send them. Whatever they are, the answer is one the contract lists: a success that its schema describes, or an
 * `ApiError`. A 500 would fail the run wherever it happens; here is where one would be found.
 */
import { readFileSync } from "node:fs"
import type { Operation } from "@covenant/contract"
import { adminOperations } from "@covenant/contract/admin"
import { openapiFiles } from "@covenant/contract/openapi-files"
import { storeOperations } from "@covenant/contract/store"
import { loadResponseValidators } from "@covenant/contract/validators"
import * as fc from "fast-check"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { requestArbitrary, type Fragment } from "../../packages/express/src/testing/request-arbitrary.ts"
import { apiError, refusal } from "../setup/api-error.ts"
import { startTestApp, type TestApp } from "../setup/app.ts"
import { adminToken, cookieOf, newCustomer, newIdentity, signIn, succeed } from "../setup/people.ts"

/** Requests to each operation. For a long look: GENERATED_REQUESTS=1000 GENERATED_SEED=<any number>. */
const runs = Number(process.env["GENERATED_REQUESTS"] ?? 100)
const seed = Number(process.env["GENERATED_SEED"] ?? 20260112)
/** Each of these hashes a password: some 15 ms of a core. */
const slow = new Set(["registerAuthIdentity", "authenticateCustomer", "createAdminSession", "createAdminToken"])
/** The id that generated paths use where they mean an address. */
const example_address = "cuaddr_01KERRTD70F7KEHTP15767XN8E"

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

/** Who sends a request. Each is alive when a property begins; what a request ends stays ended until the next one. */
const senders = [
  "customer",
  "customer's cookie",
  "identity",
  "administrator",
  "administrator's cookie",
  "nobody",
] as const

let app: TestApp
let headers: Record<(typeof senders)[number], Record<string, string>>
let address_id: string

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

async function signEverybodyIn(): Promise<void> {
  const key = { "x-publishable-api-key": app.publishable_key }
  const bearer = (token: string) => ({ ...key, authorization: `Bearer ${token}` })
  const { token, email } = await newCustomer(app)
  const { body } = await succeed(app, "POST /store/customers/me/addresses", { token, body: {} })
  const owner = body["customer"] as { addresses: { id: string }[] } // as the contract says, and its second reader checked
  address_id = owner.addresses[0]?.id ?? ""
  const other = await signIn(app, email)
  headers = {
    customer: bearer(token),
    "customer's cookie": { ...key, cookie: cookieOf(await succeed(app, "POST /auth/session", { token: other.token })) },
    identity: bearer((await newIdentity(app)).token),
    administrator: bearer(await adminToken(app)),
    "administrator's cookie": { ...key, cookie: cookieOf(await succeed(app, "POST /admin/auth", { body: app.admin })) },
    nobody: key,
  }
}

for (const { surface, operations, validators } of surfaces) {
  describe.each(operations)(`${surface} %s`, (id, operation) => {
    const document = JSON.parse(readFileSync(openapiFiles[surface].fragment(operation.tag), "utf8")) as Fragment // built by pnpm generate

    test("answers every generated request as the contract says", async () => {
      await signEverybodyIn()
      const statuses = new Set<number>()
      const request = fc.record({
        asked: requestArbitrary(document, operation),
        sender: fc.constantFrom(...senders),
      })
      await fc.assert(
        fc.asyncProperty(request, async ({ asked, sender }) => {
          const url = asked.url.replace(example_address, address_id)
          // A segment of `..` is resolved before it is sent: another path, which may be another operation.
          if (Object.values(asked.path).some((segment) => /^\.{1,2}$/u.test(segment))) return
          if (url.length > 8_000) return // 431 from Node itself, see bad-input.test.ts
          const answer = await app.fetch(url, {
            method: operation.method.toUpperCase(),
            headers: {
              ...headers[sender],
              ...(asked.body === undefined ? {} : { "content-type": "application/json" }),
            },
            ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
          })
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
      expect(statuses.size, [...statuses].join()).toBeGreaterThan(1) // it was not the same refusal all along
    }, 120_000)
  })
}
