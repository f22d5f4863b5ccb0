import { ApiFailure } from "@covenant/contract"
import type { Logger } from "pino"
import { refusalOf } from "../auth/providers/provider-refusals.ts"
import { Refused } from "../lib/audited-transaction.ts"
import type { App } from "./app-registry.ts"
import type { AppTrouble } from "./queries.ts"

/** What an exchange with a provider that failed means: to whoever asked, for the record, and for the connection. */
export interface AppRefusal {
  /** 400 `oauth_response_invalid`, 502 or 504. */
  failure: ApiFailure
  /** The same, to be thrown where it is recorded. */
  refused: Refused
  trouble: AppTrouble
}

/** Reads what an exchange rejected with, and says it in the log: what the provider said is in neither. */
export function appTrouble({ log }: { log: Logger }, { settings }: App, error: unknown): AppRefusal {
  const { code, reason, is_ours } = refusalOf(error)
  const facts = { application_name: settings.application_name, reason }
  // Nothing works until somebody mends the settings.
  if (is_ours) log.error(facts, "the provider of an app does not know us")
  else log.warn(facts, "the provider of an app could not be used")
  const rejected = code === "oauth_code_rejected" || code === "oauth_identity_invalid"
  const failure = new ApiFailure(rejected ? "oauth_response_invalid" : code)
  const trouble = rejected ? "authorization_lost" : is_ours ? "client_refused" : code
  return { failure, refused: new Refused(reason, failure), trouble }
}
