import { setImmediate } from "node:timers/promises"
import type { RawBuilder } from "kysely"
import { sql } from "kysely"
import type { Services } from "./context.ts"
import type { Database } from "./db/generated/database.ts"

/** Rows of one statement: short enough that nobody waits for it. */
const batch = 1000

/** What is swept, and when: `where` holds for rows that nothing will ever ask for again. */
interface Sweep {
  table: keyof Database
  key: string
  where: RawBuilder<boolean>
}

/** An identity that is old enough, and nobody is about to make a customer of. */
const given_up = sql`created_at < now() - interval '7 days' and not exists (
  select from session s where s.auth_identity_id = auth_identity.id and s.expires_at > now())`

/**
 * Registrations that proved no address. They go when decoys go: whichever lasted longer would be told from the other.
 */
const unproven: Sweep = {
  table: "auth_identity",
  key: "id",
  where: sql`realm = 'store' and ${given_up}
    and not exists (select from actor_link l where l.auth_identity_id = auth_identity.id)
    and not exists (select from verified_email v where v.auth_identity_id = auth_identity.id)
    and not exists (
      select from provider_identity p where p.auth_identity_id = auth_identity.id and p.provider <> 'emailpass')`,
}

/**
 * By the clock of the database. What has ended is kept for a day, for whoever looks into what just happened; records of
 * what happened (audit_event) stay for good.
 */
const sweeps: readonly Sweep[] = [
  { table: "session", key: "id", where: sql`expires_at < now() - interval '1 day'` },
  { table: "session", key: "id", where: sql`revoked_at < now() - interval '1 day'` },
  // Has no index (see the migration of session_ended), so it reads the table: once an hour is seldom enough.
  { table: "session", key: "id", where: sql`idle_expires_at < now() - interval '1 day'` },
  { table: "auth_identity", key: "id", where: sql`decoy and ${given_up}` },
  // least() passes over nulls.
  { table: "one_time_token", key: "id", where: sql`least(consumed_at, expires_at) < now() - interval '1 day'` },
  { table: "oauth_flow", key: "id", where: sql`expires_at < now() - interval '1 day'` },
  { table: "delivery_code", key: "code_hash", where: sql`expires_at < now() - interval '1 day'` },
  { table: "rate_limit", key: "key", where: sql`expire < extract(epoch from now()) * 1000` },
  { table: "idempotent_request", key: "key_hash", where: sql`created_at < now() - interval '24 hours'` },
  { table: "outbox", key: "id", where: sql`delivered_at < now() - interval '7 days'` },
  { table: "outbox", key: "id", where: sql`dead_at < now() - interval '30 days'` },
]

/** Deletes what has ended. Answers how many rows of each table. Stops between two statements when `signal` aborts. */
export async function sweepEnded(
  { db, config }: Pick<Services, "db" | "config">,
  signal?: AbortSignal,
): Promise<Partial<Record<keyof Database, number>>> {
  const swept: Partial<Record<keyof Database, number>> = {}
  const strict = config.register_enumeration === "strict"
  for (const { table, key, where } of strict ? [...sweeps, unproven] : sweeps) {
    for (;;) {
      if (signal?.aborted) return swept
      const deleted = await sweepBatch(db, { table, key, where })
      swept[table] = (swept[table] ?? 0) + deleted
      // PGlite answers without leaving the event loop: let requests in.
      await setImmediate()
      if (deleted < batch) break
    }
  }
  return swept
}

/**
 * A row that somebody holds is skipped, so nobody waits for anybody and there is no deadlock. A row that was changed
 * meanwhile is judged again as it is now, because locking it reads it again: what came back to life stays.
 */
async function sweepBatch(db: Services["db"], { table, key, where }: Sweep): Promise<number> {
  const [from, id] = [sql.table(table), sql.ref(key)]
  const { numAffectedRows } = await sql`
    with ended as materialized (
      select ${id} from ${from} where ${where} limit ${sql.lit(batch)} for update skip locked
    )
    delete from ${from} using ended where ${from}.${id} = ended.${id}`.execute(db)
  return Number(numAffectedRows ?? 0)
}
