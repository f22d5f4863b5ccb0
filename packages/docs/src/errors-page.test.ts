import { errorCodes } from "@covenant/contract"
import { expect, test } from "vitest"

import { operationsThatEmit, plannedOperations, type ContractDocument } from "./contract-document.ts"
import { errorGuidance } from "./error-guidance.ts"
import { errorsPage } from "./errors-page.ts"

const contract = (codes: Record<string, string>): ContractDocument => ({
  info: { title: "Small", version: "1.0.0" },
  paths: {
    "/things": {
      post: {
        operationId: "createThing",
        summary: "Create a thing",
        tags: ["things"],
        responses: {
          "429": { $ref: "#/components/responses/TooManyRequests" },
          default: { content: { "application/json": { example: { code: "unknown_error" } } } },
          "422": { content: { "application/json": { examples: { weak: { value: { code: "weak_password" } } } } } },
        },
      },
    },
  },
  components: {
    responses: { TooManyRequests: { content: { "application/json": { example: { code: "rate_limited" } } } } },
    schemas: { ErrorCode: { enum: Object.keys(codes), "x-enum-descriptions": Object.values(codes) } },
  },
})

const small = contract({ weak_password: "The password is `short`.", not_found: "It is not there." })

test("every code that the server can answer has a remedy", () => {
  expect(Object.keys(errorGuidance).toSorted()).toEqual(Object.keys(errorCodes).toSorted())
})

test("a code of the contract gets an anchor with its cause, status and an operation that names it", () => {
  const html = errorsPage({ store: small, admin: contract({ not_found: "It is not there." }) })
  const [, entry = ""] = /<article class="error" id="weak_password">([\s\S]*?)<\/article>/.exec(html) ?? []
  expect(entry).toContain("The password is <code>short</code>.")
  expect(entry).toContain(">422<")
  expect(entry).toContain(`<a href="/docs/store#/things/creatething">Create a thing</a> (Store)`)
})

test("a code that nobody can explain stops the build", () => {
  const unknown = contract({ mystery: "Nobody knows." })
  expect(() => errorsPage({ store: unknown, admin: small })).toThrow("mystery")
})

test("a code without a sentence stops the build", () => {
  expect(() => errorsPage({ store: contract({ not_found: "" }), admin: small })).toThrow("not_found")
})

test("operations that answer a code are found by the examples of their responses, shared ones too", () => {
  expect(operationsThatEmit(small, "weak_password").map(({ path }) => path)).toEqual(["/things"])
  expect(operationsThatEmit(small, "rate_limited").map(({ path }) => path)).toEqual(["/things"])
  expect(operationsThatEmit(small, "not_found")).toEqual([])
})

test("what stands under default says nothing of an operation", () => {
  expect(operationsThatEmit(small, "unknown_error")).toEqual([])
})

test("a code that many operations answer folds their list", () => {
  const many = contract({ weak_password: "Short." })
  const [thing] = Object.values(many.paths)
  if (!thing) throw new Error("the contract of the test has a path")
  for (let n = 0; n < 12; n += 1) many.paths[`/things/${n}`] = thing
  const html = errorsPage({ store: many, admin: contract({}) })
  expect(html).toContain("<details><summary>All 14 operations</summary>")
})

test("planned operations are found by surface", () => {
  expect(
    plannedOperations("# note\nstore:\n  Auth:\n    - GET /a\n    - POST /b\nadmin:\n  Auth:\n    - DELETE /c\n"),
  ).toEqual({ store: new Set(["GET /a", "POST /b"]), admin: new Set(["DELETE /c"]) })
})
