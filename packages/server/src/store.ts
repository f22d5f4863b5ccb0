import type { StoreHandlers } from "@covenant/contract/store"
import { auth } from "./auth/store.ts"
import type { Context } from "./context.ts"
import { customers } from "./customers/store.ts"
import { sessions } from "./sessions/store.ts"

/** Every operation of the Store contract, group by group. */
export const storeHandlers: StoreHandlers<Context> = { auth, customers, sessions }
