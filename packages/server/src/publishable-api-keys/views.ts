import type { AdminPublishableApiKey } from "@covenant/contract/admin"
import { timestamp, timestampOrNull } from "../lib/timestamp.ts"
import type { Listing } from "../lib/answer-list.ts"
import type { PublishableKeyRow } from "./queries.ts"

/** A publishable key. Its id is its value: it is public, and shown. */
export const adminPublishableKey = (row: PublishableKeyRow): Required<AdminPublishableApiKey> => ({
  id: row.id,
  title: row.title,
  created_by: row.created_by,
  revoked_by: row.revoked_by,
  revoked_at: timestampOrNull(row.revoked_at),
  created_at: timestamp(row.created_at),
  updated_at: timestamp(row.updated_at),
})

/** How publishable keys are listed. */
export const publishable_key_list: Listing<PublishableKeyRow, Required<AdminPublishableApiKey>> = {
  fields: { properties: ["id", "title", "created_by", "revoked_by", "revoked_at", "created_at", "updated_at"] },
  orders: { id: "text", title: "text", revoked_at: "plain", created_at: "plain", updated_at: "plain" },
  view: adminPublishableKey,
}
