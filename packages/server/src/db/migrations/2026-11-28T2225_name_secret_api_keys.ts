import type { Kysely } from "kysely"
import { sql } from "kysely"

/**
 * A key of kind `secret` has a name, a role, and the ends of its secret to be told by. One that was deleted stays as a row,
 * so that deleting it again is no mistake.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table secret_api_key
      add column title text,
      add column redacted text,
      add column role text check (role in ('admin', 'member', 'developer')),
      add column deleted_at timestamptz,
      add constraint secret_api_key_named check (
        kind <> 'secret' or (title is not null and redacted is not null and role is not null)
      )`.execute(db)
  await sql`create index secret_api_key_by_user on secret_api_key (user_id) where kind = 'secret'`.execute(db)
}
