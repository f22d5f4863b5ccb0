import { ApiFailure } from "@covenant/contract"
import { raiseEpoch } from "../auth/queries.ts"
import type { Context } from "../context.ts"
import type { Realm } from "../lib/access-token.ts"
import { recordAudit } from "../lib/audit.ts"
import { inTransaction } from "../lib/retry.ts"
import { hasSession, moveToEpoch, revokeSession } from "./queries.ts"

/** Whose sessions, and who ends them. */
export interface SessionOwner {
  realm: Realm
  auth_identity_id: string
  /** The customer or user who asks. */
  by: string
}

/**
 * Ends one session of the identity, again and again if asked to. Throws 404 for what is no session of it, in whatever way:
 * nobody learns which ids exist.
 */
export async function revokeOneSession(
  { db, request }: Context,
  { realm, auth_identity_id, by }: SessionOwner,
  session_id: string,
): Promise<void> {
  if (!uuid.test(session_id)) throw new ApiFailure("not_found")
  await inTransaction(db, async (trx) => {
    if (!(await hasSession(trx, auth_identity_id, session_id))) throw new ApiFailure("not_found")
    if (!(await revokeSession(trx, session_id, "revoked"))) return
    await recordAudit(
      trx,
      { event: "session_revoked", outcome: "success", realm, actor_id: by, auth_identity_id, session_id },
      request,
    )
  })
}

// As we write them: another spelling of an id is another id.
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Ends every session of the identity but `keep`, also those that are being opened at this moment: they carry the epoch that
 * was read with their proof. Throws 401 `session_revoked` when `keep` has been ended meanwhile.
 */
export async function revokeSessions(
  { db, request }: Context,
  { realm, auth_identity_id, by }: SessionOwner,
  keep?: string,
): Promise<void> {
  await inTransaction(db, async (trx) => {
    const epoch = await raiseEpoch(trx, auth_identity_id)
    // Whoever asks was live a moment ago; whoever ended that session meanwhile has ended this request too.
    if (epoch === undefined || (keep !== undefined && !(await moveToEpoch(trx, keep, epoch))))
      throw new ApiFailure("session_revoked")
    await recordAudit(
      trx,
      {
        event: "sessions_revoked",
        outcome: "success",
        reason: keep === undefined ? "all" : "others",
        realm,
        actor_id: by,
        auth_identity_id,
        session_id: keep,
      },
      request,
    )
  })
}
