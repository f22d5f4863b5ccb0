import { ApiFailure } from "@covenant/contract"
import type { AdminPublishableApiKeysHandlers } from "@covenant/contract/admin"
import type { Context } from "../context.ts"
import { answerList } from "../lib/answer-list.ts"
import { listSalesChannels } from "../sales-channels/queries.ts"
import { sales_channel_list } from "../sales-channels/views.ts"
import {
  addSalesChannels,
  createPublishableKey,
  deletePublishableKey,
  removeSalesChannels,
  renamePublishableKey,
  revokePublishableKey,
} from "./manage-publishable-key.ts"
import { findPublishableKey, listPublishableKeys } from "./queries.ts"
import { adminPublishableKey, publishable_key_list } from "./views.ts"

export const publishableApiKeys: AdminPublishableApiKeysHandlers<Context> = {
  async listAdminPublishableApiKeys({ query }, { db }) {
    return answerList("publishable_api_keys", query, publishable_key_list, (page) =>
      listPublishableKeys(db, query, page),
    )
  },

  async createAdminPublishableApiKey({ body, actor }, context) {
    return createPublishableKey(context, actor, body, (key) => ({ publishable_api_key: adminPublishableKey(key) }))
  },

  async getAdminPublishableApiKey({ path }, { db }) {
    const key = await findPublishableKey(db, path.id)
    if (!key) throw new ApiFailure("not_found")
    return { publishable_api_key: adminPublishableKey(key) }
  },

  async updateAdminPublishableApiKey({ path, body, actor }, context) {
    return { publishable_api_key: adminPublishableKey(await renamePublishableKey(context, actor, path.id, body)) }
  },

  async deleteAdminPublishableApiKey({ path, actor }, context) {
    await deletePublishableKey(context, actor, path.id)
    return { id: path.id, object: "publishable_api_key", deleted: true }
  },

  async revokeAdminPublishableApiKey({ path, actor }, context) {
    return { publishable_api_key: adminPublishableKey(await revokePublishableKey(context, actor, path.id)) }
  },

  async listAdminPublishableApiKeySalesChannels({ path, query }, { db }) {
    if (!(await findPublishableKey(db, path.id))) throw new ApiFailure("not_found")
    const filters = { q: query.q, publishable_key: path.id }
    return answerList("sales_channels", query, sales_channel_list, (page) => listSalesChannels(db, filters, page))
  },

  async addAdminPublishableApiKeySalesChannels({ path, body, actor }, context) {
    const key = await addSalesChannels(context, actor, path.id, idsOf(body))
    return { publishable_api_key: adminPublishableKey(key) }
  },

  async removeAdminPublishableApiKeySalesChannels({ path, body, actor }, context) {
    const key = await removeSalesChannels(context, actor, path.id, idsOf(body))
    return { publishable_api_key: adminPublishableKey(key) }
  },
}

const idsOf = ({ sales_channel_ids }: { sales_channel_ids: readonly { id: string }[] }) =>
  sales_channel_ids.map(({ id }) => id)
