import { ApiFailure } from "@covenant/contract"
import type { AdminAuthHandlers } from "@covenant/contract/admin"
import type { Context } from "../context.ts"
import { answerList } from "../lib/answer-list.ts"
import { areCookiesSecure, clearedSessionCookie, newSecret, sessionCookie } from "../lib/cookie.ts"
import { csrfHeader, csrfHeaderOf } from "../lib/csrf.ts"
import { digestOf } from "../lib/encryption.ts"
import { endSession } from "../sessions/end-session.ts"
import { issueAccessToken } from "../sessions/issue-access-token.ts"
import { lifetimesOf } from "../sessions/lifetimes.ts"
import { accountOfUser, auditedStaff } from "../users/authority.ts"
import { findUser } from "../users/queries.ts"
import { adminUser } from "../users/views.ts"
import { changePassword } from "./change-password.ts"
import { givenCredentials } from "./credentials-given.ts"
import { listWaysIn } from "./oauth-queries.ts"
import { signInWithPassword } from "./sign-in-with-password.ts"
import { unlinkIdentity } from "./unlink-identity.ts"
import { way_in_list } from "./views.ts"

export const auth: AdminAuthHandlers<Context> = {
  async getAdminAuth({ actor, reply }, { db, vault }) {
    const user = await findUser(db, actor.user_id)
    if (!user) throw new ApiFailure("session_revoked")
    return reply(200, { user: adminUser(user) }, csrfHeaderOf(actor, vault))
  },

  async createAdminSession({ body, reply }, context) {
    const secret = newSecret()
    const { session, device_cookies } = await signInWithPassword(context, "admin", givenCredentials(body), {
      cookie_hash: digestOf(secret),
    })
    const user = await findUser(context.db, session.actor_id ?? "")
    if (!user) throw new ApiFailure("session_revoked")
    const { idle_seconds } = lifetimesOf(context.config, "admin", "full")
    const cookie = sessionCookie("admin", secret, idle_seconds, areCookiesSecure(context.config))
    return reply(
      200,
      { user: adminUser(user) },
      { "set-cookie": [cookie, ...device_cookies], ...csrfHeader(session.id, context.vault) },
    )
  },

  async deleteAdminSession({ actor, reply }, context) {
    const { session_id, identity_id: auth_identity_id } = actor
    // An api token has no session that could end.
    if (session_id !== undefined) await endSession(context, { session_id, auth_identity_id, realm: "admin" })
    return reply(
      200,
      { success: true },
      { "set-cookie": clearedSessionCookie("admin", areCookiesSecure(context.config)) },
    )
  },

  async createAdminToken({ body }, context) {
    const { session } = await signInWithPassword(context, "admin", givenCredentials(body))
    const { token } = await issueAccessToken(context, session, { user_id: session.actor_id ?? "", domain: "admin" })
    return { access_token: token }
  },

  async changeAdminMyPassword({ body, actor }, context) {
    const { identity_id: auth_identity_id, user_id: actor_id, session_id } = actor
    return changePassword(context, { realm: "admin", auth_identity_id, actor_id, session_id, ...body })
  },

  listAdminMyIdentities({ query, actor }, { db }) {
    return answerList("identities", query, way_in_list, (page) => listWaysIn(db, actor.identity_id, page))
  },

  async unlinkAdminMyIdentity({ path, actor }, context) {
    const { identity_id: auth_identity_id } = actor
    return unlinkIdentity(context, { auth_identity_id, by: auditedStaff(actor), id: path.identity_id })
  },

  async listAdminUserIdentities({ path, query, actor }, { db }) {
    const { auth_identity_id } = await accountOfUser(db, path.id, actor)
    return answerList("identities", query, way_in_list, (page) => listWaysIn(db, auth_identity_id, page))
  },

  async unlinkAdminUserIdentity({ path, actor }, context) {
    const { auth_identity_id } = await accountOfUser(context.db, path.id, actor)
    return unlinkIdentity(context, { auth_identity_id, by: auditedStaff(actor), id: path.identity_id })
  },
}
