import { ContractError, isObject, isReference, lookUp, type Document } from "../openapi-document.ts"

/** What only named components need: the names by which a generator calls the values of an enum, and their sentences. */
const names_only = ["x-enum-varnames", "x-enum-descriptions"]
const refusal = /^[45]\d\d$/u

/** Where in the document something stands. */
interface Place {
  /** The references it is within. */
  within: readonly string[]
  /** Keys that are left out here. */
  without: readonly string[]
  /** Keys here are names of fields, not words of the standard. */
  are_names?: boolean
}

/**
 * The contract for readers that follow no reference: every one is replaced by what it points at.
 *
 * Give it the contract before the standard errors are derived. They are all the `default` of their operation, and written
 * out at each of them they would be nine tenths of the document. For the same reason what a refusal's fields are, and the open
 * list of codes, stands at `default`, while a refusal that an operation names has its shape alone; and fields of a body
 * that has examples have none of their own. Throws {@link ContractError} where a schema contains itself.
 */
export function dereferenced(whole: Document): Document {
  const { components, ...document } = whole
  const { securitySchemes = {} } = components
  const follow = (value: unknown, place: Place): unknown => {
    const { within, without, are_names = false } = place
    if (Array.isArray(value)) return value.map((item) => follow(item, place))
    if (!isObject(value)) return value
    if (isReference(value)) {
      const { $ref, ...beside } = value
      if (within.includes($ref)) throw new ContractError(`${$ref} contains itself: it cannot be written out`)
      const target = follow(lookUp(whole, $ref), { within: [...within, $ref], without })
      const own = follow(beside, { within, without })
      return isObject(target) && isObject(own) ? { ...target, ...own } : target
    }
    const leavingOut = (key: string) => [
      ...without,
      ...(refusal.test(key) ? ["open enum"] : []),
      ...(key === "schema" && without.includes("open enum") ? ["description"] : []),
      ...(key === "schema" && "examples" in value ? ["example"] : []),
    ]
    const isLeftOut = (key: string) =>
      without.includes(key === "enum" && value["x-extensible-enum"] === true ? "open enum" : key)
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => are_names || !isLeftOut(key))
        .map(([key, child]) => {
          if (isMapping(key, value)) return [key, child]
          return [
            key,
            follow(child, { within, without: leavingOut(key), are_names: key === "properties" && !are_names }),
          ]
        }),
    )
  }
  return { ...(follow(document, { within: [], without: names_only }) as Document), components: { securitySchemes } } // as it was, references replaced
}

/** A discriminator's `mapping` holds names, not references, though they look alike. */
const isMapping = (key: string, owner: Record<string, unknown>): boolean => key === "mapping" && "propertyName" in owner
