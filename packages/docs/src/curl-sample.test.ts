import { expect, test } from "vitest"

import { operationsOf, type ContractDocument, type ContractOperation } from "./contract-document.ts"
import { curlSample } from "./curl-sample.ts"

const sampleOf = (path: string, method: "get" | "post" | "delete", operation: Partial<ContractOperation>): string => {
  const document: ContractDocument = {
    info: { title: "Small", version: "1.0.0" },
    servers: [{ url: "http://host/" }],
    paths: { [path]: { [method]: { operationId: "x", summary: "X", ...operation } } },
    components: {
      parameters: { Id: { name: "id", in: "path", required: true, example: "thing_01" } },
      securitySchemes: {
        bearer: { type: "http" },
        session: { type: "apiKey", in: "cookie", name: "sid" },
        publishable_key: { type: "apiKey", in: "header", name: "x-publishable-api-key" },
      },
    },
  }
  const [placed] = operationsOf(document)
  if (!placed) throw new Error("no operation")
  return curlSample(document, placed)
}

test("a path parameter shows its example, an optional query parameter is left out", () => {
  const parameters = [
    { $ref: "#/components/parameters/Id" },
    { name: "limit", in: "query", example: 20 },
    { name: "q", in: "query", required: true, example: "a b" },
  ]
  expect(sampleOf("/things/{id}", "get", { parameters })).toBe("curl http://host/things/thing_01?q=a%20b")
})

test("the first way to be let in is shown, as shell variables", () => {
  const security = [{ publishable_key: [], bearer: [] }, { session: [] }]
  expect(sampleOf("/things", "delete", { security })).toBe(
    'curl -X DELETE http://host/things \\\n  -H "x-publishable-api-key: $PUBLISHABLE_KEY" \\\n  -H "authorization: Bearer $BEARER"',
  )
  expect(sampleOf("/things", "get", { security: [{ session: [] }] })).toContain('-b "sid=$SESSION"')
})

test("the first named example is the body, and an apostrophe in it survives the shell", () => {
  const requestBody = { content: { "application/json": { examples: { one: { value: { name: "d'Or" } } } } } }
  expect(sampleOf("/things", "post", { requestBody })).toBe(
    `curl http://host/things \\\n  -H 'content-type: application/json' \\\n  -d '{\n  "name": "d'\\''Or"\n}'`,
  )
})

test("a parameter that is referred to must be there", () => {
  expect(() => sampleOf("/things", "get", { parameters: [{ $ref: "#/components/parameters/Gone" }] })).toThrow("Gone")
})
