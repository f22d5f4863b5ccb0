import type { Kysely } from "kysely"
import { sql } from "kysely"

/**
 * Counters of the limits. The columns are those rate-limiter-flexible expects: `expire` is in milliseconds since 1970. A
 * session counts its own rotations: that way the limit is decided by the statement that rotates.
 *
 * The counters may be lost in a crash: on PostgreSQL, `alter table rate_limit set unlogged`.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table rate_limit (
      key    varchar(255) primary key,
      points int not null default 0,
      expire bigint
    )`.execute(db)
  await sql`create index rate_limit_expiry on rate_limit (expire)`.execute(db)

  await sql`alter table session
    add column rt_window_at timestamptz,
    add column rt_window_generation bigint not null default 0`.execute(db)
}
