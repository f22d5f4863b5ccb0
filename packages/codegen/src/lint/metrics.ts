/**
 * The shape of a published contract in numbers: what generators stumble over, counted.
 *
 * Plain functions over a parsed bundle, independent of the lint rules, so that a rule that stops looking is noticed.
 */

type Json = Record<string, unknown>

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value)

const objectAt = (value: unknown, ...path: string[]): Json => {
  const found = path.reduce<unknown>((place, key) => (isObject(place) ? place[key] : undefined), value)
  return isObject(found) ? found : {}
}

interface SchemaAt {
  schema: Json
  /** Pointer into the document, as steps. */
  path: string[]
  /** Name of the component, when the schema is one. */
  name: string | undefined
}

/** Every schema written in the document: components, parameters, headers, bodies, and all inside them. */
function schemasOf(document: unknown): SchemaAt[] {
  const found: SchemaAt[] = []

  function schema(value: unknown, path: string[]): void {
    if (!isObject(value)) return
    found.push({ schema: value, path, name: path.length === 3 && path[1] === "schemas" ? path[2] : undefined })
    for (const [name, property] of Object.entries(objectAt(value, "properties")))
      schema(property, [...path, "properties", name])
    for (const keyword of ["allOf", "oneOf", "anyOf"]) {
      const parts = value[keyword]
      if (Array.isArray(parts))
        for (const [index, part] of parts.entries()) schema(part, [...path, keyword, String(index)])
    }
    for (const keyword of ["items", "additionalProperties", "not"]) schema(value[keyword], [...path, keyword])
  }

  function search(value: unknown, path: string[]): void {
    if (Array.isArray(value)) for (const [index, item] of value.entries()) search(item, [...path, String(index)])
    if (!isObject(value)) return
    for (const [key, child] of Object.entries(value)) {
      if (key === "example" || key === "examples" || key.startsWith("x-")) continue
      if (key === "schema") schema(child, [...path, key])
      else if (key === "schemas" && path.join() === "components") {
        for (const [name, component] of Object.entries(objectAt(child))) schema(component, [...path, key, name])
      } else search(child, [...path, key])
    }
  }

  search(document, [])
  return found
}

const typesIn = ({ type }: Json): unknown[] => (Array.isArray(type) ? type : [type])

const isObjectShape = (schema: Json): boolean =>
  typesIn(schema).includes("object") || isObject(schema["properties"]) || schema["additionalProperties"] !== undefined

const pointer = (path: string[]): string =>
  `#/${path.map((step) => step.replaceAll("~", "~0").replaceAll("/", "~1")).join("/")}`

/** Pointers of the objects, enums and unions that no component names. Parts of a component's `allOf` are the component. */
export const inlineTypes = (document: unknown): string[] =>
  schemasOf(document)
    .filter(({ schema, path, name }) => {
      if (name !== undefined || (path.length === 5 && path[3] === "allOf")) return false
      return (
        isObjectShape(schema) || ["enum", "oneOf", "anyOf", "allOf"].some((keyword) => schema[keyword] !== undefined)
      )
    })
    .map(({ path }) => pointer(path))

/** Pointers of the unions that a client cannot decode: `anyOf`, and `oneOf` without a discriminator and mapping. */
export const undiscriminatedUnions = (document: unknown): string[] =>
  schemasOf(document)
    .filter(({ schema }) => {
      if (schema["anyOf"] !== undefined) return true
      if (!Array.isArray(schema["oneOf"])) return false
      const mapped = Object.keys(objectAt(schema, "discriminator", "mapping")).length
      return objectAt(schema, "discriminator")["propertyName"] === undefined || mapped < schema["oneOf"].length
    })
    .map(({ path }) => pointer(path))

/** Names of the components that take any key; inline ones by their pointer. */
export const freeFormObjects = (document: unknown): string[] =>
  schemasOf(document)
    .filter(({ schema, path }) => {
      const { additionalProperties: more } = schema
      if (more === false) return false
      if (more === true || (isObject(more) && Object.keys(more).length === 0)) return true
      if (more !== undefined || !typesIn(schema).includes("object") || path.at(-2) === "allOf") return false
      const hasFields = Object.keys(objectAt(schema, "properties")).length > 0
      return !hasFields && schema["allOf"] === undefined && schema["oneOf"] === undefined
    })
    .map(({ path, name }) => name ?? pointer(path))

/** Pointers of the strings and numbers that have no bound, among how many there are. */
export function unboundedScalars(document: unknown): { total: number; unbounded: string[] } {
  const scalars = schemasOf(document).filter(({ schema }) =>
    typesIn(schema).some((type) => type === "string" || type === "number" || type === "integer"),
  )
  const unbounded = scalars.filter(({ schema }) => {
    const has = (...keywords: string[]) => keywords.some((keyword) => schema[keyword] !== undefined)
    if (has("enum", "const")) return false
    if (typesIn(schema).includes("string")) return !has("maxLength", "format", "pattern")
    return !(has("format") && has("minimum", "exclusiveMinimum") && has("maximum", "exclusiveMaximum"))
  })
  return { total: scalars.length, unbounded: unbounded.map(({ path }) => pointer(path)) }
}

/** Every operationId of the document. */
const operationIdsOf = (document: unknown): string[] =>
  Object.values(objectAt(document, "paths")).flatMap((item) =>
    Object.values(objectAt(item)).flatMap((operation) => {
      const id = objectAt(operation)["operationId"]
      return typeof id === "string" ? [id] : []
    }),
  )

/** operationIds that several of the documents use. */
export function sharedOperationIds(...documents: unknown[]): string[] {
  const uses = new Map<string, number>()
  for (const document of documents) {
    for (const id of new Set(operationIdsOf(document))) uses.set(id, (uses.get(id) ?? 0) + 1)
  }
  return [...uses].filter(([, count]) => count > 1).map(([id]) => id)
}

interface ExampleAt {
  value: unknown
  path: string[]
}

/** The values of all examples: named ones of media types and parameters, and those of schemas and parameters. */
function examplesOf(document: unknown): ExampleAt[] {
  const found: ExampleAt[] = []

  function search(value: unknown, path: string[]): void {
    if (Array.isArray(value)) for (const [index, item] of value.entries()) search(item, [...path, String(index)])
    if (!isObject(value)) return
    for (const [key, child] of Object.entries(value)) {
      const here = [...path, key]
      const isName = path.at(-1) === "properties" // a property may be called `example`
      if (key === "example" && !isName) found.push({ value: child, path: here })
      else if (key === "examples" && !isName && Array.isArray(child)) {
        for (const [index, item] of child.entries()) found.push({ value: item, path: [...here, String(index)] })
      } else if (key === "examples" && !isName && isObject(child)) {
        for (const [name, example] of Object.entries(child)) {
          if (isObject(example) && "value" in example) found.push({ value: example["value"], path: [...here, name] })
        }
      } else search(child, here)
    }
  }

  search(document, [])
  return found
}

interface DanglingId {
  id: string
  /** Where it is used: `#/paths/…/examples/adding customer.address_id`. */
  place: string
}

/**
 * Ids that an example uses and no example tells of.
 *
 * An example tells of an id by an object whose `id` it is. It uses one by a key that ends in `_id` or `_ids`, and by the
 * example of a parameter or a property so called. Empty strings and null name nothing. A parameter or request whose
 * example has the name of a refusal's example may name what is not there: that is what is refused.
 *
 * @param documents told and used together: an order of the Admin API may name a customer of the Store API
 * @param options.ignored keys whose ids lead outside the contract
 */
export function danglingIds(documents: unknown[], { ignored = [] }: { ignored?: string[] } = {}): DanglingId[] {
  const told = new Set<string>()
  const used: DanglingId[] = []

  function read(value: unknown, key: string, place: string): void {
    if (Array.isArray(value)) for (const item of value) read(item, key, place)
    else if (isObject(value)) {
      for (const [name, child] of Object.entries(value)) read(child, name, `${place} ${name}`.trim())
    } else if (typeof value === "string" && value !== "") {
      if (key === "id") told.add(value)
      else if (/_ids?$/.test(key) && !ignored.includes(key)) used.push({ id: value, place })
    }
  }

  for (const document of documents) {
    const examples = examplesOf(document)
    const refused = new Set(examples.filter(({ path }) => isRefusal(path)).map(({ path }) => pairOf(path)))
    for (const { value, path } of examples) {
      if (!path.includes("responses") && refused.has(pairOf(path))) continue
      read(value, subjectOf(document, path), pointer(path))
    }
  }
  return used.filter(({ id }) => !told.has(id))
}

/** Whether the example stands in a 4xx or 5xx of an operation. */
const isRefusal = (path: string[]): boolean => path[3] === "responses" && /^[45]/.test(path[4] ?? "")

/** What a request example and the response example that answers it have in common: path of the API, and name. */
const pairOf = (path: string[]): string => (path[0] === "paths" ? `${path[1]} ${path.at(-1)}` : "")

/** The name of the property or parameter whose example stands at the path; empty for the example of a body. */
function subjectOf(document: unknown, path: string[]): string {
  const at = path.lastIndexOf("example") === -1 ? path.lastIndexOf("examples") : path.lastIndexOf("example")
  const owner = path.slice(0, at)
  if (owner.at(-2) === "properties") return owner.at(-1) ?? ""
  const parameter = path.slice(0, owner.at(-1) === "schema" ? at - 1 : at).reduce<unknown>(step, document)
  const name = isObject(parameter) && parameter["in"] !== undefined ? parameter["name"] : ""
  return typeof name === "string" ? name : ""
}

const step = (place: unknown, key: string): unknown =>
  isObject(place) ? place[key] : Array.isArray(place) ? place[Number(key)] : undefined
