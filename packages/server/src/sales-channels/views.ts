import type { AdminSalesChannel } from "@covenant/contract/admin"
import { timestamp, timestampOrNull } from "../lib/timestamp.ts"
import type { Listing } from "../lib/answer-list.ts"
import type { SalesChannelRow } from "./queries.ts"

/** A sales channel. */
export const adminSalesChannel = (row: SalesChannelRow): Required<AdminSalesChannel> => ({
  id: row.id,
  name: row.name,
  description: row.description,
  is_disabled: row.is_disabled,
  created_at: timestamp(row.created_at),
  updated_at: timestamp(row.updated_at),
  deleted_at: timestampOrNull(row.deleted_at),
})

/** How sales channels are listed, all of them or those of a key. */
export const sales_channel_list: Listing<SalesChannelRow, Required<AdminSalesChannel>> = {
  fields: { properties: ["id", "name", "description", "is_disabled", "created_at", "updated_at", "deleted_at"] },
  orders: { id: "text", name: "text", description: "text", created_at: "plain", updated_at: "plain" },
  view: adminSalesChannel,
}
