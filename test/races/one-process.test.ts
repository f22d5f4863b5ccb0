/** The same races inside one process: what PGlite, which belongs to one, can show. */
import { afterAll, beforeAll, describe, test } from "vitest"
import { startTestApp, type TestApp } from "../setup/app.ts"
import {
  becomeCustomerAtOnce,
  chooseDefaultAddressAtOnce,
  refreshAtOnce,
  refreshWithoutGraceAtOnce,
  registerAtOnce,
  type Racers,
} from "./cases.ts"

let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const racers = (on = app): Racers => ({ urls: [on.url], publishable_key: on.publishable_key, db: on.db })

describe("one process", () => {
  test("of 40 parallel registers of one address with one password all are 200 and one makes the identity", async () => {
    await registerAtOnce(racers(), 40)
  })

  test("of two parallel POST /store/customers with one registration token one is 200 and there is one customer", async () => {
    for (let round = 1; round <= 5; round += 1) await becomeCustomerAtOnce(racers())
  })

  test("100 parallel refreshes of one token are all 200 with one new token, and rotate once", async () => {
    await refreshAtOnce(racers(), 100)
  })

  test("of addresses made the default at once exactly one is", async () => {
    for (let round = 1; round <= 5; round += 1) await chooseDefaultAddressAtOnce(racers())
  })

  test("with a grace of 0, of two parallel refreshes of one token exactly one is 200, and the session is gone", async () => {
    const strict = await startTestApp({ refresh_grace_seconds: 0 })
    try {
      for (let round = 1; round <= 5; round += 1) await refreshWithoutGraceAtOnce(racers(strict))
    } finally {
      await strict.close()
    }
  })
})
