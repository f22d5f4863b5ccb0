/** The cable between a server and its PostgreSQL, for tests that pull it. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net"

export interface Cable {
  /** The same database, through the cable. */
  url: string
  /** Breaks every connection and refuses new ones, as a stopped PostgreSQL does. */
  cut(): Promise<void>
  /** Connections work again, on the same port. */
  mend(): Promise<void>
  /**
   * From the next message of a server that contains `text`, which must not be a named statement, that connection gets
   * no more answers. Resolves when the message has been passed on to the database.
   */
  swallowAnswersAfter(text: string): Promise<void>
}

/** Lays a cable to the PostgreSQL at `database_url`. Cut it in the end. */
export async function layCable(database_url: string): Promise<Cable> {
  const { hostname, port } = new URL(database_url)
  const pairs = new Set<readonly [Socket, Socket]>()
  let waiting: { text: string; found(): void } | undefined

  const join = (near: Socket) => {
    const far = connect(Number(port || 5432), hostname)
    const pair = [near, far] as const
    pairs.add(pair)
    let deaf = false
    near.on("data", (bytes: Buffer) => {
      const found = waiting && bytes.includes(waiting.text) ? waiting : undefined
      if (found) {
        deaf = true
        waiting = undefined
      }
      far.write(bytes, () => found?.found())
    })
    far.on("data", (bytes: Buffer) => {
      if (!deaf) near.write(bytes)
    })
    for (const [one, other] of [pair, pair.toReversed()] as [Socket, Socket][]) {
      one.on("error", () => {}) // a broken connection is what this is for; both ends close below
      one.on("close", () => {
        other.destroy()
        pairs.delete(pair)
      })
    }
  }

  let server = await listen(0, join)
  const at = (server.address() as AddressInfo).port // a TCP server that listens has one
  const url = new URL(database_url)
  url.host = `127.0.0.1:${at}`
  return {
    url: url.href,
    async cut() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const [near, far] of pairs) {
        near.resetAndDestroy()
        far.destroy()
      }
      await closed
    },
    async mend() {
      server = await listen(at, join)
    },
    swallowAnswersAfter: (text) =>
      new Promise((found) => {
        waiting = { text, found }
      }),
  }
}

function listen(port: number, join: (socket: Socket) => void): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(join)
    server.once("error", reject)
    server.listen(port, "127.0.0.1", () => resolve(server))
  })
}
