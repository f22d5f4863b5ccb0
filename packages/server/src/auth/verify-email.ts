import { ApiFailure } from "@covenant/contract"
import type { Context } from "../context.ts"
import { recordAudit } from "../lib/audit.ts"
import { inAuditedTransaction, Refused } from "../lib/audited-transaction.ts"
import { isSecret } from "../lib/cookie.ts"
import { digestOf } from "../lib/encryption.ts"
import { inTransaction } from "../lib/retry.ts"
import { mailVerification } from "./mail-verification.ts"
import { findAddressToProve, findOneTimeToken, markProven, useOneTimeToken } from "./queries.ts"
import { refusalOf } from "./reset-password.ts"

const realm = "store"

/** Throws 404 unless addresses are verified here. */
export function checkVerificationOn({ config }: Pick<Context, "config">): void {
  if (!config.email_verification) throw new ApiFailure("not_found")
}

/** Mails the identity a link that proves its address. Whether it did is not told, and cannot be timed. */
export async function requestVerification(context: Context, auth_identity_id: string): Promise<void> {
  const found = await findAddressToProve(context.db, auth_identity_id)
  await inTransaction(context.db, (trx) =>
    mailVerification(trx, context, {
      auth_identity_id,
      email: found?.email ?? null,
      provider_identity_id: found?.provider_identity_id ?? null,
      refusal: found?.proven ? "proven" : undefined,
    }),
  )
}

const invalid = () => new ApiFailure("verification_token_invalid")

/**
 * Proves the address that the token was mailed to, for the identity it was mailed for, if that still has the address. Of any
 * number of uses at once one succeeds, and of any number of identities with one address. Sessions stay as they are.
 *
 * Throws 401 `verification_token_invalid` whatever is wrong.
 */
export async function confirmVerification(context: Context, secret: string): Promise<{ success: true }> {
  const { db, request } = context
  const event = { event: "email_verified", realm, actor_type: "customer" } as const
  const token_hash = digestOf(secret)
  const token = isSecret(secret)
    ? await findOneTimeToken(db, { purpose: "email_verify", realm, token_hash })
    : undefined
  const refusal = refusalOf(token)
  if (!token || refusal !== undefined) {
    const auth_identity_id = token?.auth_identity_id
    await recordAudit(db, { ...event, outcome: "failure", reason: refusal ?? "", auth_identity_id }, request)
    throw invalid()
  }
  const { auth_identity_id, provider_identity_id, provider, entity_id: email, actor_id } = token
  const known = { ...event, auth_identity_id, actor_id: actor_id ?? undefined }
  return inAuditedTransaction(context, known, async (trx, record) => {
    if (!(await useOneTimeToken(trx, token.id, token_hash))) throw new Refused("used", invalid())
    if (!(await markProven(trx, { realm, email, auth_identity_id, provider_identity_id, provider }))) {
      throw new Refused("proven_by_another", invalid())
    }
    await record()
    return { success: true }
  })
}
