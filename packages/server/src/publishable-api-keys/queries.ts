import type { Kysely, Selectable, Transaction } from "kysely"
import { sql } from "kysely"
import type { Database, PublishableApiKey } from "../db/generated/database.ts"
import type { Page } from "../lib/list.ts"
import { containing, listPage } from "../lib/list.ts"

export type PublishableKeyRow = Selectable<PublishableApiKey>

/** Whether the value is a key that was neither revoked nor deleted. What could not be one is not looked up. */
export async function isLivePublishableKey(db: Kysely<Database>, id: string): Promise<boolean> {
  if (!/^pk_[0-9A-Za-z]{26,64}$/.test(id)) return false
  const row = await db
    .selectFrom("publishable_api_key")
    .select("id")
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .where("deleted_at", "is", null)
    .executeTakeFirst()
  return row !== undefined
}

/** The key, revoked or not; undefined when there is none or it was deleted. */
export function findPublishableKey(db: Kysely<Database>, id: string): Promise<PublishableKeyRow | undefined> {
  return keysThere(db).where("id", "=", id).executeTakeFirst()
}

/** One page of the keys, of those whose title has the text in it if one is given. */
export function listPublishableKeys(
  db: Kysely<Database>,
  { q }: { q?: string | undefined },
  page: Page,
): Promise<{ rows: PublishableKeyRow[]; count: number }> {
  const all = keysThere(db)
  return listPage(db, q === undefined ? all : all.where("title", "ilike", containing(q)), page)
}

export interface NewPublishableKey {
  id: string
  title: string
  created_by?: string
}

/** Stores the key unless there is one of this id, revoked or deleted ones included. Answers the new one. */
export function insertPublishableKey(
  db: Kysely<Database>,
  key: NewPublishableKey,
): Promise<PublishableKeyRow | undefined> {
  return db
    .insertInto("publishable_api_key")
    .values(key)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returningAll()
    .executeTakeFirst()
}

/** The key, locked until the transaction ends; also one that was deleted. */
export function lockPublishableKey(trx: Transaction<Database>, id: string): Promise<PublishableKeyRow | undefined> {
  return trx.selectFrom("publishable_api_key").selectAll().where("id", "=", id).forNoKeyUpdate().executeTakeFirst()
}

/** What changes of a key, beside when it did. */
export interface PublishableKeyChange {
  title?: string | undefined
  /** Who revokes it, now. */
  revoked_by?: string
  /** It goes, now. */
  deleted?: true
}

/** Changes what is given. */
export function changePublishableKey(
  trx: Transaction<Database>,
  id: string,
  { title, revoked_by, deleted }: PublishableKeyChange,
): Promise<PublishableKeyRow> {
  return trx
    .updateTable("publishable_api_key")
    .set({
      title,
      ...(revoked_by === undefined ? {} : { revoked_by, revoked_at: sql<Date>`now()` }),
      ...(deleted ? { deleted_at: sql<Date>`now()` } : {}),
      updated_at: sql<Date>`now()`,
    })
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Lets the key name these sales channels, too. Answers those it did not name before. */
export async function addChannels(
  trx: Transaction<Database>,
  publishable_api_key_id: string,
  sales_channel_ids: readonly string[],
): Promise<string[]> {
  if (sales_channel_ids.length === 0) return []
  const rows = await trx
    .insertInto("publishable_api_key_sales_channel")
    .values(sales_channel_ids.map((sales_channel_id) => ({ publishable_api_key_id, sales_channel_id })))
    .onConflict((conflict) => conflict.columns(["publishable_api_key_id", "sales_channel_id"]).doNothing())
    .returning("sales_channel_id")
    .execute()
  return rows.map(({ sales_channel_id }) => sales_channel_id)
}

/** Lets the key name these sales channels no longer. Answers those it did name. */
export async function removeChannels(
  trx: Transaction<Database>,
  publishable_api_key_id: string,
  sales_channel_ids: readonly string[],
): Promise<string[]> {
  const rows = await trx
    .deleteFrom("publishable_api_key_sales_channel")
    .where("publishable_api_key_id", "=", publishable_api_key_id)
    .where("sales_channel_id", "=", sql<string>`any (${[...sales_channel_ids]}::text[])`)
    .returning("sales_channel_id")
    .execute()
  return rows.map(({ sales_channel_id }) => sales_channel_id)
}

const keysThere = (db: Kysely<Database>) =>
  db.selectFrom("publishable_api_key").selectAll().where("deleted_at", "is", null)
