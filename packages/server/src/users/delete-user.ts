import type { UserActor } from "@covenant/contract"
import { ApiFailure } from "@covenant/contract"
import { deleteIdentity, findAccount } from "../auth/account-queries.ts"
import type { Context } from "../context.ts"
import { inAuditedTransaction } from "../lib/audited-transaction.ts"
import { endSecretKeysOf } from "../secret-api-keys/queries.ts"
import { removeApiToken } from "./api-token-queries.ts"
import { auditedStaff, ownAccount, requireAdministrator } from "./authority.ts"
import { lockAdministrators, lockUser, markUserDeleted } from "./queries.ts"

/**
 * Removes a user, with the identity, the sessions, the api token and the keys they made; doing it again changes nothing.
 *
 * Throws 400 for one's own account, 403 when the caller is no administrator, 404 when there never was such a user.
 */
export function deleteUser(context: Context, actor: UserActor, id: string): Promise<void> {
  const event = { event: "user_deleted", ...auditedStaff(actor), details: { user_id: id } }
  return inAuditedTransaction(context, event, async (trx, record) => {
    if (id === actor.user_id) throw ownAccount()
    // The caller stays, so an administrator is left: of two who delete each other the second finds itself gone here.
    await lockAdministrators(trx)
    await requireAdministrator(trx, actor)
    const user = await lockUser(trx, id)
    if (!user) throw new ApiFailure("not_found")
    if (user.deleted_at !== null) return

    const account = await findAccount(trx, "user", id)
    if (account) await deleteIdentity(trx, account.auth_identity_id)
    await removeApiToken(trx, id)
    const secret_key_ids = await endSecretKeysOf(trx, id, actor.user_id)
    await markUserDeleted(trx, id)
    await record({ auth_identity_id: account?.auth_identity_id, details: { secret_key_ids } })
  })
}
