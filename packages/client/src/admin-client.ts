import type { ApiClient } from "./api-client.ts"
import { createParts, type ClientOptions } from "./client-options.ts"
import type { AdminPaths } from "./contract.ts"
import type { Auth } from "./keep-signed-in.ts"

export type AdminClientOptions = ClientOptions

export interface AdminAuth extends Auth {
  /** Signs a member of staff in. Throws `ApiError`: `invalid_credentials`, `account_disabled`, `rate_limited`, … */
  signIn(credentials: { email: string; password: string }): Promise<void>
  /** Ends this session, or all sessions of the user, on the server and in every tab. */
  signOut(options?: { everywhere?: boolean }): Promise<void>
}

export type AdminClient = ApiClient<AdminPaths> & { auth: AdminAuth }

/**
 * A client of the Admin API.
 *
 * @example
 * const admin = createAdminClient({ baseUrl, auth: inCookie })
 * await admin.auth.signIn({ email, password })
 * for await (const user of admin.list("/admin/users")) show(user)
 */
export function createAdminClient(options: AdminClientOptions): AdminClient {
  const { api, open, signed_in, store } = createParts<AdminPaths>("admin", options)
  const { signedIn, token, onChange } = signed_in
  const auth: AdminAuth = {
    async signIn(body) {
      if (store.cookie) {
        await open.POST("/admin/auth", { body })
        return signed_in.begin()
      }
      const { data } = await open.POST("/admin/auth/token", { body })
      await signed_in.begin({ token: data.access_token })
    },
    signOut: ({ everywhere = false } = {}) =>
      signed_in.end(async () => {
        if (everywhere) await api.POST("/admin/auth/sessions/revoke-others")
        await api.DELETE("/admin/auth")
      }),
    signedIn,
    token,
    onChange,
  }
  return { ...api, auth }
}
