import type { Context } from "../context.ts"
import { recordAudit } from "../lib/audit.ts"
import type { Realm } from "../lib/access-token.ts"
import { inTransaction } from "../lib/retry.ts"
import { revokeSession } from "./queries.ts"

export interface EndedSession {
  session_id: string
  auth_identity_id: string
  realm: Realm
}

/** Signs out: the session's cookie, access tokens and refresh tokens are dead for the next request on every instance. */
export function endSession({ db, request }: Context, session: EndedSession): Promise<void> {
  return inTransaction(db, async (trx) => {
    if (!(await revokeSession(trx, session.session_id, "signed_out"))) return
    await recordAudit(trx, { event: "sign_out", outcome: "success", ...session }, request)
  })
}
