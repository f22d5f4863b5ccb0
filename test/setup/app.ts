import { randomBytes } from "node:crypto"
import { tmpdir } from "node:os"
import type { Kysely } from "kysely"
import { createApp } from "../../packages/server/src/app.ts"
import { defaultBaseUrl, readConfig, type Config } from "../../packages/server/src/config.ts"
import type { Services } from "../../packages/server/src/context.ts"
import type { Database } from "../../packages/server/src/db/generated/database.ts"
import { movableClock, type MovableClock } from "../../packages/server/src/lib/clock.ts"
import { createLog } from "../../packages/server/src/lib/log.ts"
import { listen } from "../../packages/server/src/listen.ts"
import { seed } from "../../packages/server/src/seed.ts"
import { createServices } from "../../packages/server/src/services.ts"
import { readApps } from "../../packages/server/src/apps/app-settings.ts"
import { sharedAppProvider } from "./app-provider.ts"
import { leaseDatabase } from "./lease.ts"

/** A running server of a test, on a real database. */
export interface TestApp {
  /** `http://127.0.0.1:40123` */
  url: string
  /** For looking behind the API. */
  db: Kysely<Database>
  services: Services
  config: Config
  /** The value for `x-publishable-api-key`. */
  publishable_key: string
  /** The administrator there is. */
  admin: { email: string; password: string }
  /** The time inside tokens: moves ahead when told. Rows are aged instead, see age.ts. */
  clock: MovableClock
  /** `fetch` on a path of this server. */
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** Every line the server has logged so far, at every level. */
  logs(): string[]
  /** Stops the server; its database is emptied or dropped. */
  close(): Promise<void>
}

/** Made once per worker, so that apps in it open each other's keys. */
const made_up = {
  kek_keys: [{ id: "test", key: new Uint8Array(randomBytes(32)) }],
  covenant_admin_email: "ada@staff.example",
  covenant_admin_password: `admin-${randomBytes(12).toString("base64url")}`,
  covenant_publishable_key: `pk_${randomBytes(16).toString("hex")}`,
}

/**
 * Starts the server with an administrator, a publishable key and no customers.
 *
 * On PostgreSQL each app has a database of its own. On PGlite the apps of a worker share one, which is emptied when the
 * last of them closes: use fresh ids and count nothing that others may have made.
 */
export async function startTestApp(overrides: Partial<Config> = {}): Promise<TestApp> {
  const listener = await listen("127.0.0.1", 0)
  const lease = await leaseDatabase()
  try {
    const base = readConfig(
      { PORT: String(listener.port), LOG_LEVEL: "trace", RATE_LIMITS: '{"profile":"tests"}' },
      { default_data_dir: tmpdir(), madeUp: () => made_up },
    )
    const config: Config = {
      ...base,
      public_base_url: defaultBaseUrl("127.0.0.1", listener.port),
      oauth_apps: readApps(JSON.stringify({ parcels: (await sharedAppProvider()).settings })),
      ...overrides,
    }
    const lines: string[] = []
    const clock = movableClock()
    const log = createLog(config.log_level, { write: (line: string) => void lines.push(line) })
    const services = await createServices({ config, db: lease.database.db, clock, log })
    await seed(services, { demo: false })
    listener.answerWith(await createApp(services, { second_reader: true }))
    const url = defaultBaseUrl("127.0.0.1", listener.port)
    return {
      url,
      db: services.db,
      services,
      config,
      publishable_key: config.covenant_publishable_key ?? "",
      admin: { email: config.covenant_admin_email ?? "", password: config.covenant_admin_password ?? "" },
      clock,
      fetch: (path, init) => fetch(`${url}${path}`, init),
      logs: () => [...lines],
      async close() {
        await listener.stop(5_000)
        await lease.giveBack()
      },
    }
  } catch (error) {
    await listener.stop(0)
    await lease.giveBack()
    throw error
  }
}
