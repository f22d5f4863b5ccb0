import { randomBytes } from "node:crypto"
import pg from "pg"
import { openDatabase } from "../../packages/server/src/db/connection.ts"
import { migrateToLatest } from "../../packages/server/src/db/migrate.ts"

/** A migrated, empty database to copy: `create database … template` takes milliseconds. */
export async function makeTemplate(server_url: string): Promise<{ name: string; drop(): Promise<void> }> {
  const name = `covenant_template_${randomBytes(6).toString("hex")}`
  await onServer(server_url, `create database ${name} encoding 'UTF8' template template0`)
  const database = await openDatabase({ kind: "postgres", url: urlOf(server_url, name), pool_size: 1 })
  try {
    await migrateToLatest(database)
  } finally {
    await database.close() // a database can only be copied while nobody is connected
  }
  return { name, drop: () => onServer(server_url, `drop database if exists ${name} with (force)`) }
}

/** The address of another database on the same server. */
export function urlOf(server_url: string, database: string): string {
  const url = new URL(server_url)
  url.pathname = `/${database}`
  return url.href
}

export async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
