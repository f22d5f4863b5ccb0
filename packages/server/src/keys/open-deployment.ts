import { existsSync } from "node:fs"
import { join } from "node:path"
import type { Kysely } from "kysely"
import type { Config, MadeUp } from "../config.ts"
import { readConfig } from "../config.ts"
import { codeOf, DatabaseUnusable } from "../db/connection.ts"
import type { Database } from "../db/generated/database.ts"
import type { Vault } from "../lib/encryption.ts"
import { createVault } from "../lib/encryption.ts"
import { createLog } from "../lib/log.ts"
import { sandboxSecrets } from "../sandbox-secrets.ts"

/** What a command needs of a deployment: its database and its keys, by the settings its servers have. */
export interface Deployment {
  config: Config
  db: Kysely<Database>
  vault: Vault
}

/**
 * Does the work on the deployment that the settings name. Makes nothing: neither a database, nor secrets, nor tables.
 *
 * Throws `ConfigRefused` or `DatabaseUnusable` with a sentence for the person at the terminal.
 */
export async function withDeployment<T>(
  env: Readonly<Record<string, string | undefined>>,
  default_data_dir: string,
  work: (deployment: Deployment) => Promise<T>,
): Promise<T> {
  const config = readConfig(env, { default_data_dir, madeUp: secretsThatExist })
  if (config.kek_keys.length === 0) {
    throw new DatabaseUnusable(
      `There is no sandbox in ${config.data_dir} yet. Start the server once, or give the settings its servers have.`,
    )
  }
  if (!config.database_url && !existsSync(join(config.data_dir, "database", "covenant.ready"))) {
    throw new DatabaseUnusable(
      `There is no database in ${config.data_dir} yet. Start the server once, or set DATABASE_URL.`,
    )
  }
  const { openConfigured } = await import("../serve.ts")
  const database = await openConfigured(config, createLog("silent"))
  try {
    const vault = createVault(new Map(config.kek_keys.map(({ id, key }) => [id, key])))
    return await work({ config, db: database.db, vault })
  } catch (error) {
    if (codeOf(error) !== "42P01") throw error
    throw new DatabaseUnusable("The database has no tables yet. Start the server once.", { cause: error })
  } finally {
    await database.close()
  }
}

/** What the sandbox made up, if it did; a command takes nothing of it but the keys. */
function secretsThatExist(data_dir: string): MadeUp {
  if (existsSync(join(data_dir, "sandbox-secrets.json"))) return sandboxSecrets(data_dir)
  return { kek_keys: [], covenant_admin_email: "", covenant_admin_password: "", covenant_publishable_key: "" }
}
