import type {
  ContractDocument,
  ContractOperation,
  ContractParameter,
  PlacedOperation,
  Referable,
} from "./contract-document.ts"
import { placeholders, tokenPlaceholders } from "./samples.ts"
import type { Surface } from "./site-shell.ts"

/**
 * One request that an operation answers with success: what every sample of it is printed from.
 *
 * What a reader has to put in place of the example (credentials, ids, a password) stands in it as the contract's example
 * or as a placeholder, word for word, so that the same replacement works in each language.
 */
export interface SampleRequest {
  /** Whose contract it is: which of the clients makes it. */
  surface: Surface
  method: string
  /** `http://127.0.0.1:9000` */
  origin: string
  /** As the contract has it: `/store/customers/me/addresses/{address_id}` */
  template: string
  /** Values of the parameters in the path. */
  path: Readonly<Record<string, string>>
  /** Query parameters that must be there. */
  query: Readonly<Record<string, string>>
  /** Names in lower case; credentials and media type. */
  headers: Readonly<Record<string, string>>
  /** JSON; undefined when the request has none. */
  body: unknown
  /** Whether the success has a body. */
  answers: boolean
}

/** What stands for a credential, by the actor that it proves. */
const credentialOf: Readonly<Record<string, string>> = {
  customer: tokenPlaceholders.customer_token,
  identity: "your-registration-token",
  user: tokenPlaceholders.staff_token,
  reset: "your-reset-token",
}

/** The request of the operation's first named example, with its first kind of credentials. */
export function sampleRequest(
  document: ContractDocument,
  { method, path, operation }: PlacedOperation,
  surface: Surface,
): SampleRequest {
  const parameters = [...(document.paths[path]?.parameters ?? []), ...(operation.parameters ?? [])].map((parameter) =>
    resolve(document, parameter),
  )
  const valuesOf = (place: string) =>
    Object.fromEntries(
      parameters
        .filter((parameter) => parameter.in === place && (place === "path" || parameter.required))
        .map((parameter) => [parameter.name, exampleOf(parameter)]),
    )
  const credentials = credentialsOf(document, operation)
  const body = bodyOf(operation)
  const success = Object.entries(operation.responses ?? {}).find(([status]) => status.startsWith("2"))
  return {
    surface,
    method,
    origin: document.servers?.[0]?.url.replace(/\/$/, "") ?? placeholders.origin,
    template: path,
    path: valuesOf("path"),
    query: { ...valuesOf("query"), ...credentials.query },
    headers: {
      ...valuesOf("header"),
      ...credentials.headers,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    body,
    answers: success?.[1].content !== undefined,
  }
}

/** The path of the request, filled. */
export const pathOf = ({ template, path }: Pick<SampleRequest, "template" | "path">): string =>
  Object.entries(path).reduce(
    (so_far, [name, value]) => so_far.replace(`{${name}}`, encodeURIComponent(value)),
    template,
  )

/** The address of the request, complete. */
export function addressOf(request: SampleRequest): string {
  const search = new URLSearchParams(request.query).toString()
  return `${request.origin}${pathOf(request)}${search ? `?${search}` : ""}`
}

const bodyOf = ({ requestBody }: ContractOperation): unknown =>
  Object.values(requestBody?.content?.["application/json"]?.examples ?? {})[0]?.value

function credentialsOf(
  document: ContractDocument,
  { security = [] }: ContractOperation,
): { headers: Record<string, string>; query: Record<string, string> } {
  const headers: Record<string, string> = {}
  const query: Record<string, string> = {}
  for (const name of Object.keys(security[0] ?? {})) {
    const scheme = document.components?.securitySchemes?.[name]
    if (!scheme) throw new Error(`${document.info.title} has no security scheme ${name}.`)
    const value =
      name === "publishable_key"
        ? placeholders.publishable_key
        : (credentialOf[scheme["x-actor"] ?? ""] ?? `your-${name.replaceAll("_", "-")}`)
    if (scheme.type !== "apiKey") {
      headers["authorization"] = `${scheme.scheme?.toLowerCase() === "basic" ? "Basic" : "Bearer"} ${value}`
    } else if (scheme.in === "cookie") headers["cookie"] = `${scheme.name}=${value}`
    else if (scheme.in === "query") query[scheme.name ?? name] = value
    else headers[scheme.name ?? name] = value
  }
  return { headers, query }
}

/** The parameter itself; the documents refer only to their own components. */
function resolve(document: ContractDocument, parameter: Referable<ContractParameter>): ContractParameter {
  if (!("$ref" in parameter)) return parameter
  const name = parameter.$ref.replace("#/components/parameters/", "")
  const found = document.components?.parameters?.[name]
  if (!found) throw new Error(`${document.info.title} has no parameter ${name}.`)
  return found
}

/** The first value that the contract shows for it. */
function exampleOf({ name, example, examples = {}, schema }: ContractParameter): string {
  const value = example ?? Object.values(examples)[0]?.value ?? schema?.example
  if (value === undefined) throw new Error(`The parameter ${name} has no example to show in a sample.`)
  return typeof value === "string" ? value : JSON.stringify(value)
}
