import type { Actor } from "@covenant/contract"
import { ApiFailure } from "@covenant/contract"
import type { Services } from "../context.ts"
import { digestOf } from "../lib/encryption.ts"
import { findSecretKeyHolder, noteKeyUsed } from "./queries.ts"

/** Whether a credential has the form of a secret key. Access tokens never do: they have dots. */
export const isSecretKey = (value: string): boolean => /^sk_[0-9a-f]{64}$/.test(value)

/**
 * The program that sent this secret.
 *
 * Read at every request, so a key is dead with the next one, on every instance, once it was revoked or deleted or is past
 * its end, or whoever made it was disabled or deleted. Throws 401 `token_invalid` whatever the reason.
 */
export async function proveSecretKey({ db, log }: Pick<Services, "db" | "log">, secret: string): Promise<Actor> {
  const holder = await findSecretKeyHolder(db, digestOf(secret))
  if (!holder) throw new ApiFailure("token_invalid")
  const { key_id, role, user_id, auth_identity_id: identity_id } = holder
  // Nobody waits for it, and a request does not fail for it.
  if (holder.used_long_ago) {
    noteKeyUsed(db, key_id).catch((error: unknown) => {
      log.warn({ err: error, key_id }, "the use of a secret key was not noted")
    })
  }
  return { type: "program", key_id, role, user_id, identity_id, credential: "secret_key" }
}
