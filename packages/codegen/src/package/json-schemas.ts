import { referencesIn } from "../derived-errors.ts"
import { isObject, isReference, lookUp, mapObjects, sortKeys, type Document } from "../openapi-document.ts"

/**
 * A JSON Schema (2020-12) per component, by its name. Each stands alone: what it refers to is in its `$defs`.
 *
 * What only OpenAPI has a use for (`discriminator`, `x-…`, the singular `example`) is left out or said the way JSON
 * Schema says it, so that strict validators take them.
 */
export function jsonSchemasOf(document: Document): Map<string, unknown> {
  const schemas = Object.entries(document.components.schemas ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return new Map(
    schemas.map(([name, schema]) => {
      const reached = reachedFrom(document, schema)
      return [
        name,
        {
          $schema: "https://json-schema.org/draft/2020-12/schema",
          title: name,
          ...(plain(schema) as object), // a schema stays an object
          ...(reached.length > 0
            ? { $defs: Object.fromEntries(reached.map((it) => [it, plain(document.components.schemas?.[it])])) }
            : {}),
        },
      ]
    }),
  )
}

const prefix = "#/components/schemas/"

/** Names of all components that a schema leads to, sorted. */
function reachedFrom(document: Document, schema: unknown): string[] {
  const reached: Record<string, true> = {}
  const pending = [...referencesIn(schema)]
  for (let pointer = pending.pop(); pointer; pointer = pending.pop()) {
    const name = pointer.slice(prefix.length)
    if (reached[name]) continue
    reached[name] = true
    pending.push(...referencesIn(lookUp(document, pointer)))
  }
  return Object.keys(sortKeys(reached))
}

const plain = (schema: unknown): unknown =>
  mapObjects(schema, (object) => {
    const isSchema = "type" in object || "$ref" in object || "oneOf" in object || "allOf" in object || "enum" in object
    if (!isSchema || isProperties(object)) return object
    const { discriminator: _discriminator, example, ...rest } = object
    const kept = Object.fromEntries(Object.entries(rest).filter(([key]) => !key.startsWith("x-")))
    if (isReference(kept)) kept["$ref"] = kept.$ref.replace(prefix, "#/$defs/")
    return example === undefined ? kept : { ...kept, examples: [example] }
  })

/** A map of properties may have one called `type`: then its value is a schema, and no keyword. */
const isProperties = (object: Record<string, unknown>): boolean =>
  Object.values(object).every((value) => isObject(value))
