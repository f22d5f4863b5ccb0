import type { Kysely, Selectable } from "kysely"
import { sql } from "kysely"
import type { Database, SalesChannel } from "../db/generated/database.ts"
import type { Page } from "../lib/list.ts"
import { containing, listPage } from "../lib/list.ts"
import type { TimeRange } from "../lib/time-range.ts"
import { withinRange } from "../lib/time-range.ts"

export type SalesChannelRow = Selectable<SalesChannel>

/** The sales channel, or undefined when there is none or it was deleted. */
export function findSalesChannel(db: Kysely<Database>, id: string): Promise<SalesChannelRow | undefined> {
  return liveChannels(db).where("id", "=", id).executeTakeFirst()
}

/** What a list of sales channels can be narrowed by; all of it holds together. */
export interface SalesChannelFilters {
  /** Found in the name or the description, in upper or lower case. */
  q?: string | undefined
  id?: string | undefined
  name?: string | undefined
  description?: string | undefined
  created_at?: TimeRange | undefined
  updated_at?: TimeRange | undefined
  /** Those that were deleted in this time; without it those that were not. */
  deleted_at?: TimeRange | undefined
  /** Only those that this publishable key names. */
  publishable_key?: string | undefined
}

/** One page of the sales channels that match. */
export function listSalesChannels(
  db: Kysely<Database>,
  { q, id, name, description, created_at, updated_at, deleted_at, publishable_key }: SalesChannelFilters,
  page: Page,
): Promise<{ rows: SalesChannelRow[]; count: number }> {
  let matching = deleted_at === undefined ? liveChannels(db) : channels(db)
  if (q !== undefined) {
    const text = containing(q)
    matching = matching.where((where) => where.or([where("name", "ilike", text), where("description", "ilike", text)]))
  }
  if (id !== undefined) matching = matching.where("id", "=", id)
  if (name !== undefined) matching = matching.where("name", "=", name)
  if (description !== undefined) matching = matching.where("description", "=", description)
  for (const [column, range] of Object.entries({ created_at, updated_at, deleted_at })) {
    for (const condition of withinRange(column, range)) matching = matching.where(condition)
  }
  if (publishable_key !== undefined) {
    matching = matching.where("id", "in", (of) =>
      of
        .selectFrom("publishable_api_key_sales_channel")
        .select("sales_channel_id")
        .where("publishable_api_key_id", "=", publishable_key),
    )
  }
  return listPage(db, matching, page)
}

export interface NewSalesChannel {
  id: string
  name: string
  description?: string | null | undefined
  is_disabled?: boolean | undefined
}

/** Stores the sales channel. */
export function insertSalesChannel(db: Kysely<Database>, channel: NewSalesChannel): Promise<SalesChannelRow> {
  return db.insertInto("sales_channel").values(channel).returningAll().executeTakeFirstOrThrow()
}

/**
 * Which of these sales channels there are, locked against being deleted until the transaction ends: in the order of their
 * ids, so that two who lock the same ones never wait for each other.
 */
export async function lockSalesChannels(trx: Kysely<Database>, ids: readonly string[]): Promise<Set<string>> {
  const rows = await liveChannels(trx)
    .where("id", "=", sql<string>`any (${[...ids]}::text[])`)
    .orderBy("id")
    .forKeyShare()
    .execute()
  return new Set(rows.map(({ id }) => id))
}

const channels = (db: Kysely<Database>) => db.selectFrom("sales_channel").selectAll()

const liveChannels = (db: Kysely<Database>) => channels(db).where("deleted_at", "is", null)
