import type { UserActor } from "@covenant/contract"
import { ApiFailure } from "@covenant/contract"
import { disableIdentity, enableIdentity, findAccount } from "../auth/account-queries.ts"
import type { Context } from "../context.ts"
import { inAuditedTransaction } from "../lib/audited-transaction.ts"
import { endSecretKeysOf } from "../secret-api-keys/queries.ts"
import { removeApiToken } from "./api-token-queries.ts"
import { auditedStaff, ownAccount, requireAdministrator } from "./authority.ts"
import { lockAdministrators, lockUser } from "./queries.ts"

/**
 * Keeps a user from signing in: the sessions and the keys they made end, and the api token is taken away. Doing it again
 * changes nothing.
 *
 * Throws 400 for one's own account, 403 when the caller is no administrator, 404 when there is no such user.
 */
export function disableUser(context: Context, actor: UserActor, id: string): Promise<void> {
  const event = { event: "user_disabled", ...auditedStaff(actor), details: { user_id: id } }
  return inAuditedTransaction(context, event, async (trx, record) => {
    if (id === actor.user_id) throw ownAccount()
    // As when one is deleted: the caller stays.
    await lockAdministrators(trx)
    await requireAdministrator(trx, actor)
    const user = await lockUser(trx, id)
    const account = await findAccount(trx, "user", id)
    if (!user || !account) throw new ApiFailure("not_found")

    await removeApiToken(trx, id)
    const secret_key_ids = await endSecretKeysOf(trx, id, actor.user_id)
    if (await disableIdentity(trx, account.auth_identity_id)) {
      await record({ auth_identity_id: account.auth_identity_id, details: { secret_key_ids } })
    }
  })
}

/** Lets a user sign in again; what ended stays ended. Throws 403 and 404 as {@link disableUser}. */
export function enableUser(context: Context, actor: UserActor, id: string): Promise<void> {
  const event = { event: "user_enabled", ...auditedStaff(actor), details: { user_id: id } }
  return inAuditedTransaction(context, event, async (trx, record) => {
    await requireAdministrator(trx, actor)
    const account = await findAccount(trx, "user", id)
    if (!account) throw new ApiFailure("not_found")
    if (await enableIdentity(trx, account.auth_identity_id)) {
      await record({ auth_identity_id: account.auth_identity_id })
    }
  })
}
