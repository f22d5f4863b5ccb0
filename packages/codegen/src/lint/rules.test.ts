import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { createConfig, lint, loadConfig, type Config } from "@redocly/openapi-core"
import { beforeAll, describe, expect, test } from "vitest"
import { rules } from "./plugin.ts"

const root = fileURLToPath(new URL("../../../../", import.meta.url))
const plugin = fileURLToPath(new URL("plugin.ts", import.meta.url))
const names = Object.keys(rules)
const sample = (rule: string, kind: "good" | "bad") =>
  fileURLToPath(new URL(`samples/${rule}/${kind}.yaml`, import.meta.url))

/** What each rule says of its bad sample: where, and the first sentence. The advice follows it. */
const findings: Record<keyof typeof rules, string[]> = {
  bounded: [
    "#/components/schemas/Product/properties/title `title` is required and may be empty",
    "#/components/schemas/Product/properties/subtitle This string has no bound",
    "#/components/schemas/Product/properties/weight This number has no format",
    "#/components/schemas/Product/properties/weight This number has no `maximum`",
    "#/components/schemas/Product/properties/price `9223372036854776000` is beyond ±(2^53 − 1), where JSON readers lose digits",
    "#/components/schemas/Product/properties/images This array has no `maxItems`",
    String.raw`#/components/schemas/Product/properties/created_at A date-time has ` +
      "`pattern: " +
      String.raw`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$` +
      "`",
  ],
  "component-name-usable": [
    "#/components/schemas/product_image `product_image` is not PascalCase",
    "#/components/schemas/Error `Error` is a reserved word in a target language",
    "#/components/schemas/Default `Default` is a reserved word in a target language",
    "#/components/schemas/AdminUpdateProductVariantInventoryItemReservationQuantityResponse " +
      "`AdminUpdateProductVariantInventoryItemReservationQuantityResponse` has 65 characters, more than 60",
    "#/components/schemas/OrderShippingTotal `OrderShippingTotal` is also the name a generator gives to `Order.shipping_total`",
    "#/components/schemas/OrderLine `OrderLine` and `Orderline` differ only in case, and would be one file on many systems",
  ],
  "create-has-links": [
    "#/paths/~1products/post/responses/200/links/getProduct The link `getProduct` of `createProduct` reads `$response.body#/item/id`, which the response does not declare",
    "#/paths/~1products/post/responses/200/links/images The link `images` of `createProduct` does not give `id`, which `listImages` needs",
    "#/paths/~1products/post/responses/200/links/lost The link `lost` of `createProduct` leads to `getVariant`, which this API does not have",
    "#/paths/~1products/post/responses/200 `createProduct` does not link to `updateProduct`",
  ],
  "derived-errors-present": [
    "#/paths/~1products/get/responses `listProducts` lacks 400, which follows because any operation refuses a query parameter that it does not declare",
    "#/components/responses/Refused The 429 of `listProducts` does not declare Retry-After",
    "#/paths/~1products/get/responses `listProducts` lacks 500, which follows because every operation can answer it",
    "#/paths/~1products/get/responses `listProducts` lacks 503, which follows because every operation can answer it",
    "#/paths/~1products/put/responses `openProducts` lacks 403, which follows because it sets or clears a cookie, and so refuses foreign origins",
    "#/paths/~1products/post/responses `createProduct` lacks 401, which follows because every security requirement asks for a credential",
    "#/paths/~1products/post/responses `createProduct` lacks 403, which follows because it changes something and accepts a cookie",
    "#/paths/~1products/post/responses `createProduct` lacks 413, which follows because it has a body",
    "#/paths/~1products/post/responses `createProduct` lacks 415, which follows because it has a body",
    "#/paths/~1products/delete/responses `deleteProducts` lacks 401, which follows because every security requirement asks for a credential",
    "#/paths/~1products/delete/responses `deleteProducts` lacks 403, which follows because a security requirement has scopes",
  ],
  "enum-values-named": [
    "#/components/schemas/Priority/enum `1` is not a string",
    "#/components/schemas/Priority/x-enum-varnames Two values have the same name",
    "#/components/schemas/OrderStatus/x-enum-varnames `x-enum-varnames` is given for 1 of 2 values",
    "#/components/schemas/OrderStatus/enum `x-enum-descriptions` is given for 0 of 2 values",
    "#/components/schemas/OrderStatus/enum Nothing says whether clients must survive a value they do not know",
    "#/components/schemas/OrderStatus/enum `OrderStatus` may be null",
    '#/components/schemas/CartType/enum A nullable enum has `type: [string, "null"]` and lists null among its values',
    "#/components/schemas/CartType/enum `CartType` may be null",
  ],
  "example-pairs": [
    "#/paths/~1products/post/requestBody/content/application~1json/examples/adding No response example of `createProduct` is called `adding`",
    "#/paths/~1products/post/responses/200/content/application~1json/examples/created No request example of `createProduct` is called `created`",
  ],
  "example-presence": [
    "#/paths/~1products/post/parameters/0 The parameter `fields` of `createProduct` has no example",
    "#/paths/~1products/post/requestBody/content/application~1json The request body of `createProduct` has no example",
    "#/paths/~1products/post/responses/422/content/application~1json The 422 of `createProduct` has an example without a name",
    "#/paths/~1products/post/responses/200/content/application~1json/examples/adding The example `adding` has no value",
  ],
  "free-form-allow-list": [
    "#/components/schemas/Product/properties/details This object takes any key",
    "#/components/schemas/Context `Context` takes any key",
    "#/components/schemas/Settings `Settings` takes any key",
  ],
  "list-envelope": [
    "#/paths/~1products/get `listProducts` lists without `offset`, `order` and `fields`",
    "#/components/schemas/ProductList The page that `listProducts` answers lacks `count`, `offset` and `limit`",
    "#/components/schemas/ProductList The page that `listProducts` answers may leave out `products`",
    "#/components/schemas/ProductList `listProducts` does not say how to page",
    "#/paths/~1regions/get/operationId `getRegions` answers a page of a list",
    "#/components/schemas/RegionList `getRegions` does not say how to page",
    "#/components/schemas/PairList The page that `listPairs` answers has 2 arrays",
  ],
  "no-inline-types": [
    "#/paths/~1products/post/requestBody/content/application~1json/schema This object has no name",
    "#/components/schemas/Product/properties/status This enum has no name",
    "#/components/schemas/Product/properties/variants/items This object has no name",
    "#/components/schemas/Product/properties/price This union has no name",
  ],
  "one-error-type": [
    "#/paths/~1products/get/responses `getProduct` has no `default` response, where the standard errors live",
    "#/paths/~1products/get/responses/404 The 404 of `getProduct` is not one ApiError as application/json",
    "#/paths/~1products/get/responses/409 The 409 of `getProduct` is not one ApiError as application/json",
    "#/paths/~1products/get/responses/422 The 422 of `getProduct` is not one ApiError as application/json",
    "#/paths/~1products/put/responses `replaceProduct` has 0 success responses",
    "#/paths/~1products/post/responses `createProduct` has 2 success responses",
    "#/paths/~1products/post/responses/200 The 200 of `createProduct` does not fit its body",
    "#/paths/~1products/delete/responses/204 The 204 of `deleteProduct` does not fit its body",
  ],
  "operation-id-unique-across-apis": [
    "#/paths/~1store~1products/post/operationId `createAdminProduct` is an operation of other.yaml too",
  ],
  "parameter-one-location": [
    "#/paths/~1products/get/parameters/1 `price` is not flat",
    "#/paths/~1products/get/parameters/2 `tag` is not flat",
    "#/paths/~1products~1{handle}/parameters/0 `handle` is in path here and in query in `listProducts`",
    "#/paths/~1products~1{id}/get/parameters/0 `id` is in query here and in path in `getProduct`",
  ],
  "path-is-file": [
    "#/paths/~1store~1products~1{id} `/store/products/{id}` is written in `product.yaml`",
    "#/paths/~1store~1products~1{id}~1copy `/store/products/{id}/copy` is written in `product.yaml`",
  ],
  "request-objects-closed": [
    "#/components/schemas/CreateVariant `CreateVariant` is part of a request and open by omission",
    "#/components/schemas/CreatePrice `CreatePrice` is part of a request and composed with `allOf`",
  ],
  "schema-property-description": [
    "#/components/schemas/Product `Product` has no description",
    "#/components/schemas/Product/properties/title `title` has no description",
    "#/components/schemas/Product/properties/tags `tags` has no description",
    "#/components/schemas/ProductStatus `ProductStatus` has no description",
  ],
  "tag-is-folder": [
    "#/get/tags/0 `listPrices` has the tag `prices` but is written in `products/paths`",
    "#/paths/~1store~1regions/get `listRegions` is not written in a path file",
  ],
  "unions-decode": [
    "#/components/schemas/AnyPromotion/anyOf `anyOf` cannot be decoded",
    "#/components/schemas/UntoldPromotion This union has no discriminator",
    "#/components/schemas/Promotion/oneOf/1 `SharePromotion` is missing in `discriminator.mapping`",
    "#/components/schemas/Promotion/oneOf/2 `OddPromotion` does not declare and require `kind`, by which this union is told apart",
    "#/components/schemas/Promotion/oneOf/3 A member of a union is a reference to a named object",
    "#/components/schemas/Promotion/oneOf/4 A union with null cannot be decoded",
    "#/components/schemas/Product/properties/weight/type `type: [string, number]` cannot be decoded everywhere",
    "#/components/schemas/Product/properties/metadata/type `type: [object, null]` cannot be decoded everywhere",
    "#/components/schemas/Product/properties/object/const `const` stands outside a discriminator, where several readers ignore it",
  ],
}

/** Options a sample needs beside, or in place of, those of `redocly.yaml`. */
const sampleOptions: Record<string, object> = {
  "operation-id-unique-across-apis": { others: ["other.yaml"] },
}

let project: Config
beforeAll(async () => {
  project = await loadConfig({ configPath: `${root}redocly.yaml` })
})

const settingOf = (rule: string, api = "store"): { severity?: unknown } => {
  const setting = project.forAlias(api).rules.oas3_1[`covenant/${rule}`]
  return typeof setting === "object" ? setting : { severity: setting }
}

/** What the rule says of its sample. A sample that is no OpenAPI document, or has a broken reference, shows up too. */
async function check(rule: string, kind: "good" | "bad") {
  const config = await createConfig({
    plugins: [plugin],
    rules: {
      struct: "error",
      "no-unresolved-refs": "error",
      [`covenant/${rule}`]: { ...settingOf(rule), severity: "error", ...sampleOptions[rule] },
    },
  })
  const problems = await lint({ ref: sample(rule, kind), config })
  return problems.map(({ message, location }) => ({ place: location[0]?.pointer, message }))
}

describe.each(Object.entries(findings))("covenant/%s", (rule, expected) => {
  test("has nothing to say of a document that keeps it", async () => {
    expect(await check(rule, "good")).toEqual([])
  })

  test("names each place that breaks it, and what to do there", async () => {
    const problems = await check(rule, "bad")
    const sentences = problems.map(({ place, message }) => ({ place, said: message.split(/[.:] (?=[A-Z])|\.$/) }))
    expect(sentences.map(({ place, said }) => `${place} ${said[0]}`)).toEqual(expected)
    expect(sentences.filter(({ said }) => !said[1])).toEqual([])
  })
})

/** The own rules that are not errors for the API. */
const off = (api: string) => names.filter((rule) => settingOf(rule, api).severity !== "error")

describe("redocly.yaml", () => {
  test("switches every own rule on, for the sources and for the bundles, but for those that cannot hold there", () => {
    const sourceOnly = ["path-is-file", "tag-is-folder"]
    expect({ store: off("store"), admin: off("admin") }).toEqual({
      store: ["derived-errors-present"],
      admin: ["derived-errors-present"],
    })
    expect({ store: off("store@bundle"), admin: off("admin@bundle") }).toEqual({ store: sourceOnly, admin: sourceOnly })
  })

  test("names no own rule that does not exist", () => {
    const named = Object.keys(project.forAlias("store").rules.oas3_1).filter((name) => name.startsWith("covenant/"))
    expect(named.map((name) => name.replace("covenant/", "")).toSorted()).toEqual(names.toSorted())
  })

  test("turns no rule into a warning", () => {
    const settings = Object.keys(project.resolvedConfig.apis ?? {}).flatMap((api) =>
      Object.entries(project.forAlias(api).rules.oas3_1),
    )
    const severities = settings.map(([name, setting]) => [
      name,
      typeof setting === "object" ? setting.severity : setting,
    ])
    expect(severities.filter(([, severity]) => severity === "warn")).toEqual([])
  })

  test("has no ignore file beside it: an exception stands in it, with its reason", () => {
    expect(existsSync(`${root}.redocly.lint-ignore.yaml`)).toBe(false)
  })
})
