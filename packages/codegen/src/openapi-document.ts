/**
 * The part of OpenAPI 3.1 that the pipeline reads, and how it walks it.
 *
 * Documents come out of the bundler, so every `$ref` is a pointer into the same document. Steps never change the document
 * they are given: they return a new one.
 */
export const surfaces = ["store", "admin"] as const
export type Surface = (typeof surfaces)[number]

export const methods = ["get", "post", "put", "patch", "delete"] as const
export type Method = (typeof methods)[number]

export interface Reference {
  $ref: string
}

/** A JSON Schema, read keyword by keyword. */
export type Schema = Record<string, unknown>

export interface Example {
  summary?: string
  description?: string
  value?: unknown
}

export interface MediaType {
  schema?: Schema
  example?: unknown
  examples?: Record<string, Example | Reference>
}

export interface Parameter {
  name: string
  in: "path" | "query" | "header" | "cookie"
  required?: boolean
  allowReserved?: boolean
  schema?: Schema
  example?: unknown
  examples?: Record<string, Example | Reference>
  [keyword: string]: unknown
}

export interface RequestBody {
  required?: boolean
  content: Record<string, MediaType>
  [keyword: string]: unknown
}

export interface Response {
  description?: string
  headers?: Record<string, unknown>
  content?: Record<string, MediaType>
  [keyword: string]: unknown
}

export type SecurityRequirement = Record<string, string[]>

interface SecurityScheme {
  type: string
  scheme?: string
  in?: string
  name?: string
  "x-actor"?: string
  [keyword: string]: unknown
}

export interface OperationObject {
  operationId?: string
  summary?: string
  tags?: string[]
  security?: SecurityRequirement[]
  parameters?: (Parameter | Reference)[]
  requestBody?: RequestBody | Reference
  responses?: Record<string, Response | Reference>
  [keyword: string]: unknown
}

export type PathItem = { [method in Method]?: OperationObject } & {
  parameters?: (Parameter | Reference)[]
  [keyword: string]: unknown
}

export interface Components {
  schemas?: Record<string, Schema>
  responses?: Record<string, Response | Reference>
  parameters?: Record<string, Parameter | Reference>
  examples?: Record<string, Example | Reference>
  requestBodies?: Record<string, RequestBody | Reference>
  headers?: Record<string, unknown>
  securitySchemes?: Record<string, SecurityScheme>
  [kind: string]: Record<string, unknown> | undefined
}

export interface Document {
  openapi: string
  info: Record<string, unknown>
  tags?: { name: string; [keyword: string]: unknown }[]
  security?: SecurityRequirement[]
  paths: Record<string, PathItem>
  components: Components
  [keyword: string]: unknown
}

export type Json = Record<string, unknown>

/** A plain object: neither null nor an array. */
export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value)

export const isReference = (value: unknown): value is Reference => isObject(value) && typeof value["$ref"] === "string"

/** A mistake in the contract, or in how the generator is used. Its message is for people; no stack is needed. */
export class ContractError extends Error {
  override name = "ContractError"
}

/** What a pointer such as `#/components/schemas/Pet` points at. Throws {@link ContractError} where there is nothing. */
export function lookUp(document: Document, pointer: string): unknown {
  let place: unknown = document
  for (const step of pointer.replace(/^#\//, "").split("/")) {
    const key = decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~")
    place = isObject(place) ? place[key] : undefined
    if (place === undefined) throw new ContractError(`${pointer} points at nothing`)
  }
  return place
}

/** The thing itself, whatever number of references lead to it. Keywords beside a `$ref` win over those it points at. */
export function resolve<T>(document: Document, thing: T | Reference): T {
  if (!isReference(thing)) return thing
  const { $ref, ...beside } = thing
  // The caller knows what kind of thing stands at this place; the contract's lint checks that a reference leads to one.
  const target = resolve(document, lookUp(document, $ref) as T | Reference)
  return Object.keys(beside).length === 0 ? target : { ...target, ...beside }
}

/** A copy in which `change` was applied to every object, children first. */
export function mapObjects(value: unknown, change: (object: Json) => Json): unknown {
  if (Array.isArray(value)) return value.map((item) => mapObjects(item, change))
  if (!isObject(value)) return value
  return change(Object.fromEntries(Object.entries(value).map(([key, child]) => [key, mapObjects(child, change)])))
}

/** The same map with its keys in code-unit order, which is the same on every machine. */
export const sortKeys = <T>(map: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))

/** `publishable-api-keys` → `PublishableApiKeys` */
export const pascalCase = (text: string): string =>
  text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("")

/** A property name as source text: quoted only when it has to be. */
export const propertyName = (text: string): string => (/^[A-Za-z_$][\w$]*$/.test(text) ? text : JSON.stringify(text))
