/** A real OpenID provider on loopback, and a browser that somebody uses to sign in there. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { CookieJar } from "tough-cookie"
import {
  createIdentityProvider,
  type Client,
  type Page,
  type Person,
} from "../../packages/server/src/sandbox/identity-provider.ts"

export interface OpenIdProvider {
  /** `http://127.0.0.1:40123`; discovery is below it. */
  issuer: string
  /** The first client. */
  client: Client
  /** Everybody who can sign in. Add to it, or change what is told about somebody. */
  people: Person[]
  /** How many requests came to a path so far: `/token`, `/jwks`, `/me`, `/.well-known/openid-configuration`. */
  requests(path: string): number
  /** From now on tokens are signed by a new key, and the old one is no longer published. */
  rotateKeys(): Promise<void>
  /** Every request is 503 until it comes back. */
  goAway(): void
  comeBack(): void
  close(): Promise<void>
}

export interface OpenIdProviderOptions {
  clients?: readonly Client[]
  people?: readonly Person[]
  /** Default true. False: in the userinfo answer alone. */
  claims_in_id_token?: boolean
  /** Default: a free one. */
  port?: number
}

/** Where the client of a provider without settings may be sent back to: anywhere on this machine. */
const onLoopback = (uri: string): boolean => /^http:\/\/(?:127\.0\.0\.1|localhost)[:/]/.test(uri)

/** Starts the provider. Without settings: one client, `covenant`, and nobody who could sign in. */
export async function startOpenIdProvider(options: OpenIdProviderOptions = {}): Promise<OpenIdProvider> {
  const clients = options.clients ?? [{ id: "covenant", secret: "a-secret-of-the-tests", redirect_uris: onLoopback }]
  const [client] = clients
  if (!client) throw new Error("a provider without clients serves nobody")
  const people = [...(options.people ?? [])]
  const counts = new Map<string, number>()
  let away = false
  let handle: (request: IncomingMessage, response: ServerResponse) => void = (_request, response) => response.end()
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1")
    counts.set(pathname, (counts.get(pathname) ?? 0) + 1)
    if (away) response.writeHead(503).end()
    else handle(request, response)
  })
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // a TCP server that listens has one
  const provider = await createIdentityProvider({
    issuer,
    clients,
    people,
    claims_in_id_token: options.claims_in_id_token ?? true,
    choicePage: () => page(`<form method="post"><button name="person">choose</button></form>`),
    errorPage: (code) => page(`<p>${code}</p>`),
  })
  handle = provider.handle
  return {
    issuer,
    client,
    people,
    requests: (path) => counts.get(path) ?? 0,
    rotateKeys: provider.rotateKeys,
    goAway: () => {
      away = true
    },
    comeBack: () => {
      away = false
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const page = (html: string): Page => ({ html, headers: { "content-type": "text/html" } })

/** Where a provider sends the browser in the end. Nobody has gone there yet. */
export interface Callback {
  /** With the parameters, when they travel in the query. */
  url: URL
  /** The fields, when they travel in a form that the browser posts by itself (`response_mode=form_post`). */
  form: URLSearchParams | undefined
}

/**
 * What somebody's browser does with an authorization URL: opens it, follows the provider's redirects with its cookies,
 * chooses the person with the subject `as` (or presses "cancel"), and stops where the provider sends it elsewhere.
 *
 * The browser is a new one unless its jar is given. Throws when the provider shows an error of its own instead.
 */
export async function walkProvider(
  authorization_url: string | URL,
  choice: { as: string } | "cancel",
  jar = new CookieJar(),
): Promise<Callback> {
  const { origin } = new URL(authorization_url)
  let url = new URL(authorization_url)
  let form: URLSearchParams | undefined
  for (let step = 0; step < 10; step += 1) {
    // One after the other: each step is the answer to the one before.
    const answer = await request(jar, url, form)
    const location = answer.headers.get("location")
    if (location) {
      url = new URL(location, url)
      form = undefined
      if (url.origin !== origin) return { url, form }
      continue
    }
    const html = await answer.text()
    const posted = selfPosting(html)
    if (posted) return posted
    if (answer.status !== 200 || !html.includes('name="person"')) {
      throw new Error(`The provider answered ${answer.status}: ${html.slice(0, 300)}`)
    }
    form = new URLSearchParams({ person: choice === "cancel" ? "" : choice.as })
  }
  throw new Error("The provider sends the browser around in circles.")
}

/** {@link walkProvider}, where the callback is a link: answers its address. */
export async function signInAtProvider(
  authorization_url: string | URL,
  choice: { as: string } | "cancel",
  jar?: CookieJar,
): Promise<URL> {
  const { url, form } = await walkProvider(authorization_url, choice, jar)
  if (form) throw new Error("The provider answers with a form.")
  return url
}

async function request(jar: CookieJar, url: URL, form: URLSearchParams | undefined): Promise<Response> {
  const answer = await fetch(url, {
    redirect: "manual",
    headers: { cookie: await jar.getCookieString(url.href) },
    ...(form ? { method: "POST", body: form } : {}),
  })
  await Promise.all(answer.headers.getSetCookie().map((cookie) => jar.setCookie(cookie, url.href)))
  return answer
}

const text = (html: string): string => html.replaceAll("&quot;", '"').replaceAll("&#x27;", "'").replaceAll("&amp;", "&")

/** The form of a page that posts itself elsewhere, as `response_mode=form_post` has it. */
function selfPosting(html: string): Callback | undefined {
  const action = /<form method="post" action="(http[^"]+)"/.exec(html)?.[1]
  if (!action) return undefined
  const fields = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  return {
    url: new URL(text(action)),
    form: new URLSearchParams(fields.map(([, name = "", value = ""]) => [name, text(value)])),
  }
}
