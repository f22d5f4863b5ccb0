import type { Transaction } from "kysely"
import type { Context } from "../context.ts"
import type { Database } from "../db/generated/database.ts"
import { recordAudit } from "../lib/audit.ts"
import { newSecret } from "../lib/cookie.ts"
import { digestOf } from "../lib/encryption.ts"
import { newId } from "../lib/ids.ts"
import { enqueueIf } from "../lib/outbox.ts"
import { countMails, lockIdentity, replaceOneTimeToken } from "./queries.ts"

const actor_type = "customer"

/** Whom to mail about an address, and what. */
export interface VerificationMail {
  /** The identity whose mails are counted: it is mailed three times an hour at most. */
  auth_identity_id: string
  /** Canonical. Null where there is none, and then nothing is mailed. */
  email: string | null
  /** What the mailed link would prove; null for a mail that only says that somebody tried. */
  provider_identity_id: string | null
  /** Why nothing is mailed, for the record alone. */
  refusal?: string | undefined
}

/** No account has this id: the statements run, and find nothing. */
const nobody = ""

/**
 * Mails the link that proves an address, in place of the one before; or tells the owner of an account that somebody tried
 * to register its address; or mails nothing. All three take the same statements, of which some write nothing.
 *
 * Beyond the budgets `verification_account` and `verification_account_pace` nothing is mailed, and the link mailed last
 * goes on working.
 */
export async function mailVerification(
  trx: Transaction<Database>,
  { vault, config, request }: Context,
  { auth_identity_id, email, provider_identity_id, refusal }: VerificationMail,
): Promise<void> {
  const { verification_account: often, verification_account_pace: pace } = config.budgets
  await lockIdentity(trx, auth_identity_id)
  const window = { long: often.seconds, short: pace.seconds }
  const mailed = await countMails(trx, "verification_requested", auth_identity_id, window)
  const throttled = mailed.long >= often.points || mailed.short >= pace.points
  const reason = refusal ?? (email === null ? "no_address" : throttled ? "throttled" : undefined)
  const mails = reason === undefined
  const token = newSecret()
  await replaceOneTimeToken(trx, {
    id: newId("ott"),
    purpose: "email_verify",
    token_hash: digestOf(token),
    provider_identity_id: (mails ? provider_identity_id : null) ?? nobody,
    actor_type,
    ttl_seconds: config.verification_ttl_seconds,
  })
  const owner = { entity_id: email ?? "", actor_type } as const
  await enqueueIf(
    trx,
    vault,
    mails,
    provider_identity_id === null
      ? { topic: "auth.registration_tried", payload: owner }
      : { topic: "auth.email_verification", payload: { ...owner, token } },
  )
  await recordAudit(
    trx,
    {
      event: "verification_requested",
      outcome: mails ? "success" : "failure",
      reason: reason ?? (provider_identity_id === null ? "address_taken" : "mailed"),
      realm: "store",
      actor_type,
      auth_identity_id,
    },
    request,
  )
}
