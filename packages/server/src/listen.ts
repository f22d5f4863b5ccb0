import type { RequestListener, Server, ServerResponse } from "node:http"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { ApiFailure } from "@covenant/contract"
import { codeOf } from "./db/connection.ts"

/** A start refused by the machine, with a sentence for the person at the terminal. */
export class AddressUnusable extends Error {
  override name = "AddressUnusable"
}

/** A taken port. Requests wait until `answerWith` says who answers. */
export interface Listener {
  port: number
  answerWith(listener: RequestListener): void
  /**
   * Finishes what runs and refuses the rest: no new connections, and on open ones a 503 that closes them.
   * Resolves when the last answer is out, or after `limit_ms`, when connections are cut.
   */
  stop(limit_ms: number): Promise<void>
}

/** Slow or silent clients are cut off: headers within 10 s, the whole request within 30 s. */
const headers_timeout_ms = 10_000
const request_timeout_ms = 30_000
/** How often Node looks for them; by default every 30 s, which would make 10 s up to 40. */
const check_interval_ms = 2_000
/** Longer than load balancers keep idle connections (60 s), so that they close them and never find one closed by us. */
const keep_alive_timeout_ms = 65_000

/**
 * Takes the port, before anything else is opened, so that a mistake shows at once and two starters do not share a database.
 *
 * Throws {@link AddressUnusable} when the port is taken or not ours to take.
 */
export async function listen(host: string, port: number): Promise<Listener> {
  const answering = Promise.withResolvers<RequestListener>()
  let answer: RequestListener | undefined
  let stopping = false
  const running = new Set<ServerResponse>()

  const server = createServer(
    {
      headersTimeout: headers_timeout_ms,
      requestTimeout: request_timeout_ms,
      connectionsCheckingInterval: check_interval_ms,
      keepAliveTimeout: keep_alive_timeout_ms,
    },
    (request, response) => {
      running.add(response)
      response.on("close", () => {
        running.delete(response)
        if (stopping) server.closeIdleConnections() // else its connection would be kept for a next request, and waited for
      })
      if (stopping) refuse(response)
      else if (answer) answer(request, response)
      else void answering.promise.then((listener) => listener(request, response))
    },
  )
  await begin(server, host, port)

  return {
    port: (server.address() as AddressInfo).port, // a TCP server that listens has one
    answerWith(listener) {
      answer = listener
      answering.resolve(listener)
    },
    stop(limit_ms) {
      stopping = true
      for (const response of running) if (!response.headersSent) response.setHeader("connection", "close")
      return new Promise((resolve) => {
        const limit = setTimeout(() => server.closeAllConnections(), limit_ms)
        server.close(() => {
          clearTimeout(limit)
          resolve()
        })
        server.closeIdleConnections()
      })
    },
  }
}

function begin(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(refusalOf(error, host, port)))
    server.listen({ host, port }, resolve)
  })
}

function refusalOf(error: Error, host: string, port: number): Error {
  const sentences: Record<string, string> = {
    EADDRINUSE: `Port ${port} of ${host} is in use. Stop what listens there, or set PORT to another (PORT=0 takes a free one).`,
    EACCES: `Port ${port} is reserved for the system. Set PORT to one above 1023.`,
    EADDRNOTAVAIL: `${host} is no address of this machine. Set HOST to one that is.`,
    ENOTFOUND: `${host} is not known. Set HOST to an address of this machine.`,
  }
  const sentence = sentences[codeOf(error) ?? ""]
  return sentence ? new AddressUnusable(sentence, { cause: error }) : error
}

/** A request on a connection that was kept open, while the server leaves. Another instance will take it. */
function refuse(response: ServerResponse): void {
  const { status, type, code, message } = new ApiFailure("temporarily_unavailable")
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "retry-after": "1",
    connection: "close",
  })
  response.end(JSON.stringify({ type, code, message }))
}
