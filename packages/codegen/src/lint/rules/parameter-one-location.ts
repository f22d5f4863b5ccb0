import { child, operationsOf, typesOf, type Place, type Rule, type Schema } from "../document.ts"

/**
 * One parameter name travels in one location throughout an API, and is flat: a scalar, an array of scalars, or a range as
 * `deepObject`.
 *
 * Clients make one argument of a name; several testers refuse composed query objects. `id` alone may be a filter of a list
 * and part of another path, because the published APIs have it so and it means the same thing; never in one operation.
 */
export const parameterOneLocation: Rule = () => ({
  Root(root, visit) {
    const first = new Map<string, { in: string; operation: string }>()
    const seen = new Set<unknown>()
    const report = (message: string, location: Place) => visit.report({ message, location })

    for (const operation of operationsOf(visit, root)) {
      for (const parameter of operation.parameters) {
        const { name, in: where, style } = parameter.node
        const key = name.toLowerCase()
        const earlier = first.get(key)
        if (earlier === undefined) first.set(key, { in: where, operation: operation.name })
        else if (earlier.in !== where && !(key === "id" && isAlone(operation.parameters, key))) {
          report(
            `\`${name}\` is in ${where} here and in ${earlier.in} in \`${earlier.operation}\`. Give one of them another name.`,
            parameter.location,
          )
        }
        if (seen.has(parameter.node)) continue
        seen.add(parameter.node)
        const schema = child<Schema>(visit, parameter, "schema")
        if (schema === undefined || style === "deepObject") continue
        const items = child<Schema>(visit, schema, "items")
        if (!isFlat(schema.node) || (items && (!isFlat(items.node) || typesOf(items.node).includes("array")))) {
          report(
            `\`${name}\` is not flat. Use a scalar or an array of scalars; a range is a shared parameter with \`style: deepObject\`.`,
            parameter.location,
          )
        }
      }
    }
  },
})

const isAlone = (parameters: readonly { node: { name: string } }[], key: string): boolean =>
  parameters.filter(({ node }) => node.name.toLowerCase() === key).length === 1

const isFlat = (schema: Schema): boolean =>
  !typesOf(schema).includes("object") && !schema.properties && !schema.oneOf && !schema.anyOf && !schema.allOf
