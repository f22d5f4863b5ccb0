import type { Services } from "../context.ts"
import type { App } from "./app-registry.ts"
import type { AppTokens } from "./token-vault.ts"

/**
 * Asks the provider to forget tokens that nobody has any more (RFC 7009); the refresh token first, since what is granted by
 * it goes with it. Never rejects: a provider that cannot or will not is let be.
 */
export async function giveBack({ log }: Pick<Services, "log">, app: App, tokens: AppTokens): Promise<void> {
  const { application_name, revocation_endpoint } = app.settings
  try {
    const exchange = app.exchange()
    for (const token of [tokens.refresh_token, tokens.access_token]) {
      if (token !== undefined) await exchange.revoke(token, revocation_endpoint)
    }
  } catch (error) {
    log.warn({ err: error, application_name }, "a token that was replaced was not given back")
  }
}
