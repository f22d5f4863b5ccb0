import type { UserActor } from "@covenant/contract"
import { ApiFailure } from "@covenant/contract"
import type { AdminCreateUser } from "@covenant/contract/admin"
import type { Transaction } from "kysely"
import { givenCredentials } from "../auth/credentials-given.ts"
import { checkPassword } from "../auth/password-rules.ts"
import { insertPasswordIdentity, linkActor } from "../auth/queries.ts"
import type { Context } from "../context.ts"
import type { Database } from "../db/generated/database.ts"
import { inAuditedTransaction, Refused } from "../lib/audited-transaction.ts"
import { newId } from "../lib/ids.ts"
import { unwitnessed } from "../lib/retry.ts"
import { auditedStaff, requireAdministrator, roleOf } from "./authority.ts"
import type { NewUser, UserRow } from "./queries.ts"
import { insertUser } from "./queries.ts"

/**
 * Adds a member of staff who can sign in at once. Answers what `answer` makes of them, in the same transaction.
 *
 * Throws 403 when somebody else than an administrator creates one, 422 `weak_password`, and 422 `invalid_request_error`
 * when a user has the address.
 */
export async function createUser<T>(
  context: Context,
  actor: UserActor,
  given: AdminCreateUser,
  answer: (user: UserRow) => T,
): Promise<T> {
  const { passwords } = context
  const { email, typed_email, password } = givenCredentials(given)
  const { first_name, last_name, role = "member" } = given
  const event = { event: "user_created", ...auditedStaff(actor), details: { role } }
  const authorise = role === "admin" ? requireAdministrator : roleOf

  const looking = { ...context, db: unwitnessed(context.db) }
  await inAuditedTransaction(looking, event, async (trx) => void (await authorise(trx, actor)))
  checkPassword(context, "admin", { password, email })
  const hash = await passwords.hash(password)

  return inAuditedTransaction(context, event, async (trx, record) => {
    await authorise(trx, actor) // again: a hash is long enough to be demoted in
    const user = { id: newId("usr"), email, role, first_name, last_name }
    const added = await addUser(trx, user, { typed_email, hash })
    if (!added) throw addressTaken()
    await record({ auth_identity_id: added.auth_identity_id, details: { user_id: user.id } })
    return answer(added.user)
  })
}

/**
 * Stores a user with an identity that signs in by password. Undefined when the address has a user or an identity; the
 * transaction must then be rolled back.
 */
export async function addUser(
  trx: Transaction<Database>,
  user: NewUser,
  { typed_email, hash }: { typed_email: string; hash: string },
): Promise<{ user: UserRow; auth_identity_id: string } | undefined> {
  const auth_identity_id = newId("authid")
  const row = await insertUser(trx, user)
  if (!row) return undefined
  const identity = { realm: "admin", email: user.email, typed_email, hash, auth_identity_id } as const
  if (!(await insertPasswordIdentity(trx, { ...identity, provider_identity_id: newId("provid") }))) return undefined
  await linkActor(trx, { auth_identity_id, actor_type: "user", actor_id: user.id })
  return { user: row, auth_identity_id }
}

const addressTaken = () =>
  new Refused(
    "address_taken",
    new ApiFailure("invalid_request_error", {
      errors: [{ path: "email", code: "taken", message: "A user already has this address." }],
    }),
  )
