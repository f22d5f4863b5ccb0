/** The races on four server processes with one PostgreSQL, every round behind a barrier. Only in the postgres project. */
import { sql, type Kysely } from "kysely"
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"
import { openTokens } from "../../packages/server/src/apps/token-vault.ts"
import type { Database } from "../../packages/server/src/db/generated/database.ts"
import { startAppProvider, type AppProvider } from "../setup/app-provider.ts"
import { ownDatabase, type OwnDatabase } from "../setup/databases.ts"
import { deployment, startProcesses, stopProcesses, type Deployment, type ServerProcess } from "../setup/processes.ts"
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
  changeMetadataAtOnce,
  chooseDefaultAddressAtOnce,
  logOutAmongRefreshes,
  logOutOnOne,
  refreshAtOnce,
  refreshWithoutGraceAtOnce,
  registerAtOnce,
  rounds,
  signOutAdminOnOne,
  type Racers,
} from "./cases.ts"
import { connectAppAtOnce, revokeKeysInUse, revokeSecretKeyOnOne } from "./key-cases.ts"
import { startRefreshWorkers } from "./refresh-workers.ts"

let database: OwnDatabase
let parcels: AppProvider
let shop: Deployment
let servers: ServerProcess[] = []

beforeAll(async () => {
  ;[database, parcels] = await Promise.all([ownDatabase(inject("databaseUrl")), startAppProvider()])
  shop = deployment(database.url, { OAUTH_APPS: JSON.stringify({ parcels: parcels.settings }) })
  servers = await startProcesses(4, shop.env)
}, 90_000)

afterAll(async () => {
  await stopProcesses(servers)
  await parcels.close()
  await database.drop()
}, 60_000)

const racers = (on = servers): Racers => ({
  urls: on.map(({ url }) => url),
  publishable_key: shop.publishable_key,
  admin: shop.admin,
  db: database.db,
  vault: shop.vault,
})

describe("four processes on one database, 20 rounds", () => {
  test("of 100 parallel registers of one address with one password all are 200 and one makes the identity", async () => {
    for (const _ of rounds) await registerAtOnce(racers(), 100)
  }, 240_000)

  test("of two parallel POST /store/customers with one registration token one is 200 and there is one customer", async () => {
    for (const _ of rounds) await becomeCustomerAtOnce(racers())
  }, 60_000)

  test("100 parallel refreshes of one token are all 200 with one new token, and rotate once", async () => {
    for (const _ of rounds) await refreshAtOnce(racers(), 100)
  }, 120_000)

  test("of addresses made the default from every process at once exactly one is", async () => {
    for (const _ of rounds) await chooseDefaultAddressAtOnce(racers())
  }, 60_000)

  test("of metadata changed by every process at once each key arrives", async () => {
    for (const _ of rounds) await changeMetadataAtOnce(racers())
  }, 60_000)

  test("a logout among refreshes leaves nothing alive, whoever is first", async () => {
    for (const _ of rounds) await logOutAmongRefreshes(racers())
  }, 60_000)

  test("a logout on one instance is 401 on all the others at the next request", async () => {
    for (const round of rounds) await logOutOnOne(racers(), round)
  }, 60_000)

  test("an administrator who signs out in one tab is 401 on every instance, and stays signed in elsewhere", async () => {
    for (const round of rounds) await signOutAdminOnOne(racers(), shop.admin, round)
  }, 60_000)

  test("of 4 uses of one reset token one is 200, its password alone signs in, and the sessions from before are dead", async () => {
    for (const _ of rounds) await resetAtOnce(racers(), 4)
  }, 120_000)

  test("of 4 accepts of one invite one is 200, and there is one user, with its password", async () => {
    for (const _ of rounds) await acceptInviteAtOnce(racers(), 4)
  }, 120_000)

  test("of accepting an invite and creating a user of its address at once one succeeds, and there is one user", async () => {
    for (const _ of rounds) await acceptInviteWhileCreating(racers())
  }, 60_000)

  test.each(Object.keys(removals) as (keyof typeof removals)[])(
    "when the last administrators %s at once one is left, who can sign in",
    async (how) => {
      for (const _ of rounds) await removeLastAdministrators(racers(), how)
    },
    120_000,
  )

  test("of 4 users who choose one api token at once one has it, and it acts as nobody else", async () => {
    for (const _ of rounds) await chooseOneApiTokenAtOnce(racers())
  }, 120_000)

  test("K1 of 20 publishable keys revoked while they are used none is good anywhere five seconds later", async () => {
    await revokeKeysInUse(racers(), rounds.length)
  }, 60_000)

  test("a secret key revoked on one instance is 401 on all the others at the next request", async () => {
    for (const round of rounds) await revokeSecretKeyOnOne(racers(), round)
  }, 60_000)

  test("of 8 who come back with one state one connects the app, and the provider is asked once", async () => {
    for (const _ of rounds) await connectAppAtOnce(racers(), parcels)
  }, 60_000)

  test("A4 of 4 workers one renews the access of an app, and what is stored is the last that was issued", async () => {
    await connectAppAtOnce(racers(), parcels)
    const db = database.db as Kysely<Database> // its servers have migrated it
    const workers = await startRefreshWorkers(4, shop.env)
    for (const _ of rounds) {
      await db
        .updateTable("app_credential")
        .set({ refresh_at: sql<Date>`now()` })
        .execute()
      parcels.grants.length = 0
      await workers.refreshAtOnce()
      expect(parcels.grants).toEqual(["refresh_token"])
      const row = await db.selectFrom("app_credential").selectAll().executeTakeFirstOrThrow()
      expect(openTokens(shop.vault, row, row)).toEqual(parcels.issued)
    }
    await workers.stop()
  }, 60_000)
})

describe("four processes where addresses are verified", () => {
  let verifying: ServerProcess[] = []

  beforeAll(async () => {
    verifying = await startProcesses(4, { ...shop.env, EMAIL_VERIFICATION: "true" })
  }, 90_000)
  afterAll(() => stopProcesses(verifying), 60_000)

  test("of 4 uses of one link one is 200, and of 4 identities that prove one address one has it, in each of 20 rounds", async () => {
    for (const _ of rounds) await proveAddressAtOnce(racers(verifying), 4)
  }, 120_000)
})

describe("four processes with a grace of 0", () => {
  let strict: ServerProcess[] = []

  beforeAll(async () => {
    strict = await startProcesses(4, { ...shop.env, REFRESH_GRACE_SECONDS: "0" })
  }, 90_000)
  afterAll(() => stopProcesses(strict), 60_000)

  test("of two parallel refreshes of one token exactly one is 200, and the session is gone, in each of 20 rounds", async () => {
    for (const _ of rounds) await refreshWithoutGraceAtOnce(racers(strict))
  }, 60_000)
})
