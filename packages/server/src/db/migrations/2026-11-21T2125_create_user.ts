import type { Kysely } from "kysely"
import { sql } from "kysely"

/** A member of staff. Knows nothing of sign-in. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table "user" (
      id         text primary key,
      email      text not null,
      first_name text,
      last_name  text,
      role       text not null default 'member' check (role in ('admin', 'member', 'developer')),
      metadata   jsonb,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      deleted_at timestamptz
    )`.execute(db)
  await sql`create unique index user_email on "user" (email) where deleted_at is null`.execute(db)
}
