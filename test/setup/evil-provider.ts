/** A provider on loopback that lies, stalls and breaks as it is told, and counts what is asked of it. */
import { createHmac, randomBytes } from "node:crypto"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { setTimeout as wait } from "node:timers/promises"
import { exportJWK, generateKeyPair, SignJWT } from "jose"

/** What a relying party asks for at a provider. */
export type Endpoint = "discovery" | "jwks" | "token" | "userinfo" | "emails"

/** One way of answering. It may also never end. */
export type Misdeed = (response: ServerResponse) => void | Promise<void>

const sendText = (response: ServerResponse, status: number, type: string, body: string): void => {
  response.writeHead(status, { "content-type": type }).end(body)
}
const html =
  (status: number): Misdeed =>
  (response) =>
    sendText(response, status, "text/html", "<!doctype html><title>Down</title><p>We are down.</p>")
/** Answers this as JSON. */
export const json =
  (status: number, body: unknown): Misdeed =>
  (response) =>
    sendText(response, status, "application/json", JSON.stringify(body))

/** Answers nothing at all until so much time has passed. */
export const headersAfter =
  (ms: number): Misdeed =>
  async (response) => {
    await wait(ms, undefined, { ref: false })
    await json(200, {})(response)
  }

/**
 * Misbehaviour by name. A caller with a limit of time ends what never ends here (`dripping body`, `black hole`);
 * everything else is there at once.
 */
export const misdeeds = {
  "a dripping body": (response) => {
    response.writeHead(200, { "content-type": "application/json" }).write("{")
    const drip = setInterval(() => response.write(" "), 20)
    response.once("close", () => clearInterval(drip))
  },
  "a black hole": () => undefined,
  "a reset": (response) => {
    response.socket?.resetAndDestroy()
  },
  "a reset in the body": (response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "1000" })
    response.write("{", () => response.socket?.resetAndDestroy())
  },
  "a 500": (response) => sendText(response, 500, "text/plain", "boom"),
  "a 503 as HTML": html(503),
  "a 200 as HTML": html(200),
  "a 200 without a body": (response) => sendText(response, 200, "application/json", ""),
  "bad JSON": (response) => sendText(response, 200, "application/json", `{"access_token":`),
  "JSON that is no object": json(200, ["access_token"]),
  "a redirect to 169.254.169.254": (response) => {
    response.writeHead(302, { location: "http://169.254.169.254/latest/meta-data/" }).end()
  },
  "a body of 50 MB": (response) => {
    response.writeHead(200, { "content-type": "application/json" })
    const piece = Buffer.alloc(1 << 20, " ")
    let left = 50
    const more = () => {
      while (left > 0 && response.writable) {
        left -= 1
        if (!response.write(piece)) {
          response.once("drain", more)
          return
        }
      }
      response.end()
    }
    more()
  },
  "a 200 with an error inside": json(200, { error: "bad_verification_code", error_description: "The code is stale." }),
  invalid_grant: json(400, { error: "invalid_grant" }),
  invalid_client: json(401, { error: "invalid_client" }),
  "an unknown token_type": json(200, { access_token: "t", token_type: "carrier-pigeon" }),
  "an answer without an access token": json(200, { token_type: "Bearer" }),
} as const satisfies Record<string, Misdeed>

/** What an ID token claims, and how it is sealed. */
interface IdToken {
  claims: Record<string, unknown>
  /** Default: the key that is published. */
  seal?: "another key" | "none" | "the client secret" | "a new key"
}

/** Makes another ID token out of an honest one. */
export type Lie = (honest: Record<string, unknown>, now: number) => IdToken

const claiming =
  (change: (honest: Record<string, unknown>, now: number) => Record<string, unknown>): Lie =>
  (honest, now) => ({ claims: { ...honest, ...change(honest, now) } })
const sealed =
  (seal: NonNullable<IdToken["seal"]>): Lie =>
  (claims) => ({ claims, seal })

/** Seconds the server tolerates between two clocks. */
const tolerance = 10

/** ID tokens that nobody may believe, by what is wrong with them. A claim that is undefined is missing. */
export const lies = {
  "a signature by another key": sealed("another key"),
  "alg none": sealed("none"),
  "HS256 with the client secret": sealed("the client secret"),
  "another issuer": claiming(() => ({ iss: "https://accounts.example" })),
  "an issuer with a trailing slash": claiming(({ iss }) => ({ iss: `${String(iss)}/` })),
  "another audience": claiming(() => ({ aud: "somebody-else" })),
  "several audiences without azp": claiming(({ aud }) => ({ aud: [aud, "somebody-else"] })),
  "several audiences with another azp": claiming(({ aud }) => ({ aud: [aud, "somebody-else"], azp: "somebody-else" })),
  "an exp 11 s ago": claiming((_honest, now) => ({ exp: now - tolerance - 1 })),
  "no exp": claiming(() => ({ exp: undefined })),
  "an iat 11 s ahead": claiming((_honest, now) => ({ iat: now + tolerance + 1 })),
  "no iat": claiming(() => ({ iat: undefined })),
  "no nonce": claiming(() => ({ nonce: undefined })),
  "another nonce": claiming(() => ({ nonce: "another" })),
  "no sub": claiming(() => ({ sub: undefined })),
  "an empty sub": claiming(() => ({ sub: "" })),
  "0 as sub": claiming(() => ({ sub: 0 })),
  "a sub of 300 characters": claiming(() => ({ sub: "s".repeat(300) })),
  "an object as sub": claiming(() => ({ sub: { id: "mira" } })),
} as const satisfies Record<string, Lie>

/** ID tokens that are unusual, and good: clocks that differ by 9 s, and a key nobody has seen yet. */
export const oddities = {
  "an exp 9 s ago": claiming((_honest, now) => ({ exp: now - tolerance + 1 })),
  "an iat 9 s ahead": claiming((_honest, now) => ({ iat: now + tolerance - 1 })),
  "a key that was rotated": sealed("a new key"),
} as const satisfies Record<string, Lie>

export interface EvilProvider {
  /** `http://127.0.0.1:40123` */
  issuer: string
  client: { id: string; secret: string }
  /** Who signs in, as the ID token and userinfo have it. */
  person: Record<string, unknown>
  /** What `/emails` answers, in GitHub's manner. */
  emails: readonly { email: string; primary: boolean; verified: boolean }[]
  /** Every request so far, as `GET /jwks`. */
  requests: readonly string[]
  /** The forms that came to the token endpoint. */
  exchanges: readonly URLSearchParams[]
  /** The ID tokens it has made. */
  id_tokens: readonly string[]
  /** How many of them were for this endpoint. */
  count(endpoint: Endpoint): number
  /** The endpoint misbehaves from now on; without a misdeed it is honest again. */
  misbehave(endpoint: Endpoint, misdeed?: Misdeed): void
  /** ID tokens are lies from now on; without a lie they are honest again. */
  lie(lie?: Lie): void
  /** The browser's way back from an authorization URL, as if the person had signed in. More parameters may be added. */
  callback(
    authorization_url: string | URL,
    more?: Readonly<Record<string, string>>,
    person?: Readonly<Record<string, unknown>>,
  ): URL
  close(): Promise<void>
}

export async function startEvilProvider(): Promise<EvilProvider> {
  const client = { id: "covenant", secret: randomBytes(24).toString("base64url") }
  const misbehaving = new Map<Endpoint, Misdeed>()
  /** Who has signed in, by code; the access token is made of it. */
  const signed_in = new Map<string, SignedIn>()
  const requests: string[] = []
  const exchanges: URLSearchParams[] = []
  const id_tokens: string[] = []
  let published = [await newKey()]
  const another = { ...(await newKey()), kid: published[0]?.kid ?? "" }
  let lie: Lie | undefined

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1")
    requests.push(`${request.method} ${pathname}`)
    const endpoint = endpoints[pathname]
    const act = async () => {
      const misdeed = endpoint && misbehaving.get(endpoint)
      if (misdeed) await misdeed(response)
      else if (endpoint) await json(200, await honest[endpoint](request))(response)
      else await json(404, {})(response)
    }
    act().catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined))
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  server.unref() // a test that forgets it, or keeps it for others, still ends
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // a TCP server that listens has one

  const honest: Record<Endpoint, (request: IncomingMessage) => Promise<unknown>> = {
    discovery: async () => ({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["ES256"],
      code_challenge_methods_supported: ["S256"],
    }),
    jwks: async () => ({ keys: published.map(({ jwk }) => jwk) }),
    async token(request) {
      const form = new URLSearchParams(Buffer.concat(await request.toArray()).toString())
      exchanges.push(form)
      const code = form.get("code") ?? ""
      const id_token = await idToken(signed_in.get(code))
      id_tokens.push(id_token)
      return { access_token: `access-${code}`, token_type: "Bearer", expires_in: 300, id_token }
    },
    async userinfo({ headers }) {
      const code = /^Bearer access-(.+)$/.exec(headers.authorization ?? "")?.[1] ?? ""
      const person = signed_in.get(code)?.person
      signed_in.delete(code)
      return person ?? provider.person
    },
    emails: async () => provider.emails,
  }

  async function idToken({ nonce, person }: Partial<SignedIn> = {}): Promise<string> {
    const now = Math.floor(Date.now() / 1000)
    const truth = {
      ...(person ?? provider.person),
      iss: issuer,
      aud: client.id,
      iat: now,
      exp: now + 300,
      ...(nonce ? { nonce } : {}),
    }
    const { claims, seal } = lie ? lie(truth, now) : { claims: truth, seal: undefined }
    if (seal === "none") return unsigned({ alg: "none" }, claims)
    if (seal === "the client secret") {
      const input = unsigned({ alg: "HS256", kid: published[0]?.kid }, claims).slice(0, -1)
      return `${input}.${createHmac("sha256", client.secret).update(input).digest("base64url")}`
    }
    if (seal === "a new key") published = [await newKey()]
    const key = seal === "another key" ? another : published[0]
    if (!key) throw new Error("there is no key")
    return new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid: key.kid }).sign(key.privateKey)
  }

  const provider: EvilProvider = {
    issuer,
    client,
    person: { sub: "mira", email: "mira@example.com", email_verified: true, name: "Mira" },
    emails: [],
    requests,
    exchanges,
    id_tokens,
    count: (endpoint) => requests.filter((line) => endpoints[line.split(" ")[1] ?? ""] === endpoint).length,
    misbehave(endpoint, misdeed) {
      if (misdeed) misbehaving.set(endpoint, misdeed)
      else misbehaving.delete(endpoint)
    },
    lie(next) {
      lie = next
    },
    callback(authorization_url, more = {}, person) {
      const asked = new URL(authorization_url).searchParams
      const code = randomBytes(16).toString("base64url")
      signed_in.set(code, { nonce: asked.get("nonce"), person })
      const url = new URL(asked.get("redirect_uri") ?? "")
      for (const [name, value] of Object.entries({ code, state: asked.get("state") ?? "", ...more })) {
        url.searchParams.set(name, value)
      }
      return url
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return provider
}

interface SignedIn {
  nonce: string | null
  /** Default: the provider's. */
  person: Readonly<Record<string, unknown>> | undefined
}

const endpoints: Readonly<Record<string, Endpoint>> = {
  "/.well-known/openid-configuration": "discovery",
  "/jwks": "jwks",
  "/token": "token",
  "/userinfo": "userinfo",
  "/emails": "emails",
}

async function newKey() {
  const { privateKey, publicKey } = await generateKeyPair("ES256")
  const kid = randomBytes(6).toString("hex")
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: "sig", alg: "ES256" } }
}

/** Both parts, and an empty signature. */
const unsigned = (header: object, claims: object): string =>
  `${[header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".")}.`
