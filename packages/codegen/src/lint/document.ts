/** What the lint rules know of an OpenAPI 3.1 document, and how they find their way in it. */

export interface Reference {
  $ref: string
}

export interface Schema {
  type?: string | string[]
  format?: string
  description?: string
  properties?: Record<string, Schema | Reference>
  required?: string[]
  additionalProperties?: boolean | Schema | Reference
  items?: Schema | Reference
  allOf?: (Schema | Reference)[]
  oneOf?: (Schema | Reference)[]
  anyOf?: (Schema | Reference)[]
  discriminator?: { propertyName?: string; mapping?: Record<string, string> }
  enum?: unknown[]
  const?: unknown
  pattern?: string
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
  minLength?: number
  maxLength?: number
  maxItems?: number
  example?: unknown
  examples?: unknown[]
  "x-enum-varnames"?: unknown[]
  "x-enum-descriptions"?: unknown[]
  "x-extensible-enum"?: unknown
  "x-pagination"?: Pagination
}

interface Pagination {
  type?: string
  limit?: string
  offset?: string
  items?: string
  total?: string
}

interface Parameter {
  name: string
  in: "path" | "query" | "header" | "cookie"
  style?: string
  schema?: Schema | Reference
  example?: unknown
  examples?: Record<string, unknown>
}

interface MediaType {
  schema?: Schema | Reference
  example?: unknown
  examples?: Record<string, unknown>
}

export interface RequestBody {
  content?: Record<string, MediaType>
}

export interface Link {
  operationId?: string
  parameters?: Record<string, unknown>
}

export interface Response {
  description?: string
  headers?: Record<string, unknown>
  content?: Record<string, MediaType>
  links?: Record<string, Link | Reference>
}

export interface SecurityScheme {
  type: string
  in?: string
  name?: string
  "x-actor"?: string
}

export interface Operation {
  operationId?: string
  tags?: string[]
  parameters?: (Parameter | Reference)[]
  requestBody?: RequestBody | Reference
  responses?: Record<string, Response | Reference>
  security?: Record<string, string[]>[]
  "x-pagination"?: Pagination
}

export interface Root {
  paths?: Record<string, object>
  security?: Record<string, string[]>[]
  components?: { securitySchemes?: Record<string, SecurityScheme | Reference> }
}

/** A place in a file: what a problem points at. */
export interface Place {
  source: { absoluteRef: string }
  pointer: string
  child: (parts: string | number | (string | number)[]) => Place
  key: () => Place
}

/** What Redocly tells a rule about the node it stands on. `location` is where the node is written, references followed. */
export interface Visit {
  location: Place
  report: (problem: { message: string; location?: Place }) => void
  resolve: (node: unknown, from?: string) => { node: unknown; location: Place | undefined }
}

type VisitNode<Node> = (node: Node, visit: Visit) => void

/** The node types our rules look at, with the types of their nodes. */
interface Visitors {
  Root?: VisitNode<Root> | { enter?: VisitNode<Root>; leave?: VisitNode<Root> }
  Schema?: VisitNode<Schema>
  SchemaProperties?: VisitNode<Record<string, Schema | Reference>>
}

/** One rule: the options of `redocly.yaml` in, visitors out. A new set for every document. */
export type Rule<Options extends object = object> = (options: Options) => Visitors

/** A node together with where it is written. */
export interface At<Node> {
  node: Node
  location: Place
}

export const isReference = (node: unknown): node is Reference =>
  typeof node === "object" && node !== null && "$ref" in node && typeof node.$ref === "string"

const isContainer = (node: unknown): node is Record<string | number, unknown> =>
  typeof node === "object" && node !== null

/**
 * What stands under `parent` at the end of `path`, every reference on the way followed.
 *
 * Undefined when there is nothing or a reference leads nowhere; `no-unresolved-refs` reports the latter.
 * The caller names the type of node it expects there: `struct` has checked the document's form.
 */
export function child<Node>(visit: Visit, parent: At<unknown>, ...path: (string | number)[]): At<Node> | undefined {
  let here: At<unknown> | undefined = parent
  for (const key of path) {
    if (here === undefined || !isContainer(here.node)) return undefined
    here = follow(visit, { node: here.node[key], location: here.location.child(key) })
  }
  return here as At<Node> | undefined // the one place where a looked-up node gets its type
}

/** The node itself, or what its reference leads to. */
export function follow(visit: Visit, at: At<unknown>): At<unknown> | undefined {
  if (at.node === undefined) return undefined
  if (!isReference(at.node)) return at
  const { node, location } = visit.resolve(at.node, at.location.source.absoluteRef)
  return node === undefined || location === undefined ? undefined : { node, location }
}

/**
 * The name a generator gives the node: the file's name in the source, the key under `components` in a bundle.
 * Undefined when the node is written inline.
 */
export function componentName({ pointer, source }: Place): string | undefined {
  const key = /^#\/components\/[^/]+\/([^/]+)$/.exec(pointer)?.[1]
  if (key !== undefined) return key
  return pointer === "#/" || pointer === "#" ? fileName(source.absoluteRef) : undefined
}

/** Name of a file without folders and ending. */
export const fileName = (path: string): string => path.replace(/^.*[/\\]/, "").replace(/\.(ya?ml|json)$/, "")

/** Types a schema allows, `null` included. Empty when it names none. */
export const typesOf = ({ type }: Schema): string[] => (type === undefined ? [] : Array.isArray(type) ? type : [type])

/** Whether the schema describes an object, said or implied. */
export const isObjectSchema = (schema: Schema): boolean =>
  typesOf(schema).includes("object") || schema.properties !== undefined || schema.additionalProperties !== undefined

const methods = ["get", "put", "post", "delete", "patch", "options", "head", "trace"] as const

export interface OperationAt extends At<Operation> {
  /** As in the contract: `/store/customers/{id}`. */
  path: string
  method: (typeof methods)[number]
  /** operationId, or method and path where it has none. */
  name: string
  /** Parameters of the path and of the operation, references followed. */
  parameters: At<Parameter>[]
}

/** Every operation of the document, in its order. */
export function operationsOf(visit: Visit, root: Root): OperationAt[] {
  const paths = child<Record<string, object>>(visit, { node: root, location: visit.location }, "paths")
  if (paths === undefined) return []
  return Object.keys(paths.node).flatMap((path) => {
    const item = child<object>(visit, paths, path)
    if (item === undefined) return []
    return methods.flatMap((method) => {
      const operation = child<Operation>(visit, item, method)
      if (operation === undefined) return []
      const parameters = [...parametersIn(visit, item), ...parametersIn(visit, operation)]
      const { node, location } = operation
      return { node, location, path, method, name: node.operationId ?? `${method} ${path}`, parameters }
    })
  })
}

function parametersIn(visit: Visit, owner: At<unknown>): At<Parameter>[] {
  const list = child<unknown[]>(visit, owner, "parameters")
  return (list?.node ?? []).flatMap((_, index) => child<Parameter>(visit, owner, "parameters", index) ?? [])
}

export interface ResponseAt extends At<Response> {
  /** `200`, `default`, … */
  status: string
  /** Where the operation lists it, whether or not it is a reference. */
  listed: Place
}

/** The responses an operation lists, references followed. */
export function responsesOf(visit: Visit, operation: At<Operation>): ResponseAt[] {
  return Object.keys(operation.node.responses ?? {}).flatMap((status) => {
    const response = child<Response>(visit, operation, "responses", status)
    const listed = operation.location.child(["responses", status])
    return response === undefined ? [] : { node: response.node, location: response.location, status, listed }
  })
}

export interface MediaTypeAt extends At<MediaType> {
  /** `application/json`. */
  mediaType: string
}

/** The media types of a request body or response. */
export function contentOf(visit: Visit, owner: At<RequestBody | Response> | undefined): MediaTypeAt[] {
  if (owner === undefined) return []
  return Object.keys(owner.node.content ?? {}).flatMap((mediaType) => {
    const media = child<MediaType>(visit, owner, "content", mediaType)
    return media === undefined ? [] : { node: media.node, location: media.location, mediaType }
  })
}

/** The schema and every schema reachable from it, each once, references followed. */
export function schemasUnder(
  visit: Visit,
  start: At<Schema> | undefined,
  seen = new Map<unknown, At<Schema>>(),
): At<Schema>[] {
  if (start !== undefined && typeof start.node === "object" && !seen.has(start.node)) {
    seen.set(start.node, start)
    for (const path of subschemaPaths(start.node)) schemasUnder(visit, child<Schema>(visit, start, ...path), seen)
  }
  return [...seen.values()]
}

function subschemaPaths(schema: Schema): (string | number)[][] {
  return [
    ...Object.keys(schema.properties ?? {}).map((name) => ["properties", name]),
    ...(["allOf", "oneOf", "anyOf"] as const).flatMap((key) => (schema[key] ?? []).map((_, index) => [key, index])),
    ...(schema.items === undefined ? [] : [["items"]]),
    ...(typeof schema.additionalProperties === "object" ? [["additionalProperties"]] : []),
  ]
}

/** Properties of an object schema, those of its `allOf` parts included, references to the property schemas followed. */
export function propertiesOf(visit: Visit, schema: At<Schema>): Map<string, At<Schema>> {
  const properties = new Map<string, At<Schema>>()
  for (const index of (schema.node.allOf ?? []).keys()) {
    const part = child<Schema>(visit, schema, "allOf", index)
    if (part !== undefined) for (const [name, property] of propertiesOf(visit, part)) properties.set(name, property)
  }
  for (const name of Object.keys(schema.node.properties ?? {})) {
    const property = child<Schema>(visit, schema, "properties", name)
    if (property !== undefined) properties.set(name, property)
  }
  return properties
}

/** Names an object requires, those of its `allOf` parts included. */
export function requiredOf(visit: Visit, schema: At<Schema>): Set<string> {
  const required = new Set(schema.node.required)
  for (const index of (schema.node.allOf ?? []).keys()) {
    const part = child<Schema>(visit, schema, "allOf", index)
    if (part !== undefined) for (const name of requiredOf(visit, part)) required.add(name)
  }
  return required
}

/** `"a", "b" and "c"`, for messages. */
export const listed = (names: Iterable<string>): string => {
  const quoted = [...names].map((name) => `\`${name}\``)
  const last = quoted.pop()
  return quoted.length === 0 ? (last ?? "") : `${quoted.join(", ")} and ${last}`
}
