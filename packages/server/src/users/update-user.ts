import type { UserActor } from "@covenant/contract"
import { ApiFailure } from "@covenant/contract"
import type { AdminUpdateUser } from "@covenant/contract/admin"
import type { Context } from "../context.ts"
import { inAuditedTransaction, Refused } from "../lib/audited-transaction.ts"
import { digestOf } from "../lib/encryption.ts"
import { newId } from "../lib/ids.ts"
import { removeApiToken, setApiToken } from "./api-token-queries.ts"
import { auditedStaff, lastAdministrator, notAdministrator, roleOf } from "./authority.ts"
import type { UserRow } from "./queries.ts"
import { countOtherAdministrators, lockAdministrators, lockUser, updateUser } from "./queries.ts"

/**
 * Changes what is given of a user. Everybody changes their own names, metadata and api token; the rest is for
 * administrators.
 *
 * Throws 403, 404 when there is no such user, 400 when no administrator would be left, 422 when another user has the api
 * token.
 */
export function changeUser(
  context: Context,
  actor: UserActor,
  id: string,
  { api_token, ...details }: AdminUpdateUser,
): Promise<UserRow> {
  const event = { event: "user_updated", ...auditedStaff(actor), details: { user_id: id } }
  return inAuditedTransaction(context, event, async (trx, record) => {
    // Before anything else is locked, so that everybody locks in one order.
    if (details.role !== undefined) await lockAdministrators(trx)
    const user = await lockUser(trx, id)
    // Also for one's own account: who was disabled a moment ago sets no token to come back with.
    const caller = await roleOf(trx, actor)
    if (id !== actor.user_id && caller !== "admin") throw notAdministrator()
    if (!user || user.deleted_at !== null) throw new ApiFailure("not_found")
    if (details.role !== undefined && details.role !== user.role) {
      if (caller !== "admin") throw notAdministrator()
      if (user.role === "admin" && (await countOtherAdministrators(trx, id)) === 0) throw lastAdministrator()
    }

    const changed = await updateUser(trx, id, details)
    if (api_token === null) {
      if (await removeApiToken(trx, id)) await record({ event: "api_token_removed" })
    } else if (api_token !== undefined) {
      const token = { id: newId("key"), user_id: id, token_hash: digestOf(api_token), created_by: actor.user_id }
      if (!(await setApiToken(trx, token))) throw tokenTaken()
      await record({ event: "api_token_set" })
    }
    const names = Object.keys(details)
    if (names.length > 0) {
      const roles = changed.role === user.role ? undefined : { role_before: user.role, role: changed.role }
      await record({ details: { changed: names, ...roles } })
    }
    return changed
  })
}

const tokenTaken = () =>
  new Refused(
    "api_token_taken",
    new ApiFailure("invalid_request_error", {
      errors: [{ path: "api_token", code: "taken", message: "Choose another token." }],
    }),
  )
