import type { AdminInviteResponse, AdminInvitesHandlers } from "@covenant/contract/admin"
import type { Context } from "../context.ts"
import { answerList } from "../lib/answer-list.ts"
import { limitIp } from "../lib/limit-ip.ts"
import { acceptInvite } from "./accept-invite.ts"
import type { SentInvite } from "./invite-user.ts"
import { deleteInvite, inviteUser, resendInvite } from "./invite-user.ts"
import { listInvites } from "./queries.ts"
import { adminInvite, invite_list } from "./views.ts"

/** The one time that the token is shown. */
const sent = ({ invite, token }: SentInvite): AdminInviteResponse => ({ invite: adminInvite(invite, token) })

export const invites: AdminInvitesHandlers<Context> = {
  async listAdminInvites({ query }, { db }) {
    return answerList("invites", query, invite_list, (page) => listInvites(db, page))
  },

  async createAdminInvite({ body, actor }, context) {
    return inviteUser(context, actor, body, sent)
  },

  async acceptAdminInvite({ body }, context) {
    await limitIp(context, "admin", "accept_invite_ip")
    return acceptInvite(context, body)
  },

  async deleteAdminInvite({ path, actor }, context) {
    await deleteInvite(context, actor, path.invite_id)
    return { id: path.invite_id, object: "invite", deleted: true }
  },

  async resendAdminInvite({ path, actor }, context) {
    return resendInvite(context, actor, path.invite_id, sent)
  },
}
