import { ApiFailure } from "@covenant/contract"
import type { Context } from "../context.ts"
import { recordAudit } from "../lib/audit.ts"
import { newId } from "../lib/ids.ts"
import { inTransaction } from "../lib/retry.ts"
import type { SignIn } from "../sessions/open-session.ts"
import { openSession } from "../sessions/open-session.ts"
import type { SessionForTokens } from "../sessions/queries.ts"
import { findSessionForTokens } from "../sessions/queries.ts"
import type { GivenCredentials } from "./credentials-given.ts"
import { checkPassword } from "./password-rules.ts"
import type { PasswordAccount } from "./queries.ts"
import { findPasswordAccount, insertPasswordIdentity, isProvenByAnother } from "./queries.ts"

const realm = "store"
const actor_type = "customer"

/**
 * Begins, or continues, the registration of an address: a new identity with this password, or the one that has no customer
 * yet and this very password. Answers its session, good for becoming a customer.
 *
 * Throws 422 `weak_password`, and 401 `invalid_credentials` for an address whose account cannot be continued.
 */
export async function registerIdentity(context: Context, given: GivenCredentials): Promise<SessionForTokens> {
  const { db, passwords } = context
  const { email, password } = given
  checkPassword(context, realm, given)

  const known = await findPasswordAccount(db, realm, email)
  if (known) return continueRegistration(context, known, given)
  // Many requests for one address at once (a form sent twice, a proxy that repeats) are one piece of work.
  const hash = await passwords.hash(password, `register ${email}`)
  const session_id = await createIdentity(context, { ...given, hash })
  if (session_id !== undefined) return loaded(context, session_id)
  // Another request was faster, or another identity has proven the address.
  const winner = await findPasswordAccount(db, realm, email)
  return winner ? continueRegistration(context, winner, given, hash) : refuse(context, "proven_by_another")
}

/** The identity, its password and its session, or undefined, and nothing stored, when the address is somebody's. */
function createIdentity(context: Context, given: GivenCredentials & { hash: string }): Promise<string | undefined> {
  const { db, request } = context
  const { email, typed_email, hash } = given
  return inTransaction(db, async (trx) => {
    const auth_identity_id = newId("authid")
    if (await isProvenByAnother(trx, realm, email, auth_identity_id)) return undefined
    const inserted = await insertPasswordIdentity(trx, {
      realm,
      email,
      typed_email,
      hash,
      auth_identity_id,
      provider_identity_id: newId("provid"),
    })
    if (!inserted) return undefined
    const session_id = await openSession(trx, context, registration({ auth_identity_id, session_epoch: 0 }))
    await recordAudit(
      trx,
      { event: "register", outcome: "success", realm, actor_type, auth_identity_id, session_id },
      request,
    )
    return session_id
  })
}

/** A half-finished registration goes on for whoever knows its password. */
async function continueRegistration(
  context: Context,
  account: PasswordAccount,
  { email, password }: GivenCredentials,
  own_hash?: string,
): Promise<SessionForTokens> {
  const { db, passwords, request } = context
  const { auth_identity_id, hash } = account
  // The hash that won may be the one this request made, shared with its neighbour.
  const matches =
    (own_hash !== undefined && own_hash === hash) ||
    (await passwords.verify(hash ?? undefined, password, `register ${email}`)).matches
  if (!matches) return refuse(context, "wrong_password", auth_identity_id)
  if (account.actor_id !== null || account.deleted || account.disabled) {
    return refuse(
      context,
      account.disabled ? "disabled" : account.deleted ? "deleted" : "has_customer",
      auth_identity_id,
    )
  }
  const session_id = await inTransaction(db, async (trx) => {
    const id = await openSession(trx, context, registration(account))
    await recordAudit(
      trx,
      {
        event: "register",
        outcome: "success",
        reason: "continued",
        realm,
        actor_type,
        auth_identity_id,
        session_id: id,
      },
      request,
    )
    return id
  })
  return loaded(context, session_id)
}

const registration = ({
  auth_identity_id,
  session_epoch,
}: Pick<PasswordAccount, "auth_identity_id" | "session_epoch">): SignIn => ({
  realm,
  auth_identity_id,
  epoch: session_epoch,
  actor_type,
  actor_id: undefined,
  provider: "emailpass",
  amr: ["pwd"],
})

async function refuse({ db, request }: Context, reason: string, auth_identity_id?: string): Promise<never> {
  await recordAudit(db, { event: "register", outcome: "failure", reason, realm, actor_type, auth_identity_id }, request)
  throw new ApiFailure("invalid_credentials", { message: "Identity with email already exists" })
}

async function loaded({ db }: Context, session_id: string): Promise<SessionForTokens> {
  const session = await findSessionForTokens(db, session_id)
  if (!session) throw new ApiFailure("session_revoked")
  return session
}
