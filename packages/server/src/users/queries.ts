import type { Kysely, Selectable, Transaction } from "kysely"
import type { Database, User } from "../db/generated/database.ts"

export type UserRow = Selectable<User>

/** The member of staff, or undefined when there is none or they were deleted. */
export function findUser(db: Kysely<Database>, id: string): Promise<UserRow | undefined> {
  return db.selectFrom("user").selectAll().where("id", "=", id).where("deleted_at", "is", null).executeTakeFirst()
}

/** The member of staff with this canonical address. */
export function findUserByEmail(db: Kysely<Database>, email: string): Promise<UserRow | undefined> {
  return db.selectFrom("user").selectAll().where("email", "=", email).where("deleted_at", "is", null).executeTakeFirst()
}

/** Stores the user. Answers false when the address has one: the unique index decides. */
export async function insertUser(
  trx: Transaction<Database>,
  user: { id: string; email: string; role: "admin" | "member" | "developer" },
): Promise<boolean> {
  const row = await trx
    .insertInto("user")
    .values(user)
    .onConflict((conflict) => conflict.column("email").where("deleted_at", "is", null).doNothing())
    .returning("id")
    .executeTakeFirst()
  return row !== undefined
}
