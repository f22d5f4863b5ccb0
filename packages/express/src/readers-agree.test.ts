import { readFileSync } from "node:fs"

import type { FieldError, Operation } from "@covenant/contract"
import { ApiFailure } from "@covenant/contract"
import { adminOperations } from "@covenant/contract/admin"
import { openapiFiles } from "@covenant/contract/openapi-files"
import { storeOperations } from "@covenant/contract/store"
import { loadValidators } from "@covenant/contract/validators"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"

import { reader_differences, type Finding, type ReceivedRequest } from "./reader-differences.ts"
import { secondReader } from "./second-reader.ts"
import { requestArbitrary, type Fragment, type GeneratedRequest } from "./testing/request-arbitrary.ts"
import { checkSchema, readQuery } from "./validate.ts"

/** Requests to each operation. Seventeen operations make about ten thousand. */
const requests_per_operation = 600

const surfaces = [
  {
    surface: "store",
    operations: Object.entries<Operation>(storeOperations),
    validators: await loadValidators("store"),
  },
  {
    surface: "admin",
    operations: Object.entries<Operation>(adminOperations),
    validators: await loadValidators("admin"),
  },
] as const

const met = new Set<string>()

for (const { surface, operations, validators } of surfaces) {
  const { fragment } = openapiFiles[surface]
  const second_reader = secondReader({ fragment })

  /** What each reader has against a request. Undefined when it cannot be read at all, so that neither is asked. */
  const judge = async (id: string, operation: Operation, request: GeneratedRequest) => {
    const unreadable: FieldError[] = []
    const query = readQuery(request.url, unreadable)
    if (unreadable.length > 0) return undefined
    const received = structuredClone({ query, body: request.body })
    const faults: readonly FieldError[] = faultsOf(() =>
      checkSchema(
        operation,
        validators[id] ?? {},
        { path: { ...request.path }, query, headers: {}, body: structuredClone(request.body) },
        [],
      ),
    )
    const findings: readonly Finding[] = await second_reader.findingsInRequest(
      operation,
      { originalUrl: request.url, headers: {} },
      received,
    )
    return { faults, findings, received }
  }

  describe.each(operations)(`${surface} %s`, (id, operation) => {
    const document = JSON.parse(readFileSync(fragment(operation.tag), "utf8")) as Fragment

    test("both readers of the contract give the same verdict on every request, but for the listed differences", async () => {
      const verdicts = { accepted: 0, refused: 0 }
      await fc.assert(
        fc.asyncProperty(requestArbitrary(document, operation), async (request) => {
          const verdict = await judge(id, operation, request)
          if (verdict === undefined) return
          const { faults, findings, received } = verdict
          verdicts[faults.length === 0 ? "accepted" : "refused"]++
          const differ = (faults.length === 0) !== (findings.length === 0)
          const blamed: readonly (Finding | FieldError)[] = differ ? [...findings, ...faults] : []
          const unlisted = blamed.filter((one) => !isListed(one, received))
          expect(unlisted).toEqual([])
        }),
        { numRuns: requests_per_operation, seed: 20260112 },
      )
      expect(verdicts.accepted).toBeGreaterThan(requests_per_operation / 20)
    })
  })
}

function isListed(blamed: Finding | FieldError, received: ReceivedRequest): boolean {
  const listed = reader_differences.find((difference) =>
    "code" in blamed ? difference.isFault?.(blamed, received) : difference.isFinding?.(blamed, received),
  )
  if (listed) met.add(listed.name)
  return listed !== undefined
}

function faultsOf(check: () => void): readonly FieldError[] {
  try {
    check()
    return []
  } catch (error) {
    if (error instanceof ApiFailure && error.errors) return error.errors
    throw error
  }
}

test("every listed difference between the readers still exists", () => {
  expect(reader_differences.map(({ name }) => name).filter((name) => !met.has(name))).toEqual([])
})
