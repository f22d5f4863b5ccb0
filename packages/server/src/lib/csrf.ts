import type { CustomerActor, UserActor } from "@covenant/contract"
import type { Vault } from "./encryption.ts"
import { mac } from "./encryption.ts"

type CsrfHeader = { "x-csrf-token"?: string }

/** The header that hands the token to a page that may read the answer. */
export const csrfHeader = (session_id: string, vault: Vault): CsrfHeader => ({
  "x-csrf-token": csrfToken(session_id, vault),
})

/** The same for whoever speaks by cookie; the other credentials need none. */
export const csrfHeaderOf = (actor: CustomerActor | UserActor, vault: Vault): CsrfHeader =>
  actor.credential === "cookie" ? csrfHeader(actor.session_id, vault) : {}

/** The `x-csrf-token` of a session: what a page of ours can know, and a form of somebody else's cannot. */
export function csrfToken(session_id: string, vault: Vault): string {
  const key = vault.derive("csrf")
  if (!key) throw new Error("There is no key to derive the CSRF token from.")
  return mac(key, session_id).toString("base64url")
}
