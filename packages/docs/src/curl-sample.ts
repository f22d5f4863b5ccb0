import type { ContractDocument, ContractParameter, PlacedOperation, Referable } from "./contract-document.ts"

/**
 * The operation as a curl command: its first named example, credentials as shell variables named like their scheme.
 *
 * Optional query parameters are left out; a path parameter shows its example.
 */
export function curlSample(document: ContractDocument, { method, path, operation }: PlacedOperation): string {
  const parameters = [...(document.paths[path]?.parameters ?? []), ...(operation.parameters ?? [])].map((parameter) =>
    resolve(document, parameter),
  )
  const filled = parameters
    .filter((parameter) => parameter.in === "path")
    .reduce((url, parameter) => url.replace(`{${parameter.name}}`, exampleOf(parameter)), path)
  const query = parameters
    .filter((parameter) => parameter.in === "query" && parameter.required)
    .map((parameter) => `${parameter.name}=${encodeURIComponent(exampleOf(parameter))}`)
    .join("&")
  const origin = document.servers?.[0]?.url.replace(/\/$/, "") ?? ""
  const address = `${origin}${filled}${query ? `?${query}` : ""}`

  const body = Object.values(operation.requestBody?.content?.["application/json"]?.examples ?? {})[0]?.value
  const verb = method === (body === undefined ? "GET" : "POST") ? "" : `-X ${method} `
  const lines = [`curl ${verb}${quote(address)}`, ...credentialsOf(document, operation.security ?? [])]
  if (body !== undefined)
    lines.push(`-H 'content-type: application/json'`, `-d ${quote(JSON.stringify(body, null, 2))}`)
  return lines.join(" \\\n  ")
}

function credentialsOf(document: ContractDocument, security: readonly Record<string, unknown>[]): string[] {
  return Object.keys(security[0] ?? {}).map((name) => {
    const scheme = document.components?.securitySchemes?.[name]
    const variable = `$${name.toUpperCase()}`
    if (scheme?.type === "http") return `-H "authorization: Bearer ${variable}"`
    return scheme?.in === "cookie" ? `-b "${scheme.name}=${variable}"` : `-H "${scheme?.name ?? name}: ${variable}"`
  })
}

/** The parameter itself; the documents refer only to their own components. */
function resolve(document: ContractDocument, parameter: Referable<ContractParameter>): ContractParameter {
  if (!("$ref" in parameter)) return parameter
  const name = parameter.$ref.replace("#/components/parameters/", "")
  const found = document.components?.parameters?.[name]
  if (!found) throw new Error(`${document.info.title} has no parameter ${name}.`)
  return found
}

function exampleOf({ name, example, schema }: ContractParameter): string {
  const value = example ?? schema?.example
  if (value === undefined) return `{${name}}`
  return typeof value === "string" ? value : JSON.stringify(value)
}

const quote = (text: string): string => (/^[\w:/.?=&%-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)
