import type { Kysely } from "kysely"
import type { Database } from "../db/generated/database.ts"
import type { Realm } from "./access-token.ts"
import { recordAudit, type AuditedRequest } from "./audit.ts"
import { rateLimited, type Limits } from "./rate-limit.ts"

interface Limited {
  db: Kysely<Database>
  limits: Limits
  request: AuditedRequest & { ip_bucket: string }
}

/** What is counted per IP, and how a record calls it. */
const events = {
  register_ip: "register",
  refresh_ip: "refresh",
  reset_ip: "password_reset_requested",
  use_reset_ip: "password_reset",
  verification_ip: "verification_requested",
  use_verification_ip: "email_verified",
  accept_invite_ip: "invite_accepted",
  oauth_start_ip: "oauth_start",
  oauth_callback_ip: "oauth_sign_in",
  oauth_exchange_ip: "oauth_exchange",
} as const satisfies Partial<Record<keyof Limits, string>>

/**
 * Counts the request against its IP. Throws 429 `rate_limited` when there were too many.
 *
 * The first refusal of a window is recorded; one record for each would let an attacker write as fast as they ask.
 */
export async function limitIp(
  { db, limits, request }: Limited,
  realm: Realm,
  name: keyof typeof events,
): Promise<void> {
  const taken = await limits[name].take(request.ip_bucket)
  if (taken.ok) return
  if (taken.is_first)
    await recordAudit(db, { event: events[name], outcome: "failure", reason: `limit_${name}`, realm }, request)
  throw rateLimited(taken.retry_after_seconds)
}
