import { ApiFailure } from "@covenant/contract"
import type { StoreAuthHandlers } from "@covenant/contract/store"
import type { Context } from "../context.ts"
import { areCookiesSecure, clearedSessionCookie } from "../lib/cookie.ts"
import { csrfHeader } from "../lib/csrf.ts"
import { limitIp } from "../lib/limit-ip.ts"
import { endSession } from "../sessions/end-session.ts"
import { giveCookie } from "../sessions/give-cookie.ts"
import { accessClaims, issueAccessToken } from "../sessions/issue-access-token.ts"
import { firstRefreshToken, refreshSession, rotateRefreshToken } from "../sessions/refresh-session.ts"
import { changePassword } from "./change-password.ts"
import { givenCredentials } from "./credentials-given.ts"
import { beginAtProvider } from "./begin-at-provider.ts"
import { checkPasswordProvider, checkRegistrationProvider } from "./check-provider.ts"
import { oauth } from "./oauth.ts"
import { hasProven } from "./queries.ts"
import { registerIdentity } from "./register-identity.ts"
import { requestPasswordReset } from "./request-password-reset.ts"
import { resetPassword } from "./reset-password.ts"
import { signInWithPassword } from "./sign-in-with-password.ts"
import { checkVerificationOn, confirmVerification, requestVerification } from "./verify-email.ts"
import { authSessionUser } from "./views.ts"

export const auth: StoreAuthHandlers<Context> = {
  ...oauth,

  async registerAuthIdentity({ path, body }, context) {
    checkRegistrationProvider(context, path.auth_provider)
    const given = givenCredentials(body)
    await limitIp(context, "store", "register_ip")
    const { session, verification_required } = await registerIdentity(context, given)
    const { token } = await issueAccessToken(context, session)
    return { token, ...(verification_required ? { verification_required } : {}) }
  },

  async authenticateCustomer({ path, body, reply }, context) {
    if (path.auth_provider !== "emailpass") return beginAtProvider(context, path.auth_provider, body)
    const given = givenCredentials(body)
    const { session, device_cookies } = await signInWithPassword(context, "store", given, { refreshable: true })
    const { token, expires_in } = await issueAccessToken(context, session)
    const headers = { "set-cookie": device_cookies }
    // Without a customer there is a registration token, and nothing that would outlive it.
    if (session.actor_id === null) {
      const unproven =
        context.config.email_verification && !(await hasProven(context.db, session.auth_identity_id, given.email))
      return reply(200, { token, ...(unproven ? { verification_required: true } : {}) }, headers)
    }
    const refresh_token = firstRefreshToken(context, session)
    return reply(200, { token, refresh_token, expires_in, token_type: "Bearer" }, headers)
  },

  async requestPasswordReset({ path, body, reply }, context) {
    const { identifier, metadata } = body
    await limitIp(context, "store", "reset_ip")
    await requestPasswordReset(context, { realm: "store", provider: path.auth_provider, identifier, metadata })
    return reply(201, { success: true })
  },

  async resetPassword({ path, body, actor }, context) {
    const { password, email } = body
    const { token } = actor
    await limitIp(context, "store", "use_reset_ip")
    const other_email = new ApiFailure("invalid_request", {
      errors: [{ path: "email", code: "mismatch", message: "Must be the address the token was sent to." }],
    })
    const reset = { realm: "store", provider: path.auth_provider, token, password, email, other_email } as const
    return resetPassword(context, reset, async () => ({ success: true }))
  },

  async changeMyPassword({ path, body, actor }, context) {
    checkPasswordProvider(context, path.auth_provider)
    const { identity_id: auth_identity_id, customer_id: actor_id, session_id } = actor
    return changePassword(context, { realm: "store", auth_identity_id, actor_id, session_id, ...body })
  },

  async requestEmailVerification({ actor }, context) {
    checkVerificationOn(context)
    await limitIp(context, "store", "verification_ip")
    await requestVerification(context, actor.identity_id)
    return { success: true }
  },

  async confirmEmailVerification({ body }, context) {
    checkVerificationOn(context)
    await limitIp(context, "store", "use_verification_ip")
    return confirmVerification(context, body.token)
  },

  async refreshAuthToken({ body, actor, refused_credential }, context) {
    const permitted = limitIp(context, "store", "refresh_ip")
    const presented = body?.refresh_token
    if (presented === undefined) {
      await permitted
      if (actor?.session_id === undefined) throw refused_credential ?? new ApiFailure("token_missing")
      const registration = actor.type === "identity" && actor.credential === "bearer"
      const { token, refresh_token, expires_in } = await refreshSession(context, actor.session_id, { registration })
      return refresh_token === undefined ? { token } : { token, refresh_token, expires_in, token_type: "Bearer" }
    }
    const { token, refresh_token, expires_in } = await rotateRefreshToken(context, presented, {
      expected_id: actor?.session_id,
      permitted,
    })
    return { token, refresh_token, expires_in, token_type: "Bearer" }
  },

  async createAuthSession({ actor, reply }, context) {
    const { session, set_cookie } = await giveCookie(context, actor.session_id)
    const headers = { "set-cookie": set_cookie, ...csrfHeader(session.id, context.vault) }
    return reply(200, { user: authSessionUser(accessClaims(context, session)) }, headers)
  },

  async deleteAuthSession({ actor, reply }, context) {
    await endSession(context, { session_id: actor.session_id, auth_identity_id: actor.identity_id, realm: "store" })
    return reply(
      200,
      { success: true },
      { "set-cookie": clearedSessionCookie("store", areCookiesSecure(context.config)) },
    )
  },
}
