import type { Kysely, Transaction } from "kysely"
import { sql } from "kysely"
import type { Database } from "../db/generated/database.ts"
import type { ActorType } from "./queries.ts"
import { endOneTimeTokens } from "./queries.ts"

/** What somebody signs in with, by the customer or the user it is for. */
export interface Account {
  auth_identity_id: string
  disabled: boolean
}

/** The account of a customer or a user who is there; undefined for a guest, who has none. */
export function findAccount(
  db: Kysely<Database>,
  actor_type: ActorType,
  actor_id: string,
): Promise<Account | undefined> {
  return db
    .selectFrom("actor_link as l")
    .innerJoin("auth_identity as i", "i.id", "l.auth_identity_id")
    .leftJoin("customer as c", (join) =>
      join.on("l.actor_type", "=", "customer").onRef("c.id", "=", "l.actor_id").on("c.deleted_at", "is", null),
    )
    .leftJoin("user as u", (join) =>
      join.on("l.actor_type", "=", "user").onRef("u.id", "=", "l.actor_id").on("u.deleted_at", "is", null),
    )
    .select(["l.auth_identity_id", sql<boolean>`i.disabled_at is not null`.as("disabled")])
    .where("l.actor_type", "=", actor_type)
    .where("l.actor_id", "=", actor_id)
    .where("i.deleted_at", "is", null)
    .where((where) => where.or([where("c.id", "is not", null), where("u.id", "is not", null)]))
    .executeTakeFirst()
}

/**
 * Keeps the identity from signing in, and ends its sessions and mailed tokens for good, sessions that are being opened
 * included: their epoch is too low from now on. Answers false when it was so already.
 */
export async function disableIdentity(trx: Transaction<Database>, auth_identity_id: string): Promise<boolean> {
  const row = await trx
    .updateTable("auth_identity")
    .set({
      disabled_at: sql<Date>`now()`,
      session_epoch: sql<number>`session_epoch + 1`,
      updated_at: sql<Date>`now()`,
    })
    .where("id", "=", auth_identity_id)
    .where("disabled_at", "is", null)
    .where("deleted_at", "is", null)
    .returning("id")
    .executeTakeFirst()
  if (row) await endOneTimeTokens(trx, auth_identity_id)
  return row !== undefined
}

/** Lets the identity sign in again. Answers false when it could already. */
export async function enableIdentity(trx: Transaction<Database>, auth_identity_id: string): Promise<boolean> {
  const row = await trx
    .updateTable("auth_identity")
    .set({ disabled_at: null, disabled_reason: null, updated_at: sql<Date>`now()` })
    .where("id", "=", auth_identity_id)
    .where("disabled_at", "is not", null)
    .where("deleted_at", "is", null)
    .returning("id")
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Takes the identity and every way of signing in to it away, which frees its address. The empty row stays, so that a
 * sign-in that is under way opens a session that is dead, rather than none at all.
 */
export async function deleteIdentity(trx: Transaction<Database>, auth_identity_id: string): Promise<void> {
  await trx
    .updateTable("auth_identity")
    .set({
      deleted_at: sql<Date>`coalesce(deleted_at, now())`,
      session_epoch: sql<number>`session_epoch + 1`,
      app_metadata: "{}",
      updated_at: sql<Date>`now()`,
    })
    .where("id", "=", auth_identity_id)
    .execute()
  for (const table of ["actor_link", "provider_identity", "verified_email"] as const) {
    await trx.deleteFrom(table).where("auth_identity_id", "=", auth_identity_id).execute()
  }
}
