import { ApiFailure } from "@covenant/contract"
import type { Transaction } from "kysely"
import type { Context } from "../context.ts"
import type { Database } from "../db/generated/database.ts"
import { recordAudit } from "../lib/audit.ts"
import { newId } from "../lib/ids.ts"
import { inTransaction } from "../lib/retry.ts"
import type { SignIn } from "../sessions/open-session.ts"
import { openSession } from "../sessions/open-session.ts"
import type { SessionForTokens } from "../sessions/queries.ts"
import { findSessionForTokens } from "../sessions/queries.ts"
import type { GivenCredentials } from "./credentials-given.ts"
import { decoyId, findDecoy, hidesAccounts } from "./decoys.ts"
import { mailVerification } from "./mail-verification.ts"
import { checkPassword } from "./password-rules.ts"
import type { PasswordAccount } from "./queries.ts"
import { findPasswordAccount, findProver, insertPasswordIdentity } from "./queries.ts"

const realm = "store"
const actor_type = "customer"

export interface Registered {
  /** Good for becoming a customer, and little else. */
  session: SessionForTokens
  /** Whether the address is to be proven first. */
  verification_required: boolean
}

/**
 * Begins, or continues, the registration of an address: a new identity with this password, or the one that has no customer
 * yet and this very password. Where addresses are verified it also mails the link.
 *
 * Throws 422 `weak_password`, and 401 `invalid_credentials` for an address whose account cannot be continued. Where accounts
 * are hidden that one gets a decoy instead, for the same hashes and statements, and the owner of the address a mail.
 */
export async function registerIdentity(context: Context, given: GivenCredentials): Promise<Registered> {
  const { db, passwords } = context
  const { email, password } = given
  checkPassword(context, realm, given)

  const known = await findPasswordAccount(db, realm, email)
  const prover = await findProver(db, realm, email)
  const decoy = hidesAccounts(context) ? await findDecoy(context, given) : undefined
  const found = { prover, decoy }
  if (known) return continueRegistration(context, known, given, found)
  // Many requests for one address at once (a form sent twice, a proxy that repeats) are one piece of work.
  const hash = await passwords.hash(password, `register ${email}`)
  if (prover !== undefined) return turnAway(context, given, { decoy, owner: prover, reason: "proven_by_another" })
  const begun = await createIdentity(context, { ...given, hash })
  if (begun) return begun
  // Another request was faster.
  const winner = await findPasswordAccount(db, realm, email)
  if (!winner) throw new ApiFailure("temporarily_unavailable")
  return continueRegistration(context, winner, given, found, hash)
}

/** The identity, its password and its session, or undefined, and nothing stored, when the address is somebody's. */
async function createIdentity(
  context: Context,
  given: GivenCredentials & { hash: string },
  as: Partial<Address> & { decoy_id?: string } = {},
): Promise<Registered | undefined> {
  const { email, typed_email, hash } = given
  const { decoy_id, ...address } = as
  const account = { auth_identity_id: newId("authid"), provider_identity_id: newId("provid"), session_epoch: 0 }
  const session_id = await inTransaction(context.db, async (trx) => {
    const identity = { realm, email, typed_email, hash, decoy_id, ...account } as const
    if (!(await insertPasswordIdentity(trx, identity))) return undefined
    return begin(trx, context, account, { email, proven: false, ...address })
  })
  return session_id === undefined ? undefined : loaded(context, session_id, false)
}

interface Found {
  /** Whoever has proven the address. */
  prover: string | undefined
  decoy: PasswordAccount | undefined
}

/** A half-finished registration goes on for whoever knows its password. */
async function continueRegistration(
  context: Context,
  account: PasswordAccount,
  given: GivenCredentials,
  { prover, decoy }: Found,
  own_hash?: string,
): Promise<Registered> {
  const { auth_identity_id, hash } = account
  const { email, password } = given
  // The hash that won may be the one this request made, shared with its neighbour.
  const matches =
    (own_hash !== undefined && own_hash === hash) ||
    (await context.passwords.verify(hash ?? undefined, password, `register ${email}`)).matches
  const proven = prover === auth_identity_id
  const reason = refusalOf(account, matches, prover !== undefined && !proven)
  if (reason !== undefined) {
    const silent = account.disabled ? "disabled" : account.deleted ? "deleted" : undefined
    return turnAway(context, given, { decoy, owner: auth_identity_id, reason, silent })
  }
  return goOn(context, account, { email, proven })
}

function refusalOf(account: PasswordAccount, matches: boolean, is_proven_by_another: boolean): string | undefined {
  if (!matches) return "wrong_password"
  if (account.disabled) return "disabled"
  if (account.deleted) return "deleted"
  if (account.actor_id !== null) return "has_customer"
  return is_proven_by_another ? "proven_by_another" : undefined
}

/** Another session of an identity that is there. */
async function goOn(context: Context, account: PasswordAccount, address: Address): Promise<Registered> {
  const session_id = await inTransaction(context.db, (trx) =>
    begin(trx, context, account, { ...address, reason: "continued" }),
  )
  return loaded(context, session_id, address.proven)
}

interface Refused {
  decoy: PasswordAccount | undefined
  /** The identity that has the address. */
  owner: string
  /** For the record alone. */
  reason: string
  /** Why the owner is told nothing. */
  silent?: string | undefined
}

/** Says that the address is taken or, where accounts are hidden, begins or continues a decoy. */
async function turnAway(context: Context, given: GivenCredentials, { decoy, owner, reason, silent }: Refused) {
  const { db, request } = context
  if (!hidesAccounts(context)) {
    const refused = { event: "register", outcome: "failure", reason, realm, actor_type } as const
    await recordAudit(db, { ...refused, auth_identity_id: owner }, request)
    throw new ApiFailure("invalid_credentials", { message: "Identity with email already exists" })
  }
  const address = { email: given.email, proven: false, owner, silent }
  if (decoy) return goOn(context, decoy, address)
  // Nobody compares with this hash.
  const begun = await createIdentity(context, { ...given, hash: "" }, { ...address, decoy_id: decoyId(context, given) })
  if (begun) return begun
  const winner = await findDecoy(context, given)
  if (!winner) throw new ApiFailure("temporarily_unavailable")
  return goOn(context, winner, address)
}

interface Address {
  /** Canonical. */
  email: string
  /** By the identity itself. */
  proven: boolean
  /** Whoever really has the address, when the identity is a decoy. */
  owner?: string | undefined
  /** Why the owner is told nothing. */
  silent?: string | undefined
}

type Begun = Pick<PasswordAccount, "auth_identity_id" | "provider_identity_id" | "session_epoch">

/** Opens the session, and mails what has to be mailed. Answers the session's id. */
async function begin(
  trx: Transaction<Database>,
  context: Context,
  account: Begun,
  { email, proven, owner, silent, reason }: Address & { reason?: string },
): Promise<string> {
  const { config, request } = context
  const { auth_identity_id } = account
  const session_id = await openSession(trx, context, registration(account))
  if (config.email_verification && !proven) {
    await mailVerification(trx, context, {
      email,
      auth_identity_id: owner ?? auth_identity_id,
      provider_identity_id: owner === undefined ? account.provider_identity_id : null,
      refusal: silent,
    })
  }
  const event = { event: "register", outcome: "success", realm, actor_type, auth_identity_id, session_id } as const
  const why = owner === undefined ? reason : "decoy"
  await recordAudit(trx, why === undefined ? event : { ...event, reason: why }, request)
  return session_id
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

async function loaded({ db, config }: Context, session_id: string, proven: boolean): Promise<Registered> {
  const session = await findSessionForTokens(db, session_id)
  if (!session) throw new ApiFailure("session_revoked")
  return { session, verification_required: config.email_verification && !proven }
}
