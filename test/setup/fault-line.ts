/**
 * A line between a server and its PostgreSQL that stops dead after the write a test names, so that the server can be
 * killed at that very point. It reads the protocol (PostgreSQL documentation, chapter 54), and never changes a byte.
 */
import { connect, createServer, type AddressInfo, type Socket } from "node:net"

export interface FaultLine {
  /** The same database, through the line. */
  url: string
  /** How many writes were asked for so far. */
  writes(): number
  /**
   * Resolves when the database has done the n-th write from now. The server does not learn of it: from that moment on
   * nothing passes, on any connection and in either direction.
   */
  stopAfter(n: number): Promise<void>
  /** Ends every connection, as the end of the server would, and takes no other until it is mended. */
  cut(): void
  mend(): void
  /** Ends every connection. */
  close(): Promise<void>
}

/**
 * What counts as a write: changes, and the end of a transaction that makes them stay. Counters of the limits, the notes
 * of the mail worker and that a session was seen are nobody's data, and do not come with every request.
 */
const isWrite = (statement: string): boolean =>
  /^\s*(?:insert|update|delete|commit|with .*?\((?:insert|update|delete))\b/isu.test(statement) &&
  !/rate_limit|^update "outbox"|^update "session" set "last_seen_at"(?!.*"rt_generation")/su.test(statement)

/** Lays a line to the PostgreSQL at `database_url`. */
export async function layFaultLine(database_url: string): Promise<FaultLine> {
  const { hostname, port } = new URL(database_url)
  const sockets = new Set<Socket>()
  let writes = 0
  let stop: { after: number; reached(): void } | undefined
  let dead = false

  const cut = () => {
    dead = true
    for (const socket of sockets) socket.destroy()
  }
  const join = (near: Socket) => {
    if (dead) {
      near.destroy()
      return
    }
    const far = connect(Number(port || 5432), hostname)
    /** The database works on the write after which all stops. */
    let last = false
    const read = statementsOf((statement) => {
      if (dead || !isWrite(statement)) return
      writes += 1
      last ||= stop !== undefined && writes === stop.after
    })
    const answered = messagesOf(false, (type) => {
      if (type !== "Z" || !last || dead) return
      dead = true
      stop?.reached()
    })
    near.on("data", (bytes: Buffer) => {
      if (dead) return
      read(bytes)
      far.write(bytes)
    })
    far.on("data", (bytes: Buffer) => {
      answered(bytes)
      if (!dead && !last) near.write(bytes)
    })
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on("error", () => {}) // the server is killed: both ends close below
      one.on("close", () => {
        sockets.delete(one)
        other.destroy()
      })
    }
  }

  const server = createServer(join)
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen(0, "127.0.0.1", resolve)
  })
  const url = new URL(database_url)
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}` // a TCP server that listens has one
  return {
    url: url.href,
    writes: () => writes,
    stopAfter: (n) =>
      new Promise((reached) => {
        stop = { after: writes + n, reached }
      }),
    cut,
    mend() {
      dead = false
      stop = undefined
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      cut()
      await closed
    },
  }
}

/** Tells the type and the content of each message in a stream of bytes. What a client sends first has no type. */
function messagesOf(from_client: boolean, tell: (type: string, content: Buffer) => void): (bytes: Buffer) => void {
  let rest = Buffer.alloc(0)
  let begins = from_client
  return (bytes) => {
    rest = Buffer.concat([rest, bytes])
    for (;;) {
      const type_bytes = begins ? 0 : 1
      if (rest.length < type_bytes + 4) return
      const end = type_bytes + rest.readInt32BE(type_bytes)
      if (rest.length < end) return
      if (!begins) tell(String.fromCodePoint(rest[0] ?? 0), rest.subarray(5, end))
      begins = false
      rest = rest.subarray(end)
    }
  }
}

/** Tells each statement a client has executed, also one that was prepared before. */
function statementsOf(tell: (statement: string) => void): (bytes: Buffer) => void {
  const prepared = new Map<string, string>()
  return messagesOf(true, (type, content) => {
    const [first = "", second = ""] = content.toString("latin1").split("\0", 2)
    if (type === "Q") tell(first)
    else if (type === "P") prepared.set(first, second)
    else if (type === "B") tell(prepared.get(second) ?? "")
  })
}
