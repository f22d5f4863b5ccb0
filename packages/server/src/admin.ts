import type { AdminHandlers } from "@covenant/contract/admin"
import { auth } from "./auth/admin.ts"
import type { Context } from "./context.ts"
import { users } from "./users/admin.ts"

/** Every operation of the Admin contract, group by group. */
export const adminHandlers: AdminHandlers<Context> = { auth, users }
