import { ApiFailure } from "@covenant/contract"
import type { Kysely, Transaction } from "kysely"
import { isRetryable } from "../db/connection.ts"
import type { Database } from "../db/generated/database.ts"

const most_retries = 3

/**
 * Runs the work in one transaction, again (at most three times) when the database says that a second try can win.
 *
 * The work may run more than once, so it does nothing but use `trx`. Throws 503 when even the last try lost.
 */
export async function inTransaction<T>(
  db: Kysely<Database>,
  work: (trx: Transaction<Database>) => Promise<T>,
): Promise<T> {
  for (let retries = 0; ; retries++) {
    try {
      return await db.transaction().execute(work)
    } catch (error) {
      if (!isRetryable(error)) throw error
      if (retries < most_retries) continue
      throw Object.assign(new ApiFailure("temporarily_unavailable", { headers: { "retry-after": "1" } }), {
        cause: error,
      })
    }
  }
}
