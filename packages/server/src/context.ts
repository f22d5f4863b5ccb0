import type { Kysely } from "kysely"
import type { Logger } from "pino"
import type { Provider } from "./auth/providers/providers.ts"
import type { Apps } from "./apps/app-registry.ts"
import type { Config } from "./config.ts"
import type { Database } from "./db/generated/database.ts"
import type { AccessTokenVerifier } from "./lib/access-token.ts"
import type { Clock } from "./lib/clock.ts"
import type { Vault } from "./lib/encryption.ts"
import type { KeyRing } from "./lib/key-ring.ts"
import type { PasswordHasher } from "./lib/password.ts"
import type { Limits } from "./lib/rate-limit.ts"

/** What lives as long as the server. */
export interface Services {
  config: Config
  /** Inside a transaction only `trx` may be used: a query here would wait for ever on PGlite. */
  db: Kysely<Database>
  /** For the times inside tokens; rows expire by the database's own clock. */
  clock: Clock
  log: Logger
  /** Seals what is stored and derives the keys that are not. */
  vault: Vault
  /** One queue for all hashes of this process. */
  passwords: PasswordHasher
  /** The keys that sign and verify access tokens, as the database has them. */
  keys: KeyRing
  tokens: AccessTokenVerifier
  /** How often what may be done. Never asked inside a transaction. */
  limits: Limits
  /** Where people can sign in, by id. */
  providers: ReadonlyMap<string, Provider>
  /** What the shop can be connected to. */
  apps: Apps
}

/** What every handler gets beside its call. */
export interface Context extends Services {
  request: {
    /** `req_…`, the same as in the answer's `x-request-id` and in the log. */
    id: string
    /** The client's address, or undefined when it cannot be told. */
    ip: string | undefined
    /** What limits per IP count by: the address, the /64 of an IPv6 one, or the connection when it cannot be told. */
    ip_bucket: string
    /** At most 256 characters. */
    user_agent: string | undefined
    /** The `Cookie` header as it came, for the operations that replace a cookie. */
    cookie: string | undefined
    /** The `Accept` header as it came, for the one operation that may answer in two ways. */
    accept?: string | undefined
  }
}
