import {
  ContractError,
  methods,
  resolve,
  type Document,
  type MediaType,
  type Method,
  type OperationObject,
  type Parameter,
  type RequestBody,
  type Response,
  type SecurityRequirement,
} from "./openapi-document.ts"

/** An operation with everything that concerns it at hand: references resolved, the path's parameters included. */
export interface OperationView {
  id: string
  method: Method
  path: string
  tag: string
  summary: string
  /** The requirements that apply: its own, or else those of the document. */
  security: readonly SecurityRequirement[]
  parameters: readonly Parameter[]
  requestBody: RequestBody | undefined
  /** In the document's order: numbers ascending, then `default`. */
  responses: Readonly<Record<string, Response>>
  source: OperationObject
}

/** Every operation, in the order of the contract. Throws {@link ContractError} where an id or a tag is missing. */
export function operationsOf(document: Document): OperationView[] {
  const views: OperationView[] = []
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of methods) {
      const source = item[method]
      if (!source) continue
      const where = `${method.toUpperCase()} ${path}`
      const { operationId: id, tags } = source
      const tag = tags?.[0]
      if (!id) throw new ContractError(`${where} has no operationId`)
      if (!tag) throw new ContractError(`${where} (${id}) has no tag`)
      const twin = views.find((view) => view.id === id)
      if (twin)
        throw new ContractError(`${where} has the operationId of ${twin.method.toUpperCase()} ${twin.path}: ${id}`)
      views.push({
        id,
        method,
        path,
        tag,
        summary: source.summary ?? "",
        security: source.security ?? document.security ?? [],
        parameters: parametersOf(document, item.parameters, source.parameters),
        requestBody: source.requestBody && resolve<RequestBody>(document, source.requestBody),
        responses: Object.fromEntries(
          Object.entries(source.responses ?? {}).map(([status, response]) => [
            status,
            resolve<Response>(document, response),
          ]),
        ),
        source,
      })
    }
  }
  return views
}

/** Operations by tag: tags in the document's order, operations in the contract's. A tag without operations is left out. */
export function operationsByTag(document: Document): Map<string, OperationView[]> {
  const operations = operationsOf(document)
  const declared = (document.tags ?? []).map(({ name }) => name)
  const tags = [...declared, ...operations.map(({ tag }) => tag).filter((tag) => !declared.includes(tag))]
  const groups = new Map<string, OperationView[]>()
  for (const tag of tags) {
    const group = operations.filter((operation) => operation.tag === tag)
    if (group.length > 0) groups.set(tag, group)
  }
  return groups
}

/** The JSON of a body or an answer, or undefined where there is none. */
export const jsonContent = (content: Record<string, MediaType> | undefined): MediaType | undefined =>
  content?.["application/json"]

const form = "application/x-www-form-urlencoded"

/** The body of a request, which is JSON, or a form where the contract names nothing else. */
export const bodyContent = (content: Record<string, MediaType> | undefined): MediaType | undefined =>
  jsonContent(content) ?? content?.[form]

/** Whether the body of a request is a form. */
export const isForm = ({ requestBody }: Pick<OperationView, "requestBody">): boolean =>
  requestBody?.content?.[form] !== undefined

/** The path's parameters, with the operation's own on top where they have the same name and place. */
function parametersOf(document: Document, ...lists: OperationObject["parameters"][]): Parameter[] {
  const byPlace = new Map<string, Parameter>()
  for (const parameter of lists.flatMap((list) => list ?? [])) {
    const resolved = resolve<Parameter>(document, parameter)
    byPlace.set(`${resolved.in} ${resolved.name}`, resolved)
  }
  return [...byPlace.values()]
}
