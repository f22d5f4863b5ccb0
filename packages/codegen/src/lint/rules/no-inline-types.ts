import { componentName, isObjectSchema, type Rule, type Schema } from "../document.ts"

/**
 * Every object, union and enum is a component; only scalars and arrays may be inline.
 *
 * A generator has to name what the contract does not, and each invents another `InlineObject1`.
 * The parts of a component's own `allOf` may be inline: they are the component.
 */
export const noInlineTypes: Rule = () => ({
  Schema(schema, { location, report }) {
    const shape = shapeOf(schema)
    if (shape === undefined || componentName(location) !== undefined) return
    const owner = location.pointer.replace(/\/allOf\/\d+$/, "")
    if (
      owner !== location.pointer &&
      componentName({ ...location, pointer: owner === "#" ? "#/" : owner }) !== undefined
    )
      return
    report({ message: `This ${shape} has no name. Move it to a file in schemas/ and reference that.`, location })
  },
})

function shapeOf(schema: Schema): string | undefined {
  if (schema.oneOf !== undefined || schema.anyOf !== undefined) return "union"
  if (schema.allOf !== undefined) return "composition"
  if (schema.enum !== undefined) return "enum"
  return isObjectSchema(schema) ? "object" : undefined
}
