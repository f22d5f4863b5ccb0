import type { Kysely } from "kysely"
import type { Logger } from "pino"
import type { Config } from "./config.ts"
import type { Database } from "./db/generated/database.ts"
import type { Clock } from "./lib/clock.ts"

/** What lives as long as the server. */
export interface Services {
  config: Config
  /** Inside a transaction only `trx` may be used: a query here would wait for ever on PGlite. */
  db: Kysely<Database>
  /** For the times inside tokens; rows expire by the database's own clock. */
  clock: Clock
  log: Logger
}

/** What every handler gets beside its call. */
export interface Context extends Services {
  request: {
    /** `req_…`, the same as in the answer's `x-request-id` and in the log. */
    id: string
    /** The client's address, or undefined when it cannot be told. */
    ip: string | undefined
    /** At most 256 characters. */
    user_agent: string | undefined
  }
}
