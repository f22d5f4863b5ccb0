import { ApiFailure } from "@covenant/contract"
import { uuidv7 } from "uuidv7"
import type { Context } from "../context.ts"
import { newSecret } from "../lib/cookie.ts"
import { digestOf } from "../lib/encryption.ts"
import type { NewFlow } from "./oauth-queries.ts"
import { insertFlow } from "./oauth-queries.ts"
import { atProvider } from "./providers/at-provider.ts"
import type { Provider } from "./providers/providers.ts"

/** A journey to a provider, as whoever asked for it wants it. */
export type Journey = Pick<
  NewFlow,
  | "kind"
  | "ends_at"
  | "realm"
  | "client_challenge"
  | "redirect_uri"
  | "client_id"
  | "client_redirect"
  | "response_mode"
  | "also_json"
  | "app_state"
  | "link_session_id"
> & {
  /** What the provider may be told besides: `prompt`, `login_hint`. */
  hints: Readonly<Record<string, string>>
  invite_token: string | undefined
  /** Whether only the browser that began may end it. */
  bound_to_browser: boolean
}

/** A journey that has begun. */
export interface Begun {
  flow_id: string
  /** Where the browser goes. */
  location: string
  /** For the browser's cookie; stored as a hash. */
  browser_secret: string
}

/**
 * Begins a journey: stores what will be compared when the browser comes back, and answers where to send it.
 *
 * Throws 502 `provider_error` and 504 `provider_timeout` when the provider had to be asked for its addresses and did not
 * answer; nothing is stored then.
 */
export async function startOauth(context: Context, provider: Provider, journey: Journey): Promise<Begun> {
  const { db, config, vault, request } = context
  const { hints, invite_token, bound_to_browser, ...flow } = journey
  const { settings } = provider
  const [state, verifier, browser_secret] = [newSecret(), newSecret(), newSecret()]
  const nonce = settings.kind === "oidc" ? newSecret() : null
  const id = uuidv7()
  const location = await atProvider(context, settings.id, () =>
    provider.exchange().authorizationUrl({
      ...hints,
      redirect_uri: flow.redirect_uri,
      scope: settings.scopes.join(" "),
      state,
      code_challenge: digestOf(verifier).toString("base64url"),
      code_challenge_method: "S256",
      ...(nonce === null ? {} : { nonce }),
      ...(settings.form_post && flow.ends_at === "browser" ? { response_mode: "form_post" } : {}),
    }),
  )
  await insertFlow(db, {
    ...flow,
    id,
    provider: settings.id,
    issuer: settings.issuer,
    state_hash: digestOf(state),
    browser_hash: bound_to_browser ? digestOf(browser_secret) : null,
    code_verifier_enc: vault.seal("oauth flow", verifier, id),
    nonce,
    invite_token_hash: invite_token === undefined ? null : digestOf(invite_token),
    ip: request.ip ?? null,
    ttl_seconds: config.flow_ttl_seconds,
  })
  return { flow_id: id, location: location.href, browser_secret }
}

/** The provider of a path. Throws 404 where there is none of this id. */
export function findProvider({ providers }: Pick<Context, "providers">, id: string): Provider {
  const provider = providers.get(id)
  if (!provider) throw new ApiFailure("not_found")
  return provider
}
