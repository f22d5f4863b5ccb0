import { once } from "node:events"
import { Agent, request, type IncomingMessage } from "node:http"
import { connect } from "node:net"
import { afterEach, describe, expect, test } from "vitest"
import { AddressUnusable, listen, type Listener } from "./listen.ts"

const open: Listener[] = []
const agent = new Agent({ keepAlive: true, maxSockets: 1 })
afterEach(async () => {
  await Promise.all(open.splice(0).map((listener) => listener.stop(0)))
  agent.destroy()
})

async function start(): Promise<Listener> {
  const listener = await listen("127.0.0.1", 0)
  open.push(listener)
  return listener
}

const get = (port: number, options: { agent?: Agent } = {}) =>
  new Promise<{ status: number | undefined; text: string; connection: string | undefined }>((resolve, reject) => {
    request({ host: "127.0.0.1", port, ...options }, (response: IncomingMessage) => {
      let text = ""
      response.setEncoding("utf8").on("data", (part: string) => (text += part))
      response.once("end", () =>
        resolve({ status: response.statusCode, text, connection: response.headers.connection }),
      )
    })
      .once("error", reject)
      .end()
  })

describe("listening", () => {
  test("a taken port is told in a sentence with the port and what to do", async () => {
    const { port } = await start()
    const second = listen("127.0.0.1", port)
    await expect(second).rejects.toThrow(AddressUnusable)
    await expect(second).rejects.toThrow(new RegExp(`Port ${port} of 127\\.0\\.0\\.1 is in use.*PORT`, "u"))
  })

  test("an address of another machine is told in a sentence", async () => {
    await expect(listen("192.0.2.1", 0)).rejects.toThrow(/192\.0\.2\.1 is no address of this machine/u)
  })

  test("a request that comes before the server is ready waits for it", async () => {
    const { port, answerWith } = await start()
    const asked = get(port)
    const probe = connect(port, "127.0.0.1") // connections are taken in order, so the request's is there too
    await once(probe, "connect")
    probe.destroy()
    answerWith((_request, response) => response.end("ready"))
    expect((await asked).text).toBe("ready")
  })
})

describe("stopping", () => {
  test("finishes what runs, then takes no more connections", async () => {
    const { port, answerWith, stop } = await start()
    const began = Promise.withResolvers<void>()
    const finish = Promise.withResolvers<void>()
    answerWith((_request, response) => {
      began.resolve()
      void finish.promise.then(() => response.end("finished"))
    })
    const running = get(port)
    await began.promise
    const stopped = stop(5_000)
    await expect(get(port)).rejects.toMatchObject({ code: "ECONNREFUSED" })
    finish.resolve()
    expect((await running).text).toBe("finished")
    await stopped
  })

  test("tells the client of a running request that the connection is over", async () => {
    const { port, answerWith, stop } = await start()
    const began = Promise.withResolvers<void>()
    const finish = Promise.withResolvers<void>()
    answerWith((_request, response) => {
      began.resolve()
      void finish.promise.then(() => response.end("finished"))
    })
    const running = get(port, { agent })
    await began.promise
    const stopped = stop(60_000)
    finish.resolve()
    expect((await running).connection).toBe("close")
    await stopped
  })

  test("refuses with a 503 what is asked next on the connection of a running request", async () => {
    const { port, answerWith, stop } = await start()
    const began = Promise.withResolvers<void>()
    answerWith((request, response) => {
      response.flushHeaders() // too late for it to say that the connection closes
      began.resolve()
      request.resume().once("end", () => response.end("finished"))
    })
    const socket = connect(port, "127.0.0.1")
    let received = ""
    socket.setEncoding("utf8").on("data", (text: string) => (received += text))
    socket.write("POST /first HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n.")
    await began.promise
    const stopped = stop(60_000)
    socket.write(".GET /second HTTP/1.1\r\nHost: a\r\n\r\n")
    await once(socket, "close")
    await stopped
    expect(received.match(/HTTP\/1\.1 \d+/gu)).toEqual(["HTTP/1.1 200", "HTTP/1.1 503"])
    expect(received).toContain("temporarily_unavailable")
  })

  test("cuts what does not finish in time", async () => {
    const { port, answerWith, stop } = await start()
    const began = Promise.withResolvers<void>()
    answerWith(() => began.resolve()) // and never answers
    const hanging = get(port)
    hanging.catch(() => undefined) // judged below
    await began.promise
    await stop(10)
    await expect(hanging).rejects.toMatchObject({ code: "ECONNRESET" })
  })

  test("does not wait for connections that are idle", async () => {
    const { port, answerWith, stop } = await start()
    answerWith((_request, response) => response.end("ok"))
    await get(port, { agent })
    await stop(60_000)
  })
})
