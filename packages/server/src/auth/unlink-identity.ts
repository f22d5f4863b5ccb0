import { ApiFailure } from "@covenant/contract"
import type { AuthIdentityDeleteResponse } from "@covenant/contract/store"
import type { Context } from "../context.ts"
import type { AuditEvent } from "../lib/audit.ts"
import { inAuditedTransaction, Refused } from "../lib/audited-transaction.ts"
import { deleteWayIn, revokeSessionsOfProvider, waysIn } from "./oauth-queries.ts"
import { lockIdentity } from "./queries.ts"

export interface Unlinking {
  auth_identity_id: string
  /** Whoever asks. */
  by: Pick<AuditEvent, "realm" | "actor_type" | "actor_id" | "session_id">
  /** Of the way in that is to go. */
  id: string
}

/**
 * Removes a way into an account; sessions that began with it end, but for the one that asks.
 *
 * Throws 404 for somebody else's, and 400 for the last one. Two requests that remove the last two leave one: the account
 * is locked first.
 */
export function unlinkIdentity(
  context: Context,
  { auth_identity_id, by, id }: Unlinking,
): Promise<AuthIdentityDeleteResponse> {
  const event = { event: "provider_unlinked", ...by, auth_identity_id }
  return inAuditedTransaction(context, event, async (trx, record) => {
    await lockIdentity(trx, auth_identity_id)
    const ways = await waysIn(trx, auth_identity_id)
    const way = ways.find((one) => one.id === id)
    if (!way) throw new Refused("unknown", new ApiFailure("not_found"))
    if (!ways.some((one) => one.id !== id && one.usable)) {
      const message = "The last way to sign in cannot be removed."
      throw new Refused("last_one", new ApiFailure("invalid_request", { type: "not_allowed", message }))
    }
    await deleteWayIn(trx, id)
    await revokeSessionsOfProvider(trx, auth_identity_id, way.provider, by.session_id)
    await record({ details: { provider: way.provider } })
    return { id, object: "identity", deleted: true }
  })
}
