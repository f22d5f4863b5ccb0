import type { Kysely, QueryCreator, RawBuilder, Transaction } from "kysely"
import { sql } from "kysely"
import { compiledOnce } from "../db/compiled-once.ts"
import type { Database } from "../db/generated/database.ts"
import { readTogether } from "../db/read-together.ts"
import type { Realm } from "../lib/access-token.ts"
import { recorded } from "../lib/audit.ts"
import type { Page } from "../lib/list.ts"
import { listPage } from "../lib/list.ts"

/** A session with everything that is judged at each use. */
export interface SessionState {
  id: string
  realm: Realm
  scope: string
  actor_type: "customer" | "user"
  /** The customer or user the identity acts as now; null while there is none. */
  actor_id: string | null
  auth_identity_id: string
  auth_provider: string
  /** Not ended, not idle, not too old, begun under the identity's present epoch, by someone who may sign in. */
  live: boolean
  /** The actor it was for is gone, though nobody has ended it yet. */
  orphaned: boolean
  /** Nobody has noted its use for a minute. */
  seen_long_ago: boolean
}

/** What the tokens of a session say. */
export interface TokenSession extends Pick<
  SessionState,
  "id" | "realm" | "actor_type" | "actor_id" | "auth_identity_id" | "auth_provider"
> {
  amr: string[]
  aal: number
  auth_time: Date
  expires_at: Date
  app_metadata: unknown
  user_metadata: unknown
  rt_key_id: string | null
  rt_generation: number
}

export interface SessionForTokens extends SessionState, TokenSession {}

/**
 * Sessions joined with whoever they are for: one read by key, judged by the clock of the database.
 *
 * The actor is taken from `actor_link`, so that a customer created meanwhile, or gone, is seen at once.
 */
const sessions = (db: Kysely<Database>) =>
  db
    .selectFrom("session as s")
    .innerJoin("auth_identity as i", "i.id", "s.auth_identity_id")
    .leftJoin("actor_link as l", (join) =>
      join.onRef("l.auth_identity_id", "=", "i.id").onRef("l.actor_type", "=", "s.actor_type"),
    )
    .leftJoin("customer as c", (join) =>
      join.on("l.actor_type", "=", "customer").onRef("c.id", "=", "l.actor_id").on("c.deleted_at", "is", null),
    )
    .leftJoin("user as u", (join) =>
      join.on("l.actor_type", "=", "user").onRef("u.id", "=", "l.actor_id").on("u.deleted_at", "is", null),
    )
    .select([
      "s.id",
      sql<Realm>`s.realm`.as("realm"),
      "s.scope",
      sql<"customer" | "user">`s.actor_type`.as("actor_type"),
      sql<string | null>`coalesce(c.id, u.id)`.as("actor_id"),
      "s.auth_identity_id",
      "s.auth_provider",
      sql<boolean>`
        s.revoked_at is null and s.idle_expires_at > now() and s.expires_at > now()
        and (s.rt_must_rotate_by is null or s.rt_must_rotate_by > now())
        and s.epoch >= i.session_epoch and i.disabled_at is null and i.deleted_at is null
        and not ${orphaned}`.as("live"),
      sql<boolean>`s.revoked_at is null and ${orphaned}`.as("orphaned"),
      sql<boolean>`s.last_seen_at < now() - interval '1 minute'`.as("seen_long_ago"),
    ])

// It was for somebody who is not linked any more, or whoever is linked is deleted.
const orphaned = sql<boolean>`(
  (s.actor_id <> '' and l.actor_id is distinct from s.actor_id)
  or (l.actor_id is not null and coalesce(c.id, u.id) is null)
)`

/** The session, dead or alive; undefined when there never was one, or it was swept. */
export const findSession = readTogether<string, SessionState>("uuid", (db, id) => sessions(db).where("s.id", "=", id))

/** The session a cookie belongs to, by the SHA-256 of the cookie's secret. */
export const findSessionByCookie = readTogether<Uint8Array, SessionState>("bytea", (db, cookie_hash) =>
  sessions(db).where("s.cookie_hash", "=", cookie_hash),
)

/** The session with what its tokens say. */
export const findSessionForTokens = readTogether<string, SessionForTokens>("uuid", (db, id) =>
  sessions(db)
    .select([
      "s.amr",
      "s.aal",
      "s.auth_time",
      "s.expires_at",
      "i.app_metadata",
      "s.rt_key_id",
      "s.rt_generation",
      sql`(
        select p.user_metadata from provider_identity p
        where p.auth_identity_id = i.id and p.provider = s.auth_provider order by p.created_at, p.id limit 1
      )`.as("user_metadata"),
    ])
    .where("s.id", "=", id),
)

export interface NewSession {
  id: string
  realm: Realm
  auth_identity_id: string
  /** As it was read together with the proof: if the identity's has risen since, the session is born dead. */
  epoch: number
  actor_type: "customer" | "user"
  /** Empty until the actor exists. */
  actor_id: string
  auth_provider: string
  amr: string[]
  scope: "full" | "registration"
  rt_key_id: string | null
  cookie_hash: Uint8Array | null
  idle_seconds: number
  absolute_seconds: number
  ip: string | undefined
  user_agent: string | undefined
}

/** What a session has besides when it began at a provider. */
interface AtProvider {
  client_id: string | null
  /** Its first refresh token has to be used this soon; null: whenever it likes. */
  rotate_within_seconds: number | null
}

/** Stores a session that begins now. */
export async function insertSession(
  trx: Transaction<Database>,
  { client_id, rotate_within_seconds, ...session }: NewSession & AtProvider,
): Promise<void> {
  await insertingSession(trx, session, {
    client_id,
    rt_must_rotate_by:
      rotate_within_seconds === null ? null : sql<Date>`now() + make_interval(secs => ${rotate_within_seconds})`,
  }).execute()
}

function insertingSession(
  db: QueryCreator<Database>,
  session: NewSession,
  more: { client_id?: string | null; rt_must_rotate_by?: RawBuilder<Date> | null } = {},
) {
  const { idle_seconds, absolute_seconds, ip, user_agent, ...columns } = session
  return db.insertInto("session").values({
    ...columns,
    auth_time: sql<Date>`now()`,
    idle_expires_at: sql<Date>`now() + make_interval(secs => ${idle_seconds})`,
    expires_at: sql<Date>`now() + make_interval(secs => ${absolute_seconds})`,
    ip: ip ?? null,
    user_agent: user_agent ?? null,
    ...more,
  })
}

/** A session of somebody who signs in, the account it is of, and what the record of it needs besides. */
export interface NewSignIn extends NewSession {
  provider_identity_id: string
  record_id: string
  request_id: string
}

/** What the database decides of a new session. */
export type OpenedSession = Pick<SessionForTokens, "auth_time" | "expires_at" | "aal" | "rt_generation">

/**
 * Stores a session that begins now, notes that the account signed in, and writes the record of it: one statement, so all
 * of it or nothing. Throws 503 when it fails: what cannot be recorded does not happen.
 */
export async function insertSignIn(db: Kysely<Database>, signIn: NewSignIn): Promise<OpenedSession> {
  const [opened] = await recorded(signInStatement(db, signIn))
  if (!opened) throw new Error("A session was stored that is not there.")
  return opened
}

const signInStatement = compiledOnce<NewSignIn, OpenedSession>(
  [
    "id",
    "realm",
    "auth_identity_id",
    "epoch",
    "actor_type",
    "actor_id",
    "auth_provider",
    "amr",
    "scope",
    "rt_key_id",
    "cookie_hash",
    "idle_seconds",
    "absolute_seconds",
    "ip",
    "user_agent",
    "provider_identity_id",
    "record_id",
    "request_id",
  ],
  (db, { provider_identity_id, record_id, request_id, ...session }) =>
    db
      .with("opened", (query) =>
        insertingSession(query, session).returning(["auth_time", "expires_at", "aal", "rt_generation"]),
      )
      .with("noted", (query) =>
        query
          .updateTable("provider_identity")
          .set({ last_login_at: sql<Date>`now()` })
          .where("id", "=", provider_identity_id),
      )
      .with("recorded", (query) =>
        query.insertInto("audit_event").values({
          id: record_id,
          event: "sign_in",
          outcome: "success",
          realm: session.realm,
          actor_type: session.actor_type,
          actor_id: sql<string | null>`nullif(${session.actor_id}, '')`,
          auth_identity_id: session.auth_identity_id,
          session_id: session.id,
          request_id,
          ip: session.ip,
          user_agent: session.user_agent,
        }),
      )
      .selectFrom("opened")
      .selectAll(),
)

/** Ends the session. Answers whether it was this call that did. */
export async function revokeSession(db: Kysely<Database>, id: string, reason: string): Promise<boolean> {
  const row = await db
    .updateTable("session")
    .set({ revoked_at: sql<Date>`now()`, revoke_reason: reason })
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .returning("id")
    .executeTakeFirst()
  return row !== undefined
}

/** A session as it is listed. */
export interface SessionRow {
  id: string
  user_agent: string | null
  created_at: Date
  last_seen_at: Date
}

/** One page of the identity's sessions that are still good, judged as at each use. */
export function listLiveSessions(
  db: Kysely<Database>,
  auth_identity_id: string,
  page: Page,
): Promise<{ rows: SessionRow[]; count: number }> {
  const live = db
    .selectFrom(sessions(db).where("s.auth_identity_id", "=", auth_identity_id).as("judged"))
    .select("judged.id")
    .where("judged.live", "=", true)
  const matching = db
    .selectFrom("session")
    .select([sql<string>`id::text`.as("id"), "user_agent", "created_at", "last_seen_at"])
    .where("id", "in", live)
  return listPage(db, matching, page)
}

/** Whether this is, or was, a session of the identity. */
export async function hasSession(db: Kysely<Database>, auth_identity_id: string, id: string): Promise<boolean> {
  const row = await db
    .selectFrom("session")
    .select("id")
    .where("id", "=", id)
    .where("auth_identity_id", "=", auth_identity_id)
    .executeTakeFirst()
  return row !== undefined
}

/** Lets the session live on when the epoch of its identity has risen. Answers false when it has been ended. */
export async function moveToEpoch(trx: Transaction<Database>, id: string, epoch: number): Promise<boolean> {
  const row = await trx
    .updateTable("session")
    .set({ epoch })
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .where("epoch", "=", epoch - 1)
    .returning("id")
    .executeTakeFirst()
  return row !== undefined
}

/** Gives the session a cookie, the newest and only one. Answers false when it has been ended meanwhile. */
export async function setCookieHash(trx: Transaction<Database>, id: string, cookie_hash: Uint8Array): Promise<boolean> {
  const row = await trx
    .updateTable("session")
    .set({ cookie_hash })
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .returning("id")
    .executeTakeFirst()
  return row !== undefined
}

/** Ends the sessions of these cookies, but for one. Answers their ids. */
export async function revokeByCookie(
  trx: Transaction<Database>,
  realm: Realm,
  cookie_hashes: readonly Uint8Array[],
  but: string,
): Promise<{ id: string; auth_identity_id: string }[]> {
  if (cookie_hashes.length === 0) return []
  return trx
    .updateTable("session")
    .set({ revoked_at: sql<Date>`now()`, revoke_reason: "replaced" })
    .where("realm", "=", realm)
    .where("cookie_hash", "in", cookie_hashes)
    .where("id", "<>", but)
    .where("revoked_at", "is", null)
    .returning(["id", "auth_identity_id"])
    .execute()
}

/** Whether the session began with somebody signing in within the last so many seconds. */
export async function signedInWithin(db: Kysely<Database>, id: string, seconds: number): Promise<boolean> {
  const row = await db
    .selectFrom("session")
    .select("id")
    .where("id", "=", id)
    .where(sql<boolean>`auth_time > now() - make_interval(secs => ${seconds})`)
    .executeTakeFirst()
  return row !== undefined
}
