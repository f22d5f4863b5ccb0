import type { Kysely, Transaction } from "kysely"
import { sql } from "kysely"
import type { Database } from "../db/generated/database.ts"
import type { Realm } from "../lib/access-token.ts"

export type ActorType = "customer" | "user"

/** An account that signs in with a password, as far as signing in is concerned. */
export interface PasswordAccount {
  provider_identity_id: string
  auth_identity_id: string
  session_epoch: number
  /** Null when the address has an account without a password. */
  hash: string | null
  disabled: boolean
  /** The identity is deleted, or whoever it was linked to is. */
  deleted: boolean
  /** The customer or user it acts as; null while there is none. */
  actor_id: string | null
}

/** The account of a canonical address: everything a sign-in decides on, epoch included, in one read. */
export function findPasswordAccount(
  db: Kysely<Database>,
  realm: Realm,
  email: string,
): Promise<PasswordAccount | undefined> {
  const actor_type: ActorType = realm === "admin" ? "user" : "customer"
  return db
    .selectFrom("provider_identity as p")
    .innerJoin("auth_identity as i", "i.id", "p.auth_identity_id")
    .leftJoin("password_credential as k", "k.provider_identity_id", "p.id")
    .leftJoin("actor_link as l", (join) =>
      join.onRef("l.auth_identity_id", "=", "i.id").on("l.actor_type", "=", actor_type),
    )
    .leftJoin("customer as c", (join) =>
      join.on("l.actor_type", "=", "customer").onRef("c.id", "=", "l.actor_id").on("c.deleted_at", "is", null),
    )
    .leftJoin("user as u", (join) =>
      join.on("l.actor_type", "=", "user").onRef("u.id", "=", "l.actor_id").on("u.deleted_at", "is", null),
    )
    .select([
      "p.id as provider_identity_id",
      "p.auth_identity_id",
      "i.session_epoch",
      "k.hash",
      sql<boolean>`i.disabled_at is not null`.as("disabled"),
      sql<boolean>`i.deleted_at is not null or (l.actor_id is not null and coalesce(c.id, u.id) is null)`.as("deleted"),
      sql<string | null>`coalesce(c.id, u.id)`.as("actor_id"),
    ])
    .where("p.realm", "=", realm)
    .where("p.provider", "=", "emailpass")
    .where("p.entity_id", "=", email)
    .executeTakeFirst()
}

export interface NewPasswordIdentity {
  realm: Realm
  /** Canonical. */
  email: string
  /** As it was typed, for display. */
  typed_email: string
  hash: string
  auth_identity_id: string
  provider_identity_id: string
}

/**
 * Stores an identity with its password. Answers false, and has stored nothing, when the address has one: the unique key
 * decides, however many try at once.
 */
export async function insertPasswordIdentity(
  trx: Transaction<Database>,
  { realm, email, typed_email, hash, auth_identity_id, provider_identity_id }: NewPasswordIdentity,
): Promise<boolean> {
  await trx.insertInto("auth_identity").values({ id: auth_identity_id, realm }).execute()
  const inserted = await trx
    .insertInto("provider_identity")
    .values({
      id: provider_identity_id,
      auth_identity_id,
      realm,
      provider: "emailpass",
      entity_id: email,
      email,
      provider_metadata: JSON.stringify({ typed_email }),
    })
    .onConflict((conflict) => conflict.columns(["realm", "provider", "entity_id"]).doNothing())
    .returning("id")
    .executeTakeFirst()
  if (!inserted) {
    await trx.deleteFrom("auth_identity").where("id", "=", auth_identity_id).execute()
    return false
  }
  await trx.insertInto("password_credential").values({ provider_identity_id, hash }).execute()
  return true
}

/** Whether another identity of the realm has proven the address. */
export async function isProvenByAnother(
  trx: Transaction<Database>,
  realm: Realm,
  email: string,
  auth_identity_id: string,
): Promise<boolean> {
  const row = await trx
    .selectFrom("verified_email")
    .select("email")
    .where("realm", "=", realm)
    .where("email", "=", email)
    .where("auth_identity_id", "<>", auth_identity_id)
    .executeTakeFirst()
  return row !== undefined
}

/** Whether the identity has proven the address. */
export async function hasProven(trx: Transaction<Database>, auth_identity_id: string, email: string): Promise<boolean> {
  const row = await trx
    .selectFrom("verified_email")
    .select("email")
    .where("realm", "=", "store")
    .where("email", "=", email)
    .where("auth_identity_id", "=", auth_identity_id)
    .executeTakeFirst()
  return row !== undefined
}

/** Replaces a hash by a better one of the same password, unless it was replaced meanwhile. */
export async function upgradeHash(
  trx: Transaction<Database>,
  provider_identity_id: string,
  { from, to }: { from: string; to: string },
): Promise<void> {
  await trx
    .updateTable("password_credential")
    .set({ hash: to })
    .where("provider_identity_id", "=", provider_identity_id)
    .where("hash", "=", from)
    .execute()
}

/** Notes a sign-in. */
export async function noteLogin(trx: Transaction<Database>, provider_identity_id: string): Promise<void> {
  await trx
    .updateTable("provider_identity")
    .set({ last_login_at: sql<Date>`now()` })
    .where("id", "=", provider_identity_id)
    .execute()
}

/** The address the identity signs in with by password, and the actor it has, if any. */
export function findIdentity(
  db: Kysely<Database>,
  auth_identity_id: string,
  actor_type: ActorType,
): Promise<{ email: string | null; actor_id: string | null } | undefined> {
  return db
    .selectFrom("auth_identity as i")
    .leftJoin("provider_identity as p", (join) =>
      join.onRef("p.auth_identity_id", "=", "i.id").on("p.provider", "=", "emailpass"),
    )
    .leftJoin("actor_link as l", (join) =>
      join.onRef("l.auth_identity_id", "=", "i.id").on("l.actor_type", "=", actor_type),
    )
    .select(["p.entity_id as email", "l.actor_id"])
    .where("i.id", "=", auth_identity_id)
    .executeTakeFirst()
}

/** Links an identity to its actor. Answers false when it has one: of any number at once, one does it. */
export async function linkActor(
  trx: Transaction<Database>,
  link: { auth_identity_id: string; actor_type: ActorType; actor_id: string },
): Promise<boolean> {
  const row = await trx
    .insertInto("actor_link")
    .values(link)
    .onConflict((conflict) => conflict.columns(["auth_identity_id", "actor_type"]).doNothing())
    .returning("actor_id")
    .executeTakeFirst()
  return row !== undefined
}
