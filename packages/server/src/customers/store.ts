import { ApiFailure } from "@covenant/contract"
import type { StoreCustomer, StoreCustomersHandlers } from "@covenant/contract/store"
import type { Context } from "../context.ts"
import { answerList } from "../lib/answer-list.ts"
import { csrfHeaderOf } from "../lib/csrf.ts"
import type { Selection } from "../lib/fields.ts"
import { pick, readFields } from "../lib/fields.ts"
import { inTransaction } from "../lib/retry.ts"
import { addAddress, changeAddress } from "./keep-address-book.ts"
import { deleteAddress, findAddress, findCustomer, listAddresses, updateCustomer } from "./queries.ts"
import { alreadyCustomer, registerCustomer } from "./register-customer.ts"
import { address_fields, address_list, customer_fields, storeCustomer, storeCustomerAddress } from "./views.ts"

export const customers: StoreCustomersHandlers<Context> = {
  async registerCustomer({ query, body, actor }, context) {
    const selection = readFields(query.fields, customer_fields)
    if (actor.type === "customer") throw alreadyCustomer()
    const { identity_id, session_id } = actor
    return together(context, async (within) => {
      const id = await registerCustomer(within, { ...body, identity_id, session_id })
      return { customer: await selectedCustomer(within, id, selection) }
    })
  },

  async getMe({ query, actor, reply }, context) {
    const selection = readFields(query.fields, customer_fields)
    const customer = await selectedCustomer(context, actor.customer_id, selection)
    return reply(200, { customer }, csrfHeaderOf(actor, context.vault))
  },

  async updateMe({ query, body, actor }, context) {
    const selection = readFields(query.fields, customer_fields)
    return together(context, async (within) => {
      await updateCustomer(within.db, actor.customer_id, body)
      return { customer: await selectedCustomer(within, actor.customer_id, selection) }
    })
  },

  async listMyAddresses({ query, actor }, { db }) {
    return answerList("addresses", query, address_list, (page) => listAddresses(db, actor.customer_id, query, page))
  },

  async createMyAddress({ query, body, actor }, context) {
    const selection = readFields(query.fields, customer_fields)
    return together(context, async (within) => {
      await addAddress(within.db, actor.customer_id, body)
      return { customer: await selectedCustomer(within, actor.customer_id, selection) }
    })
  },

  async getMyAddress({ path, query, actor }, { db }) {
    const selection = readFields(query.fields, address_fields)
    const address = await findAddress(db, actor.customer_id, path.address_id)
    if (!address) throw new ApiFailure("not_found")
    return { address: pick(storeCustomerAddress(address), selection) }
  },

  async updateMyAddress({ path, query, body, actor }, context) {
    const selection = readFields(query.fields, customer_fields)
    return together(context, async (within) => {
      await changeAddress(within.db, actor.customer_id, { ...body, id: path.address_id })
      return { customer: await selectedCustomer(within, actor.customer_id, selection) }
    })
  },

  async deleteMyAddress({ path, query, actor }, context) {
    const selection = readFields(query.fields, customer_fields)
    const id = path.address_id
    return together(context, async (within) => {
      if (!(await deleteAddress(within.db, actor.customer_id, id))) throw new ApiFailure("not_found")
      const parent = await selectedCustomer(within, actor.customer_id, selection)
      return { id, object: "address", deleted: true, parent }
    })
  },
}

/**
 * A write and the read of its answer in one transaction: otherwise a read that fails would answer 503 to what has
 * happened, and whoever tries again would do it twice.
 */
const together = <T>(context: Context, work: (within: Context) => Promise<T>): Promise<T> =>
  inTransaction(context.db, (trx) => work({ ...context, db: trx }))

/** The signed-in customer with what was selected. Throws 401 when it was deleted since the session was read. */
async function selectedCustomer({ db }: Context, id: string, selection: Selection): Promise<StoreCustomer> {
  const customer = await findCustomer(db, id, { addresses: selection.relations.has("addresses") })
  if (!customer) throw new ApiFailure("session_revoked")
  return pick(storeCustomer(customer), selection)
}
