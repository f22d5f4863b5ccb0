import { ApiFailure } from "@covenant/contract"
import type { AuthProviderBody } from "@covenant/contract/store"
import type { Context } from "../context.ts"
import { limitIp } from "../lib/limit-ip.ts"
import { canonicalRedirect } from "../lib/redirect.ts"
import { findProvider, startOauth } from "./start-oauth.ts"

/**
 * Begins a sign-in that a page of the storefront will finish. Answers where to send the browser.
 *
 * Throws 404 for an unknown provider, and 400 for a page that is not registered for it, or for a journey without a
 * challenge where the settings ask for one.
 */
export async function beginAtProvider(
  context: Context,
  provider_id: string,
  { callback_url, client_challenge }: Pick<AuthProviderBody, "callback_url" | "client_challenge">,
): Promise<{ location: string }> {
  const provider = findProvider(context, provider_id)
  await limitIp(context, "store", "oauth_start_ip")
  const { callback_urls } = provider.settings
  const canonical = callback_url === undefined ? callback_urls[0] : canonicalRedirect(callback_url)
  if (canonical === undefined || !callback_urls.includes(canonical)) {
    throw fault("callback_url", "not_registered", "This address is not registered for the provider.")
  }
  if (client_challenge === undefined && !context.config.oauth_spa_compat) {
    throw fault("client_challenge", "required", "client_challenge is required.")
  }
  const { location } = await startOauth(context, provider, {
    kind: "login",
    ends_at: "storefront",
    realm: "store",
    redirect_uri: canonical,
    client_id: null,
    client_redirect: null,
    response_mode: "json",
    also_json: false,
    client_challenge: client_challenge ?? null,
    app_state: null,
    link_session_id: null,
    invite_token: undefined,
    hints: {},
    bound_to_browser: false,
  })
  return { location }
}

const fault = (path: string, code: string, message: string) =>
  new ApiFailure("invalid_request", { errors: [{ path, code, message }] })
