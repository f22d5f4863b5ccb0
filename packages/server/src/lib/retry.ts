import { ApiFailure } from "@covenant/contract"
import type { Kysely } from "kysely"
import { Transaction } from "kysely"
import { isRetryable } from "../db/connection.ts"
import type { Database } from "../db/generated/database.ts"

const most_retries = 3

const hooks = new WeakMap<Kysely<Database>, Set<() => void>>()

/** Takes part in every transaction that {@link inTransaction} runs on one handle of the database: first and last in it. */
export interface Witness {
  begins(trx: Transaction<Database>): Promise<void>
  /** `result` is that of the work. */
  ends(trx: Transaction<Database>, result: unknown): Promise<void>
}

const witnesses = new WeakMap<Kysely<Database>, { witness: Witness; db: Kysely<Database> }>()

/** Another handle of the same database, whose transactions are witnessed. */
export function witnessed(db: Kysely<Database>, witness: Witness): Kysely<Database> {
  const handle = db.withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => result,
  })
  witnesses.set(handle, { witness, db })
  return handle
}

/** The database without its witness, for a transaction that only looks. */
export const unwitnessed = (db: Kysely<Database>): Kysely<Database> => witnesses.get(db)?.db ?? db

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
  const witness = witnesses.get(db)?.witness
  return retried(async () => {
    const after = new Set<() => void>() // of this try: what a failed one asked for did not happen
    const result = await db.transaction().execute(async (trx) => {
      hooks.set(trx, after)
      await witness?.begins(trx)
      const result = await work(trx)
      await witness?.ends(trx, result)
      return result
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
