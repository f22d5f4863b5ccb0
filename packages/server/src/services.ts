import { availableParallelism } from "node:os"
import type { Services } from "./context.ts"
import { DatabaseUnusable } from "./db/connection.ts"
import { createAccessTokenVerifier } from "./lib/access-token.ts"
import { createVault, Unreadable } from "./lib/encryption.ts"
import type { KeyRing } from "./lib/key-ring.ts"
import { createKeyRing, ensureSigningKey } from "./lib/key-ring.ts"
import { createPasswordHasher } from "./lib/password.ts"

/**
 * Everything that lives as long as the server, on a migrated database. Makes the first signing key.
 *
 * Throws `DatabaseUnusable` when the signing key cannot be opened: a start would sign nobody in.
 */
export async function createServices(base: Pick<Services, "config" | "db" | "clock" | "log">): Promise<Services> {
  const vault = createVault(new Map(base.config.kek_keys.map(({ id, key }) => [id, key])))
  const keys = createKeyRing({ ...base, vault })
  const [passwords] = await Promise.all([
    createPasswordHasher({ at_once: availableParallelism() }),
    ensureSigningKey(base.db, vault).then(() => proveUsable(keys)),
  ])
  return { ...base, vault, keys, passwords, tokens: createAccessTokenVerifier() }
}

async function proveUsable(keys: KeyRing): Promise<void> {
  try {
    await keys.active()
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    throw new DatabaseUnusable(
      "KEK_KEYS lacks the key this database's secrets were stored under: add it behind the current one.",
      { cause: error },
    )
  }
}
