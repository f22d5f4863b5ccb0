import { ApiFailure } from "@covenant/contract"
import { disableIdentity, enableIdentity, findAccount } from "../auth/account-queries.ts"
import type { Context } from "../context.ts"
import { inAuditedTransaction } from "../lib/audited-transaction.ts"
import type { StaffActor } from "../users/authority.ts"
import { auditedStaff, roleOf } from "../users/authority.ts"

/**
 * Keeps a customer from signing in, sessions included, or lets them sign in again; what ended stays ended. Doing it again
 * changes nothing. Throws 404 when there is no such customer, or it is a guest, who has no account.
 */
export function switchCustomerAccount(
  context: Context,
  actor: StaffActor,
  { id, disabled }: { id: string; disabled: boolean },
): Promise<void> {
  const event = disabled ? "customer_disabled" : "customer_enabled"
  const about = { ...auditedStaff(actor), details: { customer_id: id } }
  return inAuditedTransaction(context, { event, ...about }, async (trx, record) => {
    await roleOf(trx, actor)
    const account = await findAccount(trx, "customer", id)
    if (!account) throw new ApiFailure("not_found")
    const change = disabled ? disableIdentity : enableIdentity
    if (await change(trx, account.auth_identity_id)) await record({ auth_identity_id: account.auth_identity_id })
  })
}
