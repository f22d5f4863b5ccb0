import { ContractError, isObject, isReference, lookUp, type Document } from "../openapi-document.ts"

/** What only named components need: the names by which a generator calls the values of an enum, and their sentences. */
const names_only = ["x-enum-varnames", "x-enum-descriptions"]
/** What each field may look like, where whole bodies are shown beside the schema. */
const shown_as_a_whole = [...names_only, "example"]

/**
 * The contract for readers that follow no reference: every one is replaced by what it points at.
 *
 * Give it the contract before the standard errors are derived. They are all the `default` of their operation, and written
 * out at each of them they would be nine tenths of the document. Fields of a body that has examples have none of their own.
 * Throws {@link ContractError} where a schema contains itself.
 */
export function dereferenced(whole: Document): Document {
  const { components, ...document } = whole
  const { securitySchemes = {} } = components
  const follow = (
    value: unknown,
    within: readonly string[],
    without: readonly string[],
    are_names = false,
  ): unknown => {
    if (Array.isArray(value)) return value.map((item) => follow(item, within, without))
    if (!isObject(value)) return value
    if (isReference(value)) {
      const { $ref, ...beside } = value
      if (within.includes($ref)) throw new ContractError(`${$ref} contains itself: it cannot be written out`)
      const target = follow(lookUp(whole, $ref), [...within, $ref], without)
      const own = follow(beside, within, without)
      return isObject(target) && isObject(own) ? { ...target, ...own } : target
    }
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => are_names || !without.includes(key))
        .map(([key, child]) => {
          if (isMapping(key, value)) return [key, child]
          const leaving_out = key === "schema" && "examples" in value ? shown_as_a_whole : without
          return [key, follow(child, within, leaving_out, key === "properties" && !are_names)]
        }),
    )
  }
  return { ...(follow(document, [], names_only) as Document), components: { securitySchemes } } // as it was, references replaced
}

/** A discriminator's `mapping` holds names, not references, though they look alike. */
const isMapping = (key: string, owner: Record<string, unknown>): boolean => key === "mapping" && "propertyName" in owner
