import { ApiFailure } from "@covenant/contract"
import type { Context } from "../context.ts"
import type { Realm } from "../lib/access-token.ts"
import { recordAudit } from "../lib/audit.ts"
import { inAuditedTransaction, Refused } from "../lib/audited-transaction.ts"
import { enqueue } from "../lib/outbox.ts"
import { canonicalPassword } from "../lib/password-policy.ts"
import { moveToEpoch } from "../sessions/queries.ts"
import { limitedProof } from "./limit-sign-in.ts"
import { checkPassword } from "./password-rules.ts"
import { endOneTimeTokens, findPasswordOfIdentity, raiseEpoch, setPassword } from "./queries.ts"

export interface PasswordChange {
  realm: Realm
  auth_identity_id: string
  /** The customer or user who asks. */
  actor_id: string
  /** The session that asks, which goes on; an api token has none. */
  session_id: string | undefined
  current_password: string
  password: string
}

const wrong = () => new ApiFailure("invalid_credentials")

/**
 * Replaces a password by another, for whoever knows it. All other sessions end, and mailed tokens die.
 *
 * The epoch that was read with the old password decides: if anything has changed the ways into the account since, this
 * request proved a password that is none any more. Throws 401 `invalid_credentials`, 422 `weak_password`, and 401
 * `session_revoked` when the session that asks was ended meanwhile. 429 after too many wrong passwords.
 */
export async function changePassword(context: Context, change: PasswordChange): Promise<{ success: true }> {
  const { db, vault, passwords, log, request } = context
  const { realm, auth_identity_id, actor_id, session_id } = change
  const actor_type = realm === "admin" ? "user" : "customer"
  const event = { event: "password_change", realm, actor_type, actor_id, auth_identity_id, session_id } as const

  const { provider_identity_id, entity_id, session_epoch } = await limitedProof(context, change, async () => {
    const account = await findPasswordOfIdentity(db, auth_identity_id)
    const verdict = await passwords.verify(account?.hash ?? undefined, canonicalPassword(change.current_password))
    if (verdict.unreadable) log.error({ auth_identity_id }, "a stored password hash cannot be read")
    if (account && verdict.matches) return account
    const reason = account?.hash ? "wrong_password" : "no_password"
    await recordAudit(db, { ...event, outcome: "failure", reason }, request)
    throw wrong()
  })
  const password = canonicalPassword(change.password)
  checkPassword(context, realm, { password, email: entity_id })
  const hash = await passwords.hash(password)
  return inAuditedTransaction(context, event, async (trx, record) => {
    const epoch = await raiseEpoch(trx, auth_identity_id, session_epoch)
    if (epoch === undefined) throw new Refused("changed_meanwhile", wrong())
    if (session_id !== undefined && !(await moveToEpoch(trx, session_id, epoch))) {
      throw new Refused("session_ended_meanwhile", new ApiFailure("session_revoked"))
    }
    await setPassword(trx, provider_identity_id, hash)
    await endOneTimeTokens(trx, auth_identity_id)
    await enqueue(trx, vault, { topic: "auth.password_changed", payload: { entity_id, actor_type } })
    await record()
    return { success: true }
  })
}
