import { ApiFailure } from "@covenant/contract"
import type { StoreCustomer, StoreCustomersHandlers } from "@covenant/contract/store"
import type { Context } from "../context.ts"
import type { Selection } from "../lib/fields.ts"
import { pick, readFields } from "../lib/fields.ts"
import { readOrder } from "../lib/list.ts"
import { addAddress, changeAddress } from "./keep-address-book.ts"
import { address_orders, deleteAddress, findAddress, findCustomer, listAddresses, updateCustomer } from "./queries.ts"
import { alreadyCustomer, registerCustomer } from "./register-customer.ts"
import { address_fields, customer_fields, storeCustomer, storeCustomerAddress } from "./views.ts"

export const customers: StoreCustomersHandlers<Context> = {
  async registerCustomer({ query, body, actor }, context) {
    const selection = readFields(query.fields, customer_fields)
    if (actor.type === "customer") throw alreadyCustomer()
    const { identity_id, session_id } = actor
    const id = await registerCustomer(context, { ...body, identity_id, session_id })
    return { customer: await selectedCustomer(context, id, selection) }
  },

  async getMe({ query, actor }, context) {
    const selection = readFields(query.fields, customer_fields)
    return { customer: await selectedCustomer(context, actor.customer_id, selection) }
  },

  async updateMe({ query, body, actor }, context) {
    const selection = readFields(query.fields, customer_fields)
    await updateCustomer(context.db, actor.customer_id, body)
    return { customer: await selectedCustomer(context, actor.customer_id, selection) }
  },

  async listMyAddresses({ query, actor }, { db }) {
    const { fields, order, limit, offset, ...filters } = query
    const selection = readFields(fields, address_fields)
    const page = { limit, offset, order: readOrder(order, address_orders, "-created_at") }
    const { rows, count } = await listAddresses(db, actor.customer_id, filters, page)
    return { addresses: rows.map((row) => pick(storeCustomerAddress(row), selection)), count, offset, limit }
  },

  async createMyAddress({ query, body, actor }, context) {
    const selection = readFields(query.fields, customer_fields)
    await addAddress(context.db, actor.customer_id, body)
    return { customer: await selectedCustomer(context, actor.customer_id, selection) }
  },

  async getMyAddress({ path, query, actor }, { db }) {
    const selection = readFields(query.fields, address_fields)
    const address = await findAddress(db, actor.customer_id, path.address_id)
    if (!address) throw new ApiFailure("not_found")
    return { address: pick(storeCustomerAddress(address), selection) }
  },

  async updateMyAddress({ path, query, body, actor }, context) {
    const selection = readFields(query.fields, customer_fields)
    await changeAddress(context.db, actor.customer_id, { ...body, id: path.address_id })
    return { customer: await selectedCustomer(context, actor.customer_id, selection) }
  },

  async deleteMyAddress({ path, query, actor }, context) {
    const selection = readFields(query.fields, customer_fields)
    const id = path.address_id
    if (!(await deleteAddress(context.db, actor.customer_id, id))) throw new ApiFailure("not_found")
    const parent = await selectedCustomer(context, actor.customer_id, selection)
    return { id, object: "address", deleted: true, parent }
  },
}

/** The signed-in customer with what was selected. Throws 401 when it was deleted since the session was read. */
async function selectedCustomer({ db }: Context, id: string, selection: Selection): Promise<StoreCustomer> {
  const customer = await findCustomer(db, id, { addresses: selection.relations.has("addresses") })
  if (!customer) throw new ApiFailure("session_revoked")
  return pick(storeCustomer(customer), selection)
}
