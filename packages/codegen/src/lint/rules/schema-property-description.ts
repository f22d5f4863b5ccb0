import { child, componentName, isReference, type Rule, type Schema } from "../document.ts"

/**
 * Every schema that has a name, and every property, says what its value is.
 *
 * A property that refers to a component needs no words of its own.
 */
export const schemaPropertyDescription: Rule = () => ({
  Schema(schema, { location, report }) {
    const name = componentName(location)
    if (name === undefined || isSaid(schema.description)) return
    report({ message: `\`${name}\` has no description. Say what it is, in a sentence.`, location })
  },
  SchemaProperties(properties, visit) {
    for (const [name, property] of Object.entries(properties)) {
      if (isReference(property) && "description" in property && isSaid(property.description)) continue
      const resolved = child<Schema>(visit, { node: properties, location: visit.location }, name)
      if (resolved === undefined || isSaid(resolved.node.description)) continue
      if (componentName(resolved.location) !== undefined) continue // reported at the component
      visit.report({
        message: `\`${name}\` has no description. Say what the value is, with its unit, range and what null means.`,
        location: visit.location.child(name),
      })
    }
  },
})

const isSaid = (text: unknown): boolean => typeof text === "string" && text.trim() !== ""
