import type { AdminPublishableApiKey } from "@covenant/contract/admin"
import { timestamp, timestampOrNull } from "../lib/timestamp.ts"
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

/** What `fields` may name of a publishable key. */
export const publishable_key_fields = {
  properties: ["id", "title", "created_by", "revoked_by", "revoked_at", "created_at", "updated_at"],
} as const satisfies { properties: readonly (keyof AdminPublishableApiKey)[] }
