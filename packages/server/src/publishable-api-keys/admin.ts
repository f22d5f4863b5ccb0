import { ApiFailure } from "@covenant/contract"
import type { AdminPublishableApiKeysHandlers } from "@covenant/contract/admin"
import type { Context } from "../context.ts"
import { pick, readFields } from "../lib/fields.ts"
import { readOrder } from "../lib/list.ts"
import { listSalesChannels, sales_channel_orders } from "../sales-channels/queries.ts"
import { adminSalesChannel, sales_channel_fields } from "../sales-channels/views.ts"
import {
  addSalesChannels,
  createPublishableKey,
  deletePublishableKey,
  removeSalesChannels,
  renamePublishableKey,
  revokePublishableKey,
} from "./manage-publishable-key.ts"
import { findPublishableKey, listPublishableKeys, publishable_key_orders } from "./queries.ts"
import { adminPublishableKey, publishable_key_fields } from "./views.ts"

export const publishableApiKeys: AdminPublishableApiKeysHandlers<Context> = {
  async listAdminPublishableApiKeys({ query }, { db }) {
    const { limit, offset, q } = query
    const selection = readFields(query.fields, publishable_key_fields)
    const order = readOrder(query.order, publishable_key_orders, "-created_at")
    const { rows, count } = await listPublishableKeys(db, { q }, { limit, offset, order })
    return { publishable_api_keys: rows.map((row) => pick(adminPublishableKey(row), selection)), count, offset, limit }
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
    const { limit, offset, q } = query
    const selection = readFields(query.fields, sales_channel_fields)
    const order = readOrder(query.order, sales_channel_orders, "-created_at")
    if (!(await findPublishableKey(db, path.id))) throw new ApiFailure("not_found")
    const filters = { q, publishable_key: path.id }
    const { rows, count } = await listSalesChannels(db, filters, { limit, offset, order })
    return { sales_channels: rows.map((row) => pick(adminSalesChannel(row), selection)), count, offset, limit }
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
