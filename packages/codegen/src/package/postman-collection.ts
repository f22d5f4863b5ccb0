import { createHash } from "node:crypto"
import { fixturesOf } from "../fixtures.ts"
import type { Document } from "../openapi-document.ts"
import { operationsByTag, type OperationView } from "../operations.ts"

/** Values of the fixture shop, by name. */
type Fixtures = ReturnType<typeof fixturesOf>

/**
 * The contract as a Postman collection (format 2.1.0): a folder per tag, the bodies of the examples, and saved answers.
 *
 * Tokens and keys are variables, empty until somebody fills them in. Ids are hashes of what they name, so that the same
 * contract gives the same collection and an import replaces the one before.
 */
export function postmanCollection(document: Document): unknown {
  const fixtures = fixturesOf(document)
  const { title, version, summary } = document.info
  const servers = document["servers"] as { url: string }[] | undefined // as OpenAPI has them
  const schemes = Object.entries(document.components.securitySchemes ?? {})
  const variables = schemes.filter(([, scheme]) => isHeader(scheme)).map(([name]) => name)
  return {
    info: {
      _postman_id: idOf(String(title)),
      name: title,
      description: summary ?? "",
      version,
      schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
    },
    variable: [{ key: "base_url", value: servers?.[0]?.url ?? "" }, ...variables.map((key) => ({ key, value: "" }))],
    item: [...operationsByTag(document)].map(([tag, operations]) => ({
      name: tag,
      id: idOf(`${String(title)} ${tag}`),
      item: operations.map((operation) => itemOf(document, operation, fixtures)),
    })),
  }
}

const isHeader = ({ type, in: place }: { type: string; in?: string }): boolean =>
  type === "http" || (type === "apiKey" && place === "header")

function itemOf(document: Document, operation: OperationView, fixtures: Fixtures) {
  const { id, summary, method, path } = operation
  const named = fixtures[id] ?? []
  const first = named.find(({ request, responses }) => request && responses.some(({ status }) => status < 300))
  const request = requestOf(document, operation, (first ?? named.find((it) => it.request))?.request)
  return {
    name: summary,
    id: idOf(`${method} ${path}`),
    request,
    response: named.flatMap(({ name, responses, request: sent }) =>
      responses.map(({ status, body }) => ({
        name: `${status} ${name.replaceAll("_", " ")}`,
        id: idOf(`${method} ${path} ${status} ${name}`),
        // What the operation is for stands once, at its request.
        originalRequest: { ...requestOf(document, operation, sent), description: undefined },
        code: status,
        status: statusText[status] ?? "",
        header: [{ key: "content-type", value: "application/json; charset=utf-8" }],
        body: JSON.stringify(body), // Postman shows it in lines
        _postman_previewlanguage: "json",
      })),
    ),
  }
}

const statusText: Record<number, string> = { 200: "OK", 201: "Created", 400: "Bad Request", 401: "Unauthorized" }

function requestOf(document: Document, operation: OperationView, values: Fixtures[string][number]["request"]) {
  const { method, path, security, source } = operation
  const query = Object.entries(values?.query ?? {}).map(([key, value]) => ({ key, value: textOf(value) }))
  const segments = path.split("/").slice(1)
  const requirement = Object.keys(
    security.find((it) => Object.keys(it).every((name) => headerOf(document, name))) ?? {},
  )
  const headers = requirement.flatMap((name) => headerOf(document, name) ?? [])
  return {
    method: method.toUpperCase(),
    ...(source["description"] === undefined ? {} : { description: source["description"] }),
    header: [...(values?.body === undefined ? [] : [{ key: "content-type", value: "application/json" }]), ...headers],
    url: {
      raw: `{{base_url}}${path.replaceAll(/\{(\w+)\}/gu, ":$1")}${query.length > 0 ? `?${query.map(({ key, value }) => `${key}=${value}`).join("&")}` : ""}`,
      host: ["{{base_url}}"],
      path: segments.map((segment) => segment.replace(/^\{(\w+)\}$/u, ":$1")),
      ...(query.length > 0 ? { query } : {}),
      variable: Object.entries(values?.path ?? {}).map(([key, value]) => ({ key, value: textOf(value) })),
    },
    ...(values?.body === undefined
      ? {}
      : { body: { mode: "raw", raw: JSON.stringify(values.body, null, 2), options: { raw: { language: "json" } } } }),
  }
}

/** The header that carries a credential, its value a variable. Undefined where it is no header. */
function headerOf(document: Document, name: string): { key: string; value: string } | undefined {
  const scheme = document.components.securitySchemes?.[name]
  if (!scheme || !isHeader(scheme)) return undefined
  return scheme.type === "http"
    ? { key: "authorization", value: `${scheme.scheme === "basic" ? "Basic" : "Bearer"} {{${name}}}` }
    : { key: String(scheme.name), value: `{{${name}}}` }
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value))

/** A UUID that says nothing but which thing it is. */
function idOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex")
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
