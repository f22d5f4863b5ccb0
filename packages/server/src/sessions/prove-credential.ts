import type { Actor } from "@covenant/contract"
import { ApiFailure } from "@covenant/contract"
import type { Services } from "../context.ts"
import type { Realm } from "../lib/access-token.ts"
import { isSecret } from "../lib/cookie.ts"
import { digestOf } from "../lib/encryption.ts"
import { lifetimesOf, longestLives } from "./lifetimes.ts"
import type { SessionState } from "./queries.ts"
import { findSession, findSessionByCookie, revokeSession } from "./queries.ts"
import { noteSeen } from "./renewal-queries.ts"

/**
 * Who holds this access token.
 *
 * Its signature may be remembered; its session never is, so an end on any instance holds here at the next request.
 * Throws 401 `token_invalid`, `token_expired` or `session_revoked`.
 */
export async function proveAccessToken(services: Services, token: string): Promise<Actor> {
  const { config, clock, keys, tokens, db } = services
  const claims = await tokens.verify(token, {
    findKey: keys.find,
    issuer: config.public_base_url,
    now: clock.now(),
    longest_life: longestLives(config),
  })
  const session = await judge(services, await findSession(db, claims.sid))
  if (session.realm !== claims.aud || session.auth_identity_id !== claims.sub) throw new ApiFailure("token_invalid")
  // A registration token goes on being one, whatever has become of its session: only a refresh makes it more.
  if (claims.scope === "registration") return actorOf(session, "bearer", null)
  if (session.actor_id === null || session.actor_id !== claims.actor_id) throw new ApiFailure("token_invalid")
  return actorOf(session, "bearer", session.actor_id)
}

/** Who holds this cookie of a realm. Throws 401 `token_invalid` or `session_revoked`. */
export async function proveCookie(services: Services, realm: Realm, secret: string): Promise<Actor> {
  if (!isSecret(secret)) throw new ApiFailure("token_invalid")
  const session = await judge(services, await findSessionByCookie(services.db, digestOf(secret)))
  if (session.realm !== realm) throw new ApiFailure("token_invalid")
  return actorOf(session, "cookie", session.actor_id)
}

async function judge(services: Services, session: SessionState | undefined): Promise<SessionState> {
  const { db, config } = services
  if (!session?.live) {
    // Whoever it was for may come back under the same id; this session must not.
    if (session?.orphaned) await revokeSession(db, session.id, "actor_gone")
    throw new ApiFailure("session_revoked")
  }
  if (session.seen_long_ago) {
    const { idle_seconds } = lifetimesOf(config, session.realm, session.actor_id === null ? "registration" : "full")
    await noteSeen(db, session.id, idle_seconds)
  }
  return session
}

function actorOf(session: SessionState, credential: "bearer" | "cookie", actor_id: string | null): Actor {
  const signedIn = {
    session_id: session.id,
    identity_id: session.auth_identity_id,
    provider: session.auth_provider,
    credential,
  }
  if (actor_id === null) return { type: "identity", ...signedIn }
  return session.actor_type === "customer"
    ? { type: "customer", customer_id: actor_id, ...signedIn }
    : { type: "user", user_id: actor_id, ...signedIn }
}
