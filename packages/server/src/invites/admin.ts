import type { AdminInvitesHandlers } from "@covenant/contract/admin"
import type { Context } from "../context.ts"
import { pick, readFields } from "../lib/fields.ts"
import { limitIp } from "../lib/limit-ip.ts"
import { readOrder } from "../lib/list.ts"
import { acceptInvite } from "./accept-invite.ts"
import { deleteInvite, inviteUser, resendInvite } from "./invite-user.ts"
import { invite_orders, listInvites } from "./queries.ts"
import { adminInvite, invite_fields } from "./views.ts"

export const invites: AdminInvitesHandlers<Context> = {
  async listAdminInvites({ query }, { db }) {
    const { limit, offset } = query
    const selection = readFields(query.fields, invite_fields)
    const order = readOrder(query.order, invite_orders, "-created_at")
    const { rows, count } = await listInvites(db, { limit, offset, order })
    return { invites: rows.map((row) => pick(adminInvite(row), selection)), count, offset, limit }
  },

  async createAdminInvite({ body, actor }, context) {
    const { invite, token } = await inviteUser(context, actor, body)
    return { invite: adminInvite(invite, token) }
  },

  async acceptAdminInvite({ body }, context) {
    await limitIp(context, "admin", "accept_invite_ip")
    await acceptInvite(context, body)
    return { success: true }
  },

  async deleteAdminInvite({ path, actor }, context) {
    await deleteInvite(context, actor, path.invite_id)
    return { id: path.invite_id, object: "invite", deleted: true }
  },

  async resendAdminInvite({ path, actor }, context) {
    const { invite, token } = await resendInvite(context, actor, path.invite_id)
    return { invite: adminInvite(invite, token) }
  },
}
