import type { Kysely } from "kysely"
import { sql } from "kysely"

/** A place the shop sells at, and which publishable keys name it. A key that was deleted stays as a row: it must not come back. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table sales_channel (
      id          text primary key,
      name        text not null,
      description text,
      is_disabled boolean not null default false,
      created_at  timestamptz not null default now(),
      updated_at  timestamptz not null default now(),
      deleted_at  timestamptz
    )`.execute(db)
  await sql`alter table publishable_api_key add column deleted_at timestamptz`.execute(db)
  await sql`
    create table publishable_api_key_sales_channel (
      publishable_api_key_id text not null references publishable_api_key (id) on delete cascade,
      sales_channel_id       text not null references sales_channel (id) on delete cascade,
      primary key (publishable_api_key_id, sales_channel_id)
    )`.execute(db)
  await sql`
    create index publishable_api_key_by_sales_channel on publishable_api_key_sales_channel (sales_channel_id)`.execute(
    db,
  )
}
