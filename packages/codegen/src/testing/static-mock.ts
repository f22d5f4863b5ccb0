import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import type { Fixture } from "../fixtures.ts"
import type { Document } from "../openapi-document.ts"
import { operationsOf } from "../operations.ts"

/**
 * A server that knows nothing but the examples of a published contract.
 *
 * `Prefer: code=404, example=unknown_user` chooses among them, as mock servers have it; without, a request gets the
 * answer of the example that it is. 501 where there is none.
 */
export async function startStaticMock(document: Document, fixtures: Record<string, Fixture[]>) {
  // Paths without parameters first: they would match those with some.
  const routes = operationsOf(document)
    .map(({ id, method, path }) => ({
      id,
      method: method.toUpperCase(),
      pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/gu, "[^/]+")}$`, "u"),
      parameters: path.split("{").length,
    }))
    .toSorted((a, b) => a.parameters - b.parameters)
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://mock")
    const route = routes.find(({ method, pattern }) => method === request.method && pattern.test(pathname))
    const [, code, name] = /code=(\d+), example=(.+)/u.exec(String(request.headers["prefer"])) ?? []
    const answer = (fixtures[route?.id ?? ""] ?? [])
      .filter((fixture) => name === undefined || fixture.name === name)
      .flatMap(({ responses }) => responses)
      .find(({ status }) => code === undefined || status === Number(code))
    response.writeHead(answer?.status ?? 501, { "content-type": "application/json" })
    response.end(answer ? JSON.stringify(answer.body) : "{}")
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo // it listens on a port
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
