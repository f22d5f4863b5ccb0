/** Signing in at a provider on four server processes with one PostgreSQL. Only in the postgres project. */
import { afterAll, beforeAll, describe, inject, test } from "vitest"
import { ownDatabase, type OwnDatabase } from "../setup/databases.ts"
import { startOpenIdProvider, type OpenIdProvider } from "../setup/openid-provider.ts"
import { deployment, startProcesses, stopProcesses, type Deployment, type ServerProcess } from "../setup/processes.ts"
import { rounds } from "./cases.ts"
import {
  endings,
  exceedLimitAtOnce,
  exchangeOneCodeAtOnce,
  limited,
  providerSettings,
  refreshProviderSessionAtOnce,
  signInForTheFirstTimeAtOnce,
  useOneStateAtOnce,
  type ProviderRacers,
} from "./provider-cases.ts"

const granted = 4

let provider: OpenIdProvider
let database: OwnDatabase
let shop: Deployment
let servers: ServerProcess[] = []

beforeAll(async () => {
  ;[provider, database] = await Promise.all([startOpenIdProvider(), ownDatabase(inject("databaseUrl"))])
  shop = deployment(database.url, {
    ...providerSettings(provider),
    TRUSTED_PROXIES: "127.0.0.1", // each call of a test comes from an address of its own
    RATE_LIMITS: JSON.stringify({
      profile: "tests",
      ...Object.fromEntries(Object.keys(limited).map((name) => [name, { points: granted }])),
    }),
  })
  servers = await startProcesses(4, shop.env)
}, 90_000)

afterAll(async () => {
  await stopProcesses(servers)
  await database.drop()
  await provider.close()
}, 60_000)

const racers = (): ProviderRacers => ({
  urls: servers.map(({ url }) => url),
  publishable_key: shop.publishable_key,
  admin: shop.admin,
  db: database.db,
  vault: shop.vault,
  provider,
})

describe("four processes on one database and a provider, 20 rounds", () => {
  test("of 8 callbacks with one state at once one is 200, and the provider is asked for tokens once", async () => {
    for (const _ of rounds) await useOneStateAtOnce(racers(), 8)
  }, 120_000)

  test("of somebody's first sign-in from four tabs at once all succeed, and there is one identity and one customer", async () => {
    for (const _ of rounds) await signInForTheFirstTimeAtOnce(racers(), 4)
  }, 120_000)

  test("20 parallel refreshes of a provider's session are all 200 with one new token, and rotate once", async () => {
    for (const _ of rounds) await refreshProviderSessionAtOnce(racers(), 20)
  }, 120_000)

  test("of 16 exchanges of one code at once at most one is 200, and nobody keeps a live session", async () => {
    for (const _ of rounds) await exchangeOneCodeAtOnce(racers(), 16)
  }, 120_000)

  test.each(Object.entries(limited))(
    "%s lets exactly so many through, whichever instances they ask",
    async (_, one) => {
      for (const _ of rounds) await exceedLimitAtOnce(racers(), one, granted)
    },
    120_000,
  )

  test.each(Object.entries(endings))(
    "%s on one instance ends a provider's session on all, at the next request",
    async (_, end) => {
      for (const on of racers().urls.keys()) await end(racers(), on)
    },
    120_000,
  )
})
