import type { Kysely, Transaction } from "kysely"
import { sql } from "kysely"
import { compiledOnce } from "../db/compiled-once.ts"
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
  /** For its tokens. */
  app_metadata: unknown
  user_metadata: unknown
}

/**
 * The account of a canonical address: everything a sign-in decides on and says, epoch included, in one read. Decoys are
 * found by their provider and the id that stands for their credentials.
 */
export async function findPasswordAccount(
  db: Kysely<Database>,
  realm: Realm,
  email: string,
  provider: "emailpass" | typeof decoy_provider = "emailpass",
): Promise<PasswordAccount | undefined> {
  const [account] = await passwordAccount(db, {
    realm,
    provider,
    email,
    actor_type: realm === "admin" ? "user" : "customer",
  })
  return account
}

const passwordAccount = compiledOnce<
  { realm: Realm; provider: string; email: string; actor_type: ActorType },
  PasswordAccount
>(["realm", "provider", "email", "actor_type"], (db, { realm, provider, email, actor_type }) =>
  db
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
      "i.app_metadata",
      "p.user_metadata",
    ])
    .where("p.realm", "=", realm)
    .where("p.provider", "=", provider)
    .where("p.entity_id", "=", email),
)

/** No provider can have this id in the settings, so nobody signs in with it. */
export const decoy_provider = "emailpass:decoy"

export interface NewPasswordIdentity {
  realm: Realm
  /** Canonical. */
  email: string
  /** As it was typed, for display. */
  typed_email: string
  hash: string
  auth_identity_id: string
  provider_identity_id: string
  /** Makes it a decoy: it has this in place of an address and of a password, and is found by nothing else. */
  decoy_id?: string | undefined
}

/**
 * Stores an identity with its password. Answers false, and has stored nothing, when the address has one: the unique key
 * decides, however many try at once. A decoy takes the same statements.
 */
export async function insertPasswordIdentity(
  trx: Transaction<Database>,
  { realm, email, typed_email, hash, auth_identity_id, provider_identity_id, decoy_id }: NewPasswordIdentity,
): Promise<boolean> {
  const decoy = decoy_id !== undefined
  await trx.insertInto("auth_identity").values({ id: auth_identity_id, realm, decoy }).execute()
  const inserted = await trx
    .insertInto("provider_identity")
    .values({
      id: provider_identity_id,
      auth_identity_id,
      realm,
      provider: decoy ? decoy_provider : "emailpass",
      entity_id: decoy_id ?? email,
      email: decoy ? null : email,
      provider_metadata: JSON.stringify(decoy ? {} : { typed_email }),
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

/** The identity that has proven the address, if any has. */
export async function findProver(db: Kysely<Database>, realm: Realm, email: string): Promise<string | undefined> {
  const row = await db
    .selectFrom("verified_email")
    .select("auth_identity_id")
    .where("realm", "=", realm)
    .where("email", "=", email)
    .executeTakeFirst()
  return row?.auth_identity_id
}

/** Whether the identity has proven the address. */
export const hasProven = async (db: Kysely<Database>, auth_identity_id: string, email: string): Promise<boolean> =>
  (await findProver(db, "store", email)) === auth_identity_id

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

/** An account that somebody wants a new password for. */
export interface AccountToReset {
  auth_identity_id: string
  /** What the password would be for; null when the account only has a proven address. */
  provider_identity_id: string | null
  has_password: boolean
  /** Ids of the other providers it signs in with. */
  providers: string[]
  disabled: boolean
  /** The identity is deleted, or whoever it was linked to is. */
  deleted: boolean
  actor_id: string | null
}

/** The account that signs in with a canonical address, or else the one that has proven it. */
export function findAccountToReset(
  db: Kysely<Database>,
  realm: Realm,
  provider: string,
  entity_id: string,
): Promise<AccountToReset | undefined> {
  return withActor(db, realm)
    .leftJoin("provider_identity as p", (join) =>
      join
        .onRef("p.auth_identity_id", "=", "i.id")
        .on("p.realm", "=", realm)
        .on("p.provider", "=", provider)
        .on("p.entity_id", "=", entity_id),
    )
    .leftJoin("password_credential as k", "k.provider_identity_id", "p.id")
    .select([
      "i.id as auth_identity_id",
      "p.id as provider_identity_id",
      sql<boolean>`k.hash is not null`.as("has_password"),
      sql<string[]>`array(
        select distinct other.provider from provider_identity other
        where other.auth_identity_id = i.id and other.provider <> ${provider} order by 1
      )`.as("providers"),
    ])
    .where((where) =>
      where.or([
        where("i.id", "in", (from) =>
          from
            .selectFrom("provider_identity")
            .select("auth_identity_id")
            .where("realm", "=", realm)
            .where("provider", "=", provider)
            .where("entity_id", "=", entity_id),
        ),
        where("i.id", "in", (from) =>
          from
            .selectFrom("verified_email")
            .select("auth_identity_id")
            .where("realm", "=", realm)
            .where("email", "=", entity_id)
            .where(sql<boolean>`${provider}::text = 'emailpass'`),
        ),
      ]),
    )
    .orderBy(sql`p.id is null`)
    .limit(1)
    .executeTakeFirst()
}

/** Identities of a realm with whoever they act as, and whether they may. */
const withActor = (db: Kysely<Database>, realm: Realm) => {
  const actor_type: ActorType = realm === "admin" ? "user" : "customer"
  return db
    .selectFrom("auth_identity as i")
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
      sql<boolean>`i.disabled_at is not null`.as("disabled"),
      sql<boolean>`i.deleted_at is not null or (l.actor_id is not null and coalesce(c.id, u.id) is null)`.as("deleted"),
      sql<string | null>`coalesce(c.id, u.id)`.as("actor_id"),
    ])
    .where("i.realm", "=", realm)
}

/** Makes changes of one account come one by one, without keeping sessions from being opened. */
export async function lockIdentity(trx: Transaction<Database>, auth_identity_id: string): Promise<void> {
  await trx.selectFrom("auth_identity").select("id").where("id", "=", auth_identity_id).forNoKeyUpdate().execute()
}

/**
 * How often such an event succeeded for the account in the last `long` and `short` seconds: how often it was mailed about
 * it. Exact while the identity is locked.
 */
export function countMails(
  trx: Transaction<Database>,
  event: "password_reset_requested" | "verification_requested",
  auth_identity_id: string,
  { long, short }: { long: number; short: number },
): Promise<{ long: number; short: number }> {
  // Not now(): that is when the transaction began, which may have waited for the lock.
  const since = (seconds: number) => sql<Date>`clock_timestamp() - make_interval(secs => ${seconds}::int)`
  const count = (seconds: number) => sql<number>`count(*) filter (where at > ${since(seconds)})::int`
  return trx
    .selectFrom("audit_event")
    .select([count(long).as("long"), count(short).as("short")])
    .where("auth_identity_id", "=", auth_identity_id)
    .where("event", "=", event)
    .where("outcome", "=", "success")
    .where("at", ">", since(Math.max(long, short)))
    .executeTakeFirstOrThrow()
}

/** What a mailed token is for. */
type Purpose = "password_reset" | "email_verify"

export interface NewOneTimeToken {
  id: string
  purpose: Purpose
  token_hash: Uint8Array
  /** Nothing is stored when there is none of this id. */
  provider_identity_id: string
  actor_type: ActorType
  ttl_seconds: number
}

/** Stores the token in place of the one before: there is one live token, whoever comes last. */
export async function replaceOneTimeToken(trx: Transaction<Database>, token: NewOneTimeToken): Promise<void> {
  const expires_at = sql<Date>`now() + make_interval(secs => ${token.ttl_seconds}::int)`
  await trx
    .insertInto("one_time_token")
    .columns([
      "id",
      "purpose",
      "token_hash",
      "auth_identity_id",
      "provider_identity_id",
      "actor_type",
      "entity_id",
      "expires_at",
    ])
    .expression(
      trx
        .selectFrom("provider_identity as p")
        .select([
          sql<string>`${token.id}::text`.as("id"),
          sql<string>`${token.purpose}::text`.as("purpose"),
          sql<Buffer>`${token.token_hash}::bytea`.as("token_hash"),
          "p.auth_identity_id",
          "p.id as provider_identity_id",
          sql<string>`${token.actor_type}::text`.as("actor_type"),
          address_of_p.as("entity_id"),
          expires_at.as("expires_at"),
        ])
        .where("p.id", "=", token.provider_identity_id),
    )
    .onConflict((conflict) =>
      conflict
        .columns(["purpose", "provider_identity_id"])
        .where("consumed_at", "is", null)
        .doUpdateSet((set) => ({
          token_hash: set.ref("excluded.token_hash"),
          entity_id: set.ref("excluded.entity_id"),
          expires_at: set.ref("excluded.expires_at"),
          created_at: sql<Date>`now()`,
        })),
    )
    .execute()
}

// Where mail reaches who signs in so: for a provider that knows people by a number, the address beside it.
const address_of_p = sql<string>`coalesce(p.email, p.entity_id)`

/** A mailed token, good or not. */
export interface OneTimeToken {
  id: string
  auth_identity_id: string
  provider_identity_id: string
  provider: string
  /** The address it was sent to. */
  entity_id: string
  used: boolean
  expired: boolean
  /** The account has another address by now. */
  moved: boolean
  disabled: boolean
  deleted: boolean
  actor_id: string | null
}

/** The token of this purpose, realm and, if given, provider, by its SHA-256. One that was replaced is not there any more. */
export function findOneTimeToken(
  db: Kysely<Database>,
  wanted: { purpose: Purpose; realm: Realm; provider?: string; token_hash: Uint8Array },
): Promise<OneTimeToken | undefined> {
  const { purpose, realm, provider, token_hash } = wanted
  return withActor(db, realm)
    .innerJoin("one_time_token as t", "t.auth_identity_id", "i.id")
    .innerJoin("provider_identity as p", "p.id", "t.provider_identity_id")
    .select([
      "t.id",
      "t.auth_identity_id",
      "t.provider_identity_id",
      "p.provider",
      "t.entity_id",
      sql<boolean>`t.consumed_at is not null`.as("used"),
      sql<boolean>`t.expires_at <= now()`.as("expired"),
      sql<boolean>`t.entity_id <> ${address_of_p}`.as("moved"),
    ])
    .where("t.token_hash", "=", token_hash)
    .where("t.purpose", "=", purpose)
    .where("t.actor_type", "=", realm === "admin" ? "user" : "customer")
    .$if(provider !== undefined, (query) => query.where("p.provider", "=", provider ?? ""))
    .executeTakeFirst()
}

/** Uses the token up. Answers false when it is no longer good, or its account may not sign in or has another address. */
export async function useOneTimeToken(
  trx: Transaction<Database>,
  id: string,
  token_hash: Uint8Array,
): Promise<boolean> {
  const row = await trx
    .updateTable("one_time_token as t")
    .from(["auth_identity as i", "provider_identity as p"])
    .set({ consumed_at: sql<Date>`now()` })
    .where("t.id", "=", id)
    .where("t.token_hash", "=", token_hash)
    .where("t.consumed_at", "is", null)
    .where("t.expires_at", ">", sql<Date>`clock_timestamp()`)
    .whereRef("i.id", "=", "t.auth_identity_id")
    .whereRef("p.id", "=", "t.provider_identity_id")
    .where(sql<boolean>`t.entity_id = ${address_of_p}`)
    .where("i.disabled_at", "is", null)
    .where("i.deleted_at", "is", null)
    .returning("t.id")
    .executeTakeFirst()
  return row !== undefined
}

/** Makes every mailed token of the account useless. */
export async function endOneTimeTokens(trx: Transaction<Database>, auth_identity_id: string): Promise<void> {
  await trx
    .updateTable("one_time_token")
    .set({ consumed_at: sql<Date>`now()` })
    .where("auth_identity_id", "=", auth_identity_id)
    .where("consumed_at", "is", null)
    .execute()
}

/** Stores the hash in place of the one before, or as the first. */
export async function setPassword(
  trx: Transaction<Database>,
  provider_identity_id: string,
  hash: string,
): Promise<void> {
  const changed = { hash, changed_at: sql<Date>`now()`, must_change: false }
  await trx
    .insertInto("password_credential")
    .values({ provider_identity_id, ...changed })
    .onConflict((conflict) => conflict.column("provider_identity_id").doUpdateSet(changed))
    .execute()
}

/**
 * Notes that mail to the address reached the identity. An address that another one has proven stays theirs, and then the
 * answer is false: the primary key decides, however many prove it at once.
 */
export async function markProven(
  trx: Transaction<Database>,
  proof: { realm: Realm; email: string; auth_identity_id: string; provider_identity_id: string; provider: string },
): Promise<boolean> {
  const { realm, email, auth_identity_id, provider_identity_id, provider } = proof
  const { prover } = await trx
    .insertInto("verified_email")
    .values({ realm, email, auth_identity_id, via_provider: provider })
    .onConflict((conflict) =>
      conflict.columns(["realm", "email"]).doUpdateSet((set) => ({ email: set.ref("excluded.email") })),
    )
    .returning("auth_identity_id as prover")
    .executeTakeFirstOrThrow()
  await trx
    .updateTable("provider_identity")
    .set({ email_verified_at: sql<Date>`coalesce(email_verified_at, now())` })
    .where("id", "=", provider_identity_id)
    .execute()
  return prover === auth_identity_id
}

/** What an identity could prove with a mailed link. */
export interface AddressToProve {
  provider_identity_id: string | null
  /** Null for an identity without an address: a decoy, or an account of a provider that tells none. */
  email: string | null
  /** By this identity or by another. */
  proven: boolean
}

/** The address of the identity, that of its password before others. */
export function findAddressToProve(
  db: Kysely<Database>,
  auth_identity_id: string,
): Promise<AddressToProve | undefined> {
  return db
    .selectFrom("auth_identity as i")
    .leftJoin("provider_identity as p", (join) =>
      join.onRef("p.auth_identity_id", "=", "i.id").on("p.email", "is not", null),
    )
    .leftJoin("verified_email as v", (join) => join.onRef("v.realm", "=", "i.realm").onRef("v.email", "=", "p.email"))
    .select(["p.id as provider_identity_id", "p.email", sql<boolean>`v.email is not null`.as("proven")])
    .where("i.id", "=", auth_identity_id)
    .orderBy(sql`p.provider is distinct from 'emailpass'`)
    .orderBy("p.id")
    .limit(1)
    .executeTakeFirst()
}

/** The password an identity signs in with, and the epoch it was read with. */
export function findPasswordOfIdentity(
  db: Kysely<Database>,
  auth_identity_id: string,
): Promise<
  { provider_identity_id: string; entity_id: string; hash: string | null; session_epoch: number } | undefined
> {
  return db
    .selectFrom("provider_identity as p")
    .innerJoin("auth_identity as i", "i.id", "p.auth_identity_id")
    .leftJoin("password_credential as k", "k.provider_identity_id", "p.id")
    .select(["p.id as provider_identity_id", "p.entity_id", "k.hash", "i.session_epoch"])
    .where("p.auth_identity_id", "=", auth_identity_id)
    .where("p.provider", "=", "emailpass")
    .executeTakeFirst()
}

/**
 * Ends every session that began before now, those included that are being opened: they carry the epoch that was read with
 * their proof. Answers the new epoch; undefined when the identity is deleted, or its epoch is no longer `from`.
 *
 * The first statement of whatever changes the ways into an account: it locks the identity, so such changes come one by one.
 */
export async function raiseEpoch(
  trx: Transaction<Database>,
  auth_identity_id: string,
  from?: number,
): Promise<number | undefined> {
  const row = await trx
    .updateTable("auth_identity")
    .set({ session_epoch: sql<number>`session_epoch + 1`, updated_at: sql<Date>`now()` })
    .where("id", "=", auth_identity_id)
    .where("deleted_at", "is", null)
    .$if(from !== undefined, (query) => query.where("session_epoch", "=", from ?? 0))
    .returning("session_epoch")
    .executeTakeFirst()
  return row?.session_epoch
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
