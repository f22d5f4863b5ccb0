import type * as OpenidClient from "openid-client"
import type { ClientAuth, Configuration, ExportedJWKSCache, ServerMetadata, TokenEndpointResponse } from "openid-client"
import type { ProviderEndpoints } from "./provider-settings.ts"
import type { ProviderFetch } from "./provider-fetch.ts"
import { exchange_ms, providerFetch, ProviderTrouble } from "./provider-fetch.ts"

/** An authorization server and who we are to it. */
export interface RelyingPartyOptions {
  issuer: string
  /** Discovered from the issuer when not given (OpenID Connect). */
  endpoints: Pick<ProviderEndpoints, "authorization_endpoint" | "token_endpoint"> | undefined
  client_id: string
  client_secret: string | undefined
  token_auth: "basic" | "post" | "none"
  /** Whether plain http to this machine is let through, which production never does. */
  loopback: boolean
  /** For everything that one exchange asks; default 5 s. */
  within_ms?: number
}

/** What an authorization server was asked for and gave. */
export interface Grant {
  tokens: TokenEndpointResponse
  /** What its ID token says, verified; undefined when it gave none, or its keys are not known because nothing is discovered. */
  claims: Readonly<Record<string, unknown>> | undefined
}

/** A code to be exchanged, and what the answer must match. */
export interface CodeToExchange {
  code: string
  verifier: string
  /** Ours, as it was sent when the journey began. */
  redirect_uri: string
  /** Given where an ID token must come, with this nonce in it. */
  nonce: string | undefined
}

/** One exchange: whatever it asks for is over in time, counted from its beginning. */
export interface Exchange {
  /** Where people are sent, with these parameters added. */
  authorizationUrl(parameters: Readonly<Record<string, string>>): Promise<URL>
  /** What the server says of itself. */
  metadata(): Promise<ServerMetadata>
  grantCode(code: CodeToExchange): Promise<Grant>
  grantRefresh(refresh_token: string): Promise<Grant>
  /** What the server's userinfo endpoint says; undefined when it has none. Its `sub` must be the one given. */
  userinfo(access_token: string, subject: string): Promise<Readonly<Record<string, unknown>> | undefined>
  /**
   * Asks the server to forget a token (RFC 7009), at this address or where it says itself. Does nothing when there is no
   * such place.
   */
  revoke(token: string, address?: string): Promise<void>
  /** Anything else that is read with an access token. Rejects with `refused` when the server does not take it. */
  getJson(address: string, access_token: string): Promise<unknown>
}

/** How a server may sign what it tells. `none` and what our own secret could sign are not among them. */
const signature_algorithms = new Set([
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
])

const clock_tolerance_seconds = 10
const metadata_fresh_ms = 3_600_000
const keys_fresh_seconds = 300
/** The library asks again for a key it does not know, if what it knows is at least so old. */
const keys_refetched_from_seconds = 60

/**
 * The other side of OAuth2 and OpenID Connect: this server as a client of another one.
 *
 * Nothing is asked before it is needed, so a server that is down keeps nobody from starting, and is used once it is back.
 * What was learnt (endpoints for an hour, keys for five minutes) is kept; a failure is not. A key that is not known is
 * asked for once in an exchange.
 *
 * What its functions reject with is read by `refusalOf`.
 */
export function createRelyingParty(options: RelyingPartyOptions): { exchange(): Exchange } {
  let known: { metadata: ServerMetadata; at: number } | undefined
  let asking: Promise<ServerMetadata> | undefined
  let keys: ExportedJWKSCache | undefined

  const discover = async (fetch: ProviderFetch): Promise<ServerMetadata> => {
    const { issuer, endpoints } = options
    if (endpoints) {
      const { authorization_endpoint, token_endpoint } = endpoints
      return { issuer, authorization_endpoint, token_endpoint }
    }
    if (known && performance.now() - known.at < metadata_fresh_ms) return known.metadata
    // However many begin at once, one asks.
    asking ??= askForMetadata(options, fetch).finally(() => (asking = undefined))
    try {
      const metadata = await asking
      known = { metadata, at: performance.now() }
      return metadata
    } catch (error) {
      if (known) return known.metadata // better than nobody signing in
      throw error
    }
  }

  const configure = async (fetch: ProviderFetch): Promise<{ client: Client; config: Configuration }> => {
    const client = await import("openid-client")
    const config = configured(client, options, await discover(fetch), fetch)
    if (keys && now() - keys.uat < keys_fresh_seconds) {
      // Told to be old enough to be asked for anew when a key is missing from them.
      client.setJwksCache(config, { jwks: keys.jwks, uat: Math.min(keys.uat, now() - keys_refetched_from_seconds) })
    }
    return { client, config }
  }

  /** Keeps the keys an exchange came by. */
  const keep = ({ client, config }: { client: Client; config: Configuration }): void => {
    const cached = client.getJwksCache(config)
    if (!cached || cached.uat + keys_refetched_from_seconds <= now()) return // what we told it
    keys = cached
  }

  const grantOf = (tokens: Granted): Grant => ({
    tokens,
    claims: options.endpoints ? undefined : (tokens.claims() as Grant["claims"]), // the library's type knows some of the claims
  })

  return {
    exchange() {
      const fetch = providerFetch({
        deadline: AbortSignal.timeout(options.within_ms ?? exchange_ms),
        loopback: options.loopback,
      })
      let configuring: ReturnType<typeof configure> | undefined
      const ready = () => (configuring ??= configure(fetch))
      return {
        async authorizationUrl(parameters) {
          const { client, config } = await ready()
          return client.buildAuthorizationUrl(config, { ...parameters })
        },
        async metadata() {
          const { config } = await ready()
          return config.serverMetadata()
        },
        async grantCode({ code, verifier, redirect_uri, nonce }) {
          const all = await ready()
          const { client, config } = all
          // The library takes the address that was called, and sends it on without its query: ours have none.
          const called = new URL(redirect_uri)
          called.searchParams.set("code", code)
          const { issuer, authorization_response_iss_parameter_supported: names_itself } = config.serverMetadata()
          if (names_itself) called.searchParams.set("iss", issuer) // compared before we came here
          const checks = {
            pkceCodeVerifier: verifier,
            ...(nonce === undefined ? {} : { expectedNonce: nonce, idTokenExpected: true }),
          }
          const tokens = await client.authorizationCodeGrant(config, called, checks)
          keep(all)
          return grantOf(tokens)
        },
        async grantRefresh(refresh_token) {
          const all = await ready()
          const tokens = await all.client.refreshTokenGrant(all.config, refresh_token)
          keep(all)
          return grantOf(tokens)
        },
        async userinfo(access_token, subject) {
          const { client, config } = await ready()
          if (config.serverMetadata().userinfo_endpoint === undefined) return undefined
          return client.fetchUserInfo(config, access_token, subject)
        },
        async revoke(token, address) {
          const metadata = await discover(fetch)
          const revocation_endpoint = address ?? metadata.revocation_endpoint
          if (revocation_endpoint === undefined) return
          const { client } = await ready()
          const config = configured(client, options, { ...metadata, revocation_endpoint }, fetch)
          await client.tokenRevocation(config, token).catch((error: unknown) => {
            // The answer is a status, and usually empty.
            if (!isAbout(error, "not_json")) throw error
          })
        },
        async getJson(address, access_token) {
          const answer = await fetch(address, {
            method: "GET",
            redirect: "manual",
            headers: { accept: "application/json", authorization: `Bearer ${access_token}`, "user-agent": "covenant" },
            body: undefined,
          })
          if (answer.status !== 200) throw new ProviderTrouble("unusable", "refused")
          return answer.json()
        },
      }
    },
  }
}

const isAbout = (error: unknown, reason: string): boolean =>
  error instanceof Error &&
  ((error instanceof ProviderTrouble && error.reason === reason) || isAbout(error.cause, reason))

type Client = typeof OpenidClient
/** What both grants answer, as far as it is used. */
type Granted = TokenEndpointResponse & { claims(): unknown }

const now = (): number => Math.floor(Date.now() / 1000)

/** Without the ID token that some OAuth2 servers add, and whose keys nobody has told: it must neither help nor stand in the way. */
const withoutIdToken =
  (fetch: ProviderFetch): ProviderFetch =>
  async (url, options) => {
    const answer = await fetch(url, options)
    const said: unknown = await answer.json()
    if (typeof said === "object" && said !== null && "id_token" in said) delete said.id_token
    return new Response(JSON.stringify(said), { status: answer.status, headers: answer.headers })
  }

async function askForMetadata(options: RelyingPartyOptions, fetch: ProviderFetch): Promise<ServerMetadata> {
  const client = await import("openid-client")
  const discovered = await client.discovery(new URL(options.issuer), options.client_id, undefined, client.None(), {
    [client.customFetch]: fetch,
    ...(options.loopback ? { execute: [client.allowInsecureRequests] } : {}),
  })
  const metadata = discovered.serverMetadata()
  // The library compares addresses, which may differ by a slash; tokens are compared to the character.
  if (metadata.issuer !== options.issuer) throw new ProviderTrouble("unusable", "another_issuer")
  return metadata
}

function configured(
  client: Client,
  { endpoints, client_id, client_secret = "", token_auth, loopback }: RelyingPartyOptions,
  metadata: ServerMetadata,
  fetch: ProviderFetch,
): Configuration {
  const announced = metadata.id_token_signing_alg_values_supported ?? ["RS256"]
  const authentication: Readonly<Record<typeof token_auth, () => ClientAuth>> = {
    basic: () => client.ClientSecretBasic(client_secret),
    post: () => client.ClientSecretPost(client_secret),
    none: () => client.None(),
  }
  const config = new client.Configuration(
    {
      ...metadata,
      id_token_signing_alg_values_supported: announced.filter((algorithm) => signature_algorithms.has(algorithm)),
    },
    client_id,
    { [client.clockTolerance]: clock_tolerance_seconds },
    authentication[token_auth](),
  )
  // The deadline of the exchange holds for each request; a timer of the library's own would outlive it by 25 s.
  config.timeout = undefined
  config[client.customFetch] = endpoints ? withoutIdToken(fetch) : fetch
  // The library does not verify the signature of an ID token unless asked to: it came by TLS. Where no keys are
  // discovered an ID token is not looked at.
  if (!endpoints) client.enableNonRepudiationChecks(config)
  if (loopback) client.allowInsecureRequests(config)
  return config
}
