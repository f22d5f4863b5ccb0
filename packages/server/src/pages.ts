import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { docsPages, errorPath, sandboxFactsPath } from "@covenant/docs"
import { errorCodes } from "@covenant/contract"
import type { Request, Response, Router } from "express"
import express from "express"
import type { Config } from "./config.ts"

/** What people and tools read: the contract's documents and the pages about them. */
export function servePages(config: Pick<Config, "production" | "covenant_publishable_key">): Router {
  const router = express.Router()
  for (const file of ["store.json", "store.yaml", "admin.json", "admin.yaml"]) {
    router.get(`/openapi/${file}`, (request, response) => sendDocument(file, request, response))
  }
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
    else response.set("cache-control", "no-store").json({ publishable_key: config.covenant_publishable_key })
  })
  return router
}

function sendDocument(file: string, request: Request, response: Response): void {
  const document = new URL(import.meta.resolve(`@covenant/contract/build/openapi/${file}`))
  const bytes = bytesOf(document)
  response.set({
    "content-type": file.endsWith(".json") ? "application/json; charset=utf-8" : "application/yaml; charset=utf-8",
    "access-control-allow-origin": "*", // public, so that any tool may read it
    "cache-control": "no-cache",
    etag: etags.get(document.href) ?? etagOf(document.href, bytes),
  })
  if (request.fresh) response.status(304).end()
  else response.end(bytes)
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
