/** Databases of a test's own on the PostgreSQL that the `postgres` project runs against, for servers to fill. */
import { randomBytes } from "node:crypto"
import { Kysely, PostgresDialect } from "kysely"
import { Pool } from "pg"
import { onServer, urlOf } from "./template.ts"

export interface OwnDatabase {
  /** `postgres://…`, to hand to a server. */
  url: string
  /** For looking behind the API. */
  db: Kysely<unknown>
  /** Closes `db` and drops the database, whoever is still connected. */
  drop(): Promise<void>
}

/** A new database without a single table on the server that `server_url` leads to. */
export async function ownDatabase(server_url: string): Promise<OwnDatabase> {
  const name = `covenant_own_${randomBytes(8).toString("hex")}`
  await onServer(server_url, `create database ${name} encoding 'UTF8' template template0`)
  const url = urlOf(server_url, name)
  const pool = new Pool({ connectionString: url, max: 2 })
  pool.on("error", () => {}) // the drop below may end a connection that is still saying goodbye
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  return {
    url,
    db,
    async drop() {
      await db.destroy()
      await onServer(server_url, `drop database ${name} with (force)`)
    },
  }
}
