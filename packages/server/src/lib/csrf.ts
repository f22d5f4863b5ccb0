import type { Vault } from "./encryption.ts"
import { mac } from "./encryption.ts"

/** The header that hands the token to a page that may read the answer; none where there is no session. */
export const csrfHeader = (session_id: string | undefined, vault: Vault): { "x-csrf-token"?: string } =>
  session_id === undefined ? {} : { "x-csrf-token": csrfToken(session_id, vault) }

/** The `x-csrf-token` of a session: what a page of ours can know, and a form of somebody else's cannot. */
export function csrfToken(session_id: string, vault: Vault): string {
  const key = vault.derive("csrf")
  if (!key) throw new Error("There is no key to derive the CSRF token from.")
  return mac(key, session_id).toString("base64url")
}
