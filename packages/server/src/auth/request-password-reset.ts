import { ApiFailure } from "@covenant/contract"
import type { Context } from "../context.ts"
import type { Realm } from "../lib/access-token.ts"
import { recordAudit } from "../lib/audit.ts"
import { newSecret } from "../lib/cookie.ts"
import { canonicalEmail } from "../lib/email.ts"
import { digestOf } from "../lib/encryption.ts"
import { newId } from "../lib/ids.ts"
import { enqueueIf } from "../lib/outbox.ts"
import { inTransaction } from "../lib/retry.ts"
import type { AccountToReset } from "./queries.ts"
import { countMails, findAccountToReset, lockIdentity, replaceOneTimeToken } from "./queries.ts"

export interface ResetRequest {
  realm: Realm
  /** As it was asked for; one we do not know has no accounts. */
  provider: string
  /** As it was typed. */
  identifier: string
  /** Handed on with the message. */
  metadata?: Readonly<Record<string, unknown>> | undefined
}

/**
 * Mails the owner of the account a link that sets a new password, or, where there is none, how they sign in. The link
 * replaces those before.
 *
 * What happened is not told, and cannot be timed: an account that is there, one that is not, one without a password, a
 * disabled one and one that was mailed too often all take the same statements, of which some write nothing. The mail goes out
 * later.
 *
 * An account that was mailed too often (budgets `reset_account` and `reset_account_pace`) gets no token either, so that the
 * link mailed last goes on working. What was mailed is counted where it is recorded, under the lock that a new token needs:
 * exactly, and an attempt that failed halfway does not count.
 *
 * Throws 400 for `metadata` over 4 KiB or 5 levels.
 */
export async function requestPasswordReset(context: Context, asked: ResetRequest): Promise<void> {
  const { db, vault, config, request } = context
  const { realm, provider, identifier, metadata } = asked
  const { reset_account: often, reset_account_pace: pace } = config.budgets
  checkMetadata(metadata)
  const entity_id = canonicalEmail(identifier) ?? nobody
  const account = await findAccountToReset(db, realm, provider, entity_id)
  const token = newSecret()
  const actor_type = realm === "admin" ? "user" : "customer"
  const with_password = account === undefined || account.has_password

  await inTransaction(db, async (trx) => {
    const auth_identity_id = account?.auth_identity_id ?? nobody
    await lockIdentity(trx, auth_identity_id)
    const window = { long: often.seconds, short: pace.seconds }
    const mailed = await countMails(trx, "password_reset_requested", auth_identity_id, window)
    const throttled = mailed.long >= often.points || mailed.short >= pace.points
    const refusal = refusalOf(account, realm) ?? (throttled ? "throttled" : undefined)
    const mails = refusal === undefined
    await replaceOneTimeToken(trx, {
      id: newId("ott"),
      purpose: "password_reset",
      token_hash: digestOf(token),
      provider_identity_id: mails && with_password ? (account?.provider_identity_id ?? nobody) : nobody,
      actor_type,
      ttl_seconds: config.reset_ttl_seconds,
    })
    await enqueueIf(
      trx,
      vault,
      mails,
      with_password
        ? {
            topic: "auth.password_reset",
            payload: { entity_id, actor_type, token, ...(metadata === undefined ? {} : { metadata }) },
          }
        : {
            topic: "auth.password_reset_without_password",
            payload: { entity_id, actor_type, providers: account.providers },
          },
    )
    await recordAudit(
      trx,
      {
        event: "password_reset_requested",
        outcome: mails ? "success" : "failure",
        reason: refusal ?? (with_password ? "mailed" : "no_password"),
        realm,
        actor_type,
        actor_id: account?.actor_id ?? undefined,
        auth_identity_id: account?.auth_identity_id,
      },
      request,
    )
  })
}

/** No account has this id or address: the statements run, and find nothing. */
const nobody = ""

/** Why nothing is mailed, for the record alone. */
function refusalOf(account: AccountToReset | undefined, realm: Realm): string | undefined {
  if (!account) return "unknown_address"
  if (account.deleted) return "deleted"
  if (account.disabled) return "disabled"
  return realm === "admin" && account.actor_id === null ? "no_user" : undefined
}

const most_metadata_bytes = 4096
const most_metadata_levels = 5

const fault = (code: string, message: string): ApiFailure =>
  new ApiFailure("invalid_request", { errors: [{ path: "metadata", code, message }] })

function checkMetadata(metadata: ResetRequest["metadata"]): void {
  if (metadata === undefined) return
  // The depth first: what is deep is also costly to write out.
  if (levelsOf(metadata) > most_metadata_levels) throw fault("too_deep", `Use at most ${most_metadata_levels} levels.`)
  if (Buffer.byteLength(JSON.stringify(metadata)) > most_metadata_bytes) throw fault("too_long", "Use at most 4 KiB.")
}

/** Objects and lists inside of one another. The parser allows 32 at most. */
const levelsOf = (value: unknown): number =>
  typeof value === "object" && value !== null ? 1 + Math.max(0, ...Object.values(value).map(levelsOf)) : 0
