/** How a session goes on: it is used, becomes that of an actor, is renewed, and its refresh token is rotated. */
import type { Kysely, Transaction } from "kysely"
import { sql } from "kysely"
import { compiledOnce } from "../db/compiled-once.ts"
import type { Database } from "../db/generated/database.ts"
import type { SessionForTokens } from "./queries.ts"

/** Notes that the session is in use, at most once a minute however many requests do so at once. */
export async function noteSeen(db: Kysely<Database>, id: string, idle_seconds: number): Promise<void> {
  await db
    .updateTable("session")
    .set(seenNow(idle_seconds))
    .where("id", "=", id)
    .where("last_seen_at", "<", sql<Date>`now() - interval '1 minute'`)
    .where("revoked_at", "is", null)
    .execute()
}

const seenNow = (idle_seconds: number) => ({
  last_seen_at: sql<Date>`now()`,
  idle_expires_at: sql<Date>`least(expires_at, now() + make_interval(secs => ${idle_seconds}))`,
})

export interface Renewal {
  id: string
  idle_seconds: number
  /** Given when the session has become that of an actor: it takes the actor, and the longer life that goes with it. */
  becomes?: { actor_id: string; absolute_seconds: number } | undefined
  /** Given when it is to have refresh tokens: the key of the first one. */
  first_key_id?: string | undefined
}

const renewed = ({ idle_seconds, becomes }: Renewal) =>
  becomes
    ? {
        actor_id: becomes.actor_id,
        scope: "full",
        last_seen_at: sql<Date>`now()`,
        expires_at: sql<Date>`created_at + make_interval(secs => ${becomes.absolute_seconds})`,
        idle_expires_at: sql<Date>`least(
          created_at + make_interval(secs => ${becomes.absolute_seconds}), now() + make_interval(secs => ${idle_seconds}))`,
      }
    : seenNow(idle_seconds)

/**
 * Pushes the idle limit of a session that is refreshed. Answers its absolute end and what its refresh token is, or
 * undefined when it has been ended.
 */
export function renewSession(
  db: Kysely<Database>,
  renewal: Renewal,
): Promise<Pick<SessionForTokens, "expires_at" | "rt_key_id" | "rt_generation"> | undefined> {
  const { id, first_key_id } = renewal
  return db
    .updateTable("session")
    .set(renewed(renewal))
    .$if(first_key_id !== undefined, (query) =>
      query.set({ rt_key_id: sql<string>`coalesce(rt_key_id, ${first_key_id})` }),
    )
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .returning(["expires_at", "rt_key_id", "rt_generation"])
    .executeTakeFirst()
}

/** Gives a session its actor, in the transaction that creates the actor. */
export async function setSessionActor(
  trx: Transaction<Database>,
  id: string,
  { actor_id, idle_seconds, absolute_seconds }: { actor_id: string; idle_seconds: number; absolute_seconds: number },
): Promise<void> {
  await trx
    .updateTable("session")
    .set(renewed({ id, idle_seconds, becomes: { actor_id, absolute_seconds } }))
    .where("id", "=", id)
    .execute()
}

export interface Rotation extends Renewal {
  /** The generation that was presented. */
  generation: number
  /** The key the next token derives from. */
  key_id: string
  /** How many rotations a session may have in how long. */
  budget: RotationBudget
}

export type RotationBudget = Readonly<{ points: number; seconds: number }>

/** Whether the session's window for counting rotations is still open. */
const window_open = ({ seconds }: RotationBudget) =>
  sql<boolean>`coalesce(rt_window_at > now() - make_interval(secs => ${seconds}), false)`

/**
 * Makes the next refresh token the current one, if the presented one still is and the budget allows it: the
 * compare-and-swap that settles every race of refreshes. Answers the session's absolute end, or undefined when it lost.
 */
export async function rotateGeneration(db: Kysely<Database>, rotation: Rotation): Promise<Date | undefined> {
  const { becomes, budget, ...values } = rotation
  const rows = await (becomes ? rotating(db, rotation).execute() : rotated(db, { ...values, ...budget }))
  return rows[0]?.expires_at
}

const rotated = compiledOnce<Omit<Rotation, "becomes" | "budget"> & RotationBudget, { expires_at: Date }>(
  ["id", "idle_seconds", "generation", "key_id", "points", "seconds"],
  (db, { points, seconds, ...rotation }) => rotating(db, { ...rotation, budget: { points, seconds } }),
)

function rotating(db: Kysely<Database>, rotation: Rotation) {
  const { budget } = rotation
  const is_open = window_open(budget)
  return db
    .updateTable("session")
    .set({
      ...renewed(rotation),
      rt_generation: sql<number>`rt_generation + 1`,
      rt_key_id: rotation.key_id,
      rt_rotated_at: sql<Date>`now()`,
      rt_must_rotate_by: null,
      rt_window_at: sql<Date>`case when ${is_open} then rt_window_at else now() end`,
      rt_window_generation: sql<number>`case when ${is_open} then rt_window_generation else rt_generation end`,
    })
    .where("id", "=", rotation.id)
    .where("rt_generation", "=", rotation.generation)
    .where(sql<boolean>`(not ${is_open} or rt_generation - rt_window_generation < ${budget.points})`)
    .where("revoked_at", "is", null)
    .returning("expires_at")
}

/**
 * Seconds until a token that is still the current one may be rotated again. Undefined when it is not the current one: then
 * it was not the budget that stopped its rotation.
 */
export async function findRotationWait(
  db: Kysely<Database>,
  { id, generation, budget }: Pick<Rotation, "id" | "generation" | "budget">,
): Promise<number | undefined> {
  const row = await db
    .selectFrom("session")
    .select(
      sql<number>`greatest(1, coalesce(ceil(extract(epoch from
        rt_window_at + make_interval(secs => ${budget.seconds}) - now())), 1))::int`.as("seconds"),
    )
    .where("id", "=", id)
    .where("rt_generation", "=", generation)
    .where("revoked_at", "is", null)
    .executeTakeFirst()
  return row?.seconds
}

/** The current refresh token of a session, if it was rotated less than `grace_seconds` ago. */
export function findFreshRotation(
  db: Kysely<Database>,
  id: string,
  grace_seconds: number,
): Promise<{ rt_generation: number; rt_key_id: string | null } | undefined> {
  return db
    .selectFrom("session")
    .select(["rt_generation", "rt_key_id"])
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .where("rt_rotated_at", ">", sql<Date>`now() - make_interval(secs => ${grace_seconds})`)
    .executeTakeFirst()
}
