import { child, componentName, typesOf, type Rule, type Schema } from "../document.ts"

/**
 * An object that takes any key is a component on the allow-list in `redocly.yaml`; everything else has fields.
 *
 * Generators make `any` of free-form objects. A map with typed values is not free-form.
 */
export const freeFormAllowList: Rule<{ allowed?: string[] }> = ({ allowed = [] }) => ({
  Schema(schema, visit) {
    if (!isFreeForm(schema)) return
    // A part of a component's `allOf` belongs to that component, which says whether it has fields.
    if (/\/allOf\/\d+$/.test(visit.location.pointer) && schema.additionalProperties === undefined) return
    const additional = child<Schema>(visit, { node: schema, location: visit.location }, "additionalProperties")
    if (additional !== undefined && typeof additional.node === "object" && Object.keys(additional.node).length > 0)
      return
    const name = componentName(visit.location)
    if (name !== undefined && allowed.includes(name)) return
    visit.report({
      message: `${name === undefined ? "This object" : `\`${name}\``} takes any key. Give it its real fields, or reference one of ${allowed.join(", ")}.`,
      location: visit.location,
    })
  },
})

/** Whether an object says nothing about its keys, or says that any will do. */
function isFreeForm(schema: Schema): boolean {
  const { additionalProperties: more } = schema
  if (more === false) return false
  if (more !== undefined) return true
  if (!typesOf(schema).includes("object")) return false
  const hasFields = Object.keys(schema.properties ?? {}).length > 0
  return !hasFields && schema.allOf === undefined && schema.oneOf === undefined
}
