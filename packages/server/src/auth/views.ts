import type { AuthSessionUser } from "@covenant/contract/store"
import type { AccessClaims } from "../lib/access-token.ts"

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
