/** The same races inside one process: what PGlite, which belongs to one, can show. */
import { afterAll, beforeAll, describe, test } from "vitest"
import { startTestApp, type TestApp } from "../setup/app.ts"
import {
  acceptInviteAtOnce,
  acceptInviteWhileCreating,
  chooseOneApiTokenAtOnce,
  proveAddressAtOnce,
  removals,
  removeLastAdministrators,
  resetAtOnce,
} from "./account-cases.ts"
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

const racers = ({ url, publishable_key, admin, db, services }: TestApp = app): Racers => ({
  urls: [url],
  publishable_key,
  admin,
  db,
  vault: services.vault,
})

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

  test("of 4 uses of one reset token one is 200, its password alone signs in, and the sessions from before are dead", async () => {
    await resetAtOnce(racers(), 4)
  })

  test("of 4 uses of one link that proves an address one is 200; of 4 identities that prove one address one has it", async () => {
    const verifying = await startTestApp({ email_verification: true })
    try {
      for (let round = 1; round <= 3; round += 1) await proveAddressAtOnce(racers(verifying), 4)
    } finally {
      await verifying.close()
    }
  })

  test("of 4 accepts of one invite one is 200, and there is one user, with its password", async () => {
    await acceptInviteAtOnce(racers(), 4)
  })

  test("of accepting an invite and creating a user of its address at once one succeeds, and there is one user", async () => {
    for (let round = 1; round <= 5; round += 1) await acceptInviteWhileCreating(racers())
  })

  test.each(Object.keys(removals) as (keyof typeof removals)[])(
    "when the last administrators %s at once one is left, who can sign in",
    (how) => removeLastAdministrators(racers(), how),
  )

  test("of 4 users who choose one api token at once one has it, and it acts as nobody else", async () => {
    await chooseOneApiTokenAtOnce(racers())
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
