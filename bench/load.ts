/**
 * The load generator, a process of its own: keep-alive connections that send the next request when the answer is there.
 *
 * It writes bytes and looks for `content-length`, and nothing more: a full client would take more of the processor than
 * what it measures.
 */
import { connect } from "node:net"
import { setTimeout as pause } from "node:timers/promises"
import { answer } from "./child.ts"

/** What a connection does, over and over. */
export type Work =
  /** Sends these in turn, each connection from another place in the list. */
  | { kind: "replay"; requests: readonly string[] }
  /** Sends each of these once, whichever connection is free. */
  | { kind: "once"; requests: readonly string[] }
  /** Rotates a refresh token of its own, from one answer to the next. */
  | { kind: "rotate"; path: string; tokens: readonly string[] }
  /** Signs one of the accounts in, and uses the access token once. */
  | { kind: "sign in and look"; emails: readonly string[]; password: string; publishable_key: string }

export interface Load {
  /** Connections are shared out in turn. */
  urls: readonly string[]
  connections: number
  /** No request begins after this; those on their way are waited for. */
  seconds: number
  /** … nor after so many in all. */
  requests?: number
  /** Requests a second that are sent in all, evenly; without it as many as are answered. */
  rate?: number
  work: Work
}

export interface Loaded {
  requests: number
  seconds: number
  p50_ms: number
  p99_ms: number
  /** By status. */
  statuses: Record<string, number>
  /** The refresh tokens to go on with. */
  tokens: string[]
}

answer({ run })

async function run(load: Load): Promise<Loaded> {
  const times_ms: number[] = []
  const statuses: Record<string, number> = {}
  const began = performance.now()
  const deadline = began + load.seconds * 1000
  let begun = 0
  const unsent = load.work.kind === "once" ? load.work.requests.values() : undefined
  const tokens = load.work.kind === "rotate" ? [...load.work.tokens] : []

  const drive = async (index: number): Promise<void> => {
    const url = new URL(load.urls[index % load.urls.length] ?? "")
    const connection = await openConnection(url)
    const next = requestsOf(load, index, url.host, { unsent, keep: (token) => (tokens[index] = token) })
    let body = ""
    for (
      let nth = index;
      performance.now() < deadline && begun < (load.requests ?? Infinity);
      nth += load.connections
    ) {
      if (load.rate !== undefined) await pause(began + (nth / load.rate) * 1_000 - performance.now())
      begun++
      const sent = performance.now()
      const answered = await connection.send(next(body))
      times_ms.push(performance.now() - sent)
      statuses[answered.status] = (statuses[answered.status] ?? 0) + 1
      body = answered.body
    }
    connection.close()
  }
  await Promise.all(Array.from({ length: load.connections }, (_, index) => drive(index)))

  const seconds = (performance.now() - began) / 1000
  times_ms.sort((a, b) => a - b)
  const at = (part: number) => times_ms[Math.min(times_ms.length - 1, Math.floor(times_ms.length * part))] ?? 0
  return { requests: times_ms.length, seconds, p50_ms: at(0.5), p99_ms: at(0.99), statuses, tokens }
}

/** The next request, given the answer to the last one. */
function requestsOf(
  { work, connections }: Load,
  index: number,
  host: string,
  { unsent, keep }: { unsent: Iterator<string> | undefined; keep(token: string): void },
): (body: string) => string {
  const post = (path: string, body: object): string => {
    const json = JSON.stringify(body)
    return `POST ${path} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: ${json.length}\r\n\r\n${json}`
  }
  if (work.kind === "replay") {
    const { requests } = work
    let at = Math.floor((requests.length * index) / connections)
    return () => (requests[at++ % requests.length] ?? "").replace("\r\n", `\r\nhost: ${host}\r\n`)
  }
  if (work.kind === "once") {
    return () => {
      const next = unsent?.next()
      if (!next || next.done) throw new Error("There are fewer requests than are to be sent.")
      return next.value.replace("\r\n", `\r\nhost: ${host}\r\n`)
    }
  }
  if (work.kind === "rotate") {
    let refresh_token = work.tokens[index] ?? ""
    // Every client has an address of its own: the limit per address is one row, and no two would wait for it.
    const from = `\r\nx-forwarded-for: 10.0.${index >> 8}.${index & 255}\r\n`
    return (body) => {
      if (body) keep((refresh_token = (JSON.parse(body) as { refresh_token?: string }).refresh_token ?? ""))
      return post(work.path, { refresh_token }).replace("\r\n", from)
    }
  }
  const { emails, password, publishable_key } = work
  let at = index
  let signs_in = false
  return (body) => {
    signs_in = !signs_in
    if (signs_in) {
      const email = emails[at % emails.length]
      at += connections
      return post("/auth/customer/emailpass", { email, password })
    }
    const { token } = JSON.parse(body) as { token?: string }
    return `GET /store/customers/me HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${token}\r\nx-publishable-api-key: ${publishable_key}\r\n\r\n`
  }
}

interface Connection {
  send(request: string): Promise<{ status: string; body: string }>
  close(): void
}

async function openConnection(url: URL): Promise<Connection> {
  const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true })
  let waiting: PromiseWithResolvers<{ status: string; body: string }> | undefined
  let text = ""
  let failure: Error | undefined
  const fail = (error: Error) => {
    failure = error
    waiting?.reject(error)
  }
  socket.setEncoding("latin1") // lengths are in bytes; nothing here looks at a letter beyond ASCII
  socket.on("data", (chunk: string) => {
    text += chunk
    const end = text.indexOf("\r\n\r\n")
    if (end === -1) return
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? 0)
    if (text.length < end + 4 + length) return
    const answered = { status: text.slice(9, 12), body: text.slice(end + 4, end + 4 + length) }
    text = ""
    waiting?.resolve(answered)
  })
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject))
  socket.on("error", fail)
  socket.on("close", () => fail(new Error("The server closed a connection.")))
  return {
    send(request) {
      if (failure) return Promise.reject(failure)
      waiting = Promise.withResolvers()
      socket.write(request)
      return waiting.promise
    },
    close: () => void socket.destroy(),
  }
}
