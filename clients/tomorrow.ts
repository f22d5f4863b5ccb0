/** The server as it may be tomorrow: one that adds what the contract says may be added. */
import { readFileSync } from "node:fs"
import { createServer, type IncomingMessage, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { openapiFiles } from "@covenant/contract/openapi-files"
import { calledOperations, surfaces, type Called } from "./operations.ts"

type Schema = Record<string, unknown>
interface Document {
  paths: Record<string, Record<string, { responses: Record<string, unknown> }>>
}

const isObject = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value)

export interface Tomorrow {
  url: string
  /** How many properties and values it has added so far. */
  added: { properties: number; values: number }
  close(): Promise<void>
}

/**
 * A server in front of another one. To each object of an answer it adds a property nobody knows, and in place of each
 * value of an enum that may grow it puts one that nobody knows.
 */
export async function startTomorrow(origin: string): Promise<Tomorrow> {
  const added = { properties: 0, values: 0 }
  const documents = Object.fromEntries(
    surfaces.map((surface) => [surface, JSON.parse(readFileSync(openapiFiles[surface].json, "utf8")) as Document]),
  )
  // Paths without parameters first: /auth/sessions/revoke-others is no session.
  const operations = calledOperations().toSorted((a, b) => a.path_parameters.length - b.path_parameters.length)

  const at = (document: unknown, pointer: string): unknown =>
    pointer
      .replace(/^#\//u, "")
      .split("/")
      .reduce<unknown>((place, step) => (isObject(place) ? place[step] : undefined), document)
  const resolved = (document: unknown, value: unknown): Schema => {
    if (!isObject(value)) return {}
    return typeof value["$ref"] === "string" ? resolved(document, at(document, value["$ref"])) : value
  }

  function grown(document: unknown, reference: unknown, value: unknown): unknown {
    const schema = resolved(document, reference)
    if (Array.isArray(value)) return value.map((item) => grown(document, schema["items"], item))
    if (schema["x-extensible-enum"] === true && typeof value === "string") {
      added.values++
      return "value_of_tomorrow"
    }
    if (!isObject(value)) return value
    const parts = [
      schema,
      ...(Array.isArray(schema["allOf"]) ? schema["allOf"].map((it) => resolved(document, it)) : []),
    ]
    const properties = Object.assign({}, ...parts.map(({ properties: own }) => own)) as Schema // a schema per name
    const isFreeForm = Object.keys(properties).length === 0
    if (!isFreeForm) added.properties++
    return {
      ...Object.fromEntries(Object.entries(value).map(([name, it]) => [name, grown(document, properties[name], it)])),
      ...(isFreeForm ? {} : { property_of_tomorrow: { added: true } }),
    }
  }

  const operationAt = (method: string, path: string): Called | undefined =>
    operations.find(
      (it) =>
        it.method === method.toLowerCase() &&
        new RegExp(`^${it.path.replaceAll(/\{\w+\}/gu, "[^/]+")}$`, "u").test(path),
    )

  const server: Server = createServer((request, response) => {
    void (async () => {
      const path = request.url ?? "/"
      const body = await bodyOf(request)
      const answer = await fetch(`${origin}${path}`, {
        method: request.method ?? "GET",
        headers: headersOf(request),
        ...(body.length > 0 ? { body } : {}),
      })
      const operation = operationAt(request.method ?? "GET", path.split("?")[0] ?? "")
      const text = await answer.text()
      const responses = operation && documents[operation.surface]?.paths[operation.path]?.[operation.method]?.responses
      const document = operation && documents[operation.surface]
      const declared = resolved(document, responses?.[answer.status] ?? responses?.["default"])
      const schema = resolved(
        declared["content"] && document,
        (declared["content"] as Schema | undefined)?.["application/json"],
      )["schema"]
      const grownText = text.startsWith("{") ? JSON.stringify(grown(document, schema, JSON.parse(text))) : text
      response.writeHead(answer.status, {
        "content-type": answer.headers.get("content-type") ?? "text/plain",
        "x-request-id": answer.headers.get("x-request-id") ?? "",
      })
      response.end(grownText)
    })().catch((error: unknown) => response.writeHead(502).end(String(error)))
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo // it listens on a port
  return {
    url: `http://127.0.0.1:${port}`,
    added,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer) // a request without encoding gives buffers
  return Buffer.concat(chunks)
}

const hop_by_hop = new Set(["host", "connection", "content-length", "transfer-encoding", "upgrade", "http2-settings"])
const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === "string" && !hop_by_hop.has(name) ? [[name, value]] : [],
    ),
  )
