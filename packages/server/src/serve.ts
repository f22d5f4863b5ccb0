import { existsSync, openAsBlob, rmSync, writeFileSync } from "node:fs"
import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Logger } from "pino"
import type { Config } from "./config.ts"
import { defaultBaseUrl } from "./config.ts"
import type { Services } from "./context.ts"
import type { OpenDatabase } from "./db/connection.ts"
import { DatabaseUnusable, openDatabase, withoutPassword } from "./db/connection.ts"
import { lockFolder } from "./db/folder-lock.ts"
import { migrateToLatest } from "./db/migrate.ts"
import { Unreadable } from "./lib/encryption.ts"
import { listen } from "./listen.ts"
import type { Mailer } from "./mail/mailer.ts"
import type { Clock } from "./lib/clock.ts"
import { systemClock } from "./lib/clock.ts"
import type { DemoProvider } from "./sandbox/demo-provider.ts"
import type { Seeded } from "./seed.ts"
import type { Worker } from "./worker.ts"

/** A server that answers. */
export interface RunningServer {
  services: Services
  /** `http://127.0.0.1:9000` */
  listens_at: string
  /** The database in use, for people: `PGlite 18.6 in /shop/.covenant`. */
  database: string
  seeded: Seeded
  /** Where the sandbox's identity provider answers; undefined in production. */
  demo_provider: string | undefined
  /** Migrations that ran now. */
  migrated: string[]
  /** Finishes what runs, refuses the rest, closes the database. Within 10 s; may be called twice. */
  stop(): Promise<void>
}

/** Left for the requests that run when a stop is asked for; closing the database comes on top, and 10 s is the promise. */
const drain_ms = 8_000

/**
 * Starts the server: takes the port, opens and migrates the database, seeds it, and begins to answer.
 *
 * Throws `AddressUnusable` or `DatabaseUnusable` for what the person who starts it can mend; whatever was opened until
 * then is closed again.
 */
export async function serve(config: Config, log: Logger, clock: Clock = systemClock): Promise<RunningServer> {
  const listener = await listen(config.host, config.port)
  let database: LockedDatabase | undefined
  let worker: Worker | undefined
  let demo: DemoProvider | undefined
  const stop = async () => {
    await Promise.all([listener.stop(drain_ms), worker?.stop(drain_ms), demo?.stop()])
    await database?.close()
  }
  try {
    // Loaded while the database opens.
    const modules = Promise.all([
      import("./app.ts"),
      import("./services.ts"),
      import("./seed.ts"),
      import("./worker.ts"),
    ])
    modules.catch(() => undefined) // awaited below; the database may fail first
    database = await openConfigured(config, log)
    const migrated = await migrateToLatest(database)
    database.ready()
    const [{ createApp }, { createServices }, { seed }, { startWorker }] = await modules
    const bound = { ...config, port: listener.port }
    if (config.public_base_url === defaultBaseUrl(config.host, 0))
      bound.public_base_url = defaultBaseUrl(config.host, bound.port)
    demo = await demoProviderOf(bound)
    Object.assign(bound, demo?.settings)
    const services = await createServices({ config: bound, db: database.db, clock, log }).catch((error: unknown) => {
      throw error instanceof Unreadable ? lostKey(bound, error) : error
    })
    const seeded = await seed(services)
    listener.answerWith(await createApp(services))
    worker = startWorker(services, { mailer: await mailerOf(bound) })
    let stopped: Promise<void> | undefined
    return {
      services,
      listens_at: defaultBaseUrl(config.host, listener.port),
      database: database.description,
      seeded,
      demo_provider: demo?.issuer,
      migrated,
      stop: () => (stopped ??= stop()),
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The provider to try signing in with, which is loaded in the sandbox alone. */
async function demoProviderOf(config: Config): Promise<DemoProvider | undefined> {
  if (config.production) return undefined
  const { startDemoProvider } = await import("./sandbox/demo-provider.ts")
  return startDemoProvider(config)
}

/** The library that speaks SMTP is loaded where there is a server to speak to. */
async function mailerOf(config: Config): Promise<Mailer | undefined> {
  if (!config.smtp_url) return undefined
  const { createSmtpMailer } = await import("./mail/smtp-mailer.ts")
  return createSmtpMailer(config)
}

/** The database outlived the key it was sealed with. */
const lostKey = ({ production, data_dir }: Config, cause: Unreadable): DatabaseUnusable =>
  new DatabaseUnusable(
    `The signing key in the database was sealed with a key that is not among KEK_KEYS. Add that key behind the current one${
      production ? "" : `, or remove ${data_dir} to begin anew (its data is lost)`
    }.`,
    { cause },
  )

interface LockedDatabase extends OpenDatabase {
  description: string
  /** Says that the schema is there: from now on the data is somebody's. */
  ready(): void
}

/** The database of the settings. PGlite's folder belongs to this process until it is closed. */
export const openConfigured = (config: Config, log: Logger): Promise<LockedDatabase> =>
  config.database_url ? openServer(config, log) : openEmbedded(config)

async function openServer(config: Config, log: Logger): Promise<LockedDatabase> {
  const { database_url: url = "", database_direct_url: direct_url } = config
  const database = await openDatabase(
    {
      kind: "postgres",
      url,
      ...(direct_url ? { direct_url } : {}),
      pool_size: config.database_pool_size,
      named_statements: config.database_named_statements,
    },
    (error) => log.warn({ err: error }, "a database connection was lost"),
  )
  return {
    ...database,
    description: `PostgreSQL ${database.version} at ${withoutPassword(url)}`,
    ready: () => undefined,
  }
}

/** PGlite in the data folder, which belongs to this process until it is closed. */
async function openEmbedded({ data_dir }: Config): Promise<LockedDatabase> {
  await mkdir(data_dir, { recursive: true })
  const lock = lockFolder(data_dir)
  process.once("exit", lock.release) // also when the process ends without a stop
  const folder = join(data_dir, "database")
  const finished = join(folder, "covenant.ready")
  try {
    // A start that was cut short before the schema was there leaves a folder that nothing can open, and no data.
    if (!existsSync(finished)) rmSync(folder, { recursive: true, force: true })
    const image = existsSync(folder) ? undefined : await preparedImage()
    const database = await openDatabase({ kind: "pglite", folder, ...(image ? { image } : {}) })
    return {
      ...database,
      description: `PGlite (PostgreSQL ${database.version}) in ${data_dir}`,
      ready: () => writeFileSync(finished, ""),
      async close() {
        await database.close()
        lock.release()
        process.removeListener("exit", lock.release)
      },
    }
  } catch (error) {
    lock.release()
    throw new DatabaseUnusable(
      `The embedded database in ${folder} does not open. Remove the folder to begin anew (its data is lost), or set DATA_DIR to another.`,
      { cause: error },
    )
  }
}

/** The data directory made by `pnpm generate`, if it was: it saves creating one. */
async function preparedImage(): Promise<Blob | undefined> {
  const file = fileURLToPath(new URL("../build/image/pglite.tar.gz", import.meta.url))
  return existsSync(file) ? openAsBlob(file, { type: "application/x-gzip" }) : undefined
}
