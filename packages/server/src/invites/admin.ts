import type { AdminInviteResponse, AdminInvitesHandlers } from "@covenant/contract/admin"
import type { Context } from "../context.ts"
import { pick, readFields } from "../lib/fields.ts"
import { limitIp } from "../lib/limit-ip.ts"
import { readOrder } from "../lib/list.ts"
import { acceptInvite } from "./accept-invite.ts"
import type { SentInvite } from "./invite-user.ts"
import { deleteInvite, inviteUser, resendInvite } from "./invite-user.ts"
import { invite_orders, listInvites } from "./queries.ts"
import { adminInvite, invite_fields } from "./views.ts"

/** The one time that the token is shown. */
const sent = ({ invite, token }: SentInvite): AdminInviteResponse => ({ invite: adminInvite(invite, token) })

export const invites: AdminInvitesHandlers<Context> = {
  async listAdminInvites({ query }, { db }) {
    const { limit, offset } = query
    const selection = readFields(query.fields, invite_fields)
    const order = readOrder(query.order, invite_orders, "-created_at")
    const { rows, count } = await listInvites(db, { limit, offset, order })
    return { invites: rows.map((row) => pick(adminInvite(row), selection)), count, offset, limit }
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
