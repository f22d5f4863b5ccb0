import { createApiClient } from "./api-client.ts"
import { ApiError, isApiError } from "./api-error.ts"
import type { StorePaths } from "./contract.ts"
import { persevere, randomId, type Fetch, type Patience } from "./persevere.ts"
import type { Session, SessionStore } from "./session-stores.ts"

/** What happened to a client's session; `session-ended` when it was the server that ended it. */
export type AuthChange = "signed-in" | "signed-out" | "session-ended"

/** What the server answers to a sign-in or a refresh. */
export interface Tokens {
  token: string
  refresh_token?: string
  /** Seconds. */
  expires_in?: number
}

/** What both surfaces offer beside their own ways to sign in. */
export interface Auth {
  /** Whether there is a session. Asks nobody: the server may have ended it. */
  signedIn(): Promise<boolean>
  /** A fresh access token, to be shown to a service of your own. Undefined when signed out, and always with cookies. */
  token(): Promise<string | undefined>
  /** Calls back on each sign-in, sign-out and end, those in other tabs included. Call what it returns to stop. */
  onChange(listener: (change: AuthChange) => void): () => void
}

export interface SignedIn extends Auth {
  /** `fetch` with the session's credentials. */
  fetch: Fetch
  /** An access token for the one that is given. Throws `ApiError` 401 when the session has ended. */
  refresh(tokens: Pick<Session, "token" | "refresh_token">): Promise<Tokens>
  /** Keeps a new session; without tokens one that a cookie carries. */
  begin(tokens?: Tokens): Promise<void>
  /** Ends the session with the given requests, which may find that it is over already. */
  end(requests: () => Promise<unknown>): Promise<void>
}

export interface SignedInOptions extends Patience {
  baseUrl: string
  store: SessionStore
  /** Already patient. */
  send: Fetch
  /** As the platform's. */
  fetch: Fetch
}

/** Refusals whose matter is the session of the request, not the request. */
const about_the_session = ["token_expired", "token_invalid", "token_missing", "session_revoked"] as const

/**
 * Longest time for a refresh, its repetitions included. Within the ten seconds in which the server answers a refresh
 * token that was just used with the same successor: a lost answer is asked for again in time.
 */
const refresh_timeout_ms = 8_000

/** Puts the session's credentials on requests, and renews them: one refresh, however many calls and tabs want one. */
export function keepSignedIn({ baseUrl, store, send, fetch, retries }: SignedInOptions): SignedIn {
  const listeners = new Set<(change: AuthChange) => void>()
  let seen: string | undefined
  const see = (session: Session | undefined, change: AuthChange) => {
    if (session?.id === seen) return
    seen = session?.id
    for (const listener of listeners) listener(change)
  }
  const keep = async (session: Session | undefined, change: AuthChange) => {
    await store.set(session)
    see(session, change)
  }
  const ready = Promise.resolve(store.get()).then((session) => void (seen = session?.id))
  ready.catch(() => {}) // a store that cannot be read says so to the first call
  store.subscribe?.(() => {
    void ready.then(() => store.get()).then((session) => see(session, session ? "signed-in" : "signed-out"))
  })

  const refresher = createApiClient<StorePaths>({
    baseUrl,
    fetch: persevere(fetch, { timeoutMs: refresh_timeout_ms, retries }),
    credentials: "omit", // a cookie of another session beside the refresh token would be refused
  })
  const refresh: SignedIn["refresh"] = async ({ token, refresh_token }) => {
    const proof = refresh_token ? { body: { refresh_token } } : { headers: bearer(token) }
    return (await refresher.POST("/auth/token/refresh", proof)).data
  }

  let renewing: Promise<Session | undefined> | undefined
  /** The session after the stale one: renewed by us, or by whoever was faster. Undefined when it has ended. */
  const renewed = (stale: Session) =>
    (renewing ??= (store.exclusively ?? atOnce)(() => renew(stale)).finally(() => (renewing = undefined)))
  const renew = async (stale: Session): Promise<Session | undefined> => {
    const current = await store.get()
    if (!current || current.id !== stale.id || current.token !== stale.token) return current
    try {
      const next = store.cookie ? undefined : sessionOf(await refresh(current), current.id)
      const meanwhile = await store.get()
      if (meanwhile?.token !== current.token) return meanwhile // signed out, or in as somebody else
      await keep(next, "session-ended")
      return next
    } catch (error) {
      if (!isApiError(error) || error.status !== 401) throw error
      await keep(undefined, "session-ended")
      return undefined
    }
  }
  /** The session, renewed when it is due. */
  const current = async (): Promise<Session | undefined> => {
    await ready
    const session = await store.get()
    return session?.renew_at !== undefined && Date.now() >= session.renew_at ? renewed(session) : session
  }

  return {
    async fetch(request) {
      if (request.headers.has("authorization")) return send(request)
      const session = await orAborted(current(), request.signal)
      const answer = await send(withToken(request.clone(), session))
      if (answer.status !== 401 || !session) return answer
      const refusal = new ApiError(
        answer,
        await answer
          .clone()
          .json()
          .catch(() => undefined),
      )
      if (!isApiError(refusal, ...about_the_session)) return answer
      const next = await orAborted(renewed(session), request.signal)
      return next ? send(withToken(request, next)) : answer
    },
    refresh,
    async begin(tokens) {
      await ready
      await keep(sessionOf(tokens, randomId()), "signed-in")
    },
    async end(requests) {
      await ready
      if (!(await store.get())) return
      try {
        await requests()
      } catch (error) {
        const over = isApiError(error) && error.status === 401
        // Tokens are forgotten whatever happens. A cookie we cannot delete, so it must not look deleted.
        if (!over && !store.cookie) await keep(undefined, "signed-out")
        if (!over) throw error
      }
      await keep(undefined, "signed-out")
    },
    signedIn: async () => ready.then(() => store.get()).then(Boolean),
    token: async () => (await current())?.token,
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

export const bearer = (token = "") => ({ authorization: `Bearer ${token}` })

/** What a token of ours says, unverified; nothing for one that is not ours to read. */
export function claimsOf(token: string): { exp?: number; iat?: number; actor_id?: string } {
  try {
    return JSON.parse(atob((token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/")))
  } catch {
    return {}
  }
}

/**
 * A refresh token outlives its access token, so it is used shortly before the end of that. Without one the access token
 * has to renew itself while it lives: at half its life.
 */
function sessionOf(tokens: Tokens | undefined, id: string): Session {
  if (!tokens) return { id }
  const { token, refresh_token, expires_in } = tokens
  const { exp, iat } = claimsOf(token)
  const life_seconds = expires_in ?? (exp ?? NaN) - (iat ?? NaN)
  const renew_at = Date.now() + life_seconds * 1000 * (refresh_token ? 0.95 : 0.5)
  return { id, token, ...(refresh_token ? { refresh_token } : {}), ...(Number.isNaN(renew_at) ? {} : { renew_at }) }
}

function withToken(request: Request, session: Session | undefined): Request {
  if (session?.token) request.headers.set("authorization", bearer(session.token).authorization)
  return request
}

const atOnce = <T>(task: () => Promise<T>): Promise<T> => task()

/** What several callers wait for goes on when one of them leaves. */
const orAborted = <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> => {
  const aborted = new Promise<never>((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener("abort", () => reject(signal.reason), { once: true })
  })
  return Promise.race([promise, aborted])
}
