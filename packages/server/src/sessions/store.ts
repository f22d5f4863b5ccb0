import type { CustomerActor } from "@covenant/contract"
import type { StoreSessionsHandlers } from "@covenant/contract/store"
import type { Context } from "../context.ts"
import { sessionPage } from "./list-sessions.ts"
import type { SessionOwner } from "./revoke-sessions.ts"
import { revokeOneSession, revokeSessions } from "./revoke-sessions.ts"

export const sessions: StoreSessionsHandlers<Context> = {
  listMySessions({ query, actor }, context) {
    return sessionPage(context, ownerOf(actor), query, actor.session_id)
  },

  async revokeMySession({ path, actor }, context) {
    await revokeOneSession(context, ownerOf(actor), path.session_id)
    return { id: path.session_id, object: "session", deleted: true }
  },

  async revokeMyOtherSessions({ actor }, context) {
    await revokeSessions(context, ownerOf(actor), actor.session_id)
    return { success: true }
  },
}

const ownerOf = ({ identity_id, customer_id }: CustomerActor): SessionOwner => ({
  realm: "store",
  auth_identity_id: identity_id,
  by: customer_id,
})
