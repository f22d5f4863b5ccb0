import type { AdminSalesChannel } from "@covenant/contract/admin"
import { timestamp, timestampOrNull } from "../lib/timestamp.ts"
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

/** What `fields` may name of a sales channel. */
export const sales_channel_fields = {
  properties: ["id", "name", "description", "is_disabled", "created_at", "updated_at", "deleted_at"],
} as const satisfies { properties: readonly (keyof AdminSalesChannel)[] }
