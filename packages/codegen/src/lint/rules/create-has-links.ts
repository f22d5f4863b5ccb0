import {
  child,
  contentOf,
  operationsOf,
  propertiesOf,
  responsesOf,
  type At,
  type Link,
  type OperationAt,
  type ResponseAt,
  type Rule,
  type Schema,
  type Visit,
} from "../document.ts"

/**
 * An operation that creates something links to the operations on the thing: what to call next, and where its id is.
 *
 * They feed the scenario generator, property-based testers and the docs. A creation is a POST whose id begins with
 * `create` or `register`; the operations on the thing are those of the path one parameter longer.
 */
export const createHasLinks: Rule<{ verbs?: string[] }> = ({ verbs = ["create", "register"] }) => ({
  Root(root, visit) {
    const operations = operationsOf(visit, root)
    const byId = new Map(operations.map((operation) => [operation.name, operation]))
    for (const operation of operations) {
      const success = responsesOf(visit, operation).find(({ status }) => status.startsWith("2"))
      const links = success ? linksOf(visit, success) : []
      for (const link of links) {
        const fault = faultOf(visit, link.node, byId, success)
        if (fault !== undefined)
          visit.report({
            message: `The link \`${link.name}\` of \`${operation.name}\` ${fault}`,
            location: link.location,
          })
      }
      if (operation.method !== "post" || !verbs.some((verb) => operation.name.startsWith(verb))) continue
      const linked = new Set(links.map(({ node }) => node.operationId))
      for (const next of operations) {
        if (!isItemOf(operation.path, next.path) || linked.has(next.name)) continue
        visit.report({
          message: `\`${operation.name}\` does not link to \`${next.name}\`. Add it to \`links\` of the success response, with the parameters it needs.`,
          location: success?.listed ?? operation.location,
        })
      }
    }
  },
})

const isItemOf = (collection: string, path: string): boolean =>
  path.startsWith(`${collection}/`) && /^\{[^/]+\}$/.test(path.slice(collection.length + 1))

const linksOf = (visit: Visit, response: ResponseAt) =>
  Object.keys(response.node.links ?? {}).flatMap((name) => {
    const link = child<Link>(visit, response, "links", name)
    return link === undefined ? [] : { node: link.node, location: link.location, name }
  })

/** What is wrong with a link, as the end of a sentence and the advice; undefined when nothing is. */
function faultOf(
  visit: Visit,
  link: Link,
  operations: Map<string, OperationAt>,
  response: ResponseAt | undefined,
): string | undefined {
  if (link.operationId === undefined) return "names no operation. Give it an `operationId`."
  const target = operations.get(link.operationId)
  if (target === undefined)
    return `leads to \`${link.operationId}\`, which this API does not have. Correct the operationId.`
  const given = Object.entries(link.parameters ?? {}).map(([name, value]) => ({
    name: name.replace(/^(path|query|header)\./, ""),
    value,
  }))
  for (const { node } of target.parameters) {
    if (node.in === "path" && !given.some(({ name }) => name === node.name)) {
      return `does not give \`${node.name}\`, which \`${link.operationId}\` needs. Say where it is, as in \`$response.body#/address/id\`.`
    }
  }
  for (const { name, value } of given) {
    if (!target.parameters.some(({ node }) => node.name === name))
      return `gives \`${name}\`, which \`${link.operationId}\` does not take. Remove or correct it.`
    const pointer = typeof value === "string" ? /^\$response\.body#(\/.*)$/.exec(value)?.[1] : undefined
    const media = contentOf(visit, response)[0]
    const schema = media && child<Schema>(visit, media, "schema")
    if (
      pointer !== undefined &&
      (schema === undefined || !leadsSomewhere(visit, schema, pointer.slice(1).split("/")))
    ) {
      return `reads \`${String(value)}\`, which the response does not declare. Correct the pointer.`
    }
  }
  return undefined
}

function leadsSomewhere(visit: Visit, schema: At<Schema>, [step, ...rest]: string[]): boolean {
  if (step === undefined) return true
  const next = /^\d+$/.test(step) ? child<Schema>(visit, schema, "items") : propertiesOf(visit, schema).get(step)
  return next !== undefined && leadsSomewhere(visit, next, rest)
}
