import { isObject, isReference, resolve, type Document, type Schema } from "../openapi-document.ts"
import { jsonContent, operationsOf, type OperationView } from "../operations.ts"
import { methodName } from "./method-names.ts"

/** One page after the other, as the shared list envelope says it once: `x-pagination`. */
interface Pagination {
  limit: string
  offset: string
  items: string
  total: string
}

/** An operation as an SDK sees it. */
interface Method {
  group: string
  name: string
  path: string
  method: string
  /** Pointer-like path of the answer's schema, and how it pages, where the operation answers a list. */
  list: { schema: string; pagination: Pagination } | undefined
}

interface Action {
  /** JSONPath */
  target: string
  update: unknown
}

/** What one SDK generator understands. */
interface Dialect {
  name: string
  /** For the whole document. */
  document: readonly Action[]
  operation(method: Method): readonly Action[]
}

const on = ({ path, method }: Method): string => `$.paths['${path}'].${method}`

/** Statuses after which the same request may succeed. */
const retried = [429, 502, 503, 504]

/** As each vendor documents it. */
const dialects: readonly Dialect[] = [
  {
    // https://www.speakeasy.com/docs/sdks/customize/runtime/pagination, …/runtime/retries
    name: "speakeasy",
    document: [
      {
        target: "$",
        update: {
          "x-speakeasy-retries": {
            strategy: "backoff",
            backoff: { initialInterval: 500, maxInterval: 60_000, maxElapsedTime: 300_000, exponent: 1.5 },
            statusCodes: retried.map(String),
            retryConnectionErrors: true,
          },
        },
      },
    ],
    operation: (method) => [
      {
        target: on(method),
        update: {
          "x-speakeasy-group": method.group,
          "x-speakeasy-name-override": method.name,
          ...(method.list && {
            "x-speakeasy-pagination": {
              type: "offsetLimit",
              inputs: [
                { name: method.list.pagination.offset, in: "parameters", type: "offset" },
                { name: method.list.pagination.limit, in: "parameters", type: "limit" },
              ],
              outputs: { results: `$.${method.list.pagination.items}` },
            },
          }),
        },
      },
    ],
  },
  {
    // https://buildwithfern.com/learn/api-definitions/openapi/extensions
    name: "fern",
    document: [],
    operation: (method) => [
      {
        target: on(method),
        update: {
          "x-fern-sdk-group-name": [method.group],
          "x-fern-sdk-method-name": method.name,
          "x-fern-retries": { disabled: false },
          ...(method.list && {
            "x-fern-pagination": {
              offset: `$request.${method.list.pagination.offset}`,
              step: `$request.${method.list.pagination.limit}`,
              results: `$response.${method.list.pagination.items}`,
            },
          }),
        },
      },
    ],
  },
  {
    // https://www.stainless.com/docs/guides/configure. Names and retries are in its own file, see stainlessConfig.
    name: "stainless",
    document: [],
    operation: ({ list }) => {
      if (!list) return []
      const { schema, pagination } = list
      const mark = (target: string, purpose: string) => ({
        target,
        update: { "x-stainless-pagination-property": { purpose } },
      })
      return [
        mark(`${schema}.properties.${pagination.items}`, "items"),
        mark(`${schema}.properties.${pagination.offset}`, "offset_count_start_field"),
        mark(`${schema}.properties.${pagination.total}`, "offset_total_count_field"),
        mark(`$.components.parameters[?(@.name=='${pagination.offset}')].schema`, "offset_count_param"),
      ]
    },
  },
]

/**
 * What the commercial SDK generators want to know beyond OpenAPI, by name of the generator: pagination, retries, method
 * names. Overlays, because the contract itself speaks no vendor's dialect.
 *
 * @see Overlay Specification 1.0.0, https://spec.openapis.org/overlay/v1.0.0.html
 */
export function overlaysOf(document: Document): Map<string, unknown> {
  const methods = methodsOf(document)
  return new Map(
    dialects.map((dialect) => {
      const actions = [...dialect.document, ...methods.flatMap((method) => dialect.operation(method))]
      // Lists that share an envelope or a parameter say the same of it.
      const once = new Map(actions.map((action) => [action.target, action]))
      const title = `${String(document.info["title"])} for ${dialect.name}`
      return [
        dialect.name,
        { overlay: "1.0.0", info: { title, version: document.info["version"] }, actions: [...once.values()] },
      ]
    }),
  )
}

/** What Stainless reads beside the contract: resources with their methods, and retries. */
export function stainlessConfig(document: Document): unknown {
  const resources: Record<string, { methods: Record<string, string> }> = {}
  for (const { group, name, method, path } of methodsOf(document)) {
    const { methods } = (resources[group.replaceAll("-", "_")] ??= { methods: {} })
    methods[name.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`)] = `${method} ${path}`
  }
  return { resources, client_settings: { default_retries: { max_retries: 2 } } }
}

const methodsOf = (document: Document): Method[] =>
  operationsOf(document).map((view) => ({
    group: view.tag,
    name: methodName(view),
    path: view.path,
    method: view.method,
    list: listOf(document, view),
  }))

function listOf(document: Document, { responses }: OperationView): Method["list"] {
  const schema = jsonContent(responses["200"]?.content)?.schema
  if (!isReference(schema)) return undefined
  const envelope = resolve<Schema>(document, schema)["x-pagination"]
  if (!isObject(envelope)) return undefined
  const name = schema.$ref.split("/").at(-1) ?? ""
  // The envelope's shape is what the rule `list-envelope` lints.
  return { schema: `$.components.schemas.${name}`, pagination: envelope as unknown as Pagination }
}
