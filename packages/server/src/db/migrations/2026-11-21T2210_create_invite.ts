import type { Kysely } from "kysely"
import { sql } from "kysely"

/** An invitation to join the staff: one pending invite an address, and a token that works once. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table invite (
      id          text primary key,
      user_email  text not null,
      role        text not null check (role in ('admin', 'member', 'developer')),
      token_hash  bytea not null unique,
      accepted    boolean not null default false,
      accepted_at timestamptz,
      expires_at  timestamptz not null,
      created_by  text,
      metadata    jsonb,
      created_at  timestamptz not null default now(),
      updated_at  timestamptz not null default now(),
      deleted_at  timestamptz
    )`.execute(db)
  await sql`
    create unique index invite_live on invite (user_email)
    where not accepted and deleted_at is null`.execute(db)
}
