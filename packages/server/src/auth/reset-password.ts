import { ApiFailure } from "@covenant/contract"
import type { Transaction } from "kysely"
import type { Context } from "../context.ts"
import type { Database } from "../db/generated/database.ts"
import type { Realm } from "../lib/access-token.ts"
import { recordAudit } from "../lib/audit.ts"
import { inAuditedTransaction, Refused } from "../lib/audited-transaction.ts"
import { isSecret } from "../lib/cookie.ts"
import { canonicalEmail } from "../lib/email.ts"
import { digestOf } from "../lib/encryption.ts"
import { enqueue } from "../lib/outbox.ts"
import { canonicalPassword } from "../lib/password-policy.ts"
import { checkPassword } from "./password-rules.ts"
import type { OneTimeToken } from "./queries.ts"
import { endOneTimeTokens, findOneTimeToken, markProven, raiseEpoch, setPassword, useOneTimeToken } from "./queries.ts"

export interface PasswordReset {
  realm: Realm
  provider: string
  /** As it was sent; nothing is proven yet. */
  token: string
  password: string
  /** If given, it must be the address that the token was sent to. */
  email?: string | undefined
  /** What another address is answered with. */
  other_email: ApiFailure
}

const invalid = () => new ApiFailure("reset_token_invalid")

/**
 * Sets a new password with a mailed token. All sessions of the account end, its other mailed tokens die, and its address
 * counts as proven. Nobody is signed in by it. Answers what `answer` reads, in the same transaction, about the customer or
 * user the account is for (null while there is none): read afterwards, it could fail when the token is used up.
 *
 * The token is looked at first, so that a bad one costs no hash, and used up last, so that a password that is refused
 * leaves it usable. Of any number of uses at once one succeeds.
 *
 * Throws 401 `reset_token_invalid` whatever is wrong with the token, and 422 `weak_password`.
 */
export async function resetPassword<T>(
  context: Context,
  reset: PasswordReset,
  answer: (trx: Transaction<Database>, actor_id: string | null) => Promise<T>,
): Promise<T> {
  const { db, vault, passwords, request } = context
  const { realm, provider } = reset
  const actor_type = realm === "admin" ? "user" : "customer"
  const event = { event: "password_reset", realm, actor_type } as const
  const token_hash = digestOf(reset.token)
  const wanted = { purpose: "password_reset", realm, provider, token_hash } as const
  const token = isSecret(reset.token) ? await findOneTimeToken(db, wanted) : undefined
  const refusal = refusalOf(token)
  if (!token || refusal !== undefined) {
    const auth_identity_id = token?.auth_identity_id
    await recordAudit(db, { ...event, outcome: "failure", reason: refusal ?? "", auth_identity_id }, request)
    throw invalid()
  }
  const { auth_identity_id, provider_identity_id, entity_id, actor_id } = token
  if (reset.email !== undefined && canonicalEmail(reset.email) !== entity_id) throw reset.other_email

  const password = canonicalPassword(reset.password)
  checkPassword(context, realm, { password, email: entity_id })
  const hash = await passwords.hash(password)
  const known = { ...event, auth_identity_id, actor_id: actor_id ?? undefined }
  return inAuditedTransaction(context, known, async (trx, record) => {
    // First, because it locks the account: two uses of one token come one by one, and the second finds it used up.
    await raiseEpoch(trx, auth_identity_id)
    if (!(await useOneTimeToken(trx, token.id, token_hash))) throw new Refused("used", invalid())
    await setPassword(trx, provider_identity_id, hash)
    await endOneTimeTokens(trx, auth_identity_id)
    await markProven(trx, { realm, email: entity_id, auth_identity_id, provider_identity_id, provider })
    await enqueue(trx, vault, { topic: "auth.password_changed", payload: { entity_id, actor_type } })
    await record()
    return answer(trx, actor_id)
  })
}

/** Why the token is no good, for the record alone. */
export function refusalOf(token: OneTimeToken | undefined): string | undefined {
  if (!token) return "unknown_token"
  if (token.used) return "used"
  if (token.expired) return "expired"
  if (token.moved) return "moved"
  if (token.deleted) return "deleted"
  return token.disabled ? "disabled" : undefined
}
