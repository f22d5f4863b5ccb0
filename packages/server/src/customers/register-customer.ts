import { ApiFailure } from "@covenant/contract"
import type { Transaction } from "kysely"
import { emailOrRefuse } from "../auth/credentials-given.ts"
import { findIdentity, hasProven, linkActor } from "../auth/queries.ts"
import type { Context } from "../context.ts"
import type { Database } from "../db/generated/database.ts"
import { recordAudit } from "../lib/audit.ts"
import { newId } from "../lib/ids.ts"
import { inTransaction } from "../lib/retry.ts"
import { lifetimesOf } from "../sessions/lifetimes.ts"
import { setSessionActor } from "../sessions/renewal-queries.ts"
import type { CustomerDetails } from "./queries.ts"
import { insertCustomer, lockGuest, registerGuest } from "./queries.ts"

export interface Registration extends CustomerDetails {
  identity_id: string
  session_id: string
  /** As typed. */
  email: string
}

/** The refusal of somebody who is a customer already. */
export const alreadyCustomer = () =>
  new ApiFailure("invalid_request", { message: "Request already authenticated as a customer." })

/**
 * Turns an identity into a customer: customer, link and session change together, or nothing does. Answers the customer's id.
 *
 * Throws 403 `email_not_verified` where addresses are verified and this one is not, 400 when the identity has a customer (its link says so, not its token) or the address is not the identity's, 409
 * when another request was faster, 422 when a registered customer has the address.
 */
export async function registerCustomer(
  context: Context,
  { identity_id: auth_identity_id, session_id, email: typed, ...details }: Registration,
): Promise<string> {
  const { db, config, request } = context
  const email = emailOrRefuse(typed)
  const identity = await findIdentity(db, auth_identity_id, "customer")
  if (!identity) throw new ApiFailure("session_revoked")
  if (identity.actor_id !== null) throw alreadyCustomer()
  const is_proven = await hasProven(db, auth_identity_id, identity.email ?? email)
  // Before the address is looked at: what has none (a decoy) must not be told from what has another.
  if (config.email_verification && !is_proven) throw new ApiFailure("email_not_verified")
  if (identity.email !== null && identity.email !== email) {
    throw new ApiFailure("invalid_request", {
      errors: [
        { path: "email", code: "another_email", message: "This is not the address the registration began with." },
      ],
    })
  }
  return inTransaction(db, async (trx) => {
    const actor_id = await createCustomerOf(trx, { auth_identity_id, email, is_proven, details })
    await setSessionActor(trx, session_id, { actor_id, ...lifetimesOf(config, "store", "full") })
    await recordAudit(
      trx,
      {
        event: "customer_registered",
        outcome: "success",
        realm: "store",
        actor_type: "customer",
        actor_id,
        auth_identity_id,
        session_id,
      },
      request,
    )
    return actor_id
  })
}

/** Whose customer is made. */
interface CustomerOf {
  auth_identity_id: string
  /** Canonical. */
  email: string
  /** Whether the identity has proven the address. */
  is_proven: boolean
  details: CustomerDetails
}

/** Makes the customer of an identity. Answers its id. Throws 409 and 422 as {@link registerCustomer}. */
export async function createCustomerOf(
  trx: Transaction<Database>,
  { auth_identity_id, email, is_proven, details }: CustomerOf,
): Promise<string> {
  // Only who has proven the address takes over what a guest did under it.
  const guest = is_proven ? await lockGuest(trx, email) : undefined
  const actor_id = guest?.id ?? newId("cus")
  // First, so that of two requests with one token the loser learns of the race and not of its own address.
  if (!(await linkActor(trx, { auth_identity_id, actor_type: "customer", actor_id }))) {
    throw new ApiFailure("invalid_state_error")
  }
  if (guest) await registerGuest(trx, guest.id, details)
  else await insertCustomer(trx, { id: actor_id, email, ...details })
  return actor_id
}
