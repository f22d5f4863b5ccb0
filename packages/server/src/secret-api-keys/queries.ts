import type { UserRole } from "@covenant/contract/admin"
import type { Kysely, Selectable, Transaction } from "kysely"
import { sql } from "kysely"
import type { Database, SecretApiKey } from "../db/generated/database.ts"
import { readTogether } from "../db/read-together.ts"
import type { Page } from "../lib/list.ts"
import { containing, listPage } from "../lib/list.ts"

export type SecretKeyRow = Selectable<SecretApiKey>

/** The user an api token stands for. */
export interface ApiTokenHolder {
  key_id: string
  user_id: string
  auth_identity_id: string
  /** Nobody has noted its use for a minute. */
  used_long_ago: boolean
}

/** A program, by the key it sent. */
export interface SecretKeyHolder extends ApiTokenHolder {
  role: UserRole
}

/**
 * Whoever the token stands for, by its SHA-256; undefined when there is none, it was taken away, or its user may not sign
 * in. A program has no session, so the limits of one do not hold for it.
 */
export function findApiTokenHolder(db: Kysely<Database>, token_hash: Uint8Array): Promise<ApiTokenHolder | undefined> {
  return liveKeys(db, "user_token").select(held).where("k.token_hash", "=", token_hash).executeTakeFirst()
}

/**
 * Whose secret this is the SHA-256 of; undefined when the key is unknown, revoked, deleted or past its end, or whoever made
 * it may not sign in.
 */
export const findSecretKeyHolder = readTogether<Uint8Array, SecretKeyHolder>("bytea", (db, token_hash) =>
  liveKeys(db, "secret")
    .select([...held, role_now])
    .where("k.token_hash", "=", token_hash),
)

/** The role a key has now; undefined when it has ended. */
export async function findSecretKeyRole(db: Kysely<Database>, key_id: string): Promise<UserRole | undefined> {
  const row = await liveKeys(db, "secret").select(role_now).where("k.id", "=", key_id).executeTakeFirst()
  return row?.role
}

/** Notes that the key or api token is in use, at most once a minute however many requests do so at once. */
export async function noteKeyUsed(db: Kysely<Database>, key_id: string): Promise<void> {
  await db
    .updateTable("secret_api_key")
    .set({ last_used_at: sql<Date>`now()` })
    .where("id", "=", key_id)
    .where(not_used_for_a_minute("last_used_at"))
    .execute()
}

/** The key, revoked or not; undefined when there is none or it was deleted. */
export function findSecretKey(db: Kysely<Database>, id: string): Promise<SecretKeyRow | undefined> {
  return secretKeys(db).where("deleted_at", "is", null).where("id", "=", id).executeTakeFirst()
}

/** One page of the keys, of those whose title has the text in it if one is given. */
export function listSecretKeys(
  db: Kysely<Database>,
  { q }: { q?: string | undefined },
  page: Page,
): Promise<{ rows: SecretKeyRow[]; count: number }> {
  const all = secretKeys(db).where("deleted_at", "is", null)
  return listPage(db, q === undefined ? all : all.where("title", "ilike", containing(q)), page)
}

export interface NewSecretKey {
  id: string
  title: string
  role: UserRole
  /** SHA-256 of the secret. */
  token_hash: Uint8Array
  /** What may be shown of it. */
  redacted: string
  /** Who makes it, and whose account it lives as long as. */
  created_by: string
  /** Null: it does not end by itself. */
  expires_at: string | null
}

/** Stores the key. */
export function insertSecretKey(trx: Transaction<Database>, key: NewSecretKey): Promise<SecretKeyRow> {
  return trx
    .insertInto("secret_api_key")
    .values({ ...key, kind: "secret", user_id: key.created_by })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Whether a time lies ahead, by the clock that will judge it. */
export async function liesAhead(db: Kysely<Database>, time: string): Promise<boolean> {
  const row = await db.selectNoFrom(sql<boolean>`${time}::timestamptz > now()`.as("ahead")).executeTakeFirstOrThrow()
  return row.ahead
}

/** The key, locked until the transaction ends; also one that was deleted. */
export function lockSecretKey(trx: Transaction<Database>, id: string): Promise<SecretKeyRow | undefined> {
  return secretKeys(trx).where("id", "=", id).forNoKeyUpdate().executeTakeFirst()
}

/** Ends the key now, unless it ended before; a deleted one is not shown any more either. */
export function endSecretKey(
  trx: Transaction<Database>,
  id: string,
  { by, deleted }: { by: string; deleted: boolean },
): Promise<SecretKeyRow> {
  return trx
    .updateTable("secret_api_key")
    .set({
      ...endedBy(by),
      ...(deleted ? { deleted_at: sql<Date>`now()` } : {}),
    })
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Ends every key this user made. Answers their ids, and undefined when there was none. */
export async function endSecretKeysOf(
  trx: Transaction<Database>,
  user_id: string,
  by: string,
): Promise<string[] | undefined> {
  const rows = await trx
    .updateTable("secret_api_key")
    .set(endedBy(by))
    .where("user_id", "=", user_id)
    .where("kind", "=", "secret")
    .where("revoked_at", "is", null)
    .returning("id")
    .execute()
  return rows.length === 0 ? undefined : rows.map(({ id }) => id)
}

const endedBy = (by: string) => ({
  revoked_by: sql<string>`case when revoked_at is null then ${by} else revoked_by end`,
  revoked_at: sql<Date>`coalesce(revoked_at, now())`,
  updated_at: sql<Date>`now()`,
})

const secretKeys = (db: Kysely<Database>) => db.selectFrom("secret_api_key").selectAll().where("kind", "=", "secret")

const liveKeys = (db: Kysely<Database>, kind: "secret" | "user_token") =>
  db
    .selectFrom("secret_api_key as k")
    .innerJoin("user as u", "u.id", "k.user_id")
    .innerJoin("actor_link as l", (join) => join.on("l.actor_type", "=", "user").onRef("l.actor_id", "=", "u.id"))
    .innerJoin("auth_identity as i", "i.id", "l.auth_identity_id")
    .where("u.deleted_at", "is", null)
    .where("i.disabled_at", "is", null)
    .where("i.deleted_at", "is", null)
    .where("k.kind", "=", kind)
    .where("k.revoked_at", "is", null)
    .where((where) => where.or([where("k.expires_at", "is", null), where("k.expires_at", ">", sql<Date>`now()`)]))

const not_used_for_a_minute = (column: string) =>
  sql<boolean>`coalesce(${sql.ref(column)} < now() - interval '1 minute', true)`

const held = [
  "k.id as key_id",
  "k.user_id",
  "i.id as auth_identity_id",
  not_used_for_a_minute("k.last_used_at").as("used_long_ago"),
] as const

// A key does not outlive the rights of who made it.
const role_now = sql<UserRole>`case when k.role = 'admin' then u.role else k.role end`.as("role")
