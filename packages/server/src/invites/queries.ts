import type { UserRole } from "@covenant/contract/admin"
import type { Kysely, Selectable, Transaction } from "kysely"
import { sql } from "kysely"
import type { Database, Invite } from "../db/generated/database.ts"
import type { Page } from "../lib/list.ts"
import { listPage } from "../lib/list.ts"

export type InviteRow = Selectable<Invite>

/** One page of the invites, pending and accepted. */
export const listInvites = (db: Kysely<Database>, page: Page): Promise<{ rows: InviteRow[]; count: number }> =>
  listPage(db, db.selectFrom("invite").selectAll().where("deleted_at", "is", null), page)

/** A token as it is stored, and how long it is good for from now. */
export interface NewToken {
  token_hash: Uint8Array
  ttl_seconds: number
}

export interface NewInvite extends NewToken {
  id: string
  /** Canonical. */
  user_email: string
  role: UserRole
  created_by: string
  /** Whether the caller may change an invite to be an administrator. */
  over_administrators: boolean
}

const expiry = (ttl_seconds: number) => sql<Date>`now() + make_interval(secs => ${ttl_seconds})`

/**
 * Stores the invite, or gives the one that is pending for the address this role and token: of any number at once one is
 * pending, with the token of whoever came last. Undefined when the pending one is not the caller's to change.
 */
export function upsertInvite(
  trx: Transaction<Database>,
  { ttl_seconds, over_administrators, ...invite }: NewInvite,
): Promise<InviteRow | undefined> {
  return trx
    .insertInto("invite")
    .values({ ...invite, expires_at: expiry(ttl_seconds) })
    .onConflict((conflict) =>
      conflict
        .column("user_email")
        // Not a parameter: a prepared plan finds the partial index by the text of its condition.
        .where("accepted", "=", sql.lit(false))
        .where("deleted_at", "is", null)
        .doUpdateSet(({ ref }) => ({
          role: ref("excluded.role"),
          token_hash: ref("excluded.token_hash"),
          expires_at: ref("excluded.expires_at"),
          updated_at: sql<Date>`now()`,
        }))
        .where((where) => (over_administrators ? where.lit(true) : where("invite.role", "<>", "admin"))),
    )
    .returningAll()
    .executeTakeFirst()
}

/** The invite, locked until the transaction ends; also one that was deleted. */
export function lockInvite(trx: Transaction<Database>, id: string): Promise<InviteRow | undefined> {
  return trx.selectFrom("invite").selectAll().where("id", "=", id).forUpdate().executeTakeFirst()
}

/** Gives the invite a new token; the old one is unknown from now on. */
export function replaceToken(
  trx: Transaction<Database>,
  id: string,
  { token_hash, ttl_seconds }: NewToken,
): Promise<InviteRow> {
  return trx
    .updateTable("invite")
    .set({ token_hash, expires_at: expiry(ttl_seconds), updated_at: sql<Date>`now()` })
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Takes the invite back. Answers false when it was so already. */
export async function markInviteDeleted(trx: Transaction<Database>, id: string): Promise<boolean> {
  const row = await trx
    .updateTable("invite")
    .set({ deleted_at: sql<Date>`now()`, updated_at: sql<Date>`now()` })
    .where("id", "=", id)
    .where("deleted_at", "is", null)
    .returning("id")
    .executeTakeFirst()
  return row !== undefined
}

/** An invite by its token, with what may be wrong with it. */
export interface InviteOfToken {
  id: string
  user_email: string
  accepted: boolean
  deleted: boolean
  expired: boolean
}

/** The invite of a token, by its SHA-256; undefined for one that was replaced or never was. */
export function findInviteByToken(db: Kysely<Database>, token_hash: Uint8Array): Promise<InviteOfToken | undefined> {
  return db
    .selectFrom("invite")
    .select([
      "id",
      "user_email",
      "accepted",
      sql<boolean>`deleted_at is not null`.as("deleted"),
      sql<boolean>`expires_at <= now()`.as("expired"),
    ])
    .where("token_hash", "=", token_hash)
    .executeTakeFirst()
}

/** Uses the invite up: of any number of requests with one token one gets the row, the others undefined. */
export function consumeInvite(trx: Transaction<Database>, token_hash: Uint8Array): Promise<InviteRow | undefined> {
  return trx
    .updateTable("invite")
    .set({ accepted: true, accepted_at: sql<Date>`now()`, updated_at: sql<Date>`now()` })
    .where("token_hash", "=", token_hash)
    .where("accepted", "=", false)
    .where("deleted_at", "is", null)
    .where("expires_at", ">", sql<Date>`now()`)
    .returningAll()
    .executeTakeFirst()
}
