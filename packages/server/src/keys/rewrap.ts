import type { Kysely } from "kysely"
import { sql } from "kysely"
import type { Database } from "../db/generated/database.ts"
import { recordAudit } from "../lib/audit.ts"
import type { Vault } from "../lib/encryption.ts"
import { keyTag, Unreadable } from "../lib/encryption.ts"
import { inTransaction } from "../lib/retry.ts"
import type { SealedColumn } from "./sealed-columns.ts"
import { sealedColumns } from "./sealed-columns.ts"

/** Rows of one transaction: short enough that nobody waits for it. */
const default_batch = 200

export interface Rewrapped {
  table: string
  /** Rows that are sealed with the current key now and were not before. */
  rewrapped: number
  /** Rows that do not open: sealed with a key that is not among the keys, or damaged. They stay as they are. */
  unreadable: number
}

export interface RewrapOptions {
  batch?: number
  /** Called after each batch has been committed. */
  onBatch?(table: string, rewrapped: number): void
}

/**
 * Seals with the current key whatever an older key sealed.
 *
 * In batches, each a transaction of its own, so it may be stopped anywhere and run again: the bytes of a row say which
 * key sealed them, and what is done is not looked at again. Servers may run meanwhile: a row that one of them holds is
 * left for the next round, and what they read opens before and after.
 */
export async function rewrapAll(
  db: Kysely<Database>,
  vault: Vault,
  { batch = default_batch, onBatch }: RewrapOptions = {},
): Promise<Rewrapped[]> {
  const done: Rewrapped[] = []
  for (const sealed of sealedColumns) {
    const total: Rewrapped = { table: sealed.table, rewrapped: 0, unreadable: 0 }
    let after: unknown
    for (;;) {
      const from = after
      const turn = await inTransaction(db, (trx) => rewrapBatch(trx, vault, sealed, from, batch))
      total.rewrapped += turn.rewrapped
      total.unreadable += turn.unreadable
      if (turn.last === undefined) break
      after = turn.last
      onBatch?.(sealed.table, total.rewrapped)
    }
    done.push(total)
  }
  return done
}

async function rewrapBatch(
  trx: Kysely<Database>,
  vault: Vault,
  { table, key, column, purpose, place, key_id }: SealedColumn,
  after: unknown,
  batch: number,
): Promise<{ rewrapped: number; unreadable: number; last: unknown }> {
  const { rows } = await sql<{ key: unknown; sealed: Uint8Array; place: string }>`
    select ${sql.ref(key)} as key, ${sql.ref(column)} as sealed, ${sql.ref(place)} as place from ${sql.table(table)}
    where ${tagOf(column)} <> ${keyTag(vault.current_key_id)}
      ${after === undefined ? sql`` : sql`and ${sql.ref(key)} > ${after}`}
    order by ${sql.ref(key)} limit ${sql.lit(batch)} for update skip locked`.execute(trx)
  let rewrapped = 0
  for (const row of rows) {
    const again = resealed(vault, purpose, row)
    if (!again) continue
    await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${again}
      ${key_id === undefined ? sql`` : sql`, ${sql.ref(key_id)} = ${vault.current_key_id}`}
      where ${sql.ref(key)} = ${row.key}`.execute(trx)
    rewrapped++
  }
  if (rewrapped > 0) {
    const details = { table, rows: String(rewrapped), key: vault.current_key_id }
    await recordAudit(trx, { event: "rewrapped", outcome: "success", realm: undefined, details }, undefined)
  }
  return { rewrapped, unreadable: rows.length - rewrapped, last: rows.at(-1)?.key }
}

function resealed(vault: Vault, purpose: string, row: { sealed: Uint8Array; place: string }): Buffer | undefined {
  try {
    return vault.seal(purpose, vault.open(purpose, row.sealed, row.place), row.place)
  } catch (error) {
    if (error instanceof Unreadable) return undefined
    throw error
  }
}

/** The bytes of a sealed text that name its key, see `sealedTag`. */
export const tagOf = (column: string) => sql<Uint8Array>`substring(${sql.ref(column)} from 2 for 4)`
