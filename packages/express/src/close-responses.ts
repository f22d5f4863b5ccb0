/** A JSON object of an OpenAPI document. */
type Json = Record<string, unknown>

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value)

const component = "#/components/schemas/"

/**
 * Closes every object that answers can contain, so that a property the contract does not declare is a fault.
 *
 * The contract leaves them open, since a server may add a field without breaking anyone; our own may not do so by
 * accident. An object that says `additionalProperties` itself keeps what it says. Changes the document in place.
 */
export function closeResponses(document: Json): void {
  const components = isObject(document["components"]) ? document["components"] : {}
  const schemas = isObject(components["schemas"]) ? components["schemas"] : {}
  const seen = new Set<unknown>()

  const resolved = (schema: Json): Json => {
    const ref = schema["$ref"]
    if (typeof ref !== "string" || !ref.startsWith(component)) return schema
    const target = schemas[ref.slice(component.length)]
    if (!isObject(target)) throw new Error(`${ref} leads nowhere`)
    return target
  }

  const close = (schema: unknown): void => {
    if (!isObject(schema) || seen.has(schema)) return
    seen.add(schema)
    const target = resolved(schema)
    if (target !== schema) return close(target)
    for (const name of ["oneOf", "anyOf"]) if (Array.isArray(schema[name])) schema[name].forEach(close)
    close(schema["items"])
    close(schema["additionalProperties"])
    if (isObject(schema["properties"])) Object.values(schema["properties"]).forEach(close)
    if (Array.isArray(schema["allOf"])) {
      // A member closed by itself would refuse what the others add: copies stay open, and the whole is closed.
      schema["allOf"] = schema["allOf"].map((member) => (isObject(member) ? openCopy(member) : member))
      schema["unevaluatedProperties"] ??= false
    } else if (isObject(schema["properties"]) && schema["additionalProperties"] === undefined) {
      schema["additionalProperties"] = false
    }
  }

  const openCopy = (member: Json): Json => {
    const copy = { ...resolved(member) }
    if (isObject(copy["properties"])) Object.values(copy["properties"]).forEach(close)
    if (Array.isArray(copy["allOf"]))
      copy["allOf"] = copy["allOf"].map((inner) => (isObject(inner) ? openCopy(inner) : inner))
    if (copy["additionalProperties"] === false) delete copy["additionalProperties"]
    if (copy["unevaluatedProperties"] === false) delete copy["unevaluatedProperties"]
    return copy
  }

  const shared = isObject(components["responses"]) ? Object.values(components["responses"]) : []
  for (const response of [...shared, ...responsesOf(document)]) {
    if (!isObject(response) || !isObject(response["content"])) continue
    for (const media of Object.values(response["content"])) if (isObject(media)) close(media["schema"])
  }
}

function responsesOf(document: Json): unknown[] {
  const paths = isObject(document["paths"]) ? Object.values(document["paths"]) : []
  return paths
    .flatMap((item) => (isObject(item) ? Object.values(item) : []))
    .flatMap((operation) =>
      isObject(operation) && isObject(operation["responses"]) ? Object.values(operation["responses"]) : [],
    )
}
