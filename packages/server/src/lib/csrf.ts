import type { Vault } from "./encryption.ts"
import { mac } from "./encryption.ts"

/** The `x-csrf-token` of a session: what a page of ours can know, and a form of somebody else's cannot. */
export function csrfToken(session_id: string, vault: Vault): string {
  const key = vault.derive("csrf")
  if (!key) throw new Error("There is no key to derive the CSRF token from.")
  return mac(key, session_id).toString("base64url")
}
