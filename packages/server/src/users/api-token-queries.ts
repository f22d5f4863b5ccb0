import type { Transaction } from "kysely"
import { sql } from "kysely"
import { codeOf, constraintOf } from "../db/connection.ts"
import type { Database } from "../db/generated/database.ts"

export interface NewApiToken {
  /** Of the row; it grants nothing. */
  id: string
  user_id: string
  /** SHA-256 of the token. */
  token_hash: Uint8Array
  /** Who set it. */
  created_by: string
}

/**
 * Gives the user this api token instead of the one before. Answers false when another user has it, and the transaction is
 * then lost: the unique index decides.
 */
export async function setApiToken(trx: Transaction<Database>, token: NewApiToken): Promise<boolean> {
  try {
    await trx
      .insertInto("secret_api_key")
      .values({ ...token, kind: "user_token" })
      .onConflict((conflict) =>
        conflict
          .column("user_id")
          // Not a parameter: a prepared plan finds the partial index by the text of its condition.
          .where("kind", "=", sql.lit("user_token"))
          .where("revoked_at", "is", null)
          .doUpdateSet(({ ref }) => ({
            token_hash: ref("excluded.token_hash"),
            created_by: ref("excluded.created_by"),
            created_at: sql<Date>`now()`,
            updated_at: sql<Date>`now()`,
            last_used_at: null,
          })),
      )
      .execute()
    return true
  } catch (error) {
    if (codeOf(error) === "23505" && constraintOf(error) === "secret_api_key_token") return false
    throw error
  }
}

/** Takes the user's api token away. Answers whether there was one. */
export async function removeApiToken(trx: Transaction<Database>, user_id: string): Promise<boolean> {
  const row = await trx
    .deleteFrom("secret_api_key")
    .where("user_id", "=", user_id)
    .where("kind", "=", "user_token")
    .returning("id")
    .executeTakeFirst()
  return row !== undefined
}
