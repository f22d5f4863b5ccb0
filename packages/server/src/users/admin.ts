import { ApiFailure } from "@covenant/contract"
import type { AdminUsersHandlers } from "@covenant/contract/admin"
import { requestPasswordReset } from "../auth/request-password-reset.ts"
import { resetPassword } from "../auth/reset-password.ts"
import type { Context } from "../context.ts"
import { answerList } from "../lib/answer-list.ts"
import { limitIp } from "../lib/limit-ip.ts"
import { createUser } from "./create-user.ts"
import { deleteUser } from "./delete-user.ts"
import { findUser, listUsers } from "./queries.ts"
import { disableUser, enableUser } from "./switch-user-account.ts"
import { changeUser } from "./update-user.ts"
import { adminUser, user_list } from "./views.ts"

export const users: AdminUsersHandlers<Context> = {
  async listAdminUsers({ query }, { db }) {
    return answerList("users", query, user_list, (page) => listUsers(db, page))
  },

  async createAdminUser({ body, actor }, context) {
    return createUser(context, actor, body, (user) => ({ user: adminUser(user) }))
  },

  async getAdminUser({ path }, { db }) {
    const user = await findUser(db, path.id)
    if (!user) throw new ApiFailure("not_found")
    return { user: adminUser(user) }
  },

  async updateAdminUser({ path, body, actor }, context) {
    return { user: adminUser(await changeUser(context, actor, path.id, body)) }
  },

  async requestAdminPasswordReset({ body }, context) {
    await limitIp(context, "admin", "reset_ip")
    await requestPasswordReset(context, { realm: "admin", provider: "emailpass", identifier: body.email })
  },

  async resetAdminPassword({ body }, context) {
    await limitIp(context, "admin", "use_reset_ip")
    const other_email = new ApiFailure("reset_token_invalid")
    const reset = { realm: "admin", provider: "emailpass", ...body, other_email } as const
    return resetPassword(context, reset, async (trx, actor_id) => {
      const user = await findUser(trx, actor_id ?? "")
      if (!user) throw new ApiFailure("reset_token_invalid")
      return { user: adminUser(user) }
    })
  },

  async deleteAdminUser({ path, actor }, context) {
    await deleteUser(context, actor, path.id)
    return { id: path.id, object: "user", deleted: true }
  },

  async disableAdminUser({ path, actor }, context) {
    await disableUser(context, actor, path.id)
    return { id: path.id, object: "user", disabled: true }
  },

  async enableAdminUser({ path, actor }, context) {
    await enableUser(context, actor, path.id)
    return { id: path.id, object: "user", disabled: false }
  },
}
