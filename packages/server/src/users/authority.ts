import type { ProgramActor, UserActor } from "@covenant/contract"
import { ApiFailure } from "@covenant/contract"
import type { UserRole } from "@covenant/contract/admin"
import type { Kysely } from "kysely"
import type { Account } from "../auth/account-queries.ts"
import { findAccount } from "../auth/account-queries.ts"
import type { Database } from "../db/generated/database.ts"
import type { AuditEvent } from "../lib/audit.ts"
import { Refused } from "../lib/audited-transaction.ts"
import { findSecretKeyRole } from "../secret-api-keys/queries.ts"
import { signedInWithin } from "../sessions/queries.ts"
import { findRole } from "./queries.ts"

/** Whoever acts in the admin: a member of staff, or a program with a key of its own where the contract lets it. */
export type StaffActor = UserActor | ProgramActor

/** The caller, for the record. A program is named by its key. */
export const auditedStaff = (actor: StaffActor) =>
  actor.type === "program"
    ? ({ realm: "admin", actor_type: "program", actor_id: actor.key_id } satisfies Partial<AuditEvent>)
    : ({
        realm: "admin",
        actor_type: "user",
        actor_id: actor.user_id,
        session_id: actor.session_id,
      } satisfies Partial<AuditEvent>)

/**
 * The role the caller has now, not when they signed in. Throws 401 when they were deleted or disabled, or their key ended,
 * since the request was authenticated.
 */
export async function roleOf(db: Kysely<Database>, actor: StaffActor): Promise<UserRole> {
  const role = actor.type === "program" ? await findSecretKeyRole(db, actor.key_id) : await findRole(db, actor.user_id)
  if (role === undefined) throw new Refused("caller_gone", new ApiFailure("session_revoked"))
  return role
}

/** Throws 403 unless the caller is an administrator now. */
export async function requireAdministrator(db: Kysely<Database>, actor: UserActor): Promise<void> {
  if ((await roleOf(db, actor)) !== "admin") throw notAdministrator()
}

/** The same where nothing is written, and so nothing recorded. */
export async function onlyAdministrators(db: Kysely<Database>, { user_id }: UserActor): Promise<void> {
  if ((await findRole(db, user_id)) !== "admin") throw new ApiFailure("access_denied")
}

/**
 * What a user signs in with. Throws 403 when a caller who is no administrator asks for somebody else, be there such a user or
 * not; 404.
 */
export async function accountOfUser(db: Kysely<Database>, id: string, actor: UserActor): Promise<Account> {
  if (id !== actor.user_id) await onlyAdministrators(db, actor)
  const account = await findAccount(db, "user", id)
  if (!account) throw new ApiFailure("not_found")
  return account
}

/** What outlasts a sign-in is given away by somebody who is there. */
const recent_seconds = 3600

/** Throws 403 `reauthentication_required` unless the caller signed in within the last hour. An api token never did. */
export async function requireRecentSignIn(db: Kysely<Database>, { session_id }: UserActor): Promise<void> {
  if (session_id !== undefined && (await signedInWithin(db, session_id, recent_seconds))) return
  throw new Refused("signed_in_long_ago", new ApiFailure("reauthentication_required"))
}

export const notAdministrator = () => new Refused("not_an_administrator", new ApiFailure("access_denied"))

export const ownAccount = () =>
  new Refused(
    "own_account",
    new ApiFailure("invalid_request", {
      type: "not_allowed",
      message: "This cannot be done to your own account.",
    }),
  )

export const lastAdministrator = () =>
  new Refused(
    "last_administrator",
    new ApiFailure("invalid_request", { type: "not_allowed", message: "There must be an administrator left." }),
  )
