import type { Kysely } from "kysely"
import { sql } from "kysely"

/** Identifies sales channels and grants nothing; its id is the value a storefront sends. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table publishable_api_key (
      id         text primary key check (id ~ '^pk_[0-9A-Za-z]{26,64}$'),
      title      text not null,
      created_by text,
      revoked_by text,
      revoked_at timestamptz,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`.execute(db)
}
