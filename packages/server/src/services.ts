import { availableParallelism } from "node:os"
import { createProviders } from "./auth/providers/providers.ts"
import { createApps } from "./apps/app-registry.ts"
import type { Services } from "./context.ts"
import { createAccessTokenVerifier } from "./lib/access-token.ts"
import { createVault } from "./lib/encryption.ts"
import { createKeyRing, ensureSigningKey } from "./lib/key-ring.ts"
import { createPasswordHasher } from "./lib/password.ts"
import { createLimits } from "./lib/rate-limit.ts"

/**
 * Everything that lives as long as the server, on a migrated database. Makes the first signing key.
 *
 * Throws `Unreadable` when the signing key cannot be opened: a start would sign nobody in.
 */
export async function createServices(base: Pick<Services, "config" | "db" | "clock" | "log">): Promise<Services> {
  const vault = createVault(new Map(base.config.kek_keys.map(({ id, key }) => [id, key])))
  const keys = createKeyRing({ ...base, vault })
  const [passwords] = await Promise.all([
    createPasswordHasher({ at_once: availableParallelism() }),
    ensureSigningKey(base.db, vault).then(() => keys.active()),
  ])
  const limits = createLimits({ ...base, vault, budgets: base.config.budgets })
  return {
    ...base,
    vault,
    keys,
    passwords,
    limits,
    tokens: createAccessTokenVerifier(),
    providers: createProviders(base.config),
    apps: createApps(base.config),
  }
}
