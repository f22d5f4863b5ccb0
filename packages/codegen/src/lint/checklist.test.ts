import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { lintFromString, loadConfig, type Config } from "@redocly/openapi-core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"

const root = fileURLToPath(new URL("../../../../", import.meta.url))
const contract = readFileSync(new URL("samples/whole-contract.yaml", import.meta.url), "utf8")

let config: Config
let folder: string
beforeAll(async () => {
  config = (await loadConfig({ configPath: join(root, "redocly.yaml") })).forAlias("store@bundle")
  folder = mkdtempSync(join(tmpdir(), "covenant-checklist-"))
  writeFileSync(
    join(folder, "admin.json"),
    JSON.stringify({ paths: { "/admin/x": { get: { operationId: "updateProduct" } } } }),
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Names of the rules that the contract breaks once `before` is `after`, each once. */
async function rulesBrokenBy(before: string, after: string): Promise<string[]> {
  const source = contract.replace(before, after)
  if (source === contract) throw new Error(`the sample contract does not contain ${before}`)
  const problems = await lintFromString({ source, absoluteRef: join(folder, "store.json"), config })
  return [...new Set(problems.map(({ ruleId }) => ruleId))].toSorted()
}

test("the whole sample contract breaks no rule", async () => {
  expect(await rulesBrokenBy("# A small", "# A small ")).toEqual([])
})

/** Row of the checklist, what is wrong, the rules that say so, and the change that makes it wrong. */
type Row = [row: number, wrong: string, rules: string[], before: string, after: string]

const rows: Row[] = [
  [1, "an operation without operationId", ["operation-operationId"], "      operationId: listProducts\n", ""],
  [
    1,
    "an operationId used twice",
    ["operation-operationId-unique"],
    "operationId: getProduct\n      summary",
    "operationId: listProducts\n      summary",
  ],
  [
    1,
    "an operationId that no URL can hold",
    ["operation-operationId-url-safe"],
    "operationId: listProducts",
    "operationId: list products",
  ],
  [
    2,
    "a verb nobody knows",
    ["rule/operation-id-is-verb-noun"],
    "operationId: listProducts",
    "operationId: enumerateProducts",
  ],
  [
    2,
    "an operationId of the other surface",
    ["covenant/operation-id-unique-across-apis"],
    "operationId: listProducts",
    "operationId: updateProduct",
  ],
  [3, "two tags", ["operation-singular-tag"], "tags: [products]", "tags: [products, products]"],
  [3, "a tag that is not declared", ["operation-tag-defined"], "tags: [products]", "tags: [prices]"],
  [3, "a tag without description", ["tag-description"], ", description: Things to sell.", ""],
  [
    4,
    "an inline enum",
    ["covenant/no-inline-types"],
    "type: string, description: What it is called.,",
    "type: string, enum: [Mug], description: What it is called.,",
  ],
  [
    5,
    "a reserved component name",
    ["covenant/component-name-usable"],
    "    Product:\n",
    "    Object: { type: object, additionalProperties: false, description: Nothing. }\n    Product:\n",
  ],
  [
    6,
    "anyOf",
    ["covenant/unions-decode"],
    "    Product:\n      type: object\n",
    "    Product:\n      anyOf: [{ $ref: '#/components/schemas/CreateProduct' }, { $ref: '#/components/schemas/Metadata' }]\n      type: object\n",
  ],
  [6, "enum values without names", ["covenant/enum-values-named"], "      x-enum-varnames: [Draft, Published]\n", ""],
  [
    6,
    "a keyword of JSON Schema that some reader fails on",
    ["rule/small-part-of-json-schema"],
    "    Metadata:\n",
    "    Metadata:\n      propertyNames: { type: string, maxLength: 9 }\n",
  ],
  [
    7,
    "a refusal of another form",
    ["covenant/one-error-type"],
    '"404": { $ref: "#/components/responses/ApiError", description: There is no such product. }',
    '"404": { description: There is no such product., headers: { x-request-id: { $ref: "#/components/headers/RequestId" } } }',
  ],
  [
    7,
    "a refusal that is not listed",
    ["covenant/derived-errors-present"],
    '        "413": { $ref: "#/components/responses/ApiError" }\n',
    "",
  ],
  [
    8,
    "a string without bound",
    ["covenant/bounded"],
    "What it is called., minLength: 1, maxLength: 255",
    "What it is called., minLength: 1",
  ],
  [9, "a request open by omission", ["covenant/request-objects-closed"], "      additionalProperties: false\n", ""],
  [
    9,
    "a free-form object that is not on the list",
    ["covenant/free-form-allow-list"],
    "    Product:\n      type: object\n",
    "    Product:\n      type: object\n      additionalProperties: true\n",
  ],
  [
    10,
    "an example that is not valid",
    ["no-invalid-media-type-examples"],
    "adding: { value: { title: Mug } }",
    "adding: { value: { title: 3 } }",
  ],
  [
    10,
    "an example with an undeclared field",
    ["no-invalid-media-type-examples"],
    "product: { id: prod_1, title: Mug,",
    "product: { id: prod_1, price: 5, title: Mug,",
  ],
  [
    10,
    "a property's example that is not valid",
    ["no-invalid-schema-examples"],
    'pattern: "^prod_", example: prod_1',
    'pattern: "^prod_", example: 1',
  ],
  [
    10,
    "a parameter's example that is not valid",
    ["no-invalid-parameter-examples"],
    "example: 20\n    Offset",
    "example: many\n    Offset",
  ],
  [
    10,
    "a property without example",
    ["scalar-property-missing-example"],
    'pattern: "^prod_", example: prod_1',
    'pattern: "^prod_"',
  ],
  [10, "a parameter without example", ["covenant/example-presence"], "        example: prod_1\n    get:", "    get:"],
  [
    10,
    "a request example that nothing answers",
    ["covenant/example-pairs"],
    "adding: { value: { title: Mug } }",
    "adding: { value: { title: Mug } }\n              other: { value: { title: Cup } }",
  ],
  [
    11,
    "an operation that does not say who may call it",
    ["rule/security-on-every-operation", "security-defined"],
    "      security: []\n",
    "",
  ],
  [
    11,
    "a security scheme that is not defined",
    ["security-defined"],
    "security: [{ bearer: [] }]",
    "security: [{ bearer: [] }, { bearer: [], cookie: [] }]",
  ],
  [
    12,
    "a parameter listed twice",
    ["operation-parameters-unique"],
    '        - { $ref: "#/components/parameters/Limit" }\n',
    '        - { $ref: "#/components/parameters/Limit" }\n        - { $ref: "#/components/parameters/Limit" }\n',
  ],
  [
    12,
    "an array parameter that does not say how it is written",
    ["array-parameter-serialization"],
    "          explode: true\n",
    "",
  ],
  [
    12,
    "one name in two locations",
    ["covenant/parameter-one-location"],
    "        - name: handle\n",
    "        - { name: handle, in: header, description: A handle., schema: { type: string, maxLength: 9 }, example: mug }\n        - name: handle\n",
  ],
  [13, "a path in camelCase", ["paths-kebab-case"], "  /store/products/{id}:", "  /store/productItems/{id}:"],
  [
    13,
    "a verb of HTTP in a path",
    ["no-http-verbs-in-paths"],
    "  /store/products/{id}:",
    "  /store/get-products/{id}:",
  ],
  [
    13,
    "a path with a slash at its end",
    ["no-path-trailing-slash"],
    "  /store/products/{id}:",
    "  /store/products/{id}/:",
  ],
  [
    13,
    "a path parameter that is not defined",
    ["path-parameters-defined"],
    "  /store/products/{id}:",
    "  /store/products/{handle}:",
  ],
  [
    14,
    "a required property that does not exist",
    ["no-required-schema-properties-undefined"],
    "required: [id, title, status]",
    "required: [id, title, status, price]",
  ],
  [14, "an enum with a value twice", ["no-duplicated-enum-values"], "enum: [draft, published]", "enum: [draft, draft]"],
  [14, "an enum value of another type", ["no-enum-type-mismatch"], "enum: [draft, published]", "enum: [draft, 3]"],
  [
    15,
    "a page without count",
    ["covenant/list-envelope"],
    "required: [products, count, offset, limit]",
    "required: [products, offset, limit]",
  ],
  [
    15,
    "a refusal without request id",
    ["response-contains-header"],
    '        x-request-id: { $ref: "#/components/headers/RequestId" }\n',
    "",
  ],
  [
    15,
    "a refusal without code",
    ["response-contains-property"],
    "        code: { type: string",
    "        codes: { type: string",
  ],
  [16, "an operation without summary", ["operation-summary"], "      summary: List products\n", ""],
  [16, "an operation without description", ["operation-description"], "      description: Answers one product.\n", ""],
  [16, "a parameter without description", ["parameter-description"], "        description: Id of the product.\n", ""],
  [
    16,
    "markup in prose that could run",
    ["no-unsafe-markdown"],
    "description: Answers one product.",
    'description: "Answers <script>one</script> product."',
  ],
  [
    16,
    "a property without description",
    ["covenant/schema-property-description"],
    "description: Id of the product., maxLength: 64, pattern",
    "maxLength: 64, pattern",
  ],
  [
    17,
    "a component that nothing uses",
    ["no-unused-components"],
    "    Product:\n",
    "    Price: { type: object, additionalProperties: false, description: Nothing. }\n    Product:\n",
  ],
  [
    17,
    "a reference that leads nowhere",
    ["no-unresolved-refs"],
    'product: { $ref: "#/components/schemas/Product" }',
    'product: { $ref: "#/components/schemas/Products" }',
  ],
  [
    17,
    "a reference where none may stand",
    ["spec-strict-refs"],
    "          links:\n            getProduct: { operationId: getProduct, parameters: { id: $response.body#/product/id } }\n",
    "          links: { $ref: '#/components/headers' }\n",
  ],
  [
    17,
    "a keyword that OpenAPI does not have",
    ["struct"],
    "      summary: List products\n",
    "      summary: List products\n      colour: green\n",
  ],
  [
    18,
    "a creation without links",
    ["covenant/create-has-links"],
    "          links:\n            getProduct: { operationId: getProduct, parameters: { id: $response.body#/product/id } }\n",
    "",
  ],
]

describe.each(rows)("row %i: %s", (_row, _wrong, rules, before, after) => {
  test(`is reported by ${rules.join(" and ")}`, async () => {
    expect(await rulesBrokenBy(before, after)).toEqual(expect.arrayContaining(rules))
  })
})
