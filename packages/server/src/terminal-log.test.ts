import { describe, expect, test } from "vitest"
import { createLog } from "./lib/log.ts"
import { terminalLog } from "./terminal-log.ts"

function capture() {
  let text = ""
  const log = createLog("trace", terminalLog({ write: (part) => (text += part) }, false))
  return { log, text: () => text }
}

describe("the log on a terminal", () => {
  test("tells a request in one short line", () => {
    const { log, text } = capture()
    const request = { request_id: "req_1", method: "GET", path: "/health", status: 200, duration_ms: 1.2 }
    log.info({ ...request, operation: "getMe" }, "request")
    expect(text()).toMatch(/^\d\d:\d\d:\d\d 200 GET \/health 1\.2 ms getMe req_1\n$/u)
  })

  test("tells everything else with its level and fields, and an error with its stack", () => {
    const { log, text } = capture()
    log.warn({ err: new Error("lost"), tries: 2, token: "hush-hush" }, "a connection was lost")
    expect(text()).toMatch(/warn {2}a connection was lost tries=2 token=\[redacted\]\nError: lost\n {4}at /u)
  })
})
