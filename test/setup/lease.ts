import { randomBytes } from "node:crypto"
import { openAsBlob } from "node:fs"
import { sql, type Kysely } from "kysely"
import { inject } from "vitest"
import { openDatabase, type OpenDatabase } from "../../packages/server/src/db/connection.ts"
import type { Database } from "../../packages/server/src/db/generated/database.ts"
import { imageFile } from "./pglite.ts"
import { onServer, urlOf } from "./template.ts"

declare module "vitest" {
  /** What each project's globalSetup hands to its tests. */
  interface ProvidedContext {
    /** A PostgreSQL server on which databases may be made; empty in the pglite project. */
    databaseUrl: string
    /** Name of a migrated, empty database to copy; empty in the pglite project. */
    databaseTemplate: string
  }
}

export interface Lease {
  database: OpenDatabase
  giveBack(): Promise<void>
}

/** A migrated, empty database of the kind this project is about. */
export const leaseDatabase = (): Promise<Lease> =>
  inject("databaseUrl") === "" ? leasePGlite() : leasePostgres(inject("databaseUrl"))

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
  shared.opening ??= openAsBlob(imageFile, { type: "application/x-gzip" }).then((image) =>
    openDatabase({ kind: "pglite", image }),
  )
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
    for (const { name } of rows) await sql`delete from ${sql.id(name)}`.execute(trx)
  })
}
