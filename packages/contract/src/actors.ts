/**
 * Who is asking, as the binder hands it to a handler.
 *
 * The verifier of the server builds these from a live session; which kinds an operation can meet follows from its
 * `security` (each scheme of the contract names its `x-actor`).
 */
interface SignedIn {
  /** UUID of the session every credential of this sign-in hangs on. */
  session_id: string
  /** `authid_…`, the identity that signed in. */
  identity_id: string
  /** Id of the provider the session began with, for example `emailpass`. */
  provider: string
  /** How the request proved it: an `Authorization` header or the session cookie. Only cookies need CSRF protection. */
  credential: "bearer" | "cookie"
}

/** A signed-in customer. */
export interface CustomerActor extends SignedIn {
  type: "customer"
  /** `cus_…` */
  customer_id: string
}

/** Someone who proved an identity but is no customer yet: all they can do is become one. */
export interface IdentityActor extends SignedIn {
  type: "identity"
}

/** A member of staff: signed in, or a program that acts as them. */
export type UserActor = SignedInUser | UserByApiToken

interface SignedInUser extends SignedIn {
  type: "user"
  /** `usr_…` */
  user_id: string
}

/** A program with a user's api token. It acts as the user, and there is no session that could end. */
interface UserByApiToken {
  type: "user"
  /** `usr_…` */
  user_id: string
  /** `authid_…`, the identity of the user. */
  identity_id: string
  session_id?: undefined
  credential: "api_token"
}

/**
 * A program with a secret key of its own. It is nobody: it may do the daily work that the operations which take it allow
 * to its role, and it has no session.
 */
export interface ProgramActor {
  type: "program"
  /** `apk_…` */
  key_id: string
  /** What it may do: the role of the key, and never more than its creator may do now. */
  role: "admin" | "member" | "developer"
  /** `usr_…`, who made the key. It ends with their account. */
  user_id: string
  /** `authid_…`, the identity of who made the key. */
  identity_id: string
  session_id?: undefined
  credential: "secret_key"
}

/**
 * Whoever sent a token from a mailed link that sets a new password.
 *
 * Nothing is proven yet and no session exists: the operation judges the token when it uses it up, so that a password
 * that does not meet the policy costs nobody their link.
 */
export interface ResetActor {
  type: "reset"
  /** As it was sent. */
  token: string
}

/** Every kind of actor by the name `x-actor` gives it. */
export interface Actors {
  customer: CustomerActor
  identity: IdentityActor
  user: UserActor
  program: ProgramActor
  reset: ResetActor
}

export type ActorType = keyof Actors
export type Actor = Actors[ActorType]
