/** A server with providers, and a browser that signs in there. */
import { createHash, randomBytes } from "node:crypto"
import { readProviders, type ProviderSettings } from "../../packages/server/src/auth/providers/provider-settings.ts"
import { readClients } from "../../packages/server/src/auth/client-settings.ts"
import type { Config } from "../../packages/server/src/config.ts"
import { startTestApp, type TestApp } from "./app.ts"
import { anotherInstance } from "./people.ts"

/** Where the browser is sent in the end. Nothing listens there. */
export const shop_address = "https://shop.example/signed-in"
/** The page of a storefront that finishes a sign-in by itself. */
export const storefront_page = "http://127.0.0.1:4000/callback"

/** A client with one address for each mode, and one for all. */
export const oauth_clients = readClients(
  JSON.stringify({
    shop: {
      redirects: {
        [shop_address]: ["query", "fragment", "code", "cookie", "json"],
        "https://shop.example/only-code?kept=1": ["code"],
      },
      default_redirect_uri: shop_address,
    },
    app: { redirects: { "https://app.example/": ["code"] } },
  }),
)

/** Somebody to sign in at: the part of both counterparties that settings need. */
interface Counterparty {
  issuer: string
  client: { id: string; secret: string }
}

/** Settings of a provider, as the environment would have them. */
export function providerSettings(
  id: string,
  { issuer, client }: Counterparty,
  more: Record<string, unknown> = {},
): ProviderSettings {
  const given = {
    issuer,
    client_id: client.id,
    client_secret: client.secret,
    callback_urls: [storefront_page],
    ...more,
  }
  const [settings] = readProviders(JSON.stringify({ [id]: given }))
  if (!settings) throw new Error("there is no provider")
  return settings
}

/** GitHub, played by a counterparty. */
export const asGithub = (party: Counterparty): ProviderSettings =>
  providerSettings("github", party, {
    authorization_endpoint: `${party.issuer}/authorize`,
    token_endpoint: `${party.issuer}/token`,
    userinfo_endpoint: `${party.issuer}/userinfo`,
    emails_endpoint: `${party.issuer}/emails`,
  })

export const startOauthApp = (
  oauth_providers: readonly ProviderSettings[],
  more: Partial<Config> = {},
): Promise<TestApp> => startTestApp({ oauth_providers, oauth_clients, ...more })

/** Another instance with other settings, behind the same name and on the same database: cheaper than an app of its own. */
export function withSettings(app: TestApp, more: Partial<Config>): Promise<TestApp> {
  const config = { ...app.config, ...more }
  return anotherInstance({ ...app, config, services: { ...app.services, config } })
}

/** An answer that may be a redirect. */
export interface Seen {
  status: number
  headers: Headers
  /** Where it leads; undefined where nowhere. */
  location: URL | undefined
  text: string
  /** `{}` where it is no JSON. */
  body: Record<string, unknown>
}

/**
 * A browser with cookies of one server; it follows nothing by itself. Of several instances behind one name it goes to the one
 * it was made for.
 */
export class Browser {
  readonly #app: TestApp
  readonly #cookies = new Map<string, string>()

  constructor(app: TestApp) {
    this.#app = app
  }

  async go(address: string | URL, init: RequestInit = {}): Promise<Seen> {
    const { pathname, search } = new URL(address, this.#app.url)
    const url = `${this.#app.url}${pathname}${search}`
    const headers = new Headers(init.headers)
    if (this.#cookies.size > 0) headers.set("cookie", this.cookie)
    const answer = await fetch(url, { redirect: "manual", ...init, headers })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      this.#cookies.delete(name)
      if (!/max-age=0/i.test(line)) this.#cookies.set(name, value)
    }
    const text = await answer.text()
    const location = answer.headers.get("location")
    const is_json = answer.headers.get("content-type")?.startsWith("application/json") && text !== ""
    return {
      status: answer.status,
      headers: answer.headers,
      location: location === null ? undefined : new URL(location),
      text,
      body: is_json ? (JSON.parse(text) as Record<string, unknown>) : {}, // the API answers objects and nothing else
    }
  }

  /** As the `Cookie` header. */
  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ")
  }

  set cookie(header: string) {
    const [name = "", value = ""] = header.split("=")
    this.#cookies.set(name, value)
  }

  forgetCookies(): void {
    this.#cookies.clear()
  }

  /** The provider's address that the start sends it to. Fails the test when it does not. */
  async start(provider: string, query: Record<string, string> = {}): Promise<URL> {
    const seen = await this.go(`/api/auth/oauth/${provider}?${new URLSearchParams(query)}`)
    if (seen.status !== 302 || !seen.location) throw new Error(`the start answered ${seen.status}: ${seen.text}`)
    return seen.location
  }
}

/** A verifier of PKCE and its challenge. */
export function pkce(verifier = randomBytes(32).toString("base64url")): { verifier: string; challenge: string } {
  return { verifier, challenge: createHash("sha256").update(verifier).digest("base64url") }
}
