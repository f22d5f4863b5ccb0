import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"

import { ApiFailure, errorCodes, type ErrorCode } from "./errors.ts"
import { openapiFiles } from "./openapi-files.ts"

interface Document {
  components: { schemas: Record<string, { enum?: string[] }> }
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>
}

const codes = Object.keys(errorCodes) as ErrorCode[]

describe.each(["store", "admin"] as const)("the %s contract", (surface) => {
  const document = JSON.parse(readFileSync(openapiFiles[surface].json, "utf8")) as Document
  const valuesOf = (name: string) => document.components.schemas[name]?.enum?.toSorted()

  test("has exactly the codes we can answer", () => {
    expect(valuesOf("ErrorCode")).toEqual(codes.toSorted())
  })

  test("has exactly the types we can answer", () => {
    expect(valuesOf("ErrorType")).toEqual([...new Set(Object.values(errorCodes).map(({ type }) => type))].toSorted())
  })
})

test("a failure carries the status, type and sentence of its code", () => {
  for (const code of codes) expect(new ApiFailure(code)).toMatchObject({ code, ...errorCodes[code] })
})

test("a failure takes another type and sentence where the contract pairs them so", () => {
  const failure = new ApiFailure("invalid_request", { type: "not_allowed", message: "Already registered." })
  expect(failure).toMatchObject({
    status: 400,
    type: "not_allowed",
    code: "invalid_request",
    message: "Already registered.",
  })
})
