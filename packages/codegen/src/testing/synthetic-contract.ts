/**
 * A contract of the size that Covenant is going to have: 310 operations on 155 paths in two surfaces, in files laid out
 * like ours, clean under our own rules.
 *
 * Shared parameters, headers, responses and errors are the project's own, so that what is measured is our contract, more
 * of it. Nouns repeat; nothing in it means anything.
 */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { parse, stringify } from "yaml"
import { pascalCase, type Surface } from "../openapi-document.ts"
import { repository } from "./checkout.ts"

const nouns: Record<Surface, readonly string[]> = {
  store: "lantern kettle anchor ribbon saddle mirror candle".split(" "),
  admin:
    `acorn bridge cellar dolphin ember feather garden hammer island jacket kennel ladder meadow needle orchard pebble
    quarry river sandal timber umbrella valley walnut yard zephyr beacon canyon drawer engine fountain glacier
    harness`.split(/\s+/u),
}

/** One thing of the synthetic shop, with the names that follow from its noun. */
interface Resource {
  surface: Surface
  noun: string
  plural: string
  /** `StoreLantern` */
  entity: string
  /** `StoreCreateLantern` */
  creation: string
  /** `StoreUpdateLantern` */
  change: string
  /** `StoreLanternResponse` */
  answer: string
  /** `StoreLanternListResponse` */
  page: string
  /** `listLanterns`, in the admin surface `listAdminLanterns` */
  operationId: (verb: string, object: string) => string
}

/** The resources, in the order of their surfaces. The last one has no copies, which makes it 155 paths. */
const syntheticResources: readonly Resource[] = (["store", "admin"] as const).flatMap((surface) =>
  nouns[surface].map((noun): Resource => {
    const prefix = pascalCase(surface)
    const name = pascalCase(noun)
    return {
      surface,
      noun,
      plural: `${noun}s`,
      entity: `${prefix}${name}`,
      creation: `${prefix}Create${name}`,
      change: `${prefix}Update${name}`,
      answer: `${prefix}${name}Response`,
      page: `${prefix}${name}ListResponse`,
      operationId: (verb, object) => `${verb}${surface === "admin" ? "Admin" : ""}${object}`,
    }
  }),
)

/** Writes `openapi/`, `redocly.yaml` and the list of planned operations below `root`. */
export function writeSyntheticContract(root: string): void {
  cpSync(join(repository, "openapi/shared"), join(root, "openapi/shared"), { recursive: true })
  cpSync(join(repository, "openapi/planned.yaml"), join(root, "openapi/planned.yaml"))
  const lint = readFileSync(join(repository, "redocly.yaml"), "utf8")
  const { apis, ...rules } = parse(lint.replaceAll("- ./packages/", `- ${repository}/packages/`), {
    merge: true, // its `<<`
  }) as {
    apis: Record<string, { root: string }>
  } // what Redocly reads
  const documents = Object.entries(apis).filter(([, api]) => !api.root.startsWith("openapi/journeys/")) // it tells no story
  write(root, "redocly.yaml", { ...rules, apis: Object.fromEntries(documents) })

  const ours = (surface: Surface) => syntheticResources.filter((resource) => resource.surface === surface)
  const last = syntheticResources.at(-1)
  for (const surface of ["store", "admin"] as const) {
    const paths: Record<string, unknown> = {}
    for (const resource of ours(surface)) {
      for (const [path, item] of Object.entries(pathsOf(resource, resource !== last))) {
        const file = `${resource.plural}/paths/${path.slice(1).replaceAll("/", ".")}.yaml`
        paths[path] = { $ref: file }
        write(root, `openapi/${file}`, item)
      }
      for (const [name, schema] of Object.entries(schemasOf(resource))) {
        write(root, `openapi/${resource.plural}/schemas/${name}.yaml`, schema)
      }
      writeExamples(root, resource)
    }
    write(root, `openapi/${surface}.yaml`, {
      openapi: "3.1.0",
      info: {
        title: `Synthetic ${surface} API`,
        version: "1.0.0",
        description: "As many operations as Covenant plans, to measure what they cost.",
        license: { name: "MIT", url: "https://opensource.org/license/mit" },
      },
      servers: [{ url: "http://127.0.0.1:9000", description: "Nowhere." }],
      tags: ours(surface).map(({ plural }) => ({ name: plural, description: `All about ${plural}.` })),
      paths,
      components: { securitySchemes: securitySchemes[surface] },
    })
  }
}

const securitySchemes = {
  store: {
    bearer: { type: "http", scheme: "bearer", description: "Access token of a customer.", "x-actor": "customer" },
    session: cookie("__Host-store_sid", "customer"),
    publishable_key: {
      type: "apiKey",
      in: "header",
      name: "x-publishable-api-key",
      description: "Names the storefront.",
    },
  },
  admin: {
    bearer: { type: "http", scheme: "bearer", description: "Access token of staff.", "x-actor": "user" },
    session: cookie("__Host-admin_sid", "user"),
  },
}

function cookie(name: string, actor: string) {
  return { type: "apiKey", in: "cookie", name, description: "Session cookie.", "x-actor": actor }
}

const security: Record<Surface, Record<string, never[]>[]> = {
  store: [
    { publishable_key: [], bearer: [] },
    { publishable_key: [], session: [] },
  ],
  admin: [{ bearer: [] }, { session: [] }],
}

const shared = (path: string) => ({ $ref: `../../shared/${path}.yaml` })
const requestId = { "x-request-id": shared("headers/RequestId") }

function pathsOf(resource: Resource, with_copies: boolean): Record<string, unknown> {
  const { surface, noun, plural, answer, page, creation, change, operationId } = resource
  const name = pascalCase(noun)
  const collection = `/${surface}/${plural}`
  const item = `${collection}/{${noun}_id}`
  const itemParameters = [
    {
      name: `${noun}_id`,
      in: "path",
      required: true,
      description: `Id of the ${noun}.`,
      schema: { type: "string", minLength: 1, maxLength: 64 },
      examples: {
        known: { summary: "One there is", value: `${noun}_01` },
        unknown: { summary: "One there is not", value: `${noun}_99` },
      },
    },
  ]

  const list = (id: string) => ({
    operationId: id,
    summary: `List ${plural}`,
    description: `Answers the ${plural}, newest first unless \`order\` says otherwise.`,
    tags: [plural],
    security: security[surface],
    parameters: [
      ...["Limit", "Offset", "Order", "Fields", "Search"].map((parameter) => shared(`parameters/${parameter}`)),
      filter("colour", "Only those in one of these colours.", ["red"]),
      filter("name", "Only those with one of these names.", ["Old"]),
    ],
    responses: {
      "200": success(`One page of ${plural}.`, page, { listing: id }),
      default: shared("responses/ApiError"),
    },
  })
  const send = (id: string, summary: string, schema: string, refuses: boolean, links?: unknown) => ({
    operationId: id,
    summary: `${summary} a ${noun}`,
    description: `${summary}s a ${noun} and answers it.`,
    tags: [plural],
    security: security[surface],
    parameters: [shared("parameters/Fields")],
    requestBody: {
      required: true,
      content: {
        "application/json": {
          schema: { $ref: `../schemas/${schema}.yaml` },
          examples: {
            sending: { $ref: `../examples/${id}.yaml` },
            ...(refuses ? { unknown: { $ref: `../examples/${id}.yaml` } } : {}),
          },
        },
      },
    },
    responses: {
      "200": { ...success(`The ${noun}.`, answer, { sending: id }), ...(links ? { links } : {}) },
      ...(refuses ? { "404": absent(resource) } : {}),
      default: shared("responses/ApiError"),
    },
  })
  const read = (id: string, method: string) => ({
    operationId: id,
    summary: `${method} a ${noun}`,
    description: `${method}s one ${noun} and answers it.`,
    tags: [plural],
    security: security[surface],
    parameters: [shared("parameters/Fields")],
    responses: {
      "200": success(`The ${noun}.`, answer, { known: id }),
      "404": absent(resource),
      default: shared("responses/ApiError"),
    },
  })

  const get = operationId("get", name)
  const update = operationId("update", name)
  const link = (id: string, description: string) => ({
    operationId: id,
    description,
    parameters: { [`${noun}_id`]: `$response.body#/${noun}/id` },
  })
  return {
    [collection]: {
      get: list(operationId("list", `${name}s`)),
      post: send(operationId("create", name), "Create", creation, false, {
        [get]: link(get, "The new one."),
        [update]: link(update, "Changes the new one."),
      }),
    },
    [item]: { parameters: itemParameters, get: read(get, "Get"), post: send(update, "Update", change, true) },
    [`${item}/visibility`]: {
      parameters: itemParameters,
      post: send(operationId("update", `${name}Visibility`), "Show", change, true),
      delete: read(operationId("delete", `${name}Visibility`), "Hide"),
    },
    ...(with_copies
      ? {
          [`${item}/copies`]: {
            parameters: itemParameters,
            get: list(operationId("list", `${name}Copies`)),
            post: send(operationId("create", `${name}Copy`), "Copy", creation, true),
          },
        }
      : {}),
  }
}

const filter = (name: string, description: string, example: string[]) => ({
  name,
  in: "query",
  description,
  style: "form",
  explode: true,
  schema: { type: "array", maxItems: 50, items: { type: "string", maxLength: 255, minLength: 1 } },
  example,
})

const success = (description: string, schema: string, examples: Record<string, string>) => ({
  description,
  headers: requestId,
  content: {
    "application/json": {
      schema: { $ref: `../schemas/${schema}.yaml` },
      examples: Object.fromEntries(
        Object.entries(examples).map(([name, id]) => [name, { $ref: `../examples/${id}.200.yaml` }]),
      ),
    },
  },
})

const absent = ({ noun }: Resource) => ({
  description: `There is no such ${noun}.`,
  headers: requestId,
  content: {
    "application/json": {
      schema: shared("schemas/ApiError"),
      examples: { unknown: { $ref: `../examples/${noun}.404.yaml` } },
    },
  },
})

const whole = (description: string, minimum: number, maximum: number, example: number) => ({
  type: "integer",
  format: "int32",
  description,
  minimum,
  maximum,
  example,
})
const text = (description: string, example: string) => ({
  type: "string",
  description,
  minLength: 1,
  maxLength: 255,
  example,
})
const instant = (description: string) => ({
  type: "string",
  format: "date-time",
  description,
  pattern: String.raw`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$`,
  example: "2026-01-12T09:30:00Z",
})

const written = {
  name: text("What it is called.", "Old"),
  colour: text("Which colour it has.", "red"),
  weight: whole("Weight in grams.", 0, 1_000_000, 250),
  width: whole("Width in millimetres.", 0, 1_000_000, 40),
  fragile: { type: "boolean", description: "Whether it breaks easily.", example: true },
}

function schemasOf({ noun, plural, entity, creation, change, answer, page }: Resource): Record<string, unknown> {
  const pagination = { type: "offset", limit: "limit", offset: "offset", items: plural, total: "count" }
  return {
    [entity]: {
      type: "object",
      description: `A ${noun}.`,
      required: ["id", "name", "created_at"],
      properties: {
        id: text("Id of the thing.", `${noun}_01`),
        ...written,
        note: { ...text("What somebody wrote about it. Null if nobody did.", "Nice"), type: ["string", "null"] },
        metadata: shared("schemas/NullableMetadata"),
        created_at: instant("When it was created, UTC."),
        updated_at: instant("When it last changed, UTC."),
      },
    },
    [creation]: {
      type: "object",
      description: `A new ${noun}.`,
      additionalProperties: false,
      required: ["name"],
      properties: { ...written, copies: { ...whole("How many to make.", 1, 100, 1), default: 1 } },
    },
    [change]: {
      type: "object",
      description: `What to change about a ${noun}.`,
      additionalProperties: false,
      properties: written,
    },
    [answer]: {
      type: "object",
      description: `One ${noun}.`,
      required: [noun],
      properties: { [noun]: { $ref: `./${entity}.yaml` } },
    },
    [page]: {
      type: "object",
      description: `One page of ${plural}.`,
      required: [plural, "count", "offset", "limit"],
      "x-pagination": pagination,
      properties: {
        [plural]: {
          type: "array",
          description: "Those of this page.",
          maxItems: 100,
          items: { $ref: `./${entity}.yaml` },
        },
        count: whole("How many there are on all pages.", 0, 2_147_483_647, 1),
        offset: whole("How many come before this page.", 0, 2_147_483_647, 0),
        limit: whole("Most a page holds.", 1, 100, 20),
      },
    },
  }
}

function writeExamples(root: string, { noun, plural, operationId }: Resource): void {
  const name = pascalCase(noun)
  const thing = {
    id: `${noun}_01`,
    name: "Old",
    colour: "red",
    weight: 250,
    width: 40,
    fragile: true,
    note: null,
    created_at: "2026-01-12T09:30:00Z",
    updated_at: "2026-01-12T09:30:00Z",
  }
  const example = (file: string, value: unknown) =>
    write(root, `openapi/${plural}/examples/${file}.yaml`, { summary: `About a ${noun}`, value })
  for (const id of [operationId("list", `${name}s`), operationId("list", `${name}Copies`)]) {
    example(`${id}.200`, { [plural]: [thing], count: 1, offset: 0, limit: 20 })
  }
  const sending = ["create", "update"].map((verb) => operationId(verb, name))
  for (const id of [...sending, operationId("update", `${name}Visibility`), operationId("create", `${name}Copy`)]) {
    example(id, { name: "Old", weight: 250 })
    example(`${id}.200`, { [noun]: thing })
  }
  for (const id of [operationId("get", name), operationId("delete", `${name}Visibility`)]) {
    example(`${id}.200`, { [noun]: thing })
  }
  example(`${noun}.404`, {
    type: "not_found",
    code: "not_found",
    message: "Not found.",
    request_id: "req_01KERRMXE0RFVVVX9QRHKJ8E9C",
    documentation_url: "http://127.0.0.1:9000/docs/errors/not_found",
  })
}

/**
 * A handler for every operation, and a use of every operation's client types.
 *
 * Written as a person would write them: typed views, plain returned bodies, and the group checked by `implement`.
 */
export function writeSyntheticHandlers(root: string): void {
  const folder = "packages/contract/src"
  for (const surface of ["store", "admin"] as const) {
    const prefix = pascalCase(surface)
    const resources = syntheticResources.filter((resource) => resource.surface === surface)
    const groups = resources.map((resource) => renderGroup(resource, resource !== syntheticResources.at(-1)))
    write(
      root,
      `${folder}/${surface}-handlers.ts`,
      [
        'import { implement } from "./handlers.ts"',
        `import type * as handlers from "./generated/${surface}.handlers.ts"`,
        `import type * as schemas from "./generated/${surface}.schemas.ts"`,
        "interface Context { db: Map<string, string> }",
        ...groups,
        `export const all: handlers.${prefix}Handlers<Context> = { ${resources.map(({ plural }) => plural).join(", ")} }`,
        "",
      ].join("\n"),
    )
    write(
      root,
      `${folder}/${surface}-client.ts`,
      [
        `import type { operations } from "./generated/${surface}.client.d.ts"`,
        "type Json<T> = T extends { content: { 'application/json': infer B } } ? B : never",
        "type Sent<Id extends keyof operations> = Json<NonNullable<operations[Id]['requestBody']>>",
        "type Query<Id extends keyof operations> = NonNullable<operations[Id]['parameters']['query']>",
        "type Got<Id extends keyof operations> = Json<operations[Id]['responses'][200]>",
        ...resources.flatMap((resource) => renderCalls(resource, resource !== syntheticResources.at(-1))),
        "",
      ].join("\n"),
    )
  }
}

const idsOf = ({ noun, operationId }: Resource, with_copies: boolean) => {
  const name = pascalCase(noun)
  return {
    lists: [operationId("list", `${name}s`), ...(with_copies ? [operationId("list", `${name}Copies`)] : [])],
    reads: [operationId("get", name), operationId("delete", `${name}Visibility`)],
    writes: [
      operationId("create", name),
      operationId("update", name),
      operationId("update", `${name}Visibility`),
      ...(with_copies ? [operationId("create", `${name}Copy`)] : []),
    ],
  }
}

const members = (ids: readonly string[], render: (id: string) => string) => ids.map((id) => `  ${render(id)},`)

function renderGroup(resource: Resource, with_copies: boolean): string {
  const { noun, plural, entity } = resource
  const { lists, reads, writes } = idsOf(resource, with_copies)
  const view = `view${pascalCase(noun)}`
  return [
    `const ${view} = (id: string, name: string): schemas.${entity} => ({ id, name, created_at: "2026-01-12T09:30:00Z" })`,
    `const ${plural} = implement<handlers.${entity}sHandlers<Context>>()({`,
    ...members(
      lists,
      (id) =>
        `async ${id}({ query, actor }) { return { ${plural}: [${view}(actor.identity_id, "a")], count: 1, offset: query.offset, limit: query.limit } }`,
    ),
    ...members(
      reads,
      (id) => `async ${id}({ path }, { db }) { return { ${noun}: ${view}(path.${noun}_id, db.get("a") ?? "") } }`,
    ),
    ...members(
      writes,
      (id) => `${id}({ body, reply }) { return reply(200, { ${noun}: ${view}("a", body.name ?? "") }) }`,
    ),
    "})",
  ].join("\n")
}

function renderCalls(resource: Resource, with_copies: boolean): string[] {
  const { lists, reads, writes } = idsOf(resource, with_copies)
  const { noun, plural } = resource
  return [
    ...lists.map(
      (id) => `export const ${id} = (query: Query<"${id}">, got: Got<"${id}">) => [query.limit, got.${plural}.length]`,
    ),
    ...reads.map((id) => `export const ${id} = (got: Got<"${id}">) => got.${noun}.name`),
    ...writes.map(
      (id) => `export const ${id} = (sent: Sent<"${id}">, got: Got<"${id}">) => [sent.name, got.${noun}.name]`,
    ),
  ]
}

function write(root: string, path: string, content: unknown): void {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, typeof content === "string" ? content : stringify(content, { aliasDuplicateObjects: false }))
}
