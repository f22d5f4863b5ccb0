import {
  child,
  componentName,
  isObjectSchema,
  isReference,
  propertiesOf,
  requiredOf,
  typesOf,
  type Rule,
} from "../document.ts"

const scalars = new Set(["string", "number", "integer", "boolean"])

/**
 * A client can decode every union without guessing: `oneOf` of named objects, with a discriminator that every member
 * requires and a mapping that names each of them. No `anyOf`, no union with null, and of type arrays only `[T, "null"]`,
 * for an object only in a component called `NullableX`. `const` only says which member of a union an object is.
 */
export const unionsDecode: Rule = () => {
  const constants: { location: Parameters<typeof componentName>[0]; property: string }[] = []
  const discriminators = new Set<string>()

  return {
    Root: {
      leave(_, { report }) {
        for (const { location, property } of constants) {
          if (discriminators.has(property)) continue
          report({
            message:
              "`const` stands outside a discriminator, where several readers ignore it. Use an enum component of one value.",
            location,
          })
        }
      },
    },
    Schema(schema, visit) {
      const { location, report } = visit
      if (schema.const !== undefined) {
        const property = /\/properties\/([^/]+)$/.exec(location.pointer)?.[1] ?? ""
        constants.push({ location: location.child("const"), property })
      }
      if (schema.anyOf !== undefined) {
        report({
          message: "`anyOf` cannot be decoded. Use one object with optional fields, or `oneOf` with a discriminator.",
          location: location.child("anyOf"),
        })
      }
      if (Array.isArray(schema.type)) {
        const [type = "", ...rest] = schema.type.filter((name) => name !== "null")
        const nullable = schema.type.includes("null")
        const fits = scalars.has(type) || type === "array" || (componentName(location) ?? "").startsWith("Nullable")
        if (rest.length > 0 || !nullable || !fits) {
          report({
            message: `\`type: [${schema.type.join(", ")}]\` cannot be decoded everywhere. Only \`[T, "null"]\` is, for an object in a component called \`NullableX\`; or make the property optional.`,
            location: location.child("type"),
          })
        }
      }
      if (schema.oneOf === undefined) return

      const property = schema.discriminator?.propertyName
      if (property === undefined) {
        report({
          message:
            "This union has no discriminator. Add `discriminator` with `propertyName` and `mapping`, or use one object with optional fields.",
          location,
        })
        return
      }
      discriminators.add(property)
      const mapped = new Set(
        Object.values(schema.discriminator?.mapping ?? {}).map((reference) => {
          // A mapping value is a reference or the bare name of a component.
          const target = visit.resolve({ $ref: reference }, location.source.absoluteRef).location
          return target === undefined ? reference : componentName(target)
        }),
      )
      for (const [index, member] of schema.oneOf.entries()) {
        const at = location.child(["oneOf", index])
        const target = child<typeof schema>(visit, { node: schema, location }, "oneOf", index)
        const name = target && componentName(target.location)
        if (target === undefined) continue // no-unresolved-refs reports it
        if (typesOf(target.node).includes("null")) {
          report({
            message:
              "A union with null cannot be decoded. Make the property optional, or name a component `NullableX`.",
            location: at,
          })
        } else if (
          !isReference(member) ||
          name === undefined ||
          !(isObjectSchema(target.node) || target.node.allOf !== undefined)
        ) {
          report({
            message: "A member of a union is a reference to a named object. Move it to a file in schemas/.",
            location: at,
          })
        } else if (!propertiesOf(visit, target).has(property) || !requiredOf(visit, target).has(property)) {
          report({
            message: `\`${name}\` does not declare and require \`${property}\`, by which this union is told apart. Add it there.`,
            location: at,
          })
        } else if (!mapped.has(name)) {
          report({
            message: `\`${name}\` is missing in \`discriminator.mapping\`. Map a value of \`${property}\` to it.`,
            location: at,
          })
        }
      }
    },
  }
}
