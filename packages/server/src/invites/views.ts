import type { AdminInvite, UserRole } from "@covenant/contract/admin"
import { objectOrNull } from "../lib/metadata.ts"
import type { Listing } from "../lib/answer-list.ts"
import { timestamp, timestampOrNull } from "../lib/timestamp.ts"
import type { InviteRow } from "./queries.ts"

/** An invite. The token is known in the request that made it and never again. */
export const adminInvite = (row: InviteRow, token = ""): Required<AdminInvite> => ({
  id: row.id,
  user_email: row.user_email,
  role: row.role as UserRole, // the column's check lists the same names
  accepted: row.accepted,
  token,
  expires_at: timestamp(row.expires_at),
  metadata: objectOrNull(row.metadata),
  created_at: timestamp(row.created_at),
  updated_at: timestamp(row.updated_at),
  deleted_at: timestampOrNull(row.deleted_at),
})

/** How invites are listed. */
export const invite_list: Listing<InviteRow, ReturnType<typeof adminInvite>> = {
  fields: {
    properties: [
      "id",
      "user_email",
      "role",
      "accepted",
      "token",
      "expires_at",
      "metadata",
      "created_at",
      "updated_at",
      "deleted_at",
    ],
  },
  orders: {
    id: "text",
    user_email: "text",
    role: "text",
    accepted: "plain",
    expires_at: "plain",
    created_at: "plain",
    updated_at: "plain",
  },
  view: (row) => adminInvite(row),
}
