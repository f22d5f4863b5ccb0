import type { UserActor } from "@covenant/contract"
import { ApiFailure } from "@covenant/contract"
import type { UserRole } from "@covenant/contract/admin"
import type { Transaction } from "kysely"
import type { Context } from "../context.ts"
import type { Database } from "../db/generated/database.ts"
import { inAuditedTransaction, Refused } from "../lib/audited-transaction.ts"
import { newSecret } from "../lib/cookie.ts"
import { canonicalEmail } from "../lib/email.ts"
import { digestOf } from "../lib/encryption.ts"
import { newId } from "../lib/ids.ts"
import { enqueue } from "../lib/outbox.ts"
import { auditedStaff, notAdministrator, roleOf } from "../users/authority.ts"
import { findUserByEmail } from "../users/queries.ts"
import type { InviteRow } from "./queries.ts"
import { lockInvite, markInviteDeleted, replaceToken, upsertInvite } from "./queries.ts"

/** An invite with the token that accepts it, which is stored nowhere. */
export interface SentInvite {
  invite: InviteRow
  token: string
}

/**
 * Invites somebody to join the staff and mails them the token. Who is invited already gets the new role and a new token.
 * Answers what `answer` makes of the invite, in the same transaction.
 *
 * Throws 400 naming `user` for an address that is none or has a user, and 403 when what concerns an invite to be an
 * administrator is done by somebody who is none.
 */
export function inviteUser<T>(
  context: Context,
  actor: UserActor,
  { user: typed, role }: { user: string; role: UserRole },
  answer: (sent: SentInvite) => T,
): Promise<T> {
  const { config } = context
  const user_email = canonicalEmail(typed)
  if (user_email === undefined) throw userFault("invalid_email", "This is not an e-mail address we can use.")
  const event = { event: "invite_created", ...auditedStaff(actor), details: { role } }
  return inAuditedTransaction(context, event, async (trx, record) => {
    const over_administrators = (await roleOf(trx, actor)) === "admin"
    if (role === "admin" && !over_administrators) throw notAdministrator()
    if (await findUserByEmail(trx, user_email)) {
      throw new Refused("address_taken", userFault("taken", "A user already has this address."))
    }
    const token = newSecret()
    const invite = await upsertInvite(trx, {
      id: newId("invite"),
      user_email,
      role,
      token_hash: digestOf(token),
      ttl_seconds: config.invite_ttl_seconds,
      created_by: actor.user_id,
      over_administrators,
    })
    if (!invite) throw notAdministrator()
    await mail(context, trx, { invite, token })
    await record({ details: { invite_id: invite.id } })
    return answer({ invite, token })
  })
}

/**
 * Mails a pending invite again, with a new token and a new week; the old token stops working.
 *
 * Throws 404 when there is no such invite, 403 when it is to be an administrator and the caller is none, 400 when the person
 * has joined.
 */
export function resendInvite<T>(
  context: Context,
  actor: UserActor,
  id: string,
  answer: (sent: SentInvite) => T,
): Promise<T> {
  const event = { event: "invite_resent", ...auditedStaff(actor), details: { invite_id: id } }
  return inAuditedTransaction(context, event, async (trx, record) => {
    const pending = await lockInvite(trx, id)
    const role = await roleOf(trx, actor)
    if (!pending || pending.deleted_at !== null) throw new ApiFailure("not_found")
    if (pending.role === "admin" && role !== "admin") throw notAdministrator()
    if (pending.accepted) {
      throw new ApiFailure("invalid_request", { type: "not_allowed", message: "The invite was accepted." })
    }
    const token = newSecret()
    const ttl_seconds = context.config.invite_ttl_seconds
    const invite = await replaceToken(trx, id, { token_hash: digestOf(token), ttl_seconds })
    await mail(context, trx, { invite, token })
    await record()
    return answer({ invite, token })
  })
}

/** Takes an invite back, so that its token stops working; doing it again changes nothing. Throws 404 when there never was one. */
export function deleteInvite(context: Context, actor: UserActor, id: string): Promise<void> {
  const event = { event: "invite_deleted", ...auditedStaff(actor), details: { invite_id: id } }
  return inAuditedTransaction(context, event, async (trx, record) => {
    const invite = await lockInvite(trx, id)
    await roleOf(trx, actor)
    if (!invite) throw new ApiFailure("not_found")
    if (await markInviteDeleted(trx, id)) await record()
  })
}

const mail = ({ vault }: Context, trx: Transaction<Database>, { invite, token }: SentInvite): Promise<void> =>
  enqueue(trx, vault, { topic: "invite.created", payload: { user_email: invite.user_email, token } })

const userFault = (code: string, message: string) =>
  new ApiFailure("invalid_request", { errors: [{ path: "user", code, message }] })
