import { ApiFailure } from "@covenant/contract"
import type { Kysely, Transaction } from "kysely"
import type { Database } from "../db/generated/database.ts"
import { newId } from "../lib/ids.ts"
import { inTransaction } from "../lib/retry.ts"
import type { AddressDetails } from "./queries.ts"
import { clearDefault, countAddresses, insertAddress, lockCustomer, updateAddress } from "./queries.ts"

/** Addresses a customer can keep; the contract names the number too. */
const most_addresses = 1000

/**
 * Adds an address. If it is to be a default, the address that was one is not any more. Answers its id.
 *
 * Throws 400 when the address book is full. The customer's row is locked, so that two at once cannot both be the last.
 */
export function addAddress(db: Kysely<Database>, customer_id: string, details: AddressDetails): Promise<string> {
  return inTransaction(db, async (trx) => {
    const id = newId("cuaddr")
    if (!(await lockCustomer(trx, customer_id))) throw new ApiFailure("session_revoked")
    if ((await countAddresses(trx, customer_id)) >= most_addresses) throw addressBookFull()
    await makeRoom(trx, customer_id, details)
    await insertAddress(trx, { ...details, id, customer_id })
    return id
  })
}

const addressBookFull = () =>
  new ApiFailure("invalid_request", { type: "not_allowed", message: "The address book is full." })

/** Changes an address. Throws 404 when the customer has no such address, and then nothing has changed. */
export function changeAddress(
  db: Kysely<Database>,
  customer_id: string,
  { id, ...details }: AddressDetails & { id: string },
): Promise<void> {
  return inTransaction(db, async (trx) => {
    await makeRoom(trx, customer_id, details, id)
    if (!(await updateAddress(trx, { ...details, id, customer_id }))) throw new ApiFailure("not_found")
  })
}

/**
 * Takes the defaults that an address is about to become from the addresses that are.
 *
 * The unique indexes allow one of each; the lock makes two who want it at once take turns instead of one failing.
 */
async function makeRoom(
  trx: Transaction<Database>,
  customer_id: string,
  { is_default_shipping, is_default_billing }: AddressDetails,
  but?: string,
): Promise<void> {
  if (!is_default_shipping && !is_default_billing) return
  if (!(await lockCustomer(trx, customer_id))) throw new ApiFailure("session_revoked")
  if (is_default_shipping) await clearDefault(trx, customer_id, "is_default_shipping", but)
  if (is_default_billing) await clearDefault(trx, customer_id, "is_default_billing", but)
}
