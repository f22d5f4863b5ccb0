import { ApiFailure } from "@covenant/contract"
import type { Logger } from "pino"
import { refusalOf } from "./provider-refusals.ts"

/** A refusal that came about at a provider. `reason` is for the record. */
export class RefusedAtProvider extends ApiFailure {
  readonly reason: string
  constructor(code: ConstructorParameters<typeof ApiFailure>[0], reason: string, options: ErrorOptions) {
    super(code)
    this.reason = reason
    this.cause = options.cause
  }
}

/**
 * Does work at a provider. What goes wrong there becomes the refusal the contract has for it; our own faults are said
 * loudly, because nobody signs in until somebody mends them.
 */
export async function atProvider<T>({ log }: { log: Logger }, provider: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ApiFailure) throw error
    const { code, reason, is_ours } = refusalOf(error)
    if (is_ours)
      log.error({ provider, reason }, "the provider refuses us: see its client id and secret in OAUTH_PROVIDERS")
    else log.warn({ provider, reason }, "a provider could not be used")
    throw new RefusedAtProvider(code, reason, { cause: error })
  }
}
