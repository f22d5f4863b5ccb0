import { ApiFailure } from "@covenant/contract"
import type { AdminSecretApiKeysHandlers } from "@covenant/contract/admin"
import type { Context } from "../context.ts"
import { answerList } from "../lib/answer-list.ts"
import { onlyAdministrators } from "../users/authority.ts"
import { createSecretKey, deleteSecretKey, revokeSecretKey } from "./manage-secret-key.ts"
import { findSecretKey, listSecretKeys } from "./queries.ts"
import { adminSecretKey, secret_key_list } from "./views.ts"

export const secretApiKeys: AdminSecretApiKeysHandlers<Context> = {
  async listAdminSecretApiKeys({ query, actor }, { db }) {
    await onlyAdministrators(db, actor)
    return answerList("secret_api_keys", query, secret_key_list, (page) => listSecretKeys(db, query, page))
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
