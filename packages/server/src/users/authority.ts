import type { UserActor } from "@covenant/contract"
import { ApiFailure } from "@covenant/contract"
import type { UserRole } from "@covenant/contract/admin"
import type { Kysely } from "kysely"
import type { Database } from "../db/generated/database.ts"
import type { AuditEvent } from "../lib/audit.ts"
import { Refused } from "../lib/audited-transaction.ts"
import { findRole } from "./queries.ts"

/** The caller, for the record. */
export const auditedStaff = ({ user_id, session_id }: UserActor) =>
  ({ realm: "admin", actor_type: "user", actor_id: user_id, session_id }) satisfies Partial<AuditEvent>

/**
 * The role the caller has now, not when they signed in. Throws 401 when they were deleted or disabled since the request
 * was authenticated.
 */
export async function roleOf(db: Kysely<Database>, actor: UserActor): Promise<UserRole> {
  const role = await findRole(db, actor.user_id)
  if (role === undefined) throw new Refused("caller_gone", new ApiFailure("session_revoked"))
  return role
}

/** Throws 403 unless the caller is an administrator now. */
export async function requireAdministrator(db: Kysely<Database>, actor: UserActor): Promise<void> {
  if ((await roleOf(db, actor)) !== "admin") throw notAdministrator()
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
