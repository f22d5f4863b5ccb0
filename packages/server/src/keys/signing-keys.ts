import type { Kysely, Transaction } from "kysely"
import { sql } from "kysely"
import type { Database } from "../db/generated/database.ts"
import type { AuditEvent } from "../lib/audit.ts"
import { recordAudit } from "../lib/audit.ts"
import type { Vault } from "../lib/encryption.ts"
import type { SigningAlgorithm } from "../lib/key-ring.ts"
import { insertSigningKey } from "../lib/key-ring.ts"
import { inTransaction } from "../lib/retry.ts"

/**
 * A new key is published this long before it signs. `/.well-known/jwks.json` may be cached for 300 s, and the instance
 * that answered may have looked at the ring 30 s before; the rest is for slow clocks and slow networks.
 */
export const publish_before_use_seconds = 300 + 30 + 30

/**
 * An old key is published this long after it last signed: the longest life ACCESS_TTL_SECONDS and its like may have,
 * 30 s in which an instance may still sign with it, and the tolerance of whoever verifies. By the longest that can be
 * set, not by what is set now: tokens keep the life they were given.
 */
export const publish_after_use_seconds = 86_400 + 30 + 30

/** A key of the ring, and when it becomes the next thing. */
export interface RingKey {
  kid: string
  alg: string
  state: "next" | "active" | "retired"
  created_at: Date
  /** When a `next` key begins to sign, and when a `retired` one is removed: at the first turn of a worker after this. */
  until: Date | null
}

/** The ring in the order of its life: next, active, retired. Reads no private key. */
export async function signingKeys(db: Kysely<Database>): Promise<RingKey[]> {
  const rows = await db
    .selectFrom("signing_key")
    .select(["kid", "alg", "state", "created_at"])
    .select(
      sql<Date | null>`case state
        when 'next' then created_at + make_interval(secs => ${publish_before_use_seconds}::int)
        when 'retired' then retired_at + make_interval(secs => ${publish_after_use_seconds}::int)
      end`.as("until"),
    )
    .orderBy(sql`array_position(array['next', 'active', 'retired'], state)`)
    .orderBy("created_at", "desc")
    .orderBy("kid")
    .execute()
  return rows as RingKey[] // the column's check lists the same states
}

/**
 * Publishes the key that will sign next. Undefined, with nothing published, while there is one already: of any number of
 * commands at once, one publishes.
 */
export async function publishNextKey(
  db: Kysely<Database>,
  vault: Vault,
  alg: SigningAlgorithm = "ES256",
): Promise<string | undefined> {
  return inTransaction(db, async (trx) => {
    await lockRing(trx)
    const next = await trx.selectFrom("signing_key").select("kid").where("state", "=", "next").executeTakeFirst()
    if (next) return undefined
    const kid = await insertSigningKey(trx, vault, "next", alg)
    if (kid !== undefined) await record(trx, "signing_key_published", { kid, alg })
    return kid
  })
}

export interface RingChange {
  /** The key that signs from now on; undefined when it is the one that did. */
  activated?: string
  /** The key that signed until now. */
  retired?: string
  /** Keys that nobody needs any more; every token they signed is dead. */
  removed: string[]
}

/**
 * Moves keys whose time has come: the `next` one that everybody has seen begins to sign, the one that signed is retired,
 * and retired ones are removed when their last token is dead. By the clock of the database, in one transaction; any
 * number of workers may do it at once.
 */
export async function turnRing(db: Kysely<Database>): Promise<RingChange> {
  // Nearly always there is nothing to do, and then nothing is locked.
  const due = await db
    .selectFrom("signing_key")
    .select("kid")
    .where((where) => where.or([isSeen, isDead]))
    .executeTakeFirst()
  if (!due) return { removed: [] }
  return inTransaction(db, async (trx) => {
    await lockRing(trx)
    const change: RingChange = { removed: [] }
    const next = await trx
      .selectFrom("signing_key")
      .select("kid")
      .where(isSeen)
      .orderBy("created_at")
      .orderBy("kid")
      .executeTakeFirst()
    if (next) {
      const retired = await trx
        .updateTable("signing_key")
        .set({ state: "retired", retired_at: sql<Date>`now()` })
        .where("state", "=", "active")
        .returning("kid")
        .executeTakeFirst()
      await trx
        .updateTable("signing_key")
        .set({ state: "active", activated_at: sql<Date>`now()` })
        .where("kid", "=", next.kid)
        .execute()
      Object.assign(change, { activated: next.kid, ...(retired ? { retired: retired.kid } : {}) })
      await record(trx, "signing_key_activated", { kid: next.kid, retired: retired?.kid })
    }
    const removed = await trx.deleteFrom("signing_key").where(isDead).returning("kid").execute()
    change.removed = removed.map(({ kid }) => kid)
    if (removed.length > 0) await record(trx, "signing_key_removed", { kids: change.removed })
    return change
  })
}

/**
 * For a key that leaked: a new one signs at once and every other is gone, and with them every access token. Sessions,
 * refresh tokens and cookies live on. Other instances notice within 30 seconds.
 */
export async function replaceSigningKeys(
  db: Kysely<Database>,
  vault: Vault,
  alg: SigningAlgorithm = "ES256",
): Promise<RingChange & { activated: string }> {
  return inTransaction(db, async (trx) => {
    await lockRing(trx)
    const gone = await trx.deleteFrom("signing_key").returning("kid").execute()
    const removed = gone.map(({ kid }) => kid)
    const activated = await insertSigningKey(trx, vault, "active", alg)
    if (activated === undefined) throw new Error("Another process is replacing the keys at this moment. Look again.")
    await record(trx, "signing_keys_replaced", { kid: activated, removed })
    return { activated, removed }
  })
}

const isSeen = sql<boolean>`(
  state = 'next' and created_at <= now() - make_interval(secs => ${publish_before_use_seconds}::int)
)`
const isDead = sql<boolean>`(
  state = 'retired' and retired_at <= now() - make_interval(secs => ${publish_after_use_seconds}::int)
)`

/** One change of the ring at a time. What was read before is old: read again after this. */
async function lockRing(trx: Transaction<Database>): Promise<void> {
  await trx.selectFrom("signing_key").select("kid").orderBy("kid").forUpdate().execute()
}

/** The ring serves both realms, so the record names none. */
const record = (trx: Transaction<Database>, event: string, details: AuditEvent["details"]): Promise<void> =>
  recordAudit(trx, { event, outcome: "success", realm: undefined, details }, undefined)
