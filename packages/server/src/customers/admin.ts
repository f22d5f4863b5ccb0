import type { AdminCustomersHandlers } from "@covenant/contract/admin"
import type { Context } from "../context.ts"
import { switchCustomerAccount } from "./switch-customer-account.ts"

export const customers: AdminCustomersHandlers<Context> = {
  async disableAdminCustomer({ path, actor }, context) {
    await switchCustomerAccount(context, actor, { id: path.id, disabled: true })
    return { id: path.id, object: "customer", disabled: true }
  },

  async enableAdminCustomer({ path, actor }, context) {
    await switchCustomerAccount(context, actor, { id: path.id, disabled: false })
    return { id: path.id, object: "customer", disabled: false }
  },
}
