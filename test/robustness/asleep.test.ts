/** A server all of whose connections to the database are taken by something that does not end. */
import type { Operation } from "@covenant/contract"
import { adminOperations } from "@covenant/contract/admin"
import { storeOperations } from "@covenant/contract/store"
import { sql } from "kysely"
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"
import { apiError } from "../setup/api-error.ts"
import { startTestApp, type TestApp } from "../setup/app.ts"
import { goodRequests } from "../setup/good-requests.ts"
import { ask, type Asking } from "../setup/people.ts"

const operations: Readonly<Record<string, Operation>> = { ...storeOperations, ...adminOperations }
/** The promise is 2 s; the rest is for a busy machine. Two waits, one after the other, would be more. */
const in_time_ms = 3_500

let app: TestApp
beforeAll(async () => {
  // With everything there is to prove, so that every operation can succeed.
  app = await startTestApp({ email_verification: true, register_enumeration: "compat" })
})
afterAll(() => app.close())

/** Takes every connection there is. Answers how to give them back. */
async function sleep(): Promise<() => Promise<unknown>> {
  const over = Promise.withResolvers<void>()
  const asleep = await Promise.all(
    Array.from({ length: app.config.database_pool_size }, async () => {
      const began = Promise.withResolvers<void>()
      const sleeping = app.db.transaction().execute(async (trx) => {
        await sql`select 1`.execute(trx)
        began.resolve()
        await over.promise
      })
      await began.promise
      return { sleeping }
    }),
  )
  return () => {
    over.resolve()
    return Promise.all(asleep.map(({ sleeping }) => sleeping))
  }
}

// PGlite has one connection, which nobody waits for with a limit.
describe.runIf(inject("databaseUrl") !== "")("when every connection of the pool is asleep", () => {
  test("N2 every operation is 503 with Retry-After within 2 s, the process lives and is not ready; then all succeed", async () => {
    // One after the other: each signs somebody up, and a busy machine has no time for so many hashes at once.
    const requests: { id: string; status: number; route: string; asking: Asking }[] = []
    for (const [id, { status }] of Object.entries(operations)) {
      const good = await goodRequests[id]?.(app)
      if (!good) throw new Error(`${id} has no request in good-requests.ts`)
      requests.push({ id, status, route: good.route, asking: good.asking })
    }
    const wake = await sleep()

    const refused = requests.map(async ({ id, route, asking }) => {
      const began = performance.now()
      const { status, headers, text } = await ask(app, route, asking)
      return { id, status, headers, text, in_time: performance.now() - began < in_time_ms }
    })
    const ready = app.fetch("/ready")
    expect((await app.fetch("/health")).status).toBe(200)
    const answers = await Promise.all(refused)
    const not_ready = await ready
    await wake()

    for (const { id, status, headers, text } of answers) {
      apiError({ status, request_id: headers.get("x-request-id"), text }, id)
      expect(headers.get("retry-after"), id).toMatch(/^[1-9]\d*$/u)
    }
    expect(answers.filter(({ status, in_time }) => status !== 503 || !in_time).map(({ id }) => id)).toEqual([])
    expect(not_ready.status).toBe(503)
    expect((await app.fetch("/ready")).status).toBe(200)
    for (const { id, route, asking, status } of requests) {
      expect((await ask(app, route, asking)).status, id).toBe(status)
    }
  }, 60_000)
})
