import type { UserRole } from "@covenant/contract/admin"
import type { Kysely, Selectable, Transaction } from "kysely"
import { sql } from "kysely"
import type { Database, User } from "../db/generated/database.ts"
import type { Page } from "../lib/list.ts"
import { listPage } from "../lib/list.ts"
import type { Metadata } from "../lib/metadata.ts"
import { mergedMetadata } from "../lib/metadata.ts"

export type UserRow = Selectable<User>

/** The member of staff, or undefined when there is none or they were deleted. */
export function findUser(db: Kysely<Database>, id: string): Promise<UserRow | undefined> {
  return db.selectFrom("user").selectAll().where("id", "=", id).where("deleted_at", "is", null).executeTakeFirst()
}

/** The member of staff with this canonical address. */
export function findUserByEmail(db: Kysely<Database>, email: string): Promise<UserRow | undefined> {
  return db.selectFrom("user").selectAll().where("email", "=", email).where("deleted_at", "is", null).executeTakeFirst()
}

/** Whether a member of staff with this canonical address was deleted. */
export async function wasDeleted(db: Kysely<Database>, email: string): Promise<boolean> {
  const row = await db
    .selectFrom("user")
    .select("id")
    .where("email", "=", email)
    .where("deleted_at", "is not", null)
    .executeTakeFirst()
  return row !== undefined
}

/** One page of the staff. */
export const listUsers = (db: Kysely<Database>, page: Page): Promise<{ rows: UserRow[]; count: number }> =>
  listPage(db, db.selectFrom("user").selectAll().where("deleted_at", "is", null), page)

export interface NewUser {
  id: string
  /** Canonical. */
  email: string
  role: UserRole
  first_name?: string | null
  last_name?: string | null
}

/** Stores the user. Undefined, with nothing stored, when the address has one: the unique index decides. */
export function insertUser(trx: Transaction<Database>, user: NewUser): Promise<UserRow | undefined> {
  return trx
    .insertInto("user")
    .values(user)
    .onConflict((conflict) => conflict.column("email").where("deleted_at", "is", null).doNothing())
    .returningAll()
    .executeTakeFirst()
}

/** What can be written of a user besides who it is. */
export interface UserDetails {
  first_name?: string | null
  last_name?: string | null
  role?: UserRole
  metadata?: Metadata | null
}

/** Changes what is given. */
export function updateUser(
  trx: Transaction<Database>,
  id: string,
  { first_name, last_name, role, metadata }: UserDetails,
): Promise<UserRow> {
  return trx
    .updateTable("user")
    .set({
      first_name,
      last_name,
      role,
      ...(metadata === undefined ? {} : { metadata: mergedMetadata(metadata) }),
      updated_at: sql<Date>`now()`,
    })
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Marks the user as deleted, which frees the address. */
export async function markUserDeleted(trx: Transaction<Database>, id: string): Promise<void> {
  await trx
    .updateTable("user")
    .set({ deleted_at: sql<Date>`now()`, updated_at: sql<Date>`now()` })
    .where("id", "=", id)
    .execute()
}

/** The user, locked until the transaction ends; also one who was deleted. */
export function lockUser(trx: Transaction<Database>, id: string): Promise<UserRow | undefined> {
  return trx.selectFrom("user").selectAll().where("id", "=", id).forNoKeyUpdate().executeTakeFirst()
}

/**
 * Locks every administrator until the transaction ends, in the order of their ids, so that of two transactions that take
 * one away the second waits for the first, and neither for the other's end.
 */
export async function lockAdministrators(trx: Transaction<Database>): Promise<void> {
  await trx
    .selectFrom("user")
    .select("id")
    .where("role", "=", "admin")
    .where("deleted_at", "is", null)
    .orderBy("id")
    .forNoKeyUpdate()
    .execute()
}

/** How many administrators besides this one could sign in. */
export async function countOtherAdministrators(trx: Transaction<Database>, id: string): Promise<number> {
  const row = await ableToSignIn(trx)
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("u.role", "=", "admin")
    .where("u.id", "<>", id)
    .executeTakeFirst()
  return row?.count ?? 0
}

/** The role of somebody who could sign in now; undefined when they are gone or disabled. */
export async function findRole(db: Kysely<Database>, id: string): Promise<UserRole | undefined> {
  const row = await ableToSignIn(db).select("u.role").where("u.id", "=", id).executeTakeFirst()
  return row?.role as UserRole | undefined // the column's check lists the same names
}

const ableToSignIn = (db: Kysely<Database>) =>
  db
    .selectFrom("user as u")
    .innerJoin("actor_link as l", (join) => join.on("l.actor_type", "=", "user").onRef("l.actor_id", "=", "u.id"))
    .innerJoin("auth_identity as i", "i.id", "l.auth_identity_id")
    .where("u.deleted_at", "is", null)
    .where("i.disabled_at", "is", null)
    .where("i.deleted_at", "is", null)
