import type { AdminUser, UserRole } from "@covenant/contract/admin"
import { objectOrNull } from "../lib/metadata.ts"
import type { Listing } from "../lib/answer-list.ts"
import { timestamp, timestampOrNull } from "../lib/timestamp.ts"
import type { UserRow } from "./queries.ts"

/** A member of staff. The api token is never shown, so it is null. */
export const adminUser = (row: UserRow): Required<AdminUser> => ({
  id: row.id,
  email: row.email,
  first_name: row.first_name,
  last_name: row.last_name,
  role: row.role as UserRole, // the column's check lists the same names
  api_token: null,
  metadata: objectOrNull(row.metadata),
  created_at: timestamp(row.created_at),
  updated_at: timestamp(row.updated_at),
  deleted_at: timestampOrNull(row.deleted_at),
})

/** How the staff are listed. */
export const user_list: Listing<UserRow, ReturnType<typeof adminUser>> = {
  fields: {
    properties: [
      "id",
      "email",
      "first_name",
      "last_name",
      "role",
      "api_token",
      "metadata",
      "created_at",
      "updated_at",
      "deleted_at",
    ],
  },
  orders: {
    id: "text",
    email: "text",
    first_name: "text",
    last_name: "text",
    role: "text",
    created_at: "plain",
    updated_at: "plain",
  },
  view: adminUser,
}
