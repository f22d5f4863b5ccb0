import { ApiFailure } from "@covenant/contract"
import type { StoreAuthHandlers } from "@covenant/contract/store"
import type { Context } from "../context.ts"
import type { Realm } from "../lib/access-token.ts"
import { answerList } from "../lib/answer-list.ts"
import { areCookiesSecure } from "../lib/cookie.ts"
import { limitIp } from "../lib/limit-ip.ts"
import { firstRefreshToken } from "../sessions/refresh-session.ts"
import { beginAtProvider } from "./begin-at-provider.ts"
import { browserJourney } from "./browser-journey.ts"
import type { Redirection } from "./deliver-sign-in.ts"
import { errorRedirection, findSignedIn, redirection, sessionToDeliver, signedIn, tokensOf } from "./deliver-sign-in.ts"
import { exchangeCode } from "./exchange-code.ts"
import type { Returned } from "./finish-oauth.ts"
import { finishOauth, JourneyFailed } from "./finish-oauth.ts"
import { droppedFlowCookies, flowCookie, flowCookieName } from "./flow-cookie.ts"
import { listWaysIn } from "./oauth-queries.ts"
import { findProvider, startOauth } from "./start-oauth.ts"
import { unlinkIdentity } from "./unlink-identity.ts"
import { way_in_list } from "./views.ts"

type OauthHandlers = Pick<
  StoreAuthHandlers<Context>,
  | "startOauthSignIn"
  | "finishOauthSignIn"
  | "finishOauthSignInByForm"
  | "exchangeOauthCode"
  | "authenticateCustomerByGet"
  | "finishCustomerSignIn"
  | "finishCustomerSignInByGet"
  | "listMyIdentities"
  | "unlinkMyIdentity"
>

export const oauth: OauthHandlers = {
  async startOauthSignIn({ path, query, reply }, context) {
    const { config, request } = context
    const provider = findProvider(context, path.provider)
    const realm: Realm = query.actor_type === "user" ? "admin" : "store"
    await limitIp(context, realm, "oauth_start_ip")
    const journey = await browserJourney(context, provider, realm, query)
    const { flow_id, location, browser_secret } = await startOauth(context, provider, journey)
    const options = { secure: areCookiesSecure(config), form_post: provider.settings.form_post }
    const name = flowCookieName(flow_id, options.secure)
    const cookie = flowCookie(name, browser_secret, config.flow_ttl_seconds, options)
    return reply(302, undefined, { location, "set-cookie": [...droppedFlowCookies(request.cookie, options), cookie] })
  },

  async finishOauthSignIn({ path, query, reply }, context) {
    const outcome = await finishInBrowser(context, path.provider, query)
    return "signed_in" in outcome
      ? reply(200, outcome.signed_in, { "set-cookie": outcome.clear_cookie })
      : reply(302, undefined, { ...outcome })
  },

  async finishOauthSignInByForm({ path, body, reply }, context) {
    const outcome = await finishInBrowser(context, path.provider, body)
    return "signed_in" in outcome
      ? reply(200, outcome.signed_in, { "set-cookie": outcome.clear_cookie })
      : reply(303, undefined, { ...outcome })
  },

  async exchangeOauthCode({ body }, context) {
    await limitIp(context, "store", "oauth_exchange_ip")
    return signedIn(context, await exchangeCode(context, body))
  },

  authenticateCustomerByGet({ path, query }, context) {
    if (path.auth_provider === "emailpass") {
      throw new ApiFailure("method_not_allowed", { headers: { allow: "OPTIONS, POST" } })
    }
    return beginAtProvider(context, path.auth_provider, query)
  },

  finishCustomerSignIn({ path, query, body }, context) {
    return finishForStorefront(context, path.auth_provider, { ...body, ...query })
  },

  finishCustomerSignInByGet({ path, query }, context) {
    return finishForStorefront(context, path.auth_provider, query)
  },

  listMyIdentities({ query, actor }, { db }) {
    return answerList("identities", query, way_in_list, (page) => listWaysIn(db, actor.identity_id, page))
  },

  async unlinkMyIdentity({ path, actor }, context) {
    const { identity_id: auth_identity_id, customer_id: actor_id, session_id } = actor
    const by = { realm: "store", actor_type: "customer", actor_id, session_id } as const
    return unlinkIdentity(context, { auth_identity_id, by, id: path.identity_id })
  },
}

type Parameters = Returned["parameters"]

async function finishInBrowser(context: Context, provider_id: string, parameters: Parameters) {
  const provider = findProvider(context, provider_id)
  await limitIp(context, "store", "oauth_callback_ip")
  const { accept = "" } = context.request
  const prefers_json = accept.includes("application/json") && !accept.includes("text/html")
  try {
    const arrived = await finishOauth(context, provider, {
      ends_at: "browser",
      parameters,
      client_verifier: undefined,
      prefers_json,
    })
    if (arrived.handover.mode !== "json") return await redirection(context, arrived)
    const found = await findSignedIn(context.db, arrived.session_id)
    return { signed_in: await signedIn(context, found), clear_cookie: arrived.clear_cookie }
  } catch (error) {
    if (!(error instanceof JourneyFailed)) throw error
    return errorRedirection(error) satisfies Redirection
  }
}

async function finishForStorefront(
  context: Context,
  provider_id: string,
  { client_verifier, ...parameters }: Parameters,
) {
  if (provider_id === "emailpass") {
    throw new ApiFailure("invalid_request", { type: "not_allowed", message: "This provider sends nobody back." })
  }
  const provider = findProvider(context, provider_id)
  await limitIp(context, "store", "oauth_callback_ip")
  try {
    const { session_id } = await finishOauth(context, provider, {
      ends_at: "storefront",
      parameters,
      client_verifier: typeof client_verifier === "string" ? client_verifier : undefined,
      prefers_json: true,
    })
    const session = await sessionToDeliver(context, session_id)
    const { token, expires_in } = await tokensOf(context, session)
    // Without a customer there is a registration token, and nothing that would outlive it.
    if (session.actor_id === null) return { token }
    return { token, refresh_token: firstRefreshToken(context, session), expires_in, token_type: "Bearer" }
  } catch (error) {
    throw error instanceof JourneyFailed ? error.failure : error
  }
}
