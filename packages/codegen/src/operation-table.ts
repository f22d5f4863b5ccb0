import { ContractError, pascalCase, propertyName, type Document, type Surface } from "./openapi-document.ts"
import { isForm, operationsOf, type OperationView } from "./operations.ts"
import { declaresHeader, setsCookie, takesIdempotencyKey } from "./derived-errors.ts"

interface Credential {
  scheme: string
  in: "bearer" | "cookie" | "header" | "query"
  name?: string
  actor: string
}

/** What an operation's `security` says, in words the binder understands. */
export interface Security {
  publishable_key: boolean
  credentials: readonly Credential[]
  anonymous: boolean
}

/**
 * Who may call an operation.
 *
 * `credentials` are the schemes with an actor over all alternatives, in order. An alternative without one beside others
 * (`{}`, or a publishable key alone) makes the operation open to anonymous callers as well.
 */
export function securityOf(document: Document, operation: OperationView): Security {
  const schemes = document.components.securitySchemes ?? {}
  const credentials = new Map<string, Credential>()
  let publishable_key = false
  let open = false
  for (const requirement of operation.security) {
    let proves = false
    for (const name of Object.keys(requirement)) {
      const scheme = schemes[name]
      if (!scheme) throw new ContractError(`${operation.id}: the security scheme ${name} is not declared`)
      if (!scheme["x-actor"]) {
        if (name !== "publishable_key") throw new ContractError(`security scheme ${name} has no x-actor`)
        publishable_key = true
        continue
      }
      proves = true
      credentials.set(name, credentialOf(name, scheme.type, scheme.in, scheme.name, scheme["x-actor"]))
    }
    if (!proves) open = true
  }
  return { publishable_key, credentials: [...credentials.values()], anonymous: open && credentials.size > 0 }
}

function credentialOf(
  scheme: string,
  type: string,
  place: string | undefined,
  name: string | undefined,
  actor: string,
): Credential {
  if (type === "http") return { scheme, in: "bearer", actor }
  if ((place === "cookie" || place === "header" || place === "query") && name) return { scheme, in: place, name, actor }
  throw new ContractError(
    `security scheme ${scheme}: only http bearer, and apiKey in a cookie, header or query, are supported`,
  )
}

/** The status of the plain success answer: the lowest 2xx, or the redirect of an operation that does nothing else. */
function successStatus({ id, responses }: OperationView): number {
  const status = Object.keys(responses)
    .map(Number)
    .filter((it) => it >= 200 && it < 400)
    .toSorted((a, b) => a - b)[0]
  if (status === undefined) throw new ContractError(`${id} has no 2xx or 3xx response`)
  return status
}

/** `{surface}.operations.ts`: one entry per operation, in the order of the contract. */
export function renderOperationTable(document: Document, surface: Surface): string {
  const entries = operationsOf(document).map((operation) => {
    const { publishable_key, credentials, anonymous } = securityOf(document, operation)
    const reads_cookie = credentials.some((credential) => credential.in === "cookie")
    const statuses = Object.keys(operation.responses).filter((status) => status !== "default")
    const body = operation.requestBody === undefined ? "none" : operation.requestBody.required ? "required" : "optional"
    return [
      `  ${propertyName(operation.id)}: {`,
      `    method: ${JSON.stringify(operation.method)},`,
      `    path: ${JSON.stringify(operation.path)},`,
      `    tag: ${JSON.stringify(operation.tag)},`,
      `    status: ${successStatus(operation)},`,
      `    statuses: [${statuses
        .map(Number)
        .toSorted((a, b) => a - b)
        .join(", ")}],`,
      `    publishable_key: ${publishable_key},`,
      credentials.length === 0
        ? "    credentials: [],"
        : ["    credentials: [", ...credentials.map((it) => `      ${renderCredential(it)},`), "    ],"].join("\n"),
      `    anonymous: ${anonymous},`,
      `    body: ${JSON.stringify(body)},`,
      ...(isForm(operation) ? ["    form: true,"] : []),
      ...(operation.source["x-no-head"] === true ? ["    no_head: true,"] : []),
      // An operation that reads the session cookie only ever clears it.
      `    sets_cookie: ${setsCookie(operation) && !reads_cookie},`,
      `    no_store: ${declaresHeader(operation, "cache-control")},`,
      ...(takesIdempotencyKey(operation) ? ["    idempotency_key: true,"] : []),
      "  },",
    ].join("\n")
  })
  return [
    'import type { OperationTable } from "../operation-table.ts"',
    "",
    `/** Every operation of the ${pascalCase(surface)} contract. */`,
    `export const ${surface}Operations = {`,
    ...entries,
    "} as const satisfies OperationTable",
    "",
  ].join("\n")
}

const renderCredential = (credential: Credential): string =>
  `{ ${Object.entries(credential)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
    .join(", ")} }`
