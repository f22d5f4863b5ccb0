import type { Kysely } from "kysely"
import { sql } from "kysely"
import type { Database } from "../db/generated/database.ts"
import type { Vault } from "../lib/encryption.ts"
import { keyTag } from "../lib/encryption.ts"
import { tagOf } from "./rewrap.ts"
import { sealedColumns } from "./sealed-columns.ts"

/** What one encryption key is still needed for. */
export interface KeyUse {
  /** Its id in KEK_KEYS. For a key that is not there and that nothing names by its id, `?` and its tag in hexadecimal. */
  id: string
  /** `missing`: not in KEK_KEYS, so what it sealed cannot be opened. */
  standing: "current" | "older" | "missing"
  /** Rows it sealed, by table; only tables that have any. */
  sealed: Readonly<Record<string, number>>
  /** Live sessions whose refresh token derives from it. They move to the current key when they are refreshed. */
  sessions: number
  /** When the last of these sessions ends whatever is done. */
  sessions_end: Date | null
}

/** Whether nothing would be lost without the key. Never true of the current one. */
export const mayGo = ({ standing, sealed, sessions }: KeyUse): boolean =>
  standing === "older" && sessions === 0 && Object.keys(sealed).length === 0

/** The keys of the vault in their order, the current one first, and behind them those the database still asks for. */
export async function keysInUse(db: Kysely<Database>, vault: Vault, key_ids: readonly string[]): Promise<KeyUse[]> {
  const sealed = await Promise.all(
    sealedColumns.map(async ({ table, column }) => {
      const { rows } = await sql<{ tag: Uint8Array; rows: number }>`
        select ${tagOf(column)} as tag, count(*)::int as rows from ${sql.table(table)} group by 1`.execute(db)
      return rows.map(({ tag, rows: count }) => ({ table, tag: Buffer.from(tag).toString("hex"), count }))
    }),
  )
  const sessions = await liveSessionsByKey(db)
  const named = await db.selectFrom("signing_key").select("kek_id as id").distinct().execute()

  const ids = new Set([...key_ids, ...sessions.map(({ id }) => id), ...named.map(({ id }) => id)])
  const by_tag = new Map([...ids].map((id) => [keyTag(id).toString("hex"), id]))
  for (const { tag } of sealed.flat()) if (!by_tag.has(tag)) by_tag.set(tag, `?${tag}`)

  return [...by_tag].map(([tag, id]) => {
    const theirs = sessions.find((each) => each.id === id)
    return {
      id,
      standing: id === vault.current_key_id ? "current" : key_ids.includes(id) ? "older" : "missing",
      sealed: Object.fromEntries(
        sealed.flat().flatMap((rows) => (rows.tag === tag ? [[rows.table, rows.count] as const] : [])),
      ),
      sessions: theirs?.sessions ?? 0,
      sessions_end: theirs?.end ?? null,
    }
  })
}

async function liveSessionsByKey(db: Kysely<Database>): Promise<{ id: string; sessions: number; end: Date }[]> {
  const rows = await db
    .selectFrom("session")
    .select("rt_key_id as id")
    .select(sql<number>`count(*)::int`.as("sessions"))
    .select(sql<Date>`max(expires_at)`.as("end"))
    .where("rt_key_id", "is not", null)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", sql<Date>`now()`)
    .where("idle_expires_at", ">", sql<Date>`now()`)
    .groupBy("rt_key_id")
    .orderBy("rt_key_id")
    .execute()
  return rows.map(({ id, sessions, end }) => ({ id: String(id), sessions, end }))
}
