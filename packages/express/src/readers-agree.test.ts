import { readFileSync } from "node:fs"

import type { FieldError, Operation } from "@covenant/contract"
import { ApiFailure } from "@covenant/contract"
import { adminOperations } from "@covenant/contract/admin"
import { openapiFiles } from "@covenant/contract/openapi-files"
import { storeOperations } from "@covenant/contract/store"
import { loadValidators } from "@covenant/contract/validators"
import fc from "fast-check"
import { describe, expect, test } from "vitest"

import { reader_differences, type Finding, type ReceivedRequest } from "./reader-differences.ts"
import { secondReader } from "./second-reader.ts"
import { requestArbitrary, type Fragment, type GeneratedRequest } from "./testing/request-arbitrary.ts"
import { checkSchema, readQuery } from "./validate.ts"

/** Requests to each operation. Seventeen operations make about ten thousand. */
const requests_per_operation = 600

const surfaces = [
  { surface: "store", operations: Object.entries<Operation>(storeOperations) },
  { surface: "admin", operations: Object.entries<Operation>(adminOperations) },
] as const

const met = new Set<string>()

for (const { surface, operations } of surfaces) {
  const { fragment } = openapiFiles[surface]
  const second_reader = secondReader({ fragment })
  const validators = await loadValidators(surface)

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
          if ((faults.length === 0) === (findings.length === 0)) return
          const differences =
            faults.length === 0
              ? findings.map((finding) => listedFinding(finding, received))
              : faults.map((fault) => listedFault(fault, received))
          for (const difference of differences) if (difference !== undefined) met.add(difference)
          expect(differences, JSON.stringify({ faults, findings })).not.toContain(undefined)
        }),
        { numRuns: requests_per_operation, seed: 20260112 },
      )
      expect(verdicts.accepted).toBeGreaterThan(requests_per_operation / 20)
    })
  })
}

const listedFinding = (finding: Finding, received: ReceivedRequest) =>
  reader_differences.find((difference) => difference.isFinding?.(finding, received))?.name

const listedFault = (fault: FieldError, received: ReceivedRequest) =>
  reader_differences.find((difference) => difference.isFault?.(fault, received))?.name

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
