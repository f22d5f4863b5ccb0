import { describe, expect, test } from "vitest"
import { plainFailures } from "./setup/processes.ts"

const line = (fields: object) =>
  JSON.stringify({ level: "info", time: "2026-01-12T09:30:00.000Z", msg: "request", ...fields })

describe("what a server process wrote fails the test that stops it", () => {
  test.each([
    ["an answer with status 500", line({ status: 500 })],
    ["an error", line({ level: "error", msg: "unexpected" })],
    ["a fatal error", line({ level: "fatal" })],
    ["an error body", line({ code: "unknown_error" })],
    ["an uncaught exception", "TypeError: Cannot read properties of undefined (reading 'id')"],
    ["an error of a class of ours", "ConfigRefused [Error]: unknown_error"],
    ["its stack", "    at handler (file:///srv/packages/server/src/main.ts:12:3)"],
    ["an unhandled rejection", "[UnhandledPromiseRejection: This error originated …]"],
  ])("%s", (_, failure) => {
    expect(plainFailures(`${line({ status: 200 })}\n${failure}\n`)).toEqual([failure])
  })

  test("and nothing else does", () => {
    const fine = [
      line({ status: 200 }),
      line({ status: 401, duration_ms: 500, path: "/store/customers/500" }),
      line({ status: 503 }),
      line({ level: "warn", msg: "a database connection was lost" }),
      line({ msg: "ready", api: "http://127.0.0.1:9000" }),
      "",
    ]
    expect(plainFailures(fine.join("\n"))).toEqual([])
  })
})
