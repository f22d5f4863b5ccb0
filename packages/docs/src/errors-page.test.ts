import { errorCodes } from "@covenant/contract"
import { expect, test } from "vitest"

import { operationsThatName, plannedOperations, type ContractDocument } from "./contract-document.ts"
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
          "422": { content: { "application/json": { examples: { weak: { value: { code: "weak_password" } } } } } },
        },
      },
    },
  },
  components: {
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

test("operations that name a code are found by their examples", () => {
  expect(operationsThatName(small, "weak_password").map(({ path }) => path)).toEqual(["/things"])
  expect(operationsThatName(small, "not_found")).toEqual([])
})

test("planned operations are counted by surface", () => {
  expect(
    plannedOperations("# note\nstore:\n  Auth:\n    - GET /a\n    - POST /b\nadmin:\n  Auth:\n    - DELETE /c\n"),
  ).toEqual({ store: 2, admin: 1 })
})
