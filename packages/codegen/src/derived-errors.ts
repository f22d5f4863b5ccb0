import { ContractError, isObject, lookUp, sortKeys } from "./openapi-document.ts"
import type { Components, Document, Method, PathItem, SecurityRequirement } from "./openapi-document.ts"
import { operationsOf, type OperationView } from "./operations.ts"

/**
 * The published contract: every refusal that follows from the shape of an operation is listed by its status.
 *
 * The source names what an operation decides and leaves the rest to `default`; tools want to be told. An explicit
 * response wins, and `default` stays. The shared response of a status is a component of the document, or else taken from
 * `shared` together with whatever it refers to.
 */
export function withDerivedErrors(document: Document, shared: Components): Document {
  const views = new Map(operationsOf(document).map((view) => [view.source, view]))
  const used = new Set<string>()
  const paths: Document["paths"] = {}
  for (const [path, item] of Object.entries(document.paths)) {
    const published: PathItem = { ...item }
    for (const [key, operation] of Object.entries(item)) {
      const view = views.get(operation as OperationView["source"]) // other keys of a path item are not in the map
      if (!view) continue
      const derived = derivedErrors(document, view).filter(({ status }) => !view.source.responses?.[status])
      for (const { response } of derived) used.add(response)
      published[key as Method] = {
        ...view.source,
        responses: {
          ...view.source.responses,
          ...Object.fromEntries(
            derived.map(({ status, response }) => [status, { $ref: `#/components/responses/${response}` }]),
          ),
        },
      }
    }
    paths[path] = published
  }
  return { ...document, paths, components: adopt(document, shared, [...used]) }
}

/** The statuses an operation can answer because of what it is, with the shared response of each. */
function derivedErrors(document: Document, operation: OperationView): { status: string; response: string }[] {
  const schemes = document.components.securitySchemes ?? {}
  const schemesOf = (requirement: SecurityRequirement) => Object.keys(requirement).map((name) => schemes[name])
  // A scheme without an actor (a publishable key) proves nobody: it is input, not a credential.
  const provesActor = (requirement: SecurityRequirement) => schemesOf(requirement).some((scheme) => scheme?.["x-actor"])
  const { security } = operation

  const has_body = operation.requestBody !== undefined
  const needs_key =
    security.length > 0 &&
    security.every((requirement) => schemesOf(requirement).some((scheme) => scheme && !scheme["x-actor"]))
  const needs_actor = security.length > 0 && security.every(provesActor)
  const takes_cookie = security.some((requirement) => schemesOf(requirement).some((scheme) => scheme?.in === "cookie"))
  const may_refuse =
    security.some((requirement) => Object.values(requirement).some((scopes) => scopes.length > 0)) ||
    (takes_cookie && operation.method !== "get") ||
    setsCookie(operation)

  const rows: [applies: boolean, status: string, response: string][] = [
    [true, "400", needs_key ? "InvalidStoreRequest" : "InvalidRequest"], // at the least for a query parameter that nobody knows
    [needs_actor, "401", "NotAuthenticated"],
    [may_refuse, "403", "NotAllowed"],
    [takesIdempotencyKey(operation), "409", "RequestInProgress"],
    [has_body, "413", "BodyTooLarge"],
    [has_body, "415", "UnsupportedMediaType"],
    [takesIdempotencyKey(operation), "422", "IdempotencyKeyReused"],
    [true, "429", "TooManyRequests"],
    [true, "500", "InternalError"],
    [true, "503", "TemporarilyUnavailable"],
  ]
  return rows.filter(([applies]) => applies).map(([, status, response]) => ({ status, response }))
}

/** Whether a request can name itself, to be sent again. */
export const takesIdempotencyKey = ({ parameters }: Pick<OperationView, "parameters">): boolean =>
  parameters.some(({ in: place, name }) => place === "header" && name.toLowerCase() === "idempotency-key")

/** Whether a success answer sets or clears a cookie: then a foreign `Origin` is refused (auth.md 3.8), whoever asks. */
export const setsCookie = (operation: Pick<OperationView, "responses">): boolean =>
  declaresHeader(operation, "set-cookie", /^2/)

/** Whether a success answer, or a redirect, has the header; `name` in lower case. */
export const declaresHeader = (
  { responses }: Pick<OperationView, "responses">,
  name: string,
  statuses = /^[23]/,
): boolean =>
  Object.entries(responses).some(
    ([status, { headers }]) =>
      statuses.test(status) && Object.keys(headers ?? {}).some((declared) => declared.toLowerCase() === name),
  )

/** The components, with the named responses and all they refer to added where the document lacks them. */
function adopt(document: Document, shared: Components, responses: readonly string[]): Components {
  const components: Components = { ...document.components }
  const source = { openapi: "", info: {}, paths: {}, components: shared }
  const pending = responses.map((name) => `#/components/responses/${name}`)
  for (let pointer = pending.pop(); pointer; pointer = pending.pop()) {
    const [, , kind = "", name = ""] = pointer.split("/")
    const map = components[kind]
    if (map?.[name]) continue
    if (!shared[kind]?.[name]) {
      throw new ContractError(`openapi/shared/${kind}/${name}.yaml is missing: a derived error needs it`)
    }
    const component = lookUp(source, pointer)
    components[kind] = sortKeys({ ...map, [name]: component })
    pending.push(...referencesIn(component))
  }
  return components
}

/** Every `$ref` in a value, each once. */
export function referencesIn(value: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const item of value) referencesIn(item, found)
  else if (isObject(value)) {
    for (const [key, child] of Object.entries(value)) {
      if (key === "$ref" && typeof child === "string") found.add(child)
      else referencesIn(child, found)
    }
  }
  return found
}
