import type { UserActor } from "@covenant/contract"
import { ApiFailure } from "@covenant/contract"
import type { AdminSessionsHandlers } from "@covenant/contract/admin"
import { findAccount } from "../auth/account-queries.ts"
import type { Context } from "../context.ts"
import { accountOfUser } from "../users/authority.ts"
import { sessionPage } from "./list-sessions.ts"
import type { SessionOwner } from "./revoke-sessions.ts"
import { revokeOneSession, revokeSessions } from "./revoke-sessions.ts"

export const sessions: AdminSessionsHandlers<Context> = {
  listAdminMySessions({ query, actor }, context) {
    return sessionPage(context, ownSessions(actor), query, actor.session_id)
  },

  async revokeAdminMySession({ path, actor }, context) {
    await revokeOneSession(context, ownSessions(actor), path.session_id)
    return { id: path.session_id, object: "session", deleted: true }
  },

  async revokeAdminMyOtherSessions({ actor }, context) {
    await revokeSessions(context, ownSessions(actor), actor.session_id)
    return { success: true }
  },

  async listAdminUserSessions({ path, query, actor }, context) {
    return sessionPage(context, await sessionsOfUser(context, path.id, actor), query, actor.session_id)
  },

  async revokeAdminUserSessions({ path, actor }, context) {
    await revokeSessions(context, await sessionsOfUser(context, path.id, actor))
    return { success: true }
  },

  async listAdminCustomerSessions({ path, query, actor }, context) {
    return sessionPage(context, await sessionsOfCustomer(context, path.id, actor), query, undefined)
  },

  async revokeAdminCustomerSessions({ path, actor }, context) {
    await revokeSessions(context, await sessionsOfCustomer(context, path.id, actor))
    return { success: true }
  },
}

const ownSessions = ({ identity_id, user_id }: UserActor): SessionOwner => ({
  realm: "admin",
  auth_identity_id: identity_id,
  by: user_id,
})

/** Throws 403 and 404 as `accountOfUser`. */
async function sessionsOfUser({ db }: Context, id: string, actor: UserActor): Promise<SessionOwner> {
  const { auth_identity_id } = await accountOfUser(db, id, actor)
  return { realm: "admin", auth_identity_id, by: actor.user_id }
}

/** Throws 404 when there is no such customer, or it is a guest: nobody signs in as one. */
async function sessionsOfCustomer({ db }: Context, id: string, { user_id: by }: UserActor): Promise<SessionOwner> {
  const account = await findAccount(db, "customer", id)
  if (!account) throw new ApiFailure("not_found")
  return { realm: "store", auth_identity_id: account.auth_identity_id, by }
}
