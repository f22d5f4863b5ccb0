import { createApiClient, type ApiClient } from "./api-client.ts"
import { keepSignedIn, type SignedIn } from "./keep-signed-in.ts"
import { persevere, type Fetch, type Patience } from "./persevere.ts"
import { inMemory, type KeepSession, type SessionStore } from "./session-stores.ts"

export interface ClientOptions extends Patience {
  /** Where the API is: `https://api.example.com`. */
  baseUrl: string
  /** Where the session is kept: `inMemory` (the default), `inLocalStorage`, `inCookie`, or a store of your own. */
  auth?: KeepSession
  /** Instead of the platform's. */
  fetch?: Fetch
}

/** What the client of a surface is made of. */
export interface Parts<Paths extends {}> {
  /** With the session's credentials. */
  api: ApiClient<Paths>
  /** Without: for signing in, or with credentials of its own. */
  open: ApiClient<Paths>
  signed_in: SignedIn
  store: SessionStore
}

export function createParts<Paths extends {}>(
  surface: string,
  { baseUrl, auth = inMemory, fetch = (request) => globalThis.fetch(request), ...patience }: ClientOptions,
  headers: Record<string, string> = {},
): Parts<Paths> {
  const store = auth(`covenant:${surface}:${baseUrl}`)
  const send = persevere(fetch, patience)
  const signed_in = keepSignedIn({ baseUrl, store, send, fetch, ...patience })
  const options = { baseUrl, headers, ...(store.cookie ? { credentials: "include" as const } : {}) }
  return {
    api: createApiClient<Paths>({ ...options, fetch: signed_in.fetch }),
    open: createApiClient<Paths>({ ...options, fetch: send }),
    signed_in,
    store,
  }
}
