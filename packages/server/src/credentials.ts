import type { BindOptions } from "@covenant/express"
import type { Context, Services } from "./context.ts"
import { areCookiesSecure, clearedSessionCookie, sessionCookieName } from "./lib/cookie.ts"
import { csrfToken } from "./lib/csrf.ts"
import { rememberedKeys } from "./publishable-api-keys/remembered-keys.ts"
import { isSecretKey, proveSecretKey } from "./secret-api-keys/prove-secret-key.ts"
import { proveApiToken } from "./sessions/prove-api-token.ts"
import { proveAccessToken, proveCookie } from "./sessions/prove-credential.ts"
import { ApiFailure } from "@covenant/contract"

type Credentials = Required<Pick<BindOptions<Context>, "authenticate" | "publishableKey" | "csrfToken" | "cookieName">>

/** What the binder asks of us to know who is calling, for one surface. */
export function credentialsOf(services: Services, surface: "store" | "admin"): Credentials {
  const secure = areCookiesSecure(services.config)
  return {
    async authenticate(credential, { operation, accepts }) {
      // Judged when it is used up, so that a password that is refused costs nobody their link.
      if (accepts.includes("reset")) return { type: "reset", token: credential.value }
      if (surface === "admin" && credential.in !== "cookie" && isSecretKey(credential.value)) {
        return proveSecretKey(services, credential.value)
      }
      if (credential.in === "bearer") return proveAccessToken(services, credential.value)
      if (credential.in === "header" && surface === "admin") return proveApiToken(services, credential.value)
      if (credential.in !== "cookie") throw new ApiFailure("token_invalid")
      try {
        return await proveCookie(services, surface, credential.value)
      } catch (error) {
        // Whoever signs out with a cookie that is already dead gets rid of it. Not elsewhere: an answer that comes late
        // would take away the cookie of the sign-in that followed.
        if (!(error instanceof ApiFailure) || operation.method !== "delete") throw error
        throw new ApiFailure(error.code, { headers: { "set-cookie": clearedSessionCookie(surface, secure) } })
      }
    },
    publishableKey: rememberedKeys(services),
    csrfToken: (session_id) => csrfToken(session_id, services.vault),
    cookieName: (contract_name) =>
      contract_name === sessionCookieName(surface, true) ? sessionCookieName(surface, secure) : contract_name,
  }
}
