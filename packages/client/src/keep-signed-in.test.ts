/** Sessions and patience against a server of twenty lines, where every moment can be arranged. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest"
import { createStoreClient, inCookie, inLocalStorage, inMemory, type AuthChange, type KeepSession } from "./index.ts"

const credentials = { email: "mira@example.com", password: "green kettle on the stove" }
const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } })
const refusal = (status: number, code: string, headers?: Record<string, string>) =>
  json(
    { type: "unknown_error", code, message: code, request_id: "req_1", documentation_url: "https://x" },
    status,
    headers,
  )

/** Takes the newest token alone; a refresh token that was used once ends the session. */
function server() {
  let generation = 1
  let revoked = false
  const requests: Request[] = []
  const tokens = () => ({ token: `token ${generation}`, refresh_token: `refresh ${generation}`, expires_in: 3600 })
  return {
    requests,
    /** What is answered instead, once each. */
    instead: [] as (() => Response | Error)[],
    expire: () => void generation++,
    /** Happens while a refresh is on its way. */
    during_refresh: () => {},
    count: (path: string) => requests.filter(({ url }) => new URL(url).pathname === path).length,
    fetch: async (request: Request): Promise<Response> => {
      requests.push(request)
      const path = new URL(request.url).pathname
      const sent = request.headers.get("authorization")
      await new Promise((resolve) => setTimeout(resolve, 5))
      const instead = path.startsWith("/store") ? this_server.instead.shift()?.() : undefined
      if (instead instanceof Error) throw instead
      if (instead) return instead
      if (path === "/auth/customer/emailpass") return json(tokens())
      if (path === "/auth/token/refresh") {
        this_server.during_refresh()
        const { refresh_token } = (await request.json()) as { refresh_token: string } // the client wrote it
        if (revoked || refresh_token === "refresh stolen") return refusal(401, "session_revoked")
        if (this_server.used.has(refresh_token)) revoked = true
        this_server.used.add(refresh_token)
        return revoked ? refusal(401, "session_revoked") : json(tokens())
      }
      if (path === "/auth/session") return json({})
      return sent === `Bearer token ${generation}` ? json({ customer: {} }) : refusal(401, "token_expired")
    },
    used: new Set<string>(),
  }
}
let this_server: ReturnType<typeof server>
const client = (auth: KeepSession = inMemory, options: { retries?: number; timeoutMs?: number } = {}) =>
  createStoreClient({
    baseUrl: "https://shop.example",
    publishableKey: "pk_1",
    auth,
    fetch: this_server.fetch,
    ...options,
  })
const me = "/store/customers/me"

/** Tabs of a browser share it; each hears of the others' changes, as tabs do. */
function browser() {
  const kept = new Map<string, string>()
  const tabs: ((event: { key: string | null }) => void)[] = []
  const changed = (key: string) => tabs.forEach((tab) => tab({ key }))
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => {
      kept.set(key, value)
      changed(key)
    },
    removeItem: (key: string) => {
      kept.delete(key)
      changed(key)
    },
  })
  vi.stubGlobal("addEventListener", (_type: string, tab: (event: { key: string | null }) => void) => tabs.push(tab))
  return kept
}

beforeEach(() => void (this_server = server()))
afterEach(() => void vi.unstubAllGlobals())

describe("a session", () => {
  test("is refreshed once for a hundred calls", async () => {
    const store = client()
    await store.auth.signIn(credentials)
    this_server.expire()
    await Promise.all(Array.from({ length: 100 }, () => store.GET(me)))
    expect(this_server.count("/auth/token/refresh")).toBe(1)
  })

  test.each([
    ["with Web Locks", {}],
    ["with a lease, where there are none", { navigator: {} }],
  ])("is refreshed once for a hundred calls of two tabs, %s", async (_name, globals) => {
    for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value)
    browser()
    const tabs = [client(inLocalStorage), client(inLocalStorage)]
    await tabs[0]?.auth.signIn(credentials)
    this_server.expire()
    await Promise.all(tabs.flatMap((tab) => Array.from({ length: 50 }, () => tab.GET(me))))
    expect(this_server.count("/auth/token/refresh")).toBe(1)
  })

  test("that ends in one tab has ended in the other, which is told", async () => {
    browser()
    const [here, there] = [client(inLocalStorage), client(inLocalStorage)]
    const changes: AuthChange[] = []
    there.auth.onChange((change) => changes.push(change))
    await here.auth.signIn(credentials)
    await vi.waitFor(() => expect(changes).toEqual(["signed-in"]))
    await here.auth.signOut()
    await vi.waitFor(() => expect(changes).toEqual(["signed-in", "signed-out"]))
    expect(await there.auth.signedIn()).toBe(false)
  })

  test("is not brought back by a refresh that a sign-out overtakes", async () => {
    const kept = browser()
    const store = client(inLocalStorage)
    await store.auth.signIn(credentials)
    this_server.expire()
    this_server.during_refresh = () => kept.clear()
    await expect(store.GET(me)).rejects.toMatchObject({ code: "token_expired" })
    expect(await store.auth.signedIn()).toBe(false)
  })

  test("ends when the server says so, and only then", async () => {
    const store = client(inMemory, { retries: 0 })
    const changes: AuthChange[] = []
    await store.auth.signIn(credentials)
    store.auth.onChange((change) => changes.push(change))
    this_server.instead.push(
      () => refusal(401, "invalid_credentials"),
      () => refusal(403, "access_denied"),
    )
    await expect(store.GET(me)).rejects.toMatchObject({ code: "invalid_credentials" })
    await expect(store.GET(me)).rejects.toMatchObject({ code: "access_denied" })
    expect(changes).toEqual([])
    this_server.expire()
    this_server.used.add("refresh 1") // somebody else was here
    await expect(store.GET(me)).rejects.toMatchObject({ status: 401 })
    expect(changes).toEqual(["session-ended"])
  })

  test("in a cookie leaves no token with the page", async () => {
    const kept = browser()
    const store = client(inCookie)
    await store.auth.signIn(credentials)
    expect([...kept.values()].join()).not.toContain("token")
    expect(this_server.count("/auth/session")).toBe(1)
    expect(this_server.requests.every((request) => request.credentials === "include")).toBe(true)
  })

  test("in a store that answers later works as well", async () => {
    let kept: string | undefined
    const store = client(() => ({
      get: async () => (kept === undefined ? undefined : JSON.parse(kept)),
      set: async (session) => void (kept = session && JSON.stringify(session)),
    }))
    await store.auth.signIn(credentials)
    this_server.expire()
    await store.GET(me)
    expect(await store.auth.token()).toBe("token 2")
  })
})

describe("a call", () => {
  test("is repeated when the server asks to wait, and waits as long", async () => {
    const store = client()
    await store.auth.signIn(credentials)
    this_server.instead.push(() => refusal(503, "temporarily_unavailable", { "retry-after": "0.01" }))
    this_server.instead.push(() => new TypeError("connection lost"))
    await store.GET(me)
    expect(this_server.count(me)).toBe(3)
  })

  test("that asks for more time than there is is answered as it is", async () => {
    const store = client(inMemory, { timeoutMs: 1_000 })
    this_server.instead.push(() => refusal(429, "rate_limited", { "retry-after": "60" }))
    await expect(store.GET(me)).rejects.toMatchObject({ code: "rate_limited", retry_after_seconds: 60 })
    expect(this_server.count(me)).toBe(1)
  })

  test("that changes something is repeated under one name, and the next call has another", async () => {
    const store = client()
    await store.auth.signIn(credentials)
    const lost = () => new TypeError("connection lost")
    const under_way = () => refusal(409, "request_in_progress", { "retry-after": "0.01" })
    this_server.instead.push(lost, under_way)
    await store.POST(me, { body: { first_name: "Mira" } })
    await store.POST(me, { body: {}, headers: { "Idempotency-Key": "a name of the page's own" } })
    await store.POST(me, { body: {} })
    const sent = this_server.requests.filter(({ url }) => url.endsWith(me))
    const names = sent.map(({ headers }) => headers.get("idempotency-key"))
    expect(names[0]).toMatch(/^[0-9a-f]{32}$/u)
    expect(names).toEqual([
      names[0],
      names[0],
      names[0],
      "a name of the page's own",
      expect.not.stringMatching(names[0] ?? ""),
    ])
    expect(await sent[2]?.json()).toEqual({ first_name: "Mira" })
  })

  test("that is refused because of what there is is not repeated", async () => {
    const store = client()
    await store.auth.signIn(credentials)
    this_server.instead.push(() => refusal(409, "invalid_state_error"))
    await expect(store.POST(me, { body: {} })).rejects.toMatchObject({ code: "invalid_state_error" })
    expect(this_server.count(me)).toBe(1)
  })

  test("stops when it is aborted, the others that wait for the same refresh do not", async () => {
    const store = client()
    await store.auth.signIn(credentials)
    this_server.expire()
    const controller = new AbortController()
    this_server.during_refresh = () => controller.abort()
    const other = store.GET(me)
    await expect(store.GET(me, { signal: controller.signal })).rejects.toMatchObject({ name: "AbortError" })
    await other
    expect(this_server.count("/auth/token/refresh")).toBe(1)
  })

  test("gives up after its time", async () => {
    const store = createStoreClient({
      baseUrl: "https://shop.example",
      publishableKey: "pk_1",
      timeoutMs: 20,
      fetch: ({ signal }) =>
        new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error))),
    })
    await expect(store.GET(me)).rejects.toMatchObject({ name: "TimeoutError" })
  })

  test("answered by a proxy's page is an ApiError with the status it came with", async () => {
    const store = client(inMemory, { retries: 0 })
    this_server.instead.push(() => new Response("<h1>Bad gateway</h1>", { status: 502 }))
    await expect(store.GET(me)).rejects.toMatchObject({ name: "ApiError", status: 502, code: "unknown_error" })
  })
})
