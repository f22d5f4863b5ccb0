import { child, typesOf, type Rule, type Schema } from "../document.ts"

const numberFormats: Record<string, string[]> = { integer: ["int32", "int64"], number: ["double"] }

/** Instants are UTC, with seconds and at most microseconds. Some testers check no formats, so the pattern says it too. */
const instant = String.raw`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$`

/**
 * Every number has `format`, `minimum` and `maximum`, exactly representable; every string `maxLength`, `format`, `pattern`
 * or `enum`, and `minLength` where it is required; every array `maxItems`; every date-time the one pattern.
 *
 * A bound is what a validator checks, a column stores and a property-based tester draws from.
 */
export const bounded: Rule<{ date_time_pattern?: string }> = ({ date_time_pattern = instant }) => ({
  Schema(schema, visit) {
    const { location, report } = visit
    const types = typesOf(schema)
    const closed = schema.enum !== undefined || schema.const !== undefined

    const number = types.find((type) => type in numberFormats)
    if (number !== undefined && !closed) {
      const formats = numberFormats[number] ?? []
      if (!formats.includes(schema.format ?? "")) {
        report({ message: `This ${number} has no format. Add \`format: ${formats.join("` or `")}\`.`, location })
      }
      for (const [side, exclusive] of [
        ["minimum", "exclusiveMinimum"],
        ["maximum", "exclusiveMaximum"],
      ] as const) {
        const bound = schema[side] ?? schema[exclusive]
        if (bound === undefined)
          report({
            message: `This ${number} has no \`${side}\`. Say the least and the greatest value it can have.`,
            location,
          })
        else if (schema.format === "int64" && !Number.isSafeInteger(bound)) {
          report({
            message: `\`${bound}\` is beyond ±(2^53 − 1), where JSON readers lose digits. Use a smaller \`${side}\`.`,
            location,
          })
        }
      }
    }
    if (types.includes("string") && !closed) {
      if (schema.format === "date-time" && schema.pattern !== date_time_pattern) {
        report({
          message: `A date-time has \`pattern: ${date_time_pattern}\`. Add it: some readers check no formats.`,
          location,
        })
      }
      if (schema.maxLength === undefined && schema.format === undefined && schema.pattern === undefined) {
        report({ message: "This string has no bound. Add `maxLength`, `format`, `pattern` or an enum.", location })
      }
    }
    for (const name of schema.required ?? []) {
      const property = child<Schema>(visit, { node: schema, location }, "properties", name)
      if (property === undefined || property.node.type !== "string" || property.node.minLength !== undefined) continue
      const { enum: values, const: value, pattern, format = "password" } = property.node
      if (values || value !== undefined || pattern !== undefined || format !== "password") continue
      report({
        message: `\`${name}\` is required and may be empty. Add \`minLength\`: 1, or 0 when the empty string means something.`,
        location: property.location,
      })
    }
    if (types.includes("array") && schema.maxItems === undefined) {
      report({ message: "This array has no `maxItems`. Say how many items it can hold.", location })
    }
  },
})
