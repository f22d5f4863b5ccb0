/**
 * In every file of the API projects: a plain 500, answered by a server in this process or read by a client in it, fails
 * the test it happens in. A 500 is always a bug, and most tests would only notice that it is not the status they expect.
 */
import { subscribe } from "node:diagnostics_channel"
import { afterAll, afterEach } from "vitest"

const seen = new Set<string>()

interface Answered {
  request: { method?: string; url?: string; path?: string }
  response: { statusCode: number }
}

const notice = (how: string) => (message: unknown) => {
  const { request, response } = message as Answered // what both channels publish, see node:diagnostics_channel and undici
  if (response.statusCode === 500) seen.add(`${how} ${request.method} ${request.url ?? request.path}`)
}

// Workers run many files; one subscription each is enough.
const subscribed = Symbol.for("covenant.no-plain-500")
const shared = globalThis as { [subscribed]?: Set<string> }
if (!shared[subscribed]) {
  shared[subscribed] = seen
  subscribe("http.server.response.finish", notice("answered"))
  subscribe("undici:request:headers", notice("read"))
}

const judge = () => {
  const all = shared[subscribed]
  if (!all || all.size === 0) return
  const list = [...all].join(", ")
  all.clear()
  throw new Error(`a plain 500: ${list}`)
}

afterEach(judge)
afterAll(judge)

/** For the one test that provokes a 500 on purpose: takes them out of the account and says which there were. */
export function expectedPlain500s(): string[] {
  const all = [...(shared[subscribed] ?? [])]
  shared[subscribed]?.clear()
  return all
}
