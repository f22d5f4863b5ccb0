import type { Kysely, Selectable, Transaction } from "kysely"
import { sql } from "kysely"
import type { AppCredential, Database } from "../db/generated/database.ts"

export type AppCredentialRow = Selectable<AppCredential>

/** What an app is acted with, as it is stored. */
export interface SealedTokens {
  /** The key of the row, sealed by a key of the deployment. */
  data_key_enc: Uint8Array
  access_token_sealed: Uint8Array
  refresh_token_sealed: Uint8Array | null
}

/** What went wrong last, in the words of the contract. */
export type AppTrouble = "authorization_lost" | "client_refused" | "provider_error" | "provider_timeout" | "unreadable"

export interface NewInstallFlow {
  id: string
  state_hash: Uint8Array
  code_verifier_enc: Uint8Array
  app_id: string
  application_name: string
  admin_user_id: string
  /** Ours at the provider: the page of the admin. */
  redirect_uri: string
  ttl_seconds: number
  ip: string | undefined
}

/** Stores the beginning of a connection. */
export async function insertInstallFlow(
  db: Kysely<Database>,
  { application_name, ttl_seconds, ip, ...flow }: NewInstallFlow,
): Promise<void> {
  await db
    .insertInto("oauth_flow")
    .values({
      ...flow,
      kind: "app_install",
      ends_at: "admin",
      realm: "admin",
      provider: application_name,
      response_mode: "json",
      ip: ip ?? null,
      expires_at: sql<Date>`now() + make_interval(secs => ${ttl_seconds})`,
    })
    .execute()
}

/** Whose state it has to be. */
export interface InstallState {
  state_hash: Uint8Array
  app_id: string
  admin_user_id: string
}

/** A connection on its way. */
export interface InstallFlow {
  id: string
  code_verifier_enc: Uint8Array
  redirect_uri: string
}

/** Uses the state up. Undefined, with nothing used up, when it is not a live one of this app and this administrator. */
export function consumeInstallFlow(db: Kysely<Database>, state: InstallState): Promise<InstallFlow | undefined> {
  return db
    .updateTable("oauth_flow")
    .set({ consumed_at: sql<Date>`now()` })
    .where("state_hash", "=", state.state_hash)
    .where("kind", "=", "app_install")
    .where("app_id", "=", state.app_id)
    .where("admin_user_id", "=", state.admin_user_id)
    .where("consumed_at", "is", null)
    .where("expires_at", ">", sql<Date>`now()`)
    .returning(["id", "code_verifier_enc", "redirect_uri"])
    .executeTakeFirst()
}

/** Why a state was not used up; `under_way` while whoever used it has no answer yet. */
export async function reasonAgainstState(
  db: Kysely<Database>,
  state: InstallState,
): Promise<"under_way" | "used" | "expired" | "foreign" | "unknown"> {
  const flow = await db
    .selectFrom("oauth_flow")
    .select([
      sql<boolean>`kind = 'app_install' and app_id = ${state.app_id} and admin_user_id = ${state.admin_user_id}`.as(
        "own",
      ),
      sql<boolean>`consumed_at is not null`.as("consumed"),
      sql<boolean>`code_hash is not null`.as("ended"),
    ])
    .where("state_hash", "=", state.state_hash)
    .executeTakeFirst()
  if (!flow) return "unknown"
  if (!flow.own) return "foreign"
  if (!flow.consumed) return "expired"
  return flow.ended ? "used" : "under_way"
}

/** Notes that a connection on its way has ended, well or badly. */
export async function endInstallFlow(db: Kysely<Database>, id: string, code_hash: Uint8Array): Promise<void> {
  await db.updateTable("oauth_flow").set({ code_hash }).where("id", "=", id).execute()
}

/** The connections of these apps. */
export function findAppCredentials(db: Kysely<Database>, ids: readonly string[]): Promise<AppCredentialRow[]> {
  return db
    .selectFrom("app_credential")
    .selectAll()
    .where("app_id", "=", sql<string>`any (${[...ids]}::text[])`)
    .execute()
}

/** The connection, locked until the transaction ends. */
export function lockAppCredential(trx: Transaction<Database>, app_id: string): Promise<AppCredentialRow | undefined> {
  return trx.selectFrom("app_credential").selectAll().where("app_id", "=", app_id).forUpdate().executeTakeFirst()
}

/** What a provider granted, sealed. */
export interface GrantedAccess extends SealedTokens {
  app_id: string
  version: number
  scopes: readonly string[]
  account: string | null
  /** Undefined: it does not end. */
  expires_in_seconds: number | undefined
  authorized_by: string
}

/** Stores a connection in place of the one before. Its version must be the next one; the transaction has the row locked. */
export function putAppCredential(
  trx: Transaction<Database>,
  { expires_in_seconds, scopes, ...given }: GrantedAccess,
): Promise<AppCredentialRow> {
  const times = renewal(expires_in_seconds, given.refresh_token_sealed !== null)
  const values = { ...given, scopes: [...scopes], ...times, authorized_at: sql<Date>`now()` }
  return trx
    .insertInto("app_credential")
    .values(values)
    .onConflict((conflict) =>
      conflict.column("app_id").doUpdateSet({ ...values, attempts: 0, last_error: null, refreshed_at: null }),
    )
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Nobody else renews a connection for so long: longer than a provider and a database that comes back may take. */
const claim_seconds = 600

/** As many as one worker renews at once. */
const batch = 10

/** Takes connections whose time has come, so that nobody else takes them. In one statement: two never get the same. */
export function claimDueCredentials(db: Kysely<Database>, ids: readonly string[]): Promise<AppCredentialRow[]> {
  return db
    .with(
      (cte) => cte("due").materialized(),
      (query) =>
        query
          .selectFrom("app_credential")
          .select("app_id")
          .where("refresh_at", "<=", sql<Date>`now()`)
          .where("app_id", "=", sql<string>`any (${[...ids]}::text[])`)
          .orderBy("refresh_at")
          .limit(batch)
          .forUpdate()
          .skipLocked(),
    )
    .updateTable("app_credential")
    .from("due")
    .set({
      attempts: sql<number>`attempts + 1`,
      refresh_at: sql<Date>`now() + make_interval(secs => ${claim_seconds})`,
    })
    .whereRef("app_credential.app_id", "=", "due.app_id")
    .returningAll("app_credential")
    .execute()
}

/** Stores a renewal. Answers false when the app was connected anew meanwhile, which wins. */
export async function putRenewal(
  db: Kysely<Database>,
  before: { app_id: string; version: number },
  { expires_in_seconds, ...sealed }: SealedTokens & { version: number; expires_in_seconds: number | undefined },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("app_credential")
    .set({
      ...sealed,
      ...renewal(expires_in_seconds, sealed.refresh_token_sealed !== null),
      attempts: 0,
      last_error: null,
      refreshed_at: sql<Date>`now()`,
    })
    .where("app_id", "=", before.app_id)
    .where("version", "=", before.version)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

const longest_wait_seconds = 3600

/** Notes what went wrong. Another try follows, later each time, unless it is `final`. */
export async function noteTrouble(
  db: Kysely<Database>,
  { app_id, version, attempts }: Pick<AppCredentialRow, "app_id" | "version" | "attempts">,
  { trouble, final }: { trouble: AppTrouble; final: boolean },
): Promise<void> {
  const wait_seconds = Math.min(longest_wait_seconds, 30 * 2 ** Math.min(attempts, 10))
  await db
    .updateTable("app_credential")
    .set({
      last_error: trouble,
      refresh_at: final ? null : sql<Date>`now() + make_interval(secs => ${wait_seconds})`,
    })
    .where("app_id", "=", app_id)
    .where("version", "=", version)
    .execute()
}

/** Before the access ends: ten minutes, or a fifth of its life where that is shorter. */
function renewal(expires_in_seconds: number | undefined, can_be_renewed: boolean) {
  if (expires_in_seconds === undefined) return { access_expires_at: null, refresh_at: null }
  const in_seconds = (seconds: number) => sql<Date>`now() + make_interval(secs => ${seconds})`
  const early_seconds = Math.min(600, expires_in_seconds / 5)
  return {
    access_expires_at: in_seconds(expires_in_seconds),
    refresh_at: can_be_renewed ? in_seconds(expires_in_seconds - early_seconds) : null,
  }
}
