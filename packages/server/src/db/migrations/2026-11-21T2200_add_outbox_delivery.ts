import type { Kysely } from "kysely"
import { sql } from "kysely"

/**
 * What sending needs: a message id that is the same at every try, the time a message was written, and an end for what
 * cannot be sent. Sessions that were ended are found for sweeping; there is no index on idle_expires_at, because every
 * refresh changes it and would have to write that index too.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table outbox
      add column message_id uuid not null default gen_random_uuid(),
      add column created_at timestamptz not null default now(),
      add column dead_at timestamptz`.execute(db)
  await sql`drop index outbox_todo`.execute(db)
  await sql`create index outbox_todo on outbox (available_at) where delivered_at is null and dead_at is null`.execute(
    db,
  )
  await sql`create index outbox_delivered on outbox (delivered_at) where delivered_at is not null`.execute(db)
  await sql`create index session_ended on session (revoked_at) where revoked_at is not null`.execute(db)
}
