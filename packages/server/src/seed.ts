import { ensureDemoCustomers } from "./demo-customers.ts"
import type { Services } from "./context.ts"
import { ensurePublishableKey } from "./publishable-api-keys/ensure-publishable-key.ts"
import type { Administrator } from "./start-screen.ts"
import { ensureAdministrator } from "./users/ensure-administrator.ts"

/** What there is to begin with, for the start screen. */
export interface Seeded {
  publishable_key: string | undefined
  administrator: Administrator | undefined
  demo_customer: { email: string; password: string } | undefined
}

/**
 * Creates what the settings ask for and is not there: a publishable key and an administrator, in the sandbox also demo
 * customers. What is there stays as it is. Any number of processes may do this at once; unique keys decide.
 */
export async function seed(services: Services, { demo = !services.config.production } = {}): Promise<Seeded> {
  const { config, db } = services
  const { covenant_publishable_key: key, covenant_admin_email: email, covenant_admin_password: password } = config
  if (key) await ensurePublishableKey(db, { id: key, title: "Default storefront" })
  const administrator = email && password ? await ensureAdministrator(services, { email, password }) : undefined
  return {
    publishable_key: key,
    administrator:
      email && administrator && administrator !== "deleted"
        ? { email, password: config.administrator_made_up && administrator !== "other_password" ? password : undefined }
        : undefined,
    demo_customer: demo ? await ensureDemoCustomers(services) : undefined,
  }
}
