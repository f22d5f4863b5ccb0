import { ApiFailure } from "@covenant/contract"
import type { AdminSalesChannelsHandlers } from "@covenant/contract/admin"
import type { Context } from "../context.ts"
import { answerList } from "../lib/answer-list.ts"
import { newId } from "../lib/ids.ts"
import { inTransaction } from "../lib/retry.ts"
import { findSalesChannel, insertSalesChannel, listSalesChannels } from "./queries.ts"
import { adminSalesChannel, sales_channel_list } from "./views.ts"

export const salesChannels: AdminSalesChannelsHandlers<Context> = {
  async listAdminSalesChannels({ query }, { db }) {
    return answerList("sales_channels", query, sales_channel_list, (page) => listSalesChannels(db, query, page))
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
