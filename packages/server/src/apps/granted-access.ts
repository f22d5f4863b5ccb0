import type { TokenEndpointResponse } from "openid-client"
import type { AppSettings } from "./app-settings.ts"
import type { AppTokens } from "./token-vault.ts"

/** Longer than any provider means; what is beyond it is taken for this. */
const longest_life_seconds = 10 * 365 * 86_400
const most_scopes = 100
const longest_text = 255

/** What to act with. A renewal may keep the refresh token there was. */
export const tokensOf = (granted: TokenEndpointResponse, before?: AppTokens): AppTokens => ({
  access_token: granted.access_token,
  refresh_token: granted.refresh_token ?? before?.refresh_token,
})

/** How long the access lasts, in seconds; undefined when the provider does not say. */
export function lifeOf({ expires_in }: TokenEndpointResponse): number | undefined {
  if (typeof expires_in !== "number" || !Number.isFinite(expires_in)) return undefined
  return Math.min(Math.max(0, Math.floor(expires_in)), longest_life_seconds)
}

/** What was granted; where the provider does not say, what was asked for (RFC 6749, section 5.1). */
export const scopesOf = ({ scope }: TokenEndpointResponse, { scopes }: AppSettings): string[] =>
  (typeof scope === "string" ? scope.split(/[ ,]+/) : [...scopes])
    .filter((name) => name !== "" && name.length <= longest_text && !/\p{C}/u.test(name))
    .slice(0, most_scopes)

/** The account at the provider, where the settings say which property names it. */
export function accountOf(granted: TokenEndpointResponse, { account_field }: AppSettings): string | null {
  const value =
    account_field !== undefined && Object.hasOwn(granted, account_field) ? granted[account_field] : undefined
  const text = typeof value === "number" ? String(value) : value
  return typeof text === "string" && text !== "" && text.length <= longest_text && !/\p{C}/u.test(text) ? text : null
}
