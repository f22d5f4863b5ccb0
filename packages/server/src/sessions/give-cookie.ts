import { ApiFailure } from "@covenant/contract"
import type { Context } from "../context.ts"
import { recordAudit } from "../lib/audit.ts"
import { areCookiesSecure, newSecret, presentedSecrets, sessionCookie, sessionCookieName } from "../lib/cookie.ts"
import { digestOf } from "../lib/encryption.ts"
import { inTransaction } from "../lib/retry.ts"
import { lifetimesOf } from "./lifetimes.ts"
import type { SessionForTokens } from "./queries.ts"
import { findSessionForTokens, revokeByCookie, setCookieHash } from "./queries.ts"

/**
 * Puts a session into a cookie: always a new one, which replaces the session's former. A cookie that came along is never
 * taken over; when it belongs to another session, that session ends (RFC 6265bis, section 8.4: fixation).
 *
 * Answers the session and the `Set-Cookie` header. Throws 401 `session_revoked`.
 */
export async function giveCookie(
  context: Context,
  session_id: string,
): Promise<{ session: SessionForTokens; set_cookie: string }> {
  const { db, config, request } = context
  const session = await findSessionForTokens(db, session_id)
  if (!session?.live) throw new ApiFailure("session_revoked")
  const { realm, auth_identity_id } = session
  const secure = areCookiesSecure(config)
  const secret = newSecret()
  const presented = presentedSecrets(request.cookie, sessionCookieName(realm, secure)).map(digestOf)
  await inTransaction(db, async (trx) => {
    if (!(await setCookieHash(trx, session_id, digestOf(secret)))) throw new ApiFailure("session_revoked")
    await recordAudit(trx, { event: "cookie_given", outcome: "success", realm, auth_identity_id, session_id }, request)
    for (const ended of await revokeByCookie(trx, realm, presented, session_id)) {
      const { id, auth_identity_id: identity } = ended
      await recordAudit(
        trx,
        {
          event: "sign_out",
          outcome: "success",
          reason: "replaced",
          realm,
          auth_identity_id: identity,
          session_id: id,
        },
        request,
      )
    }
  })
  const { idle_seconds } = lifetimesOf(config, realm, session.actor_id === null ? "registration" : "full")
  return { session, set_cookie: sessionCookie(realm, secret, idle_seconds, secure) }
}
