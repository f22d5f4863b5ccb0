import { ApiFailure } from "@covenant/contract"
import type { OauthSignedIn } from "@covenant/contract/store"
import type { Kysely } from "kysely"
import type { Context } from "../context.ts"
import type { Database } from "../db/generated/database.ts"
import type { Realm } from "../lib/access-token.ts"
import { areCookiesSecure, sessionCookie } from "../lib/cookie.ts"
import { redirectTo } from "../lib/redirect.ts"
import type { IssuedToken } from "../sessions/issue-access-token.ts"
import { issueAccessToken } from "../sessions/issue-access-token.ts"
import { lifetimesOf } from "../sessions/lifetimes.ts"
import type { SessionForTokens } from "../sessions/queries.ts"
import { findSessionForTokens } from "../sessions/queries.ts"
import { firstRefreshToken } from "../sessions/refresh-session.ts"
import type { Arrived, JourneyFailed } from "./finish-oauth.ts"
import type { OauthUserRow } from "./oauth-queries.ts"
import { findOauthUser } from "./oauth-queries.ts"
import { oauthUser } from "./views.ts"

/** Where a browser goes with its sign-in, or with what went wrong. */
export interface Redirection {
  location: string
  "set-cookie": string[]
}

/** The tokens of a new session. Staff's say what medusa-js reads. */
export function tokensOf(context: Context, session: SessionForTokens): Promise<IssuedToken> {
  const { realm, actor_id } = session
  return issueAccessToken(context, session, realm === "admin" ? { user_id: actor_id ?? "", domain: "admin" } : {})
}

/** The session as its callback left it. Throws 401 `session_revoked` when it was ended meanwhile. */
export async function sessionToDeliver(context: Context, session_id: string): Promise<SessionForTokens> {
  const session = await findSessionForTokens(context.db, session_id)
  if (!session?.live) throw new ApiFailure("session_revoked")
  return session
}

/** A session with whoever it is for. */
export interface SignedInSession {
  session: SessionForTokens
  user: OauthUserRow
}

/** The session and whoever it is for. Throws 401 `session_revoked` when it has ended. */
export async function findSignedIn(db: Kysely<Database>, session_id: string): Promise<SignedInSession> {
  const session = await findSessionForTokens(db, session_id)
  const user = session?.live ? await findOauthUser(db, session_id) : undefined
  if (!session || !user) throw new ApiFailure("session_revoked")
  return { session, user }
}

/** The answer that hands tokens over as JSON. */
export async function signedIn(context: Context, { session, user }: SignedInSession): Promise<OauthSignedIn> {
  const { token, expires_in } = await tokensOf(context, session)
  return { token, refreshToken: firstRefreshToken(context, session), expiresIn: expires_in, user: oauthUser(user) }
}

/** Hands a sign-in over by a redirect, in the way the journey began with. */
export async function redirection(context: Context, arrived: Arrived): Promise<Redirection> {
  const { flow, session_id, handover, clear_cookie } = arrived
  const { mode, secret } = handover
  const to = flow.client_redirect ?? ""
  const state = flow.app_state ?? undefined
  if (mode === "code") return { location: redirectTo(to, { code: secret, state }), "set-cookie": [clear_cookie] }
  if (mode === "cookie") {
    const realm = flow.realm as Realm // the column's check lists the realms
    const { idle_seconds } = lifetimesOf(context.config, realm, "full")
    const cookie = sessionCookie(realm, secret ?? "", idle_seconds, areCookiesSecure(context.config))
    return { location: redirectTo(to, { state }), "set-cookie": [clear_cookie, cookie] }
  }
  const session = await sessionToDeliver(context, session_id)
  const { token, expires_in } = await tokensOf(context, session)
  const refreshToken = firstRefreshToken(context, session)
  const parameters = { token, refreshToken, expiresIn: String(expires_in), state }
  return {
    location: redirectTo(to, parameters, mode === "fragment" ? "fragment" : "query"),
    "set-cookie": [clear_cookie],
  }
}

/**
 * Where a journey that failed is told: at the address it would have ended at, by our code and our sentence. Throws the
 * failure where there is none to go to.
 */
export function errorRedirection(failed: JourneyFailed): Redirection {
  const { flow, failure, mode, clear_cookie } = failed
  if (mode === "json" || flow.client_redirect === null) throw clearing(failure, clear_cookie)
  const parameters = {
    error: failure.code,
    error_description: failure.message,
    state: flow.app_state ?? undefined,
  }
  return {
    location: redirectTo(flow.client_redirect, parameters, mode === "fragment" ? "fragment" : "query"),
    "set-cookie": [clear_cookie],
  }
}

/** The same failure, with the cookie of its journey taken back. */
function clearing({ code, type, message, errors, headers }: ApiFailure, clear_cookie: string): ApiFailure {
  return new ApiFailure(code, {
    type,
    message,
    ...(errors ? { errors } : {}),
    headers: { ...headers, "set-cookie": clear_cookie },
  })
}
