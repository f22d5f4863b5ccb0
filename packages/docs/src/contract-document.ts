/** The parts of a published OpenAPI document that the pages read. */
export interface ContractDocument {
  info: { title: string; version: string; description?: string }
  servers?: { url: string }[]
  paths: Record<string, ContractPath>
  components?: {
    responses?: Record<string, ContractResponse>
    schemas?: Record<string, ContractSchema>
    parameters?: Record<string, ContractParameter>
    securitySchemes?: Record<string, ContractSecurityScheme>
  }
}

export type Referable<T> = T | { $ref: string }

interface ContractPath extends Partial<Record<Method, ContractOperation>> {
  parameters?: Referable<ContractParameter>[]
}

export interface ContractOperation {
  operationId: string
  summary: string
  description?: string
  tags?: string[]
  security?: Record<string, unknown>[]
  parameters?: Referable<ContractParameter>[]
  requestBody?: { content?: Record<string, ContractMedia> }
  responses?: Record<string, ContractResponse>
  "x-codeSamples"?: { lang: string; label: string; source: string }[]
}

interface ContractResponse {
  /** Where the response is a shared one; nothing stands beside it. */
  $ref?: string
  content?: Record<string, ContractMedia>
}

interface ContractMedia {
  example?: unknown
  examples?: Record<string, { value?: unknown }>
}

export interface ContractParameter {
  name: string
  in: string
  required?: boolean
  example?: unknown
  examples?: Record<string, { value?: unknown }>
  schema?: { example?: unknown }
}

interface ContractSecurityScheme {
  type: string
  scheme?: string
  "x-actor"?: string
  in?: string
  name?: string
}

interface ContractSchema {
  description?: string
  enum?: (string | null)[]
  "x-enum-descriptions"?: string[]
  "x-enumDescriptions"?: Record<string, string>
}

/** An operation with where it lives. */
export interface PlacedOperation {
  method: string
  path: string
  tag: string
  operation: ContractOperation
}

const methods = ["get", "post", "put", "patch", "delete"] as const
type Method = (typeof methods)[number]

/** Every operation: paths in the order of the document, methods in the order of this list. */
export const operationsOf = (document: ContractDocument): PlacedOperation[] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method]
      return operation ? [{ method: method.toUpperCase(), path, tag: operation.tags?.[0] ?? "", operation }] : []
    }),
  )

/** Where Redoc shows the operation, from the origin: it folds case. */
export const referencePath = (surface: string, { tag, operation }: PlacedOperation): string =>
  `/docs/${surface}#/${tag}/${operation.operationId}`.toLowerCase()

/** An error code as the contract declares it. */
export interface DeclaredCode {
  code: string
  /** The contract's sentence of cause. */
  cause: string
}

/**
 * The codes of the component `ErrorCode`, in its order.
 *
 * Throws when the component is missing or a value has no sentence: an error that nobody can look up is worse than none.
 */
export function errorCodesOf(document: ContractDocument): DeclaredCode[] {
  const schema = document.components?.schemas?.["ErrorCode"]
  if (!schema?.enum) throw new Error(`${document.info.title} has no component ErrorCode with an enum.`)
  return schema.enum
    .filter((code) => code !== null)
    .map((code, index) => {
      const cause = schema["x-enum-descriptions"]?.[index]
      if (!cause) throw new Error(`ErrorCode ${code} has no sentence in x-enum-descriptions.`)
      return { code, cause }
    })
}

const hasCode = (example: unknown, code: string): boolean =>
  typeof example === "object" && example !== null && "code" in example && example.code === code

/** The response itself, where the operation refers to a shared one. */
const responseOf = (document: ContractDocument, response: ContractResponse): ContractResponse =>
  response.$ref === undefined
    ? response
    : (document.components?.responses?.[response.$ref.replace("#/components/responses/", "")] ?? {})

/**
 * The operations that answer this code: those that show it in an example of a status, their own or a shared one. What
 * stands under `default` says nothing of an operation.
 */
export const operationsThatEmit = (document: ContractDocument, code: string): PlacedOperation[] =>
  operationsOf(document).filter(({ operation }) =>
    Object.entries(operation.responses ?? {})
      .filter(([status]) => status !== "default")
      .flatMap(([, response]) => Object.values(responseOf(document, response).content ?? {}))
      .some(
        ({ example, examples = {} }) =>
          hasCode(example, code) || Object.values(examples).some(({ value }) => hasCode(value, code)),
      ),
  )

/** The operations of the published interfaces as `GET /path`, by surface: a list per surface in `openapi/planned.yaml`. */
export function plannedOperations(planned: string): { store: Set<string>; admin: Set<string> } {
  const found = { store: new Set<string>(), admin: new Set<string>() }
  let surface: string | undefined
  for (const line of planned.split("\n")) {
    surface = /^(\w+):/.exec(line)?.[1] ?? surface
    const operation = /^\s+- ((?:GET|POST|PUT|PATCH|DELETE) \/.*)/.exec(line)?.[1]
    if (operation && (surface === "store" || surface === "admin")) found[surface].add(operation.trim())
  }
  return found
}
