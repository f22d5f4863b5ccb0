import { componentName, typesOf, type Rule } from "../document.ts"

/**
 * An enum holds strings; each has a name (`x-enum-varnames`) and a sentence (`x-enum-descriptions`), and the enum says
 * whether it may grow (`x-extensible-enum`). A nullable one is called `NullableX` and lists null last.
 */
export const enumValuesNamed: Rule = () => ({
  Schema(schema, { location, report }) {
    if (schema.enum === undefined) return
    const at = location.child("enum")
    const values = schema.enum.filter((value) => value !== null)
    const other = values.find((value) => typeof value !== "string")
    if (other !== undefined) {
      report({
        message: `\`${JSON.stringify(other)}\` is not a string. An enum holds strings; use a boolean or a bounded number instead.`,
        location: at,
      })
    }
    for (const key of ["x-enum-varnames", "x-enum-descriptions"] as const) {
      const names = schema[key]
      if (names?.length === values.length) continue
      report({
        message: `\`${key}\` is given for ${names?.length ?? 0} of ${values.length} values. Give one for each.`,
        location: names ? location.child(key) : at,
      })
    }
    const varnames = schema["x-enum-varnames"] ?? []
    if (new Set(varnames).size < varnames.length) {
      report({
        message: "Two values have the same name. Make `x-enum-varnames` unique.",
        location: location.child("x-enum-varnames"),
      })
    }
    if (typeof schema["x-extensible-enum"] !== "boolean") {
      report({
        message:
          "Nothing says whether clients must survive a value they do not know. Write `x-extensible-enum: true`, unless a new value would be a new version.",
        location: at,
      })
    }
    const hasNull = schema.enum.includes(null)
    if (hasNull !== typesOf(schema).includes("null")) {
      report({
        message: 'A nullable enum has `type: [string, "null"]` and lists null among its values. Write both or neither.',
        location: at,
      })
    }
    const name = componentName(location)
    if (hasNull && name !== undefined && !name.startsWith("Nullable")) {
      report({ message: `\`${name}\` may be null. Call it \`Nullable${name}\`.`, location: at })
    }
  },
})
