import { ApiFailure } from "@covenant/contract"
import type { AdminAcceptInvite, UserRole } from "@covenant/contract/admin"
import type { Context } from "../context.ts"
import { inAuditedTransaction, Refused } from "../lib/audited-transaction.ts"
import { digestOf } from "../lib/encryption.ts"
import { newId } from "../lib/ids.ts"
import { canonicalPassword, passwordFaults } from "../lib/password-policy.ts"
import { addUser } from "../users/create-user.ts"
import { consumeInvite, findInviteByToken } from "./queries.ts"

/**
 * Joins the staff with the token of an invite, which says the address and the role.
 *
 * Throws 422 `weak_password` first, which leaves the token usable; then 400 for every token that cannot be used, be it
 * unknown, replaced, used up, expired or deleted, or its address a user's by now.
 */
export async function acceptInvite(
  context: Context,
  { token, user: given }: AdminAcceptInvite,
): Promise<{ success: true }> {
  const { db, config, passwords } = context
  const token_hash = digestOf(token)
  const password = canonicalPassword(given.password)
  const found = await findInviteByToken(db, token_hash)
  const policy = { min_length: config.admin_password_min_length, email: found?.user_email ?? "" }
  const faults = passwordFaults(password, policy)
  const errors = faults.map(({ code, message }) => ({ path: "user.password", code, message }))
  if (errors.length > 0) throw new ApiFailure("weak_password", { errors })

  const event = {
    event: "invite_accepted",
    realm: "admin",
    actor_type: "user",
    ...(found ? { details: { invite_id: found.id } } : {}),
  } as const
  // Only a token that may be good is worth a hash.
  const hash = found && !reasonAgainst(found) ? await passwords.hash(password) : undefined
  return inAuditedTransaction(context, event, async (trx, record) => {
    const invite = hash === undefined ? undefined : await consumeInvite(trx, token_hash)
    if (!invite || hash === undefined) {
      const now = await findInviteByToken(trx, token_hash)
      throw invalidInvite((now && reasonAgainst(now)) ?? "unknown_or_replaced")
    }
    const { user_email: email, role } = invite
    const { first_name, last_name } = given
    const user = { id: newId("usr"), email, role: role as UserRole, first_name, last_name } // the column's check lists the roles
    const added = await addUser(trx, user, { typed_email: email, hash })
    if (!added) throw invalidInvite("address_taken")
    const { auth_identity_id } = added
    await record({ auth_identity_id, details: { user_id: user.id, role } })
    return { success: true }
  })
}

const reasonAgainst = (invite: { accepted: boolean; deleted: boolean; expired: boolean }): string | undefined =>
  invite.accepted ? "used" : invite.deleted ? "deleted" : invite.expired ? "expired" : undefined

const invalidInvite = (reason: string) =>
  new Refused(reason, new ApiFailure("invalid_request", { message: "Invalid invite" }))
