import type { Actor } from "@covenant/contract"
import { ApiFailure } from "@covenant/contract"
import type { Services } from "../context.ts"
import { digestOf } from "../lib/encryption.ts"
import { findApiTokenHolder, noteKeyUsed } from "../secret-api-keys/queries.ts"

/** What the contract lets be an api token. Anything else is refused without a look into the database. */
const api_token = /^[!-~]{32,512}$/

/**
 * The member of staff a program acts as, by the value of `x-medusa-access-token`.
 *
 * Read at every request, so the token is dead with the next one once it is taken away, or its user is disabled or deleted.
 * Throws 401 `token_invalid` whatever the reason.
 */
export async function proveApiToken({ db }: Pick<Services, "db">, token: string): Promise<Actor> {
  const holder = api_token.test(token) ? await findApiTokenHolder(db, digestOf(token)) : undefined
  if (!holder) throw new ApiFailure("token_invalid")
  if (holder.used_long_ago) await noteKeyUsed(db, holder.key_id)
  return { type: "user", user_id: holder.user_id, identity_id: holder.auth_identity_id, credential: "api_token" }
}
