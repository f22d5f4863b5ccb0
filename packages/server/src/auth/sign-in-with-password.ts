import { ApiFailure } from "@covenant/contract"
import { uuidv7 } from "uuidv7"
import type { Context } from "../context.ts"
import type { Realm } from "../lib/access-token.ts"
import { recordAudit } from "../lib/audit.ts"
import { inTransaction, retried } from "../lib/retry.ts"
import type { SignIn } from "../sessions/open-session.ts"
import { newSession } from "../sessions/open-session.ts"
import type { TokenSession } from "../sessions/queries.ts"
import { insertSignIn } from "../sessions/queries.ts"
import type { GivenCredentials } from "./credentials-given.ts"
import type { PasswordAccount } from "./queries.ts"
import { findDecoy, hidesAccounts } from "./decoys.ts"
import { deviceCookieFor, limitedSignIn } from "./limit-sign-in.ts"
import { findPasswordAccount, upgradeHash } from "./queries.ts"

type Credentials = Pick<GivenCredentials, "email" | "password">
type Extras = Pick<SignIn, "refreshable" | "cookie_hash">

export interface SignedIn {
  session: TokenSession
  /** `Set-Cookie` for a browser, which the account will know the next time: one or none. */
  device_cookies: readonly string[]
}

/**
 * Signs the owner of the password in. Answers the new session.
 *
 * An unknown address, a wrong password, an account without one and a deleted account are the same 401
 * `invalid_credentials`, for the same work: one read, one hash, one record. A disabled account is 403 `account_disabled`, to
 * whoever knows its password. No transaction is open while hashing; the epoch that was read with the hash closes the gap,
 * because a password changed meanwhile raises it and the session is then born dead.
 *
 * Where accounts are hidden, decoys sign in too. Whoever has no customer yet may be one, so their success proves nothing:
 * it clears no count, and makes no device known. Otherwise a decoy would buy guesses at the password of the real account.
 *
 * Throws 429 `rate_limited` when there were too many attempts, see {@link limitedSignIn}.
 */
export async function signInWithPassword(
  context: Context,
  realm: Realm,
  credentials: Credentials,
  extras: Extras = {},
): Promise<SignedIn> {
  const account = { realm, email: credentials.email }
  const isOwner = ({ actor_id }: TokenSession) => actor_id !== null || !hidesAccounts(context)
  const session = await limitedSignIn(context, account, () => signIn(context, realm, credentials, extras), isOwner)
  return { session, device_cookies: isOwner(session) ? [deviceCookieFor(context, account)] : [] }
}

async function signIn(
  context: Context,
  realm: Realm,
  { email, password }: Credentials,
  extras: Extras,
): Promise<TokenSession> {
  const { db, passwords, log, request } = context
  const real = await findPasswordAccount(db, realm, email)
  const decoy = realm === "store" && hidesAccounts(context) ? await findDecoy(context, { email, password }) : undefined
  const verdict = await passwords.verify(real?.hash ?? undefined, password)
  if (verdict.unreadable) {
    log.error(
      { auth_identity_id: real?.auth_identity_id },
      "a stored password hash cannot be read; the account cannot sign in",
    )
  }
  const actor_type = realm === "admin" ? "user" : "customer"
  const refused = refusalOf(real, verdict.matches, realm)
  const is_decoy = decoy !== undefined && refused?.code === "invalid_credentials"
  const account = is_decoy ? decoy : real
  const refusal = is_decoy ? undefined : refused
  if (refusal || !account) {
    await recordAudit(
      db,
      {
        event: "sign_in",
        outcome: "failure",
        reason: refusal?.reason ?? "",
        realm,
        actor_type,
        auth_identity_id: account?.auth_identity_id,
      },
      request,
    )
    throw new ApiFailure(refusal?.code ?? "invalid_credentials")
  }

  const better = verdict.outdated && verdict.matches ? await betterHash(context, password) : undefined
  const { auth_identity_id, provider_identity_id, hash, actor_id } = account
  const session = newSession(context, {
    ...extras,
    refreshable: extras.refreshable === true && actor_id !== null,
    realm,
    auth_identity_id,
    epoch: account.session_epoch,
    actor_type,
    actor_id: actor_id ?? undefined,
    provider: "emailpass",
    amr: ["pwd"],
  })
  const signIn = { ...session, provider_identity_id, record_id: uuidv7(), request_id: request.id }
  const opened =
    better && hash
      ? await inTransaction(db, async (trx) => {
          await upgradeHash(trx, provider_identity_id, { from: hash, to: better })
          return insertSignIn(trx, signIn)
        })
      : await retried(() => insertSignIn(db, signIn))
  const { app_metadata, user_metadata } = account
  return { ...session, ...opened, actor_id, app_metadata, user_metadata }
}

interface SignInRefusal {
  /** For the record alone. */
  reason: string
  code: "invalid_credentials" | "account_disabled"
}

/** Why this account may not sign in, or undefined when it may. */
function refusalOf(account: PasswordAccount | undefined, matches: boolean, realm: Realm): SignInRefusal | undefined {
  const invalid = (reason: string): SignInRefusal => ({ reason, code: "invalid_credentials" })
  if (!account) return invalid("unknown_address")
  if (account.hash === null) return invalid("no_password")
  if (!matches) return invalid("wrong_password")
  if (account.deleted) return invalid("deleted")
  // Nobody becomes a member of staff by signing in.
  if (realm === "admin" && account.actor_id === null) return invalid("no_user")
  return account.disabled ? { reason: "disabled", code: "account_disabled" } : undefined
}

/** A hash with today's parameters, or undefined when there is no time for it now: the next sign-in tries again. */
async function betterHash({ passwords }: Context, password: string): Promise<string | undefined> {
  try {
    return await passwords.hash(password)
  } catch {
    return undefined
  }
}
