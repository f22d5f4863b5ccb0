import type { Kysely, Selectable, Transaction } from "kysely"
import { sql } from "kysely"
import type { Database, OauthFlow } from "../db/generated/database.ts"
import type { Realm } from "../lib/access-token.ts"
import type { Page } from "../lib/list.ts"
import { listPage } from "../lib/list.ts"

export type FlowRow = Selectable<OauthFlow>

export interface NewFlow {
  id: string
  kind: "login" | "link"
  ends_at: "browser" | "storefront"
  state_hash: Uint8Array
  browser_hash: Uint8Array | null
  client_challenge: string | null
  realm: Realm
  provider: string
  issuer: string
  code_verifier_enc: Uint8Array
  nonce: string | null
  redirect_uri: string
  client_id: string | null
  client_redirect: string | null
  response_mode: "query" | "fragment" | "code" | "cookie" | "json"
  also_json: boolean
  app_state: string | null
  link_session_id: string | null
  invite_token_hash: Uint8Array | null
  ip: string | null
  ttl_seconds: number
}

/** Stores a journey that begins now. */
export async function insertFlow(db: Kysely<Database>, { ttl_seconds, ...flow }: NewFlow): Promise<void> {
  await db
    .insertInto("oauth_flow")
    .values({ ...flow, expires_at: sql<Date>`now() + make_interval(secs => ${ttl_seconds})` })
    .execute()
}

/** Ends the journey: of any number that come back with one state, one gets the row. */
export function consumeFlow(
  db: Kysely<Database>,
  state_hash: Uint8Array,
  code_hash: Uint8Array | null,
): Promise<FlowRow | undefined> {
  return db
    .updateTable("oauth_flow")
    .set({ consumed_at: sql<Date>`now()`, code_hash })
    .where("state_hash", "=", state_hash)
    .where("kind", "in", ["login", "link"])
    .where("consumed_at", "is", null)
    .where("expires_at", ">", sql<Date>`now()`)
    .returningAll()
    .executeTakeFirst()
}

/** Why a state was not good, for the record alone. */
export function findEndedFlow(
  db: Kysely<Database>,
  state_hash: Uint8Array,
): Promise<{ realm: string; consumed: boolean; code_hash: Uint8Array | null } | undefined> {
  return db
    .selectFrom("oauth_flow")
    .select(["realm", "code_hash", sql<boolean>`consumed_at is not null`.as("consumed")])
    .where("state_hash", "=", state_hash)
    .executeTakeFirst()
}

export interface Comer {
  realm: Realm
  provider: string
  subject: string
  /** Canonical. */
  email: string | undefined
}

/** An identity at a provider that is known here, and the account that has its address: all that is decided on, in one read. */
export interface KnownOfComer {
  provider_identity_id: string | null
  auth_identity_id: string | null
  session_epoch: number | null
  disabled: boolean
  deleted: boolean
  actor_id: string | null
  /** The known account has proven the address, whatever the provider says of it. */
  has_proven_email: boolean
  holder_id: string | null
  holder_is_proven: boolean
  holder_proven_otherwise: boolean
  holder_epoch: number | null
  holder_disabled: boolean
  holder_actor_id: string | null
}

export async function findComer(
  trx: Transaction<Database>,
  { realm, provider, subject, email }: Comer,
): Promise<KnownOfComer> {
  const actor_type = realm === "admin" ? "user" : "customer"
  const address = email ?? null
  const { rows } = await sql<KnownOfComer>`
    select k.provider_identity_id, k.auth_identity_id, k.session_epoch, coalesce(k.disabled, false) as disabled,
      coalesce(k.deleted, false) as deleted, k.actor_id, coalesce(k.has_proven_email, false) as has_proven_email,
      h.auth_identity_id as holder_id, coalesce(h.is_proven, false) as holder_is_proven,
      coalesce(h.proven_otherwise, false) as holder_proven_otherwise, h.session_epoch as holder_epoch,
      coalesce(h.disabled, false) as holder_disabled, h.actor_id as holder_actor_id
    from (select 1) as one
    left join lateral (
      select p.id as provider_identity_id, p.auth_identity_id, i.session_epoch, i.disabled_at is not null as disabled,
        i.deleted_at is not null or (l.actor_id is not null and coalesce(c.id, u.id) is null) as deleted,
        coalesce(c.id, u.id) as actor_id,
        exists (
          select from verified_email v
          where v.realm = ${realm} and v.email = ${address}::text and v.auth_identity_id = i.id
        ) as has_proven_email
      from provider_identity p
      join auth_identity i on i.id = p.auth_identity_id
      left join actor_link l on l.auth_identity_id = i.id and l.actor_type = ${actor_type}
      left join customer c on l.actor_type = 'customer' and c.id = l.actor_id and c.deleted_at is null
      left join "user" u on l.actor_type = 'user' and u.id = l.actor_id and u.deleted_at is null
      where p.realm = ${realm} and p.provider = ${provider} and p.entity_id = ${subject}
    ) k on true
    left join lateral (
      select i.id as auth_identity_id, i.session_epoch, i.disabled_at is not null as disabled, claim.is_proven,
        l.actor_id,
        exists (select from verified_email v where v.auth_identity_id = i.id and v.email <> ${address}::text)
          or exists (
            select from provider_identity p
            where p.auth_identity_id = i.id and p.email_verified_at is not null and p.email is distinct from ${address}::text
          ) as proven_otherwise
      from (
        select auth_identity_id, true as is_proven, 0 as rank
        from verified_email where realm = ${realm} and email = ${address}::text
        union all
        select auth_identity_id, false, 1
        from provider_identity where realm = ${realm} and provider = 'emailpass' and entity_id = ${address}::text
        union all
        select registered.auth_identity_id, false, 2
        from customer
        join actor_link registered on registered.actor_type = 'customer' and registered.actor_id = customer.id
        where ${realm}::text = 'store' and customer.email = ${address}::text and customer.has_account
          and customer.deleted_at is null
      ) claim
      join auth_identity i on i.id = claim.auth_identity_id and i.deleted_at is null and not i.decoy
      left join actor_link l on l.auth_identity_id = i.id and l.actor_type = ${actor_type}
      where i.id is distinct from k.auth_identity_id
      order by claim.rank, i.id
      limit 1
    ) h on true`.execute(trx)
  const [row] = rows
  if (!row) throw new Error("a select without a where had no row")
  return row
}

/** One more way into an account. */
export interface NewWayIn extends Comer {
  id: string
  auth_identity_id: string
  issuer: string
  email_is_proven: boolean
  profile: object
}

/** Whether it was stored, and whether the address is the account's now. Both are decided by unique keys. */
export interface StoredWayIn {
  inserted: boolean
  owns_email: boolean
}

/** Stores an account with its first way in. */
export const insertAccount = (trx: Transaction<Database>, way: NewWayIn): Promise<StoredWayIn> =>
  insertWayIn(trx, way, true)

/** Stores one more way into an account there is. */
export const addWayIn = (trx: Transaction<Database>, way: NewWayIn): Promise<StoredWayIn> =>
  insertWayIn(trx, way, false)

async function insertWayIn(trx: Transaction<Database>, way: NewWayIn, with_account: boolean): Promise<StoredWayIn> {
  const { realm, email, email_is_proven } = way
  const account = with_account
    ? sql`i as (insert into auth_identity (id, realm) values (${way.auth_identity_id}, ${realm})),`
    : sql``
  const { rows } = await sql<StoredWayIn>`
    with ${account}
    p as (
      insert into provider_identity (id, auth_identity_id, realm, provider, entity_id, issuer, email, email_verified_at,
        user_metadata, last_login_at)
      values (${way.id}, ${way.auth_identity_id}, ${realm}, ${way.provider}, ${way.subject}, ${way.issuer},
        ${email ?? null}, case when ${email_is_proven} then now() end, ${JSON.stringify(way.profile)}::jsonb, now())
      on conflict (realm, provider, entity_id) do nothing
      returning id
    ),
    v as (
      insert into verified_email (realm, email, auth_identity_id, via_provider)
      select ${realm}, ${email ?? null}, ${way.auth_identity_id}, ${way.provider} where ${email_is_proven}
      on conflict (realm, email) do nothing
      returning email
    )
    select exists (select from p) as inserted, exists (select from v) as owns_email`.execute(trx)
  return rows[0] ?? { inserted: false, owns_email: false }
}

/** Notes a sign-in by a way in, and what its provider says of the person by now. */
export async function noteWayIn(
  trx: Transaction<Database>,
  id: string,
  { email, email_is_proven, profile }: Pick<NewWayIn, "email" | "email_is_proven" | "profile">,
): Promise<void> {
  await trx
    .updateTable("provider_identity")
    .set({
      email: email ?? null,
      email_verified_at: email_is_proven
        ? sql<Date>`case when email is not distinct from ${email ?? null} then coalesce(email_verified_at, now()) else now() end`
        : null,
      user_metadata: JSON.stringify(profile),
      last_login_at: sql<Date>`now()`,
      updated_at: sql<Date>`now()`,
    })
    .where("id", "=", id)
    .execute()
}

/** Takes every way into an account away, its password included. */
export async function deleteWaysIn(trx: Transaction<Database>, auth_identity_id: string): Promise<void> {
  await trx.deleteFrom("provider_identity").where("auth_identity_id", "=", auth_identity_id).execute()
}

export async function findEpoch(trx: Transaction<Database>, auth_identity_id: string): Promise<number | undefined> {
  const row = await trx
    .selectFrom("auth_identity")
    .select("session_epoch")
    .where("id", "=", auth_identity_id)
    .executeTakeFirst()
  return row?.session_epoch
}

/** Who signed in, for an answer of the callback. */
export interface OauthUserRow {
  id: string
  email: string
  first_name: string | null
  last_name: string | null
  role: string
  picture: string | null
  email_verified: boolean
  last_login_at: Date | null
  created_at: Date
  updated_at: Date
}

export async function findOauthUser(db: Kysely<Database>, session_id: string): Promise<OauthUserRow | undefined> {
  const { rows } = await sql<OauthUserRow>`
    select coalesce(c.id, u.id) as id, coalesce(c.email, u.email) as email,
      coalesce(c.first_name, u.first_name) as first_name, coalesce(c.last_name, u.last_name) as last_name,
      coalesce(u.role, 'customer') as role, p.user_metadata->>'picture' as picture, p.last_login_at,
      exists (
        select from verified_email v
        where v.auth_identity_id = s.auth_identity_id and v.email = coalesce(c.email, u.email)
      ) as email_verified,
      coalesce(c.created_at, u.created_at) as created_at, coalesce(c.updated_at, u.updated_at) as updated_at
    from session s
    join actor_link l on l.auth_identity_id = s.auth_identity_id and l.actor_type = s.actor_type
    left join customer c on l.actor_type = 'customer' and c.id = l.actor_id and c.deleted_at is null
    left join "user" u on l.actor_type = 'user' and u.id = l.actor_id and u.deleted_at is null
    left join lateral (
      select user_metadata, last_login_at from provider_identity
      where auth_identity_id = s.auth_identity_id and provider = s.auth_provider
      order by last_login_at desc nulls last, id limit 1
    ) p on true
    where s.id = ${session_id} and coalesce(c.id, u.id) is not null`.execute(db)
  return rows[0]
}

export interface NewDeliveryCode {
  code_hash: Uint8Array
  session_id: string
  client_id: string
  client_challenge: string
  ttl_seconds: number
}

/** Stores a sign-in that waits to be fetched. */
export async function insertDeliveryCode(
  trx: Transaction<Database>,
  { ttl_seconds, ...code }: NewDeliveryCode,
): Promise<void> {
  await trx
    .insertInto("delivery_code")
    .values({ ...code, expires_at: sql<Date>`now() + make_interval(secs => ${ttl_seconds})` })
    .execute()
}

export interface DeliveryCodeRow {
  session_id: string
  client_id: string
  client_challenge: string
}

/** Uses the code up, whoever asks: of any number at once one gets the row. */
export function consumeDeliveryCode(
  trx: Transaction<Database>,
  code_hash: Uint8Array,
): Promise<DeliveryCodeRow | undefined> {
  return trx
    .updateTable("delivery_code")
    .set({ consumed_at: sql<Date>`now()` })
    .where("code_hash", "=", code_hash)
    .where("consumed_at", "is", null)
    .where("expires_at", ">", sql<Date>`now()`)
    .returning(["session_id", "client_id", "client_challenge"])
    .executeTakeFirst()
}

/** The session of a code that was used; undefined when it was not, or never was. */
export async function findUsedDeliveryCode(
  trx: Transaction<Database>,
  code_hash: Uint8Array,
): Promise<string | undefined> {
  const row = await trx
    .selectFrom("delivery_code")
    .select("session_id")
    .where("code_hash", "=", code_hash)
    .where("consumed_at", "is not", null)
    .executeTakeFirst()
  return row?.session_id
}

export interface WayInRow {
  id: string
  provider: string
  email: string | null
  email_verified: boolean
  last_login_at: Date | null
  created_at: Date
}

/** One page of the ways into an account. */
export const listWaysIn = (
  db: Kysely<Database>,
  auth_identity_id: string,
  page: Page,
): Promise<{ rows: WayInRow[]; count: number }> =>
  listPage(
    db,
    db
      .selectFrom("provider_identity")
      .select([
        "id",
        "provider",
        "email",
        sql<boolean>`email_verified_at is not null`.as("email_verified"),
        "last_login_at",
        "created_at",
      ])
      .where("auth_identity_id", "=", auth_identity_id),
    page,
  )

/** The ways into an account, for whoever has locked it. A password that was never set is none. */
export function waysIn(
  trx: Transaction<Database>,
  auth_identity_id: string,
): Promise<{ id: string; provider: string; usable: boolean }[]> {
  return trx
    .selectFrom("provider_identity as p")
    .leftJoin("password_credential as k", "k.provider_identity_id", "p.id")
    .select(["p.id", "p.provider", sql<boolean>`p.provider <> 'emailpass' or k.hash is not null`.as("usable")])
    .where("p.auth_identity_id", "=", auth_identity_id)
    .execute()
}

export async function deleteWayIn(trx: Transaction<Database>, id: string): Promise<void> {
  await trx.deleteFrom("provider_identity").where("id", "=", id).execute()
}

/** Ends the sessions that began with a provider, but for one, if one is named. */
export async function revokeSessionsOfProvider(
  trx: Transaction<Database>,
  auth_identity_id: string,
  provider: string,
  but: string | undefined,
): Promise<void> {
  await trx
    .updateTable("session")
    .set({ revoked_at: sql<Date>`now()`, revoke_reason: "unlinked" })
    .where("auth_identity_id", "=", auth_identity_id)
    .where("auth_provider", "=", provider)
    .$if(but !== undefined, (query) => query.where("id", "<>", but ?? ""))
    .where("revoked_at", "is", null)
    .execute()
}
