import type { Kysely } from "kysely"
import type { Database } from "../db/generated/database.ts"

/** Whether the value is a key that has not been revoked. What could not be one is not looked up. */
export async function isLivePublishableKey(db: Kysely<Database>, id: string): Promise<boolean> {
  if (!/^pk_[0-9A-Za-z]{26,64}$/.test(id)) return false
  const row = await db
    .selectFrom("publishable_api_key")
    .select("id")
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .executeTakeFirst()
  return row !== undefined
}

/** Stores the key unless there is one of this id, revoked or not. */
export async function insertPublishableKey(db: Kysely<Database>, key: { id: string; title: string }): Promise<void> {
  await db
    .insertInto("publishable_api_key")
    .values(key)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute()
}
