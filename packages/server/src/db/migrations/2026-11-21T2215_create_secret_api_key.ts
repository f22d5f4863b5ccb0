import type { Kysely } from "kysely"
import { sql } from "kysely"

/** Keys of programs. A `user_token` is the api token of a member of staff, of which there is one; the token itself is not kept. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table secret_api_key (
      id           text primary key,
      user_id      text not null references "user" (id) on delete cascade,
      kind         text not null check (kind in ('user_token', 'secret')),
      token_hash   bytea not null constraint secret_api_key_token unique,
      created_by   text,
      revoked_by   text,
      revoked_at   timestamptz,
      expires_at   timestamptz,
      last_used_at timestamptz,
      created_at   timestamptz not null default now(),
      updated_at   timestamptz not null default now()
    )`.execute(db)
  await sql`
    create unique index one_user_token on secret_api_key (user_id)
    where kind = 'user_token' and revoked_at is null`.execute(db)
}
