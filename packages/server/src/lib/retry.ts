import { ApiFailure } from "@covenant/contract"
import type { Kysely } from "kysely"
import { Transaction } from "kysely"
import { isRetryable } from "../db/connection.ts"
import type { Database } from "../db/generated/database.ts"

const most_retries = 3

const hooks = new WeakMap<Kysely<Database>, Set<() => void>>()

/**
 * Runs the work in one transaction, again (at most three times) when the database says that a second try can win.
 *
 * The work may run more than once, so it does nothing but use `trx`. Throws 503 when even the last try lost.
 * Inside another transaction it is a part of that one, which is tried again as a whole.
 */
export async function inTransaction<T>(
  db: Kysely<Database>,
  work: (trx: Transaction<Database>) => Promise<T>,
): Promise<T> {
  if (db instanceof Transaction) return work(db)
  return retried(async () => {
    const after = new Set<() => void>() // of this try: what a failed one asked for did not happen
    const result = await db.transaction().execute((trx) => {
      hooks.set(trx, after)
      return work(trx)
    })
    for (const hook of after) hook()
    return result
  })
}

/** The same for a single statement, which needs no transaction around it. */
export async function retried<T>(statement: () => Promise<T>): Promise<T> {
  for (let retries = 0; ; retries++) {
    try {
      return await statement()
    } catch (error) {
      if (!isRetryable(error)) throw error
      if (retries < most_retries) continue
      throw Object.assign(new ApiFailure("temporarily_unavailable", { headers: { "retry-after": "1" } }), {
        cause: error,
      })
    }
  }
}

/**
 * Calls `hook` once, right after the commit of a transaction that {@link inTransaction} runs. A transaction of another
 * origin knows no such moment, and then nothing is called. The hook must not throw.
 */
export function afterCommit(trx: Kysely<Database>, hook: () => void): void {
  hooks.get(trx)?.add(hook)
}
