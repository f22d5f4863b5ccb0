/** A provider on loopback that apps are connected to: PKCE, refresh tokens that are good once, and a list of what was asked. */
import { createHash, randomBytes } from "node:crypto"
import { createServer, type IncomingMessage } from "node:http"
import type { AddressInfo } from "node:net"
import { json, type Misdeed } from "./evil-provider.ts"

export interface AppProvider {
  /** An entry of `OAUTH_APPS`. */
  settings: Record<string, unknown>
  /** What was asked for at the token endpoint, in order: `authorization_code` or `refresh_token`. */
  grants: string[]
  /** Tokens that were given back. */
  revoked: string[]
  /** The newest tokens. */
  issued: { access_token: string; refresh_token: string }
  /** Every token there ever was. */
  tokens: string[]
  /** The token endpoint misbehaves from now on; without a misdeed it is honest again. */
  misbehave(misdeed?: Misdeed): void
  /** Called before an honest token answer is sent. */
  onGrant: () => Promise<void> | void
  /** What comes back to the admin's page when somebody agrees at this address. */
  agree(install_url: unknown): { state: string; code: string }
  close(): Promise<void>
}

let shared: Promise<AppProvider> | undefined

/** One for all tests of a worker, which ends with it: what `parcels` of every test app is connected to. */
export const sharedAppProvider = (): Promise<AppProvider> => (shared ??= startAppProvider())

const random = () => randomBytes(24).toString("base64url")

export async function startAppProvider(): Promise<AppProvider> {
  const client = { id: "larkspur", secret: random() }
  /** What belongs to each code that was not redeemed yet. */
  const codes = new Map<string, { challenge: string; redirect_uri: string }>()
  const refresh_tokens = new Set<string>()
  let misdeed: Misdeed | undefined

  const server = createServer((request, response) => {
    const act = async () => {
      const form = new URLSearchParams(Buffer.concat(await request.toArray()).toString())
      if (request.url === "/revoke") {
        provider.revoked.push(form.get("token") ?? "")
        response.writeHead(200).end()
        return
      }
      provider.grants.push(form.get("grant_type") ?? "")
      await (misdeed ?? (await honest(request, form)))(response)
    }
    act().catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined))
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  server.unref()
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // a TCP server that listens has one

  /** By HTTP Basic, of which both halves are encoded as in a form (RFC 6749, section 2.3.1). */
  function isClient({ headers }: IncomingMessage): boolean {
    const sent = Buffer.from(headers.authorization?.replace("Basic ", "") ?? "", "base64").toString()
    return sent.split(":").map(decodeURIComponent).join(":") === `${client.id}:${client.secret}`
  }

  async function honest(request: IncomingMessage, form: URLSearchParams): Promise<Misdeed> {
    if (!isClient(request)) return json(401, { error: "invalid_client" })
    if (!redeem(form)) return json(400, { error: "invalid_grant" })
    const issued = { access_token: `at-${random()}`, refresh_token: `rt-${random()}` }
    provider.issued = issued
    provider.tokens.push(...Object.values(issued))
    refresh_tokens.add(issued.refresh_token)
    await provider.onGrant()
    return json(200, {
      ...issued,
      token_type: "Bearer",
      expires_in: 3600,
      scope: "labels tracking",
      account: "larkspur-goods",
    })
  }

  /** Whether the grant is good; it is used up. */
  function redeem(form: URLSearchParams): boolean {
    if (form.get("grant_type") === "refresh_token") return refresh_tokens.delete(form.get("refresh_token") ?? "")
    const code = form.get("code") ?? ""
    const { challenge, redirect_uri } = codes.get(code) ?? {}
    codes.delete(code)
    const verified = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url")
    return challenge === verified && redirect_uri === form.get("redirect_uri")
  }

  const provider: AppProvider = {
    settings: {
      name: "Parcels",
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/token`,
      revocation_endpoint: `${origin}/revoke`,
      client_id: client.id,
      client_secret: client.secret,
      scopes: ["labels", "tracking"],
      account_field: "account",
      uninstall_url: "https://parcels.example/settings",
      callback_url: "https://admin.larkspur.example/apps",
    },
    grants: [],
    revoked: [],
    issued: { access_token: "", refresh_token: "" },
    tokens: [],
    misbehave(next) {
      misdeed = next
    },
    onGrant: () => undefined,
    agree(install_url) {
      const asked = new URL(String(install_url)).searchParams
      const code = random()
      codes.set(code, { challenge: asked.get("code_challenge") ?? "", redirect_uri: asked.get("redirect_uri") ?? "" })
      return { state: asked.get("state") ?? "", code }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return provider
}
