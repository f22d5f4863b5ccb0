import type { Kysely } from "kysely"
import { sql } from "kysely"

/**
 * What an app of somebody else's is acted with, one row a connected app; which apps there are, the settings say.
 *
 * The tokens are sealed with a key of the row, and that key with one of the deployment, so that changing the latter
 * rewrites 61 bytes. `refresh_at` is when the access is to be renewed, and while one worker does so, when another one may
 * try: null means never. `version` goes up with everything that is stored, and decides between a renewal and a new
 * connection.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table app_credential (
      app_id               text primary key,
      version              int not null default 1,
      data_key_enc         bytea not null,
      access_token_sealed  bytea not null,
      refresh_token_sealed bytea,
      scopes               text[] not null,
      account              text,
      access_expires_at    timestamptz,
      refresh_at           timestamptz,
      attempts             int not null default 0,
      last_error           text,
      authorized_by        text not null,
      authorized_at        timestamptz not null default now(),
      refreshed_at         timestamptz
    )`.execute(db)
  await sql`create index app_credential_due on app_credential (refresh_at) where refresh_at is not null`.execute(db)
}
