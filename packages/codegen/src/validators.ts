import { Ajv2020 } from "ajv/dist/2020.js"
import standaloneCode from "ajv/dist/standalone/index.js"
import ajvFormats from "ajv-formats"
import { isObject, resolve, sortKeys } from "./openapi-document.ts"
import type { Document, Json, Parameter, Schema } from "./openapi-document.ts"
import { bodyContent, jsonContent, operationsByTag, operationsOf, type OperationView } from "./operations.ts"

/** Module text by file name. */
export type Modules = Record<string, string>

// Both packages are CommonJS: their default export is the module, and what they call default is a property of it.
const addFormats = ajvFormats.default
const renderStandalone = standaloneCode.default

/**
 * The validators of a surface as ES modules that need only ajv's run time: `{surface}.js` and `{surface}.responses.js`
 * gather what one module per tag compiles.
 *
 * Parameters are converted to their type and filled with defaults, and unknown ones are refused in the query. Bodies are
 * filled with defaults and never converted: `"1"` is not `1`. Every fault is reported, not only the first.
 */
export function renderValidators(document: Document, surface: string): Modules {
  const modules: Modules = {}
  const requests = emptyTable(document)
  const responses = emptyTable(document)
  const definitions = schemaDefinitions(document)
  for (const [tag, operations] of operationsByTag(document)) {
    const parts: { name: string; coerce: boolean; into: Table; schemas: Named[] }[] = [
      { name: "parameters", coerce: true, into: requests, schemas: operations.flatMap(parameterSchemas) },
      { name: "bodies", coerce: false, into: requests, schemas: operations.flatMap(bodySchemas) },
      { name: "responses", coerce: false, into: responses, schemas: operations.flatMap(responseSchemas) },
    ]
    for (const { name, coerce, into, schemas } of parts) {
      if (schemas.length === 0) continue
      const file = `${surface}.${tag}.${name}.js`
      modules[file] = compile(schemas, definitions, { coerce, fill: name !== "responses" })
      gather(into, file, schemas)
    }
  }
  modules[`${surface}.js`] = renderTable(requests)
  modules[`${surface}.responses.js`] = renderTable(responses)
  return sortKeys(modules)
}

/** A schema and where its validator belongs: the body of `createPet`, the 200 of `getPet`. */
interface Named {
  id: string
  part: string
  schema: Schema
}

function parameterSchemas({ id, parameters, source }: OperationView): Named[] {
  const kinds = [
    ["path", "path"],
    ["query", "query"],
    ["header", "headers"],
  ] as const
  return kinds.flatMap(([kind, part]) => {
    const group = parameters.filter((parameter) => parameter.in === kind)
    return group.length === 0
      ? []
      : [{ id, part, schema: parametersSchema(group, kind, source["x-open-query"] === true) }]
  })
}

/** The parameters of one kind as an object. Header names are in lower case, as Node gives them; other headers may be there. */
function parametersSchema(
  parameters: readonly Parameter[],
  kind: "path" | "query" | "header",
  is_open: boolean,
): Schema {
  const nameOf = ({ name }: Parameter) => (kind === "header" ? name.toLowerCase() : name)
  return {
    type: "object",
    properties: Object.fromEntries(parameters.map((parameter) => [nameOf(parameter), parameter.schema ?? {}])),
    required: parameters.filter(({ required }) => required).map(nameOf),
    ...(kind === "header" || (kind === "query" && is_open) ? {} : { additionalProperties: false }),
  }
}

function bodySchemas({ id, requestBody }: OperationView): Named[] {
  const schema = bodyContent(requestBody?.content)?.schema
  return schema ? [{ id, part: "body", schema }] : []
}

function responseSchemas({ id, responses }: OperationView): Named[] {
  return Object.entries(responses).flatMap(([status, { content }]) => {
    const schema = jsonContent(content)?.schema
    return schema ? [{ id, part: status, schema }] : []
  })
}

const exportName = ({ id, part }: Named) => `${id}_${part}`

/** One module with an export per schema. Components are functions of their own, shared by all of them. */
function compile(
  schemas: readonly Named[],
  definitions: Json,
  { coerce, fill }: { coerce: boolean; fill: boolean },
): string {
  const ajv = new Ajv2020({
    allErrors: true,
    inlineRefs: false,
    coerceTypes: coerce ? "array" : false,
    useDefaults: fill,
    strict: true,
    strictTypes: false, // a nullable scalar is `type: [string, "null"]`
    strictRequired: false, // `allOf` members require what a neighbour declares
    code: { source: true, esm: true, lines: false },
  })
  addFormats(ajv)
  ajv.addSchema({ $id: "contract:components", $defs: definitions })
  const exported: Record<string, string> = {}
  const compiled = new Map<string, { id: string; name: string }>()
  const aliases: string[] = []
  for (const named of schemas) {
    const schema = toJsonSchema(named.schema)
    // Many answers share a component, and `ApiError` is nearly all of them: one function serves them.
    const text = JSON.stringify(schema)
    const name = exportName(named)
    const same = compiled.get(text)
    if (same) {
      // Asked for one function under two names, ajv declares it twice.
      aliases.push(`export const ${name} = ${same.name};`)
      continue
    }
    const id = `contract:${named.id}.${named.part}`
    ajv.addSchema({ ...(schema as Schema), $id: id })
    compiled.set(text, { id, name })
    exported[name] = id
  }
  return esModule(renderStandalone(ajv, exported) + aliases.join(""))
}

/** Standalone ESM still says `require` for ajv's run time: give it one where it needs one. */
function esModule(code: string): string {
  const text = code.replace(/^"use strict";/, "").trim()
  if (!text.includes("require(")) return `${text}\n`
  return `import { createRequire } from "node:module"\nconst require = createRequire(import.meta.url)\n${text}\n`
}

/** The components as one `$defs`, in which `#/components/schemas/X` became `contract:components#/$defs/X`. */
function schemaDefinitions(document: Document): Json {
  const schemas = document.components.schemas ?? {}
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, toJsonSchema(resolve(document, schema))]),
  )
}

const annotations = new Set([
  "description",
  "title",
  "example",
  "examples",
  "deprecated",
  "externalDocs",
  "discriminator",
  "xml",
])
const maps = new Set(["properties", "$defs", "patternProperties", "dependentSchemas"])
const values = new Set(["const", "default", "enum", "required"])

/** An OpenAPI schema as a plain JSON Schema: what validates, without what only explains. */
export function toJsonSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(toJsonSchema)
  if (!isObject(schema)) return schema
  const entries = Object.entries(schema)
    .filter(([keyword]) => !annotations.has(keyword) && !keyword.startsWith("x-"))
    .map(([keyword, value]): [string, unknown] => {
      if (keyword === "$ref" && typeof value === "string") {
        return [keyword, value.replace("#/components/schemas/", "contract:components#/$defs/")]
      }
      if (values.has(keyword)) return [keyword, value]
      // The keys of these are names, not keywords: a property may well be called `description`.
      if (maps.has(keyword) && isObject(value)) {
        return [keyword, Object.fromEntries(Object.entries(value).map(([name, child]) => [name, toJsonSchema(child)]))]
      }
      return [keyword, toJsonSchema(value)]
    })
  return Object.fromEntries(entries)
}

/** What `{surface}.js` says: where each operation finds its validators. */
interface Table {
  imports: { file: string; alias: string }[]
  parts: Map<string, { part: string; value: string }[]>
}

const emptyTable = (document: Document): Table => ({
  imports: [],
  parts: new Map(operationsOf(document).map(({ id }) => [id, []])),
})

function gather({ imports, parts }: Table, file: string, schemas: readonly Named[]): void {
  const alias = `m${imports.length}`
  imports.push({ file, alias })
  for (const named of schemas) {
    parts.get(named.id)?.push({ part: named.part, value: `${alias}.${exportName(named)}` })
  }
}

function renderTable({ imports, parts }: Table): string {
  return [
    ...imports.map(({ file, alias }) => `import * as ${alias} from ${JSON.stringify(`./${file}`)}`),
    "",
    "export default {",
    ...[...parts].map(
      ([id, validators]) => `  ${id}: {${validators.map(({ part, value }) => ` ${part}: ${value}`).join(",")} },`,
    ),
    "}",
    "",
  ].join("\n")
}
