import type { ErrorCode } from "@covenant/contract"

/** What is known when somebody comes back from a provider, and nothing else decides what becomes of them. */
export interface LinkSituation {
  /** Staff are never created and never linked by their address. */
  realm: "store" | "admin"
  /** Where the journey ends: the browser flow makes customers, the storefront's leaves that to the storefront. */
  ends_at: "browser" | "storefront"
  /** Whose the identity at the provider is by now. `orphan`: it leads to an account that is deleted. */
  identity: "unknown" | "known" | "orphan"
  /** Set when an account asked for the provider to be linked to it. */
  link?: { session: "live" | "ended"; identity_is: "unknown" | "own" | "somebody_elses" }
  /** The known identity acts as a customer or user. */
  has_actor: boolean
  /** Whether the journey began with the token of an invite. */
  invited: boolean
  /** The address the provider tells, and whether it is proven: by the provider, or by the known account itself. */
  email: "none" | "unproven" | "proven"
  /**
   * Who has the address here: somebody who proved it; somebody who only said it; somebody who only said it and is in
   * the account by something else that is proven.
   */
  holder: "nobody" | "proven" | "unproven" | "unproven_but_proven_otherwise"
  /** Whether the provider may link accounts by address. */
  link_by_email: boolean
  /** Whether new accounts are taken. */
  signup: boolean
  /** Whether nobody becomes a customer before the address is proven. */
  proven_only: boolean
}

/** What to do. */
export type LinkDecision =
  /** Begin a session of the account that the identity leads to. */
  | { action: "sign_in" }
  /** Begin one there, and make it a customer first. */
  | { action: "sign_in_and_create_customer" }
  /** Add the identity to the account that asked for it, or to the one that has proven the address. */
  | { action: "attach"; to: "session" | "holder" }
  /** Hand the account that holds the address to whoever has proven it, without anything that got into it before. */
  | { action: "seize" }
  /** A new account, with its customer in the browser flow. */
  | { action: "create" }
  /** A new account that has nothing to do with the address, which is somebody else's. */
  | { action: "create_without_email" }
  | { action: "accept_invite" }
  | { action: "refuse"; code: ErrorCode; reason: string }

const refuse = (code: ErrorCode, reason: string): LinkDecision => ({ action: "refuse", code, reason })

/**
 * What becomes of somebody a provider sends back (design: auth.md, 4.5, step 10).
 *
 * An account is reached by its own identity, by a session that asks for one more, or by an address that both sides have
 * proven; never by an address that somebody only said. Who only said it loses it to whoever proves it, so that
 * registering a stranger's address in advance gains nothing. Where only proven addresses make customers, nobody gets one in
 * the browser flow by an address that is only said, whether it is somebody's or nobody's.
 */
export function linkDecision(situation: LinkSituation): LinkDecision {
  const { realm, ends_at, identity, link, invited, email, holder } = situation
  if (link) {
    if (link.session === "ended") return refuse("session_revoked", "link_session_ended")
    if (link.identity_is === "somebody_elses") return refuse("invalid_state_error", "linked_to_another")
    return link.identity_is === "own" ? { action: "sign_in" } : { action: "attach", to: "session" }
  }
  if (identity === "orphan") return refuse("access_denied", "account_deleted")
  if (realm === "admin") {
    if (identity === "known") return situation.has_actor ? { action: "sign_in" } : refuse("access_denied", "no_user")
    return invited ? { action: "accept_invite" } : refuse("access_denied", "unknown_staff")
  }
  if (identity === "known" && (situation.has_actor || ends_at === "storefront")) return { action: "sign_in" }
  if (ends_at === "browser") {
    // A customer has an address; a storefront asks for one. That it is unproven is said before whether it is somebody's.
    if (email === "none") return refuse("email_not_verified", "no_address")
    if (email === "unproven" && situation.proven_only) return refuse("email_not_verified", "unproven_address")
  }
  if (identity === "known") {
    if (!situation.signup) return refuse("signup_disabled", "signup_off")
    if (holder !== "nobody") return refuse("email_not_verified", "address_taken")
    return { action: "sign_in_and_create_customer" }
  }
  if (holder !== "nobody" && email !== "none") {
    if (email === "proven" && situation.link_by_email) {
      if (holder === "proven") return { action: "attach", to: "holder" }
      if (holder === "unproven") return { action: "seize" }
    }
    if (ends_at === "browser") return refuse("email_not_verified", "address_taken")
    return situation.signup ? { action: "create_without_email" } : refuse("signup_disabled", "signup_off")
  }
  return situation.signup ? { action: "create" } : refuse("signup_disabled", "signup_off")
}
