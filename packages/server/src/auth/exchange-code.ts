import { timingSafeEqual } from "node:crypto"
import { ApiFailure } from "@covenant/contract"
import type { OauthExchange } from "@covenant/contract/store"
import type { Transaction } from "kysely"
import type { Context } from "../context.ts"
import type { Database } from "../db/generated/database.ts"
import { recordAudit } from "../lib/audit.ts"
import { isSecret } from "../lib/cookie.ts"
import { digestOf } from "../lib/encryption.ts"
import { inTransaction } from "../lib/retry.ts"
import { revokeSession } from "../sessions/queries.ts"
import type { SignedInSession } from "./deliver-sign-in.ts"
import { findSignedIn } from "./deliver-sign-in.ts"
import { consumeDeliveryCode, findUsedDeliveryCode } from "./oauth-queries.ts"

/**
 * Uses a delivered code up. Answers the session it stands for, read in the same transaction: read afterwards, it could
 * fail when the code is used up.
 *
 * A wrong verifier, another client and a second use end that session: somebody has the code who should not, and nobody
 * can tell who. So of any number of requests with one code one gets the tokens, and they are worth nothing if there was
 * another. Unknown, expired and used codes are the same 400.
 */
export async function exchangeCode(context: Context, given: OauthExchange): Promise<SignedInSession> {
  const { db, config, request } = context
  const code_hash = digestOf(given.code)
  const client_id = given.client_id ?? config.oauth_clients[0]?.id
  const signed_in = await inTransaction(db, async (trx) => {
    const code = isSecret(given.code) ? await consumeDeliveryCode(trx, code_hash) : undefined
    const used = code ? undefined : await findUsedDeliveryCode(trx, code_hash)
    const reason = !code
      ? used === undefined
        ? "unknown_or_expired"
        : "used_before"
      : code.client_id !== client_id
        ? "another_client"
        : proves(given.code_verifier, code.client_challenge)
          ? undefined
          : "wrong_verifier"
    const found = reason === undefined && code ? await liveSession(trx, code.session_id) : undefined
    const session = code?.session_id ?? used
    if (reason !== undefined && session !== undefined) await revokeSession(trx, session, "code_misused")
    const outcome = reason === undefined ? "success" : "failure"
    await recordAudit(trx, { event: "oauth_exchange", outcome, reason, realm: undefined, session_id: session }, request)
    return reason === undefined && code ? found : undefined
  })
  // Thrown out here, because a refusal changes something that has to stay.
  if (!signed_in) throw new ApiFailure("invalid_request", { message: "The code is not valid." })
  return signed_in
}

/** The session of the code; undefined when its owner has ended it meanwhile. */
async function liveSession(trx: Transaction<Database>, session_id: string): Promise<SignedInSession | undefined> {
  try {
    return await findSignedIn(trx, session_id)
  } catch (error) {
    if (error instanceof ApiFailure && error.code === "session_revoked") return undefined
    throw error
  }
}

/** RFC 7636, section 4.6. */
function proves(verifier: string, challenge: string): boolean {
  const [given, expected] = [Buffer.from(digestOf(verifier).toString("base64url")), Buffer.from(challenge)]
  return given.length === expected.length && timingSafeEqual(given, expected)
}
