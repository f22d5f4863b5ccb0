import type { AdminHandlers } from "@covenant/contract/admin"
import { apps } from "./apps/admin.ts"
import { auth } from "./auth/admin.ts"
import type { Context } from "./context.ts"
import { customers } from "./customers/admin.ts"
import { invites } from "./invites/admin.ts"
import { publishableApiKeys } from "./publishable-api-keys/admin.ts"
import { salesChannels } from "./sales-channels/admin.ts"
import { secretApiKeys } from "./secret-api-keys/admin.ts"
import { sessions } from "./sessions/admin.ts"
import { users } from "./users/admin.ts"

/** Every operation of the Admin contract, group by group. */
export const adminHandlers: AdminHandlers<Context> = {
  auth,
  sessions,
  users,
  invites,
  customers,
  "sales-channels": salesChannels,
  "publishable-api-keys": publishableApiKeys,
  "secret-api-keys": secretApiKeys,
  apps,
}
