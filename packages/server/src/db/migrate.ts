import { readdir } from "node:fs/promises"
import type { Kysely } from "kysely"
import { sql } from "kysely"
import type { Migration, MigrationProvider } from "kysely/migration"
import type { OpenDatabase } from "./connection.ts"
import { codeOf, openDatabase } from "./connection.ts"

const folder = new URL("migrations/", import.meta.url)

/** `2026-11-21T2100_create_customer`, in the order they run. */
export async function migrationNames(): Promise<string[]> {
  const files = await readdir(folder)
  return files
    .filter((file) => /^\d{4}-\d{2}-\d{2}T\d{4}_[a-z0-9_]+\.ts$/.test(file))
    .map((file) => file.slice(0, -3))
    .toSorted()
}

const provider: MigrationProvider = {
  async getMigrations() {
    const names = await migrationNames()
    const modules = await Promise.all(
      names.map((name) => import(new URL(`${name}.ts`, folder).href) as Promise<Migration>), // by convention, see style
    )
    return Object.fromEntries(names.map((name, index) => [name, modules[index]])) as Record<string, Migration> // one module per name
  },
}

/**
 * Brings the database to this version's schema and returns the names of what ran now.
 *
 * Any number of processes may start at once. On PostgreSQL one holds an advisory lock on a connection of its own while
 * the others wait; PGlite belongs to one process (folder-lock.ts). Everything runs in one transaction: all or nothing.
 * A database that is ahead of this version, as in the middle of a rolling deployment, is left as it is.
 */
export async function migrateToLatest(database: OpenDatabase): Promise<string[]> {
  const known = await migrationNames()
  const applied = await appliedMigrations(database.db)
  if (known.every((name) => applied.has(name))) return []

  if (database.settings.kind === "pglite") return runMigrations(database.db)
  const { direct_url, url } = database.settings
  // A connection of our own: a pooler would give every statement another one, and the lock belongs to one.
  // Without a time limit: waiting for the lock, and some migrations, take as long as they take.
  const direct = await openDatabase({
    kind: "postgres",
    url: direct_url ?? url,
    pool_size: 1,
    named_statements: false,
    statement_timeout_ms: 0,
  })
  try {
    return await runMigrations(direct.db)
  } finally {
    await direct.close()
  }
}

// oxlint-disable-next-line typescript/no-explicit-any -- the migrator works without knowing tables
async function runMigrations(db: Kysely<any>): Promise<string[]> {
  const { Migrator } = await import("kysely/migration")
  const { error, results = [] } = await new Migrator({ db, provider }).migrateToLatest()
  if (error) {
    const failed = results.find((result) => result.status === "Error")?.migrationName
    throw new Error(failed ? `Migration ${failed} failed` : "Migrations failed", { cause: error })
  }
  return results.map((result) => result.migrationName)
}

// oxlint-disable-next-line typescript/no-explicit-any -- as above
async function appliedMigrations(db: Kysely<any>): Promise<Set<string>> {
  try {
    const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db)
    return new Set(rows.map((row) => row.name))
  } catch (error) {
    if (codeOf(error) === "42P01") return new Set() // no such table: a new database
    throw error
  }
}
