import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { docsPages, errorPath, sandboxFactsPath, type SandboxFacts } from "@covenant/docs"
import { errorCodes } from "@covenant/contract"
import { publishedFiles } from "@covenant/contract/published-files"
import type { Request, Response, Router } from "express"
import express from "express"
import type { Config } from "./config.ts"
import { demo_customer } from "./demo-customers.ts"

/** What people and tools read: the contract's documents and the pages about them. */
export function servePages(config: Config): Router {
  const router = express.Router()
  const published = publishedFiles()
  router.get("/openapi/*path", (request, response, next) => {
    const document = published.get(request.params.path.join("/"))
    if (document) sendDocument(document, request, response)
    else next()
  })
  router.get(catalogPath, (_request, response) => {
    const catalog = apiCatalog(config.public_base_url)
    response.set({ ...forAnyTool, "content-type": catalogType }).end(JSON.stringify(catalog, null, 2))
  })
  for (const { path, file, gzip_file, headers } of docsPages()) {
    router.get(path, (request, response) => {
      response.set(headers)
      if (request.fresh) {
        response.status(304).end()
        return
      }
      const zipped = request.acceptsEncodings("gzip") === "gzip"
      if (zipped) response.set("content-encoding", "gzip")
      response.end(bytesOf(zipped ? gzip_file : file))
    })
  }
  // An ApiError names its page by code; one page explains them all.
  router.get("/docs/errors/:code", (request, response, next) => {
    const { code } = request.params
    if (Object.hasOwn(errorCodes, code)) response.redirect(302, errorPath(code))
    else next()
  })
  router.get(sandboxFactsPath, (_request, response, next) => {
    if (config.production) next()
    else response.set("cache-control", "no-store").json(sandboxFacts(config))
  })
  return router
}

/** Public, so that any tool may read it. */
const forAnyTool = { "access-control-allow-origin": "*", "cache-control": "no-cache" }

const types = {
  json: "application/json; charset=utf-8",
  yaml: "application/yaml; charset=utf-8",
  md: "text/markdown; charset=utf-8",
} as const

function sandboxFacts({
  covenant_publishable_key,
  covenant_admin_email,
  oauth_providers: [provider],
  oauth_clients,
  public_base_url,
}: Config): SandboxFacts {
  const href = `${public_base_url}/api/auth/oauth/${provider?.id}?client_id=sandbox&response_mode=fragment&app_state=fragment`
  const can_sign_in = provider && oauth_clients.some(({ id }) => id === "sandbox")
  return {
    publishable_key: covenant_publishable_key ?? null,
    customer: demo_customer,
    administrator: covenant_admin_email ?? null,
    sign_in: can_sign_in ? { name: provider.name, href } : null,
  }
}

function sendDocument(document: URL, request: Request, response: Response): void {
  const bytes = bytesOf(document)
  const extension = document.pathname.split(".").at(-1) ?? ""
  response.set({
    ...forAnyTool,
    "content-type": Object.hasOwn(types, extension)
      ? types[extension as keyof typeof types] // just looked up
      : "text/plain; charset=utf-8",
    etag: etags.get(document.href) ?? etagOf(document.href, bytes),
  })
  if (request.fresh) response.status(304).end()
  else response.end(bytes)
}

/** @see RFC 9727, section 2 */
const catalogPath = "/.well-known/api-catalog"
const catalogType = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'

/** Where a program that knows only the host finds both APIs: descriptions, documentation, keys. @see RFC 9264, 4.2 */
function apiCatalog(base: string): unknown {
  const link = (path: string, type: string) => ({ href: `${base}${path}`, type })
  const surface = (name: "store" | "admin") => ({
    anchor: `${base}/${name}`,
    "service-desc": [
      link(`/openapi/${name}.json`, "application/vnd.oai.openapi+json;version=3.1"),
      link(`/openapi/${name}.yaml`, "application/vnd.oai.openapi;version=3.1"),
      link(`/openapi/${name}-3.0.json`, "application/vnd.oai.openapi+json;version=3.0"),
    ],
    "service-doc": [link(`/docs/${name}`, "text/html")],
    "service-meta": [
      link("/openapi/CHANGELOG.md", "text/markdown"),
      link("/.well-known/jwks.json", "application/json"),
    ],
  })
  const apis = [surface("store"), surface("admin")]
  return {
    linkset: [{ anchor: `${base}${catalogPath}`, item: apis.map(({ anchor }) => ({ href: anchor })) }, ...apis],
  }
}

const files = new Map<string, Buffer>()
const etags = new Map<string, string>()

/** The file, read once: what is built does not change under a running server. */
function bytesOf(file: string | URL): Buffer {
  const name = String(file)
  const known = files.get(name)
  if (known) return known
  const bytes = readFileSync(file)
  files.set(name, bytes)
  return bytes
}

function etagOf(name: string, bytes: Buffer): string {
  const etag = `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`
  etags.set(name, etag)
  return etag
}
