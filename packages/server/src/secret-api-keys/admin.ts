import { ApiFailure } from "@covenant/contract"
import type { AdminSecretApiKeysHandlers } from "@covenant/contract/admin"
import type { Context } from "../context.ts"
import { pick, readFields } from "../lib/fields.ts"
import { readOrder } from "../lib/list.ts"
import { onlyAdministrators } from "../users/authority.ts"
import { createSecretKey, deleteSecretKey, revokeSecretKey } from "./manage-secret-key.ts"
import { findSecretKey, listSecretKeys, secret_key_orders } from "./queries.ts"
import { adminSecretKey, secret_key_fields } from "./views.ts"

export const secretApiKeys: AdminSecretApiKeysHandlers<Context> = {
  async listAdminSecretApiKeys({ query, actor }, { db }) {
    const { limit, offset, q } = query
    const selection = readFields(query.fields, secret_key_fields)
    const order = readOrder(query.order, secret_key_orders, "-created_at")
    await onlyAdministrators(db, actor)
    const { rows, count } = await listSecretKeys(db, { q }, { limit, offset, order })
    return { secret_api_keys: rows.map((row) => pick(adminSecretKey(row), selection)), count, offset, limit }
  },

  async createAdminSecretApiKey({ body, actor }, context) {
    return createSecretKey(context, actor, body, ({ key, token }) => ({ secret_api_key: adminSecretKey(key), token }))
  },

  async getAdminSecretApiKey({ path, actor }, { db }) {
    await onlyAdministrators(db, actor)
    const key = await findSecretKey(db, path.id)
    if (!key) throw new ApiFailure("not_found")
    return { secret_api_key: adminSecretKey(key) }
  },

  async deleteAdminSecretApiKey({ path, actor }, context) {
    await deleteSecretKey(context, actor, path.id)
    return { id: path.id, object: "secret_api_key", deleted: true }
  },

  async revokeAdminSecretApiKey({ path, actor }, context) {
    return { secret_api_key: adminSecretKey(await revokeSecretKey(context, actor, path.id)) }
  },
}
