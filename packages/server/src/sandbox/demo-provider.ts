import { randomBytes } from "node:crypto"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { readClients } from "../auth/client-settings.ts"
import { readProviders } from "../auth/providers/provider-settings.ts"
import type { Config } from "../config.ts"
import type { IdentityProvider, Person } from "./identity-provider.ts"
import { sign_in_path } from "./sign-in-path.ts"

/** The identity provider of the sandbox: who signs in there needs no password, and nothing leaves this machine. */
export interface DemoProvider {
  /** Where it answers: `http://127.0.0.1:9001` */
  issuer: string
  /** What the server has to know of it: its settings, and a client whose page shows what came back. */
  settings: Pick<Config, "oauth_providers" | "oauth_clients">
  stop(): Promise<void>
}

/** Under these ids it stands in the settings, unless somebody else has them. */
const provider_id = "demo"
const client_id = "sandbox"

const people: readonly Person[] = [
  {
    sub: "demo-clara",
    claims: {
      name: "Clara Okafor",
      given_name: "Clara",
      family_name: "Okafor",
      email: "clara@people.example",
      email_verified: true,
    },
  },
  {
    sub: "demo-emil",
    claims: {
      name: "Emil Sand",
      given_name: "Emil",
      family_name: "Sand",
      email: "emil@people.example",
      email_verified: true,
    },
  },
  {
    sub: "demo-noa",
    claims: {
      name: "Noa Peretz",
      given_name: "Noa",
      family_name: "Peretz",
      email: "noa@people.example",
      email_verified: false,
    },
  },
]

/** Ports behind the server's own that are tried before any free one is taken. */
const ports_tried = 10

/**
 * Starts the provider beside the sandbox, on the next free port, and answers what to add to the settings. Undefined where
 * the settings have a provider or client of these names.
 *
 * It begins to exist at its first request: the library behind it takes a quarter of a second and 45 MB to load.
 */
export async function startDemoProvider(
  config: Pick<Config, "production" | "public_base_url" | "port" | "oauth_providers" | "oauth_clients">,
): Promise<DemoProvider | undefined> {
  if (config.production) throw new Error("The demo provider knows no passwords: it is for the sandbox alone.")
  if (config.oauth_providers.some(({ id }) => id === provider_id)) return undefined
  if (config.oauth_clients.some(({ id }) => id === client_id)) return undefined
  const secret = randomBytes(32).toString("base64url")
  let provider: Promise<IdentityProvider> | undefined
  const server = createServer((request, response) => {
    provider ??= load(issuer, secret, config.public_base_url)
    provider.then(
      ({ handle }) => handle(request, response),
      () => response.writeHead(500).end(),
    )
  })
  const issuer = `http://127.0.0.1:${await listenNear(server, config.port)}`
  const page = `${config.public_base_url}${sign_in_path}`
  const provider_settings = { name: "Demo", issuer, client_id, client_secret: secret, callback_urls: [page] }
  const client_settings = { redirects: { [page]: ["query", "fragment", "code", "cookie", "json"] } }
  return {
    issuer,
    settings: {
      oauth_providers: [
        ...config.oauth_providers,
        ...readProviders(JSON.stringify({ [provider_id]: provider_settings })),
      ],
      oauth_clients: [...config.oauth_clients, ...readClients(JSON.stringify({ [client_id]: client_settings }))],
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function load(issuer: string, secret: string, base_url: string): Promise<IdentityProvider> {
  const [{ createIdentityProvider }, { choicePage, errorPage }] = await Promise.all([
    import("./identity-provider.ts"),
    import("./provider-pages.ts"),
  ])
  return createIdentityProvider({
    issuer,
    people,
    // Wherever this server asks for it: it says itself which addresses are registered.
    clients: [{ id: client_id, secret, redirect_uris: (uri) => uri.startsWith(`${base_url}/`) }],
    choicePage,
    errorPage,
  })
}

/** Answers the port: the next one that is free behind `port`, and any if there is none. */
async function listenNear(server: Server, port: number): Promise<number> {
  for (let next = port + 1; next <= Math.min(port + ports_tried, 65_535); next += 1) {
    // In turn: the first that is free.
    if (await listens(server, next)) return next
  }
  await listens(server, 0)
  return (server.address() as AddressInfo).port // a TCP server that listens has one
}

/** Whether it could listen there. On loopback alone, whatever the server does. */
const listens = (server: Server, port: number): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const refused = (error: NodeJS.ErrnoException) => {
      if (port !== 0 && (error.code === "EADDRINUSE" || error.code === "EACCES")) resolve(false)
      else reject(error)
    }
    server.once("error", refused)
    server.listen({ host: "127.0.0.1", port }, () => {
      server.removeListener("error", refused)
      resolve(true)
    })
  })
