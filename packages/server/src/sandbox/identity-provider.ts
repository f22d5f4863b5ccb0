/**
 * A complete OpenID provider in this process, for the sandbox and for tests: real discovery, keys, codes and tokens, and
 * one page that asks who you are. It knows no passwords, so it must never be reachable in production.
 */
import { randomBytes } from "node:crypto"
import type { IncomingMessage, ServerResponse } from "node:http"
import { exportJWK, generateKeyPair } from "jose"
import {
  errors,
  interactionPolicy,
  Provider,
  type ClientMetadata,
  type Configuration,
  type Interaction,
} from "oidc-provider"
import { createMemoryAdapter } from "./memory-adapter.ts"

/** Somebody who can sign in, and what is told about them. */
export interface Person {
  /** The subject: what never changes. */
  sub: string
  /** As they go into the ID token or the userinfo answer: `name`, `email`, `email_verified`, … */
  claims: Readonly<Record<string, unknown>>
}

/** A program that may send people here. */
export interface Client {
  id: string
  secret: string
  /** Exact addresses, or a test of one. */
  redirect_uris: readonly string[] | ((uri: string) => boolean)
}

export interface IdentityProviderOptions {
  /** The origin it answers at. */
  issuer: string
  clients: readonly Client[]
  /** Read anew at every sign-in, so that they may change. */
  people: readonly Person[]
  /** Whether claims travel in the ID token, as Google has it, or in the userinfo answer alone. Default: both. */
  claims_in_id_token?: boolean
  /** The page that asks who you are; `cancel` is the other button. */
  choicePage(people: readonly Person[], client_id: string): Page
  /** The page for a request that cannot be answered to the client. */
  errorPage(code: string): Page
}

export interface Page {
  html: string
  headers: Readonly<Record<string, string>>
}

export interface IdentityProvider {
  handle(request: IncomingMessage, response: ServerResponse): void
  /** From now on tokens are signed by a new key, and the old one is no longer published. */
  rotateKeys(): Promise<void>
}

/** What a page of choice posts: `person` with a subject, or nothing. */
const field = "person"

/** Claims by scope; what a hostile provider might add is under `openid`, so that it is always told. */
const claims = {
  openid: ["sub", "role", "org", "app_metadata", "actor_id"],
  profile: ["name", "given_name", "family_name", "picture", "locale"],
  email: ["email", "email_verified"],
}

const minute = 60

export async function createIdentityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  const adapter = createMemoryAdapter()
  const cookie_key = randomBytes(32).toString("base64url")
  const make = async () => {
    const { privateKey } = await generateKeyPair("ES256", { extractable: true })
    const jwk = { ...(await exportJWK(privateKey)), kid: randomBytes(6).toString("hex"), use: "sig", alg: "ES256" }
    return providerOf(options, { adapter, cookies: { keys: [cookie_key] }, jwks: { keys: [jwk] } })
  }
  let provider = await make()
  let answer = provider.callback()
  return {
    handle(request, response) {
      const uid = /^\/interaction\/([\w-]{1,64})$/.exec(new URL(request.url ?? "/", options.issuer).pathname)?.[1]
      if (uid) interact(options, provider, request, response)
      else void answer(request, response)
    },
    async rotateKeys() {
      provider = await make()
      answer = provider.callback()
    },
  }
}

function providerOf(options: IdentityProviderOptions, more: Configuration): Provider {
  const provider = new Provider(options.issuer, {
    ...more,
    clients: options.clients.map(metadataOf),
    claims,
    conformIdTokenClaims: options.claims_in_id_token === false,
    enabledJWA: { idTokenSigningAlgValues: ["ES256"] },
    findAccount: (_context, sub) => {
      const person = options.people.find((one) => one.sub === sub)
      return person && { accountId: sub, claims: () => ({ ...person.claims, sub }) }
    },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    interactions: { policy: alwaysAsking(), url: (_context, { uid }) => `/interaction/${uid}` },
    // Who has chosen somebody has agreed: everything that was asked for is granted.
    async loadExistingGrant({ oidc }) {
      const { client, session, params } = oidc
      if (!client || !session?.accountId) return undefined
      const grant = new oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId })
      const scope = params?.["scope"]
      if (typeof scope === "string") grant.addOIDCScope(scope)
      await grant.save()
      return grant
    },
    renderError(context, out) {
      const { html, headers } = options.errorPage(out.error)
      context.set({ ...headers })
      context.body = html
    },
    pkce: { required: () => true },
    ttl: {
      AccessToken: 10 * minute,
      AuthorizationCode: minute,
      Grant: 60 * minute,
      IdToken: 10 * minute,
      Interaction: 60 * minute,
      Session: 60 * minute,
    },
  })
  const exact = provider.Client.prototype.redirectUriAllowed
  provider.Client.prototype.redirectUriAllowed = function (uri) {
    const allowed = options.clients.find(({ id }) => id === this.clientId)?.redirect_uris
    return typeof allowed === "function" ? allowed(uri) : exact.call(this, uri)
  }
  return provider
}

const metadataOf = ({ id, secret, redirect_uris }: Client): ClientMetadata => ({
  client_id: id,
  client_secret: secret,
  redirect_uris: typeof redirect_uris === "function" ? ["http://127.0.0.1"] : [...redirect_uris],
  grant_types: ["authorization_code"],
  response_types: ["code"],
  id_token_signed_response_alg: "ES256",
})

/** Nobody stays signed in here: each visit asks again, so that another person can be tried. */
function alwaysAsking(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base()
  const { Check } = interactionPolicy
  policy
    .get("login")
    ?.checks.add(new Check("choice", "Each visit asks who you are.", ({ oidc }) => !oidc.result?.login))
  return policy
}

/** Shows the page of choice, and takes what was chosen. */
function interact(
  options: IdentityProviderOptions,
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const act = async () => {
    const interaction = await provider.interactionDetails(request, response)
    if (request.method === "POST") {
      await forgetSession(provider, interaction)
      const chosen = new URLSearchParams(await bodyOf(request)).get(field)
      const person = options.people.find(({ sub }) => sub === chosen)
      const result = person ? { login: { accountId: person.sub } } : { error: "access_denied" }
      await provider.interactionFinished(request, response, result)
    } else send(response, 200, options.choicePage(options.people, String(interaction.params["client_id"])))
  }
  act().catch((error: unknown) => {
    const gone = error instanceof errors.SessionNotFound
    send(response, gone ? 400 : 500, options.errorPage(gone ? "session_not_found" : "server_error"))
  })
}

/**
 * Lets whoever was here before in this browser be nobody again: the library goes on with another person only after its own
 * logout, with a page in between.
 */
async function forgetSession(provider: Provider, interaction: Interaction): Promise<void> {
  if (!interaction.session) return
  await (await provider.Session.findByUid(interaction.session.uid))?.destroy()
  delete interaction.session
  await interaction.persist()
}

function send(response: ServerResponse, status: number, { html, headers }: Page): void {
  response.writeHead(status, { ...headers })
  response.end(html)
}

/** At most 4 KiB: one field. */
async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ""
  for await (const chunk of request.setEncoding("utf8")) {
    text += String(chunk)
    if (text.length > 4096) throw new Error("The form is too large.")
  }
  return text
}
