import { ApiFailure } from "@covenant/contract"
import type { OauthIntent, OauthResponseMode } from "@covenant/contract/store"
import type { Context } from "../context.ts"
import type { Realm } from "../lib/access-token.ts"
import { areCookiesSecure, presentedSecrets, sessionCookieName } from "../lib/cookie.ts"
import { canonicalRedirect } from "../lib/redirect.ts"
import { proveCookie } from "../sessions/prove-credential.ts"
import { signedInWithin } from "../sessions/queries.ts"
import type { Provider } from "./providers/providers.ts"
import type { Journey } from "./start-oauth.ts"

/** What a browser may ask for. */
export interface BrowserQuery {
  redirect_uri?: string
  client_id?: string
  response_mode?: OauthResponseMode
  code_challenge?: string
  app_state?: string
  invite_token?: string
  intent?: OauthIntent
  login_hint?: string
  prompt?: string
}

/** A sign-in is so fresh that its session may change the ways into its account. */
const fresh_seconds = 600

/**
 * The journey that a browser asks for, once everything in it is sure to be registered.
 *
 * Throws 400 for an address that is not registered for the client and mode, 401 and 403 `reauthentication_required` when
 * a provider is to be linked and nobody has signed in of late.
 */
export async function browserJourney(
  context: Context,
  { settings }: Provider,
  realm: Realm,
  query: BrowserQuery,
): Promise<Journey> {
  const { config } = context
  const { invite_token, code_challenge, app_state } = query
  if (invite_token !== undefined && realm !== "admin")
    throw fault("invite_token", "not_allowed", "An invite is for staff.")
  const { login_hint, prompt } = query
  const link_session_id = query.intent === "link" ? await sessionToLink(context, realm) : null
  return {
    kind: link_session_id === null ? "login" : "link",
    ends_at: "browser",
    realm,
    redirect_uri: `${config.public_base_url}/api/auth/oauth/callback/${settings.id}`,
    ...destinationOf(context, query),
    client_challenge: code_challenge ?? null,
    app_state: app_state ?? null,
    link_session_id,
    invite_token,
    hints: { ...(login_hint === undefined ? {} : { login_hint }), ...(prompt === undefined ? {} : { prompt }) },
    bound_to_browser: true,
  }
}

/** Where the browser goes in the end and how, as far as that is registered. */
function destinationOf(
  { config }: Context,
  query: BrowserQuery,
): Pick<Journey, "client_id" | "client_redirect" | "response_mode" | "also_json"> {
  const client =
    query.client_id === undefined
      ? config.oauth_clients[0]
      : config.oauth_clients.find(({ id }) => id === query.client_id)
  if (query.client_id !== undefined && !client) throw fault("client_id", "not_registered", "There is no such client.")
  const asked = query.redirect_uri
  const address = asked === undefined ? client?.default_redirect_uri : canonicalRedirect(asked)
  const modes = address === undefined ? undefined : client?.redirects.get(address)
  if (!client || address === undefined || !modes) {
    // Without an address there is nowhere to send anybody, and one that is not registered is no address.
    if (asked !== undefined) throw notRegistered()
    if ((query.response_mode ?? "json") !== "json") throw fault("redirect_uri", "required", "redirect_uri is required.")
    return { client_id: client?.id ?? null, client_redirect: null, response_mode: "json", also_json: false }
  }
  const response_mode = query.response_mode ?? (modes.includes("query") ? "query" : (modes[0] ?? "query"))
  if (!modes.includes(response_mode)) throw notRegistered()
  if (response_mode === "code" && query.code_challenge === undefined) {
    throw fault("code_challenge", "required", "code_challenge is required for the mode code.")
  }
  const client_redirect = response_mode === "json" ? null : address
  return { client_id: client.id, client_redirect, response_mode, also_json: modes.includes("json") }
}

/** The session, by its cookie, of whoever wants one more way into their account. */
async function sessionToLink(context: Context, realm: Realm): Promise<string> {
  const { config, db, request } = context
  const [secret, ...others] = presentedSecrets(request.cookie, sessionCookieName(realm, areCookiesSecure(config)))
  if (secret === undefined || others.length > 0) throw new ApiFailure("token_missing")
  const actor = await proveCookie(context, realm, secret)
  // A cookie proves a session; an identity that is nobody yet has nothing to link to.
  if ((actor.type !== "customer" && actor.type !== "user") || actor.session_id === undefined)
    throw new ApiFailure("token_invalid")
  if (!(await signedInWithin(db, actor.session_id, fresh_seconds))) throw new ApiFailure("reauthentication_required")
  return actor.session_id
}

const fault = (path: string, code: string, message: string) =>
  new ApiFailure("invalid_request", { errors: [{ path, code, message }] })

const notRegistered = () =>
  fault("redirect_uri", "not_registered", "This address is not registered for the client and mode.")
