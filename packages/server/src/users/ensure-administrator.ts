import type { Services } from "../context.ts"
import { findPasswordAccount, insertPasswordIdentity, linkActor } from "../auth/queries.ts"
import { canonicalEmail } from "../lib/email.ts"
import { newId } from "../lib/ids.ts"
import { canonicalPassword } from "../lib/password-policy.ts"
import { inTransaction } from "../lib/retry.ts"
import { findUserByEmail, insertUser, wasDeleted } from "./queries.ts"

/**
 * Makes the administrator where there is none with this address. One that is there stays as it is, password included:
 * `other_password` says that the given one is not theirs. One that was deleted stays deleted: a start does not undo what
 * another administrator did.
 *
 * Throws when the address is none.
 */
export async function ensureAdministrator(
  { db, passwords }: Services,
  given: { email: string; password: string },
): Promise<"created" | "present" | "other_password" | "deleted"> {
  const email = canonicalEmail(given.email)
  if (email === undefined) throw new Error("COVENANT_ADMIN_EMAIL must be an email address")
  const password = canonicalPassword(given.password)

  const account = await findPasswordAccount(db, "admin", email)
  if (account) {
    const { matches } = await passwords.verify(account.hash ?? undefined, password)
    return matches && account.actor_id !== null ? "present" : "other_password"
  }
  const present = await findUserByEmail(db, email)
  if (!present && (await wasDeleted(db, email))) return "deleted"
  const hash = await passwords.hash(password)
  const created = await inTransaction(db, async (trx) => {
    const auth_identity_id = newId("authid")
    const identity = { realm: "admin", email, typed_email: given.email, hash, auth_identity_id } as const
    if (!(await insertPasswordIdentity(trx, { ...identity, provider_identity_id: newId("provid") }))) return false
    const actor_id = present?.id ?? newId("usr")
    if (!present && !(await insertUser(trx, { id: actor_id, email, role: "admin" }))) {
      // Somebody else's start made the user this very moment; it makes the identity too.
      throw new Error("The administrator is being created by another process. Start again.")
    }
    return linkActor(trx, { auth_identity_id, actor_type: "user", actor_id })
  })
  // Another process that starts with the same settings was faster.
  return created ? "created" : "present"
}
