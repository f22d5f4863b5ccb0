import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { expect, test } from "vitest"
import { expectedPlain500s } from "../setup/no-plain-500.ts"

test("a plain 500 is noticed where it is answered and where it is read, and nothing else is", async () => {
  const server = createServer((request, response) => {
    response.statusCode = Number(request.url?.slice(1))
    response.end()
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo // a TCP server that listens has one
  for (const status of [200, 404, 503]) await fetch(`http://127.0.0.1:${port}/${status}`)
  expect(expectedPlain500s()).toEqual([])
  await fetch(`http://127.0.0.1:${port}/500`)
  expect(expectedPlain500s()).toEqual(expect.arrayContaining(["answered GET /500", "read GET /500"]))
  server.close()
})
