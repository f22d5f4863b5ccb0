import { ApiFailure } from "@covenant/contract"
import type { AdminUsersHandlers } from "@covenant/contract/admin"
import type { Context } from "../context.ts"
import { findUser } from "./queries.ts"
import { adminUser } from "./views.ts"

export const users: AdminUsersHandlers<Context> = {
  async getAdminUser({ path }, { db }) {
    const user = await findUser(db, path.id)
    if (!user) throw new ApiFailure("not_found")
    return { user: adminUser(user) }
  },
}
