import { randomBytes } from "node:crypto"
import { openAsBlob } from "node:fs"
import { tmpdir } from "node:os"
import { sql, type Kysely } from "kysely"
import { inject } from "vitest"
import { createApp } from "../../packages/server/src/app.ts"
import { defaultBaseUrl, readConfig, type Config } from "../../packages/server/src/config.ts"
import type { Services } from "../../packages/server/src/context.ts"
import { openDatabase, type OpenDatabase } from "../../packages/server/src/db/connection.ts"
import type { Database } from "../../packages/server/src/db/generated/database.ts"
import { movableClock, type MovableClock } from "../../packages/server/src/lib/clock.ts"
import { createLog } from "../../packages/server/src/lib/log.ts"
import { listen } from "../../packages/server/src/listen.ts"
import { seed } from "../../packages/server/src/seed.ts"
import { createServices } from "../../packages/server/src/services.ts"
import { imageFile } from "./pglite.ts"
import { onServer, urlOf } from "./template.ts"

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
    const base = readConfig({ PORT: String(listener.port), LOG_LEVEL: "trace" }, { default_data_dir: tmpdir(), madeUp: () => made_up })
    const config: Config = { ...base, public_base_url: defaultBaseUrl("127.0.0.1", listener.port), ...overrides }
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

interface Lease {
  database: OpenDatabase
  giveBack(): Promise<void>
}

/** A migrated, empty database of the kind this project is about. */
export const leaseDatabase = (): Promise<Lease> => (inject("databaseUrl") === "" ? leasePGlite() : leasePostgres(inject("databaseUrl")))

async function leasePostgres(server_url: string): Promise<Lease> {
  const name = `covenant_test_${randomBytes(8).toString("hex")}`
  await onServer(server_url, `create database ${name} template ${inject("databaseTemplate")}`)
  const database = await openDatabase({ kind: "postgres", url: urlOf(server_url, name) })
  return {
    database,
    async giveBack() {
      await database.close()
      await onServer(server_url, `drop database ${name} with (force)`)
    },
  }
}

/** One PGlite per worker, kept over files: opening it takes a second and hundreds of megabytes. */
interface SharedPGlite {
  opening?: Promise<OpenDatabase>
  leases: number
}
const shared_key = Symbol.for("covenant.test.pglite")
const holder = globalThis as { [shared_key]?: SharedPGlite }

async function leasePGlite(): Promise<Lease> {
  const shared = (holder[shared_key] ??= { leases: 0 })
  shared.opening ??= openAsBlob(imageFile, { type: "application/x-gzip" }).then((image) => openDatabase({ kind: "pglite", image }))
  const database = await shared.opening
  shared.leases += 1
  return {
    database,
    async giveBack() {
      shared.leases -= 1
      if (shared.leases === 0) await empty(database.db)
    },
  }
}

/** Deletes every row. Not truncate, which takes eight times as long for tables of a few rows. */
async function empty(db: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{ name: string }>`select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not like 'kysely_%'`.execute(db)
  await db.transaction().execute(async (trx) => {
    await sql`set local session_replication_role = replica`.execute(trx) // no foreign keys, so any order will do
    // oxlint-disable-next-line no-await-in-loop -- one connection
    for (const { name } of rows) await sql`delete from ${sql.id(name)}`.execute(trx)
  })
}
