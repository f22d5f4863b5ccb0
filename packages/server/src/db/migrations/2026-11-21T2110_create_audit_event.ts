import type { Kysely } from "kysely"
import { sql } from "kysely"

/** What happened (append only), and what is still to be sent (at least once; payloads hold links, so never plain). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table audit_event (
      id               uuid primary key,
      at               timestamptz not null default now(),
      event            text not null,
      outcome          text not null,
      reason           text,
      realm            text,
      actor_type       text,
      actor_id         text,
      auth_identity_id text,
      session_id       uuid,
      request_id       text,
      ip               inet,
      user_agent       text,
      details          jsonb
    )`.execute(db)
  await sql`create index audit_by_identity on audit_event (auth_identity_id, at desc)`.execute(db)

  await sql`
    create table outbox (
      id           bigint generated always as identity primary key,
      topic        text not null,
      payload_enc  bytea not null,
      dedupe_key   text unique,
      available_at timestamptz not null default now(),
      attempts     int not null default 0,
      delivered_at timestamptz,
      last_error   text
    )`.execute(db)
  await sql`create index outbox_todo on outbox (available_at) where delivered_at is null`.execute(db)
}
