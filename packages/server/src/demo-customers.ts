import { findPasswordAccount, insertPasswordIdentity, linkActor } from "./auth/queries.ts"
import type { Services } from "./context.ts"
import type { AddressDetails, CustomerDetails } from "./customers/queries.ts"
import { insertAddress, insertCustomer } from "./customers/queries.ts"
import { newId } from "./lib/ids.ts"
import { inTransaction } from "./lib/retry.ts"

interface DemoCustomer extends CustomerDetails {
  email: string
  addresses: AddressDetails[]
}

/** One for all of them; the sandbox shows it on its start screen. */
const password = "seven lamps in the harbour"

/** The first of them: whoever tries the sandbox signs in as her. */
export const demo_customer = { email: "ada@covenant.test", password } as const

const demo_customers: DemoCustomer[] = [
  {
    email: demo_customer.email,
    first_name: "Ada",
    last_name: "Lindqvist",
    phone: "+46 8 555 010 01",
    addresses: [
      {
        address_name: "Home",
        is_default_shipping: true,
        is_default_billing: true,
        first_name: "Ada",
        last_name: "Lindqvist",
        address_1: "Sjöbergsplan 1",
        city: "Stockholm",
        postal_code: "116 47",
        country_code: "se",
      },
      {
        address_name: "Office",
        company: "Lindqvist & Co",
        first_name: "Ada",
        last_name: "Lindqvist",
        address_1: "Avenyn 12",
        address_2: "3rd floor",
        city: "Göteborg",
        postal_code: "411 36",
        country_code: "se",
      },
    ],
  },
  {
    email: "bruno@covenant.test",
    company_name: "Tipografia Moretti",
    first_name: "Bruno",
    last_name: "Moretti",
    addresses: [
      {
        address_name: "Shop",
        is_default_shipping: true,
        company: "Tipografia Moretti",
        address_1: "Via del Corso 101",
        city: "Roma",
        province: "RM",
        postal_code: "00186",
        country_code: "it",
      },
    ],
  },
]

/**
 * Puts a couple of customers with addresses into a database that has none, so that the first look at it shows something.
 *
 * Answers the credentials of the first one, or undefined when it is not there (its owner deleted it, or there were
 * customers before). Several processes may do this at once: the identity of each address decides.
 */
export async function ensureDemoCustomers({
  db,
  passwords,
}: Services): Promise<{ email: string; password: string } | undefined> {
  const any = await db.selectFrom("customer").select("id").limit(1).executeTakeFirst()
  if (!any) {
    const hash = await passwords.hash(password)
    for (const customer of demo_customers) {
      await inTransaction(db, async (trx) => {
        const { email, addresses, ...details } = customer
        const auth_identity_id = newId("authid")
        const identity = { realm: "store", email, typed_email: email, hash, auth_identity_id } as const
        if (!(await insertPasswordIdentity(trx, { ...identity, provider_identity_id: newId("provid") }))) return
        const id = newId("cus")
        await linkActor(trx, { auth_identity_id, actor_type: "customer", actor_id: id })
        await insertCustomer(trx, { ...details, id, email })
        for (const address of addresses) {
          await insertAddress(trx, { ...address, id: newId("cuaddr"), customer_id: id })
        }
      })
    }
  }
  const account = await findPasswordAccount(db, "store", demo_customer.email)
  return account?.actor_id && !account.deleted && !account.disabled ? demo_customer : undefined
}
