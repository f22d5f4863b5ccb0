import { randomBytes } from "node:crypto"
import type { UserActor } from "@covenant/contract"
import { ApiFailure } from "@covenant/contract"
import type { AdminCreateSecretApiKey } from "@covenant/contract/admin"
import type { Transaction } from "kysely"
import type { Context } from "../context.ts"
import type { Database } from "../db/generated/database.ts"
import { inAuditedTransaction } from "../lib/audited-transaction.ts"
import { digestOf } from "../lib/encryption.ts"
import { newId } from "../lib/ids.ts"
import { auditedStaff, requireAdministrator, requireRecentSignIn } from "../users/authority.ts"
import { lockUser } from "../users/queries.ts"
import type { SecretKeyRow } from "./queries.ts"
import { endSecretKey, insertSecretKey, liesAhead, lockSecretKey } from "./queries.ts"

/** A key with its secret, which no column holds; a kept answer has it, sealed, for a day. */
export interface NewKey {
  key: SecretKeyRow
  token: string
}

/**
 * Makes a key for a program. Answers what `answer` makes of it, in the same transaction.
 *
 * Throws 403 when the caller is no administrator or signed in more than an hour ago, and 400 naming `expires_at` when that
 * is no time to come.
 */
export function createSecretKey<T>(
  context: Context,
  actor: UserActor,
  { title, role = "member", expires_at = null }: AdminCreateSecretApiKey,
  answer: (created: NewKey) => T,
): Promise<T> {
  const id = newId("apk")
  const token = `sk_${randomBytes(32).toString("hex")}`
  const event = { event: "secret_key_created", ...auditedStaff(actor), details: { secret_key_id: id, role } }
  return inAuditedTransaction(context, event, async (trx, record) => {
    // Whoever disables or deletes the caller locks them, too: no key is made for somebody whose keys were just ended.
    await lockUser(trx, actor.user_id)
    await requireAdministrator(trx, actor)
    await requireRecentSignIn(trx, actor)
    if (expires_at !== null && !(await liesAhead(trx, expires_at))) throw inThePast()
    const key = await insertSecretKey(trx, {
      id,
      title,
      role,
      expires_at,
      token_hash: digestOf(token),
      redacted: `${token.slice(0, 6)}***${token.slice(-3)}`,
      created_by: actor.user_id,
    })
    await record()
    return answer({ key, token })
  })
}

/** Ends a key for good; doing it again changes nothing. Throws 403 for others than administrators, 404. */
export function revokeSecretKey(context: Context, actor: UserActor, id: string): Promise<SecretKeyRow> {
  const event = { event: "secret_key_revoked", ...auditedStaff(actor), details: { secret_key_id: id } }
  return inAuditedTransaction(context, event, async (trx, record) => {
    const key = await keyForAdministrator(trx, actor, id)
    if (key.deleted_at !== null) throw new ApiFailure("not_found")
    if (key.revoked_at !== null) return key
    const revoked = await endSecretKey(trx, id, { by: actor.user_id, deleted: false })
    await record()
    return revoked
  })
}

/** Takes a key away; doing it again changes nothing. Throws 403 for others than administrators, 404 when there never was one. */
export function deleteSecretKey(context: Context, actor: UserActor, id: string): Promise<void> {
  const event = { event: "secret_key_deleted", ...auditedStaff(actor), details: { secret_key_id: id } }
  return inAuditedTransaction(context, event, async (trx, record) => {
    const key = await keyForAdministrator(trx, actor, id)
    if (key.deleted_at !== null) return
    await endSecretKey(trx, id, { by: actor.user_id, deleted: true })
    await record()
  })
}

async function keyForAdministrator(trx: Transaction<Database>, actor: UserActor, id: string): Promise<SecretKeyRow> {
  const key = await lockSecretKey(trx, id)
  await requireAdministrator(trx, actor)
  if (!key) throw new ApiFailure("not_found")
  return key
}

const inThePast = () =>
  new ApiFailure("invalid_request", {
    errors: [{ path: "expires_at", code: "in_the_past", message: "Give a time to come, or null." }],
  })
