import { isDeepStrictEqual } from "node:util"
import {
  child,
  contentOf,
  listed,
  operationsOf,
  propertiesOf,
  requiredOf,
  responsesOf,
  typesOf,
  type Rule,
  type Schema,
} from "../document.ts"

/**
 * Every list has one shape: `limit`, `offset`, `order` and `fields` go in; `count`, `offset`, `limit` and one array of
 * the things listed come out, and `x-pagination` says so to programs.
 *
 * A list is an operation whose id begins with `list`, and every GET whose answer has a `count`.
 */
export const listEnvelope: Rule<{ parameters?: string[] }> = ({
  parameters = ["limit", "offset", "order", "fields"],
}) => ({
  Root(root, visit) {
    for (const operation of operationsOf(visit, root)) {
      const { name, location } = operation
      const success = responsesOf(visit, operation).find(({ status }) => status.startsWith("2"))
      const media = contentOf(visit, success)[0]
      const envelope = media && child<Schema>(visit, media, "schema")
      const properties = envelope ? propertiesOf(visit, envelope) : new Map<string, { node: Schema }>()
      if (!/^list[A-Z]/.test(name) && !(operation.method === "get" && properties.has("count"))) continue

      if (!/^list[A-Z]/.test(name)) {
        visit.report({
          message: `\`${name}\` answers a page of a list. Call it \`list…\`.`,
          location: location.child("operationId"),
        })
      }
      const taken = new Set(operation.parameters.filter(({ node }) => node.in === "query").map(({ node }) => node.name))
      const untaken = parameters.filter((parameter) => !taken.has(parameter))
      if (untaken.length > 0) {
        visit.report({
          message: `\`${name}\` lists without ${listed(untaken)}. Reference them from shared/parameters.`,
          location,
        })
      }
      if (envelope === undefined) continue // one-error-type wants a body
      const required = requiredOf(visit, envelope)
      const absent = ["count", "offset", "limit"].filter(
        (property) => !properties.has(property) || !required.has(property),
      )
      if (absent.length > 0) {
        visit.report({
          message: `The page that \`${name}\` answers lacks ${listed(absent)}. Declare and require them.`,
          location: envelope.location,
        })
      }
      const arrays = [...properties]
        .filter(([, { node }]) => typesOf(node).includes("array"))
        .map(([property]) => property)
      const [items] = arrays
      if (arrays.length !== 1 || items === undefined) {
        visit.report({
          message: `The page that \`${name}\` answers has ${arrays.length} arrays. Declare exactly one, named for the things listed.`,
          location: envelope.location,
        })
        continue
      }
      if (!required.has(items)) {
        visit.report({
          message: `The page that \`${name}\` answers may leave out \`${items}\`. Require it.`,
          location: envelope.location,
        })
      }
      const pagination = operation.node["x-pagination"] ?? envelope.node["x-pagination"]
      const wanted = { type: "offset", limit: "limit", offset: "offset", items, total: "count" }
      if (!isDeepStrictEqual({ ...pagination }, wanted)) {
        const text = Object.entries(wanted)
          .map(([key, value]) => `${key}: ${value}`)
          .join(", ")
        visit.report({
          message: `\`${name}\` does not say how to page. Write \`x-pagination: { ${text} }\` in its response schema.`,
          location: envelope.location,
        })
      }
    }
  },
})
