import { ApiFailure } from "@covenant/contract"
import type { Kysely } from "kysely"
import { uuidv7 } from "uuidv7"
import { isRetryable } from "../db/connection.ts"
import type { Database } from "../db/generated/database.ts"
import type { Realm } from "./access-token.ts"

/** Something with a meaning for security that happened or was refused. */
export interface AuditEvent {
  /** `sign_in`, `register`, … */
  event: string
  outcome: "success" | "failure"
  /** The precise reason of a refusal; the client got a coarse one. */
  reason?: string
  /** Undefined when nobody can tell any more. */
  realm: Realm | undefined
  actor_type?: "customer" | "user" | "program" | undefined
  actor_id?: string | undefined
  /** The account it is about, which is not the actor's when staff act on somebody. */
  auth_identity_id?: string | undefined
  session_id?: string | undefined
  /** Ids and names of what was changed. Never a secret, an address or anything else somebody typed. */
  details?: Readonly<Record<string, string | readonly string[] | undefined>> | undefined
}

/** Who asked, as far as it is known. */
export interface AuditedRequest {
  id: string
  ip: string | undefined
  user_agent: string | undefined
}

/**
 * Writes the event, in the transaction of the change it speaks of.
 *
 * Throws 503 when that fails: what cannot be recorded does not happen.
 */
export async function recordAudit(
  trx: Kysely<Database>,
  event: AuditEvent,
  request: AuditedRequest | undefined,
): Promise<void> {
  const record = trx.insertInto("audit_event").values({
    id: uuidv7(),
    event: event.event,
    outcome: event.outcome,
    reason: event.reason ?? null,
    realm: event.realm ?? null,
    actor_type: event.actor_type ?? null,
    actor_id: event.actor_id || null,
    auth_identity_id: event.auth_identity_id ?? null,
    session_id: event.session_id ?? null,
    request_id: request?.id ?? null,
    ip: request?.ip ?? null,
    user_agent: request?.user_agent ?? null,
    details: event.details ? JSON.stringify(event.details) : null,
  })
  await recorded(record.execute())
}

/** The outcome of a statement that writes a record. Throws 503 when it fails. */
export async function recorded<T>(statement: Promise<T>): Promise<T> {
  try {
    return await statement
  } catch (error) {
    if (isRetryable(error)) throw error
    throw Object.assign(new ApiFailure("temporarily_unavailable", { headers: { "retry-after": "1" } }), {
      cause: error,
    })
  }
}
