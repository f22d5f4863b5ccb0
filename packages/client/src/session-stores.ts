import { exclusively } from "./exclusively.ts"

/** What is kept of a sign-in. It goes through JSON unharmed; treat it like a password. */
export interface Session {
  /** Another one for each sign-in, the same over all its renewals. */
  id: string
  /** The access token. Absent where a cookie that no script can read carries the session. */
  token?: string
  refresh_token?: string
  /** When the access token should be renewed, in milliseconds of this machine's clock. */
  renew_at?: number
}

/** Where a client keeps its session. */
export interface SessionStore {
  get(): Promise<Session | undefined> | Session | undefined
  /** Undefined: signed out. */
  set(session: Session | undefined): Promise<void> | void
  /** Runs a task while nobody else who shares the store runs one. Absent: this client has the store to itself. */
  exclusively?<T>(task: () => Promise<T>): Promise<T>
  /** Calls back when somebody else who shares the store has changed it. */
  subscribe?(changed: () => void): void
  /** The session travels in the server's `HttpOnly` cookie, and tokens are never kept. */
  cookie?: boolean
}

/** Makes the store of a client. The name is that of surface and server, so that two clients do not share one. */
export type KeepSession = (name: string) => SessionStore

/** For scripts, tests and servers: gone with the process, or with the page. */
export const inMemory: KeepSession = () => {
  let session: Session | undefined
  return { get: () => session, set: (next) => void (session = next) }
}

/** For pages: outlives a reload, and all tabs share it. Every script of the page can read it. */
export const inLocalStorage: KeepSession = (name) => ({
  get: () => {
    // We wrote it; whoever else did can only end the session by it.
    return JSON.parse(localStorage.getItem(name) ?? "null") ?? undefined
  },
  set: (session) => (session ? localStorage.setItem(name, JSON.stringify(session)) : localStorage.removeItem(name)),
  exclusively: (task) => exclusively(name, task),
  subscribe: (changed) =>
    addEventListener("storage", ({ key }) => {
      if (key === name || key === null) changed()
    }),
})

/**
 * For pages that should not keep tokens: the session is in an `HttpOnly` cookie of the API, which has to be on the same
 * site as the page. All that scripts see, in `localStorage`, is that there is one.
 */
export const inCookie: KeepSession = (name) => ({ ...inLocalStorage(name), cookie: true })
