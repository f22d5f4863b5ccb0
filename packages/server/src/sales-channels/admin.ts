import { ApiFailure } from "@covenant/contract"
import type { AdminSalesChannelsHandlers } from "@covenant/contract/admin"
import type { Context } from "../context.ts"
import { pick, readFields } from "../lib/fields.ts"
import { newId } from "../lib/ids.ts"
import { readOrder } from "../lib/list.ts"
import { inTransaction } from "../lib/retry.ts"
import { findSalesChannel, insertSalesChannel, listSalesChannels, sales_channel_orders } from "./queries.ts"
import { adminSalesChannel, sales_channel_fields } from "./views.ts"

export const salesChannels: AdminSalesChannelsHandlers<Context> = {
  async listAdminSalesChannels({ query }, { db }) {
    const { limit, offset, fields, order: asked, ...filters } = query
    const selection = readFields(fields, sales_channel_fields)
    const order = readOrder(asked, sales_channel_orders, "-created_at")
    const { rows, count } = await listSalesChannels(db, filters, { limit, offset, order })
    return { sales_channels: rows.map((row) => pick(adminSalesChannel(row), selection)), count, offset, limit }
  },

  createAdminSalesChannel({ body }, { db }) {
    return inTransaction(db, async (trx) => {
      const channel = await insertSalesChannel(trx, { id: newId("sc"), ...body })
      return { sales_channel: adminSalesChannel(channel) }
    })
  },

  async getAdminSalesChannel({ path }, { db }) {
    const channel = await findSalesChannel(db, path.id)
    if (!channel) throw new ApiFailure("not_found")
    return { sales_channel: adminSalesChannel(channel) }
  },
}
