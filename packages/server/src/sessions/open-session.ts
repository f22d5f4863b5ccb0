import type { Transaction } from "kysely"
import { uuidv7 } from "uuidv7"
import type { Context } from "../context.ts"
import type { Database } from "../db/generated/database.ts"
import type { Realm } from "../lib/access-token.ts"
import { lifetimesOf } from "./lifetimes.ts"
import type { NewSession } from "./queries.ts"
import { insertSession } from "./queries.ts"

export interface SignIn {
  realm: Realm
  auth_identity_id: string
  /** `session_epoch` as it was read together with the proof. */
  epoch: number
  actor_type: "customer" | "user"
  /** Undefined while the identity has no actor: the session can then do little but get one. */
  actor_id: string | undefined
  provider: string
  /** RFC 8176: `pwd` for a password. */
  amr: string[]
  /** Whether refresh tokens are given out. */
  refreshable?: boolean
  /** SHA-256 of the secret of its cookie, if it begins with one. */
  cookie_hash?: Uint8Array
  /** The client of a provider sign-in. */
  client_id?: string
  /** The first refresh token has to be used this soon, or the session ends. */
  rotate_within_seconds?: number
}

type Opening = Pick<Context, "config" | "vault" | "request">

/** Begins a session: the root of the cookie, the access tokens and the refresh tokens. Answers its id. */
export async function openSession(trx: Transaction<Database>, context: Opening, signIn: SignIn): Promise<string> {
  const session = newSession(context, signIn)
  const { client_id = null, rotate_within_seconds = null } = signIn
  await insertSession(trx, { ...session, client_id, rotate_within_seconds })
  return session.id
}

/** The session to store, for a statement that does more than that. */
export function newSession({ config, vault, request }: Opening, signIn: SignIn): NewSession {
  const scope = signIn.actor_id === undefined ? "registration" : "full"
  const { idle_seconds, absolute_seconds } = lifetimesOf(config, signIn.realm, scope)
  return {
    id: uuidv7(),
    realm: signIn.realm,
    auth_identity_id: signIn.auth_identity_id,
    epoch: signIn.epoch,
    actor_type: signIn.actor_type,
    actor_id: signIn.actor_id ?? "",
    auth_provider: signIn.provider,
    amr: signIn.amr,
    scope,
    rt_key_id: signIn.refreshable ? vault.current_key_id : null,
    cookie_hash: signIn.cookie_hash ?? null,
    idle_seconds,
    absolute_seconds,
    ip: request.ip,
    user_agent: request.user_agent,
  }
}
