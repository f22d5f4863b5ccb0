import { createHash } from "node:crypto"
import { Kysely, PGliteDialect, PostgresDialect, sql } from "kysely"
import type { Pool } from "pg"
import type { Database } from "./generated/database.ts"

/** PostgreSQL, wherever it runs. */
export interface PostgresSettings {
  kind: "postgres"
  /** `postgres://user:password@host/database`; may lead through a pooler. */
  url: string
  /** Where migrations run: a connection no pooler shares, because they hold a lock. Default: `url`. */
  direct_url?: string
  /** Most connections this process opens. Default 10. */
  pool_size?: number
  /** Send queries as named prepared statements, so that Postgres plans each once. Default true; off for old poolers. */
  named_statements?: boolean
  /** A statement is stopped by Postgres after this long; 0 never. Default 15 s, half of what a request may take. */
  statement_timeout_ms?: number
}

/** PGlite: PostgreSQL in this process, on one connection. */
export interface PGliteSettings {
  kind: "pglite"
  /** Folder with the data, or absent to keep everything in memory. The caller holds its lock (see folder-lock.ts). */
  folder?: string
  /** A data directory to begin with where there is none yet, made by `generateDatabase`. */
  image?: Blob
}

export type DatabaseSettings = PostgresSettings | PGliteSettings

/** An open database and what people want to know about it. */
export interface OpenDatabase {
  kind: DatabaseSettings["kind"]
  db: Kysely<Database>
  settings: DatabaseSettings
  /** `18.6`, for example. */
  version: string
  /** Ends every connection; open queries finish first. */
  close(): Promise<void>
}

/** A start that cannot go on, with a sentence for the person at the terminal. Never holds a secret. */
export class DatabaseUnusable extends Error {
  override name = "DatabaseUnusable"
}

/** Waiting for a connection, to the server or from the pool, may take this long; then the answer is a 503. */
export const connect_timeout_ms = 2_000
const default_statement_timeout_ms = 15_000
/** How long a start waits for a server that is there but busy or starting itself. */
const start_patience_ms = 20_000
/** Names one process gives out. A page built from many filters has many texts; beyond this they go unnamed. */
const most_statement_names = 500
const oldest_major = 15

/** Text of an int8 to number. Throws RangeError beyond 2^53 instead of rounding. */
export const int8 = (text: string): number => {
  const n = Number(text)
  if (!Number.isSafeInteger(n)) throw new RangeError(`int8 ${text} is not a safe integer`)
  return n
}
const int8_oid = 20

/**
 * Opens the database and proves that it answers.
 *
 * Both kinds behave alike under four rules: int8 is a number (here); jsonb parameters are text (column-types.ts);
 * text that is shown in order is ordered `collate "C"`; inside a transaction only `trx` is used, because a query on
 * the root `db` there waits for ever on PGlite's single connection.
 *
 * Throws {@link DatabaseUnusable} when it cannot be reached or is older than PostgreSQL 15.
 */
export async function openDatabase(
  settings: DatabaseSettings,
  onError?: (error: Error) => void,
): Promise<OpenDatabase> {
  return settings.kind === "postgres" ? openPostgres(settings, onError) : openPGlite(settings)
}

async function openPostgres(settings: PostgresSettings, onError?: (error: Error) => void): Promise<OpenDatabase> {
  const pool = await createPool(settings)
  // Errors of connections are events, and one without a listener ends the process. The pool listens to idle clients
  // and passes on what it hears; while a client is lent out (a stopped server mid-query) nobody does but us.
  pool.on("error", (error) => onError?.(error))
  pool.on("connect", (client) => client.on("error", (error) => onError?.(error)))
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  try {
    const server = await patiently(() => aboutServer(db))
    if (!server || Math.floor(server.number / 10_000) < oldest_major) {
      throw new DatabaseUnusable(
        `PostgreSQL ${server?.version} is too old: version ${oldest_major} or newer is needed. Upgrade it, or unset DATABASE_URL to use the embedded database.`,
      )
    }
    if (server.encoding !== "UTF8") {
      throw new DatabaseUnusable(`The database's encoding is ${server.encoding}: create it with encoding 'UTF8'.`)
    }
    return { kind: "postgres", db, settings, version: server.version, close: () => db.destroy() }
  } catch (error) {
    await db.destroy()
    if (error instanceof DatabaseUnusable) throw error
    throw new DatabaseUnusable(
      `The database in DATABASE_URL (${withoutPassword(settings.url)}) cannot be used: ${reasonOf(error)}. Start it or correct DATABASE_URL; without DATABASE_URL the embedded database is used.`,
      { cause: error },
    )
  }
}

async function aboutServer(db: Kysely<Database>) {
  const { rows } = await sql<{ version: string; number: number; encoding: string }>`
    select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
           current_setting('server_encoding') as encoding`.execute(db)
  return rows[0]
}

/** Tries again while the server is busy or starting. One that is not there at all is reported at once. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + start_patience_ms
  for (;;) {
    try {
      return await work()
    } catch (error) {
      const passing = ["57P03", "53300", undefined].includes(codeOf(error)) && isUnavailable(error)
      if (!passing || performance.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  }
}

/** A pool whose every client parses int8 as we do, leaves when the server ends it, and names its statements unless told not to. */
async function createPool(settings: PostgresSettings): Promise<Pool> {
  const { default: pg } = await import("pg")
  const names = settings.named_statements === false ? undefined : statementNames()
  const statement_timeout = settings.statement_timeout_ms ?? default_statement_timeout_ms

  // Kysely's dialect calls `query(text, values)` and nothing else, so that is the whole surface of the wrapper.
  class Client extends pg.Client {
    // oxlint-disable-next-line typescript/no-explicit-any -- twelve overloads, of which one concerns us; the others pass through
    override query(...args: any[]): any {
      // oxlint-disable-next-line typescript/no-explicit-any -- as above
      const query = super.query.bind(this) as (...args: any[]) => any
      const [text, values] = args
      if (args.length !== 2 || typeof text !== "string" || !Array.isArray(values)) return query(...args)
      const name = names?.(text)
      return query(name ? { name, text, values } : { text, values }).catch((error: unknown) => {
        // The server is ending this connection. The pool would lend it out once more before the socket closes.
        if (codeOf(error)?.startsWith("57P")) void this.end()
        // A migration changed the shape of `select *` under an open connection. The text goes unnamed from now on; the
        // statement failed before it did anything, so outside a transaction it can simply run again.
        if (!names || !isStalePlan(error)) throw error
        names.forget(text)
        if (this.getTransactionStatus() !== "I") throw error
        return query(text, values)
      })
    }
  }

  return new pg.Pool({
    connectionString: settings.url,
    max: settings.pool_size ?? 10,
    connectionTimeoutMillis: connect_timeout_ms,
    statement_timeout,
    idle_in_transaction_session_timeout: statement_timeout,
    keepAlive: true,
    application_name: "covenant",
    types: {
      // The declaration wants one function for text and binary, and an enum for what is a number.
      /* oxlint-disable typescript/no-explicit-any, typescript/no-unsafe-enum-assignment */
      getTypeParser: (oid: number, format?: any): any =>
        oid === int8_oid ? int8 : pg.types.getTypeParser(oid, format),
      /* oxlint-enable typescript/no-explicit-any, typescript/no-unsafe-enum-assignment */
    },
    Client,
  })
}

/** Stable names by text: the same query has the same name in every process, and the number of names is bounded. */
export function statementNames(
  most = most_statement_names,
): ((text: string) => string | undefined) & { forget(text: string): void } {
  const names = new Map<string, string | undefined>()
  const nameOf = (text: string): string | undefined => {
    if (names.has(text)) return names.get(text)
    // Transaction control and DDL gain nothing from a plan.
    if (names.size >= most || !/^\s*(select|insert|update|delete|with)\b/i.test(text)) return undefined
    const name = `c_${createHash("sha256").update(text).digest("base64url").slice(0, 22)}`
    names.set(text, name)
    return name
  }
  return Object.assign(nameOf, { forget: (text: string) => void names.set(text, undefined) })
}

const isStalePlan = (error: unknown): boolean =>
  codeOf(error) === "0A000" && error instanceof Error && error.message.includes("cached plan")

async function openPGlite(settings: PGliteSettings): Promise<OpenDatabase> {
  const { PGlite } = await import("@electric-sql/pglite")
  const pglite = await PGlite.create({
    ...(settings.folder === undefined ? {} : { dataDir: settings.folder }),
    ...(settings.image ? { loadDataDir: settings.image } : {}),
    parsers: { [int8_oid]: int8 },
  })
  const db = new Kysely<Database>({ dialect: new PGliteDialect({ pglite }) })
  const { rows } = await pglite.query<{ version: string }>("select current_setting('server_version') as version")
  return { kind: "pglite", db, settings, version: rows[0]?.version ?? "", close: () => db.destroy() }
}

/** SQLSTATE or system code of an error of either driver; never tell them by `instanceof`. */
export const codeOf = (error: unknown): string | undefined =>
  typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined

/** Name of the constraint an error of either driver speaks of. */
export const constraintOf = (error: unknown): string | undefined =>
  typeof error === "object" && error !== null && "constraint" in error && typeof error.constraint === "string"
    ? error.constraint
    : undefined

const unavailable_codes = new Set([
  "53300", // too many connections
  "57014", // statement timeout
  "57P01", // the server is shutting down
  "57P02",
  "57P03", // … or starting
  "25P03", // idle in transaction
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
  "EPIPE",
])
// What `pg` says without a code when a pool wait or a connection ends.
const unavailable_messages =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Cannot use a pool after calling end|driver has already been destroyed/

/** Whether the database could not be used just now, so that the answer is 503 `temporarily_unavailable`. */
export function isUnavailable(error: unknown): boolean {
  const code = codeOf(error)
  if (code && (unavailable_codes.has(code) || code.startsWith("08"))) return true
  return error instanceof Error && unavailable_messages.test(error.message)
}

/** Whether the transaction lost a race that a second try can win. */
export const isRetryable = (error: unknown): boolean => ["40001", "40P01"].includes(codeOf(error) ?? "")

/** The address without its password, fit to be shown. */
export function withoutPassword(url: string): string {
  try {
    const { protocol, username, host, pathname } = new URL(url)
    return `${protocol}//${username ? `${username}@` : ""}${host}${pathname}`
  } catch {
    return "postgres://…"
  }
}

const reasonOf = (error: unknown): string => {
  // A refused connection to a name with two addresses is an AggregateError without a message of its own.
  const cause = error instanceof AggregateError ? error.errors[0] : error
  return cause instanceof Error ? cause.message : String(cause)
}
