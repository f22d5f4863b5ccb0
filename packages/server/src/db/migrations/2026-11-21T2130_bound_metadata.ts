import type { Kysely } from "kysely"
import { sql } from "kysely"

/** A request is bounded by its size; what many of them merge into one column is bounded here. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ["customer", "customer_address", "user"]) {
    await sql`
      alter table ${sql.table(table)}
      add constraint ${sql.ref(`${table}_metadata_size`)} check (octet_length(metadata::text) <= 65536)`.execute(db)
  }
}
