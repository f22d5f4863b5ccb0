import {
  child,
  componentName,
  contentOf,
  isObjectSchema,
  operationsOf,
  schemasUnder,
  type At,
  type RequestBody,
  type Rule,
  type Schema,
} from "../document.ts"

/**
 * Every object in a request says `additionalProperties`, and none is composed.
 *
 * A misspelt field is then an error and not a silent loss. `allOf` cannot be closed: each part refuses the fields of the others.
 */
export const requestObjectsClosed: Rule = () => ({
  Root(root, visit) {
    const seen = new Map<unknown, At<Schema>>()
    for (const operation of operationsOf(visit, root)) {
      const body = child<RequestBody>(visit, operation, "requestBody")
      for (const media of contentOf(visit, body)) schemasUnder(visit, child<Schema>(visit, media, "schema"), seen)
    }
    for (const { node, location } of seen.values()) {
      const name = componentName(location) === undefined ? "This object" : `\`${componentName(location)}\``
      if (node.allOf !== undefined) {
        visit.report({
          message: `${name} is part of a request and composed with \`allOf\`. Write its fields out, so that it can be closed.`,
          location,
        })
      } else if (isObjectSchema(node) && node.additionalProperties === undefined) {
        visit.report({
          message: `${name} is part of a request and open by omission. Add \`additionalProperties: false\`.`,
          location,
        })
      }
    }
  },
})
