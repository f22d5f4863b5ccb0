import type { AuthIdentity, AuthSessionUser, OauthUser } from "@covenant/contract/store"
import type { AccessClaims } from "../lib/access-token.ts"
import type { Listing } from "../lib/answer-list.ts"
import { timestamp, timestampOrNull } from "../lib/timestamp.ts"
import type { OauthUserRow, WayInRow } from "./oauth-queries.ts"

/** Who a session belongs to, as its tokens say it. */
export const authSessionUser = ({
  actor_id,
  actor_type,
  auth_identity_id,
  auth_provider,
  app_metadata,
  user_metadata,
  iat,
  exp,
}: AccessClaims): AuthSessionUser => ({
  actor_id,
  actor_type,
  auth_identity_id,
  auth_provider,
  app_metadata,
  user_metadata,
  iat,
  exp,
})

/** Who signed in at a provider. */
export const oauthUser = (row: OauthUserRow): OauthUser => ({
  _id: row.id,
  email: row.email,
  firstName: row.first_name,
  lastName: row.last_name,
  fullName: [row.first_name, row.last_name].filter(Boolean).join(" ") || null,
  avatar: row.picture,
  role: row.role,
  emailVerified: row.email_verified,
  phoneVerified: false,
  twoFactorEnabled: false,
  lastLogin: timestampOrNull(row.last_login_at),
  createdAt: timestamp(row.created_at),
  updatedAt: timestamp(row.updated_at),
  org: null,
})

/** One way into an account, as its owner sees it. */
export const authIdentity = (row: WayInRow): AuthIdentity => ({
  id: row.id,
  provider: row.provider,
  email: row.email,
  email_verified: row.email_verified,
  last_login_at: timestampOrNull(row.last_login_at),
  created_at: timestamp(row.created_at),
})

/** How the ways into an account are listed. */
export const way_in_list: Listing<WayInRow, ReturnType<typeof authIdentity>> = {
  fields: { properties: ["id", "provider", "email", "email_verified", "last_login_at", "created_at"] },
  orders: { provider: "text", created_at: "plain", last_login_at: "plain" },
  order: "created_at",
  view: authIdentity,
}
