import type { AdminSecretApiKey, UserRole } from "@covenant/contract/admin"
import type { Listing } from "../lib/answer-list.ts"
import { timestamp, timestampOrNull } from "../lib/timestamp.ts"
import type { SecretKeyRow } from "./queries.ts"

/** A secret key without its secret, of which there is only a hash. */
export const adminSecretKey = (row: SecretKeyRow): Required<AdminSecretApiKey> => ({
  id: row.id,
  title: row.title ?? "",
  redacted: row.redacted ?? "",
  role: row.role as UserRole, // the column's check lists the same names, and none is missing on this kind of key
  created_by: row.created_by ?? row.user_id,
  expires_at: timestampOrNull(row.expires_at),
  last_used_at: timestampOrNull(row.last_used_at),
  revoked_by: row.revoked_by,
  revoked_at: timestampOrNull(row.revoked_at),
  created_at: timestamp(row.created_at),
  updated_at: timestamp(row.updated_at),
})

/** How secret keys are listed. */
export const secret_key_list: Listing<SecretKeyRow, ReturnType<typeof adminSecretKey>> = {
  fields: {
    properties: [
      "id",
      "title",
      "redacted",
      "role",
      "created_by",
      "expires_at",
      "last_used_at",
      "revoked_by",
      "revoked_at",
      "created_at",
      "updated_at",
    ],
  },
  orders: {
    id: "text",
    title: "text",
    role: "text",
    expires_at: "plain",
    last_used_at: "plain",
    revoked_at: "plain",
    created_at: "plain",
    updated_at: "plain",
  },
  view: adminSecretKey,
}
