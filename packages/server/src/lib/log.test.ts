import { describe, expect, test } from "vitest"
import { createLog, secret_keys } from "./log.ts"

function capture(level = "info") {
  const lines: string[] = []
  return { log: createLog(level, { write: (line: string) => void lines.push(line) }), lines }
}

describe("the log", () => {
  test("is one JSON line an entry, with a level in words and a time", () => {
    const { log, lines } = capture()
    log.info({ status: 200 }, "request")
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? "")).toEqual({
      level: "info",
      time: expect.stringMatching(/^\d{4}-.*Z$/u),
      status: 200,
      msg: "request",
    })
  })

  test.each(secret_keys)("never holds the value of %s, however deep it lies", (key) => {
    const { log, lines } = capture()
    log.info(
      { [key]: "hush-hush", outer: { list: [{ [key]: "hush-hush", [key.toUpperCase()]: "hush-hush" }] } },
      "said",
    )
    expect(lines.join("")).not.toContain("hush-hush")
    expect(lines.join("")).toContain("[redacted]")
  })

  test("tells of an error what helps, and nothing a driver hung onto it", () => {
    const { log, lines } = capture()
    const error = Object.assign(new Error("duplicate key", { cause: new Error("below") }), {
      code: "23505",
      constraint: "customer_pkey",
      detail: "Key (email)=(someone@example.com) already exists.",
      parameters: ["hush-hush"],
    })
    log.error({ err: error }, "unexpected error")
    const { err } = JSON.parse(lines[0] ?? "") as { err: Record<string, unknown> } // written above
    expect(err).toMatchObject({
      message: "duplicate key",
      sqlstate: "23505",
      constraint: "customer_pkey",
      cause: { message: "below" },
    })
    expect(lines[0]).not.toMatch(/hush-hush|someone@example/u)
  })

  test("survives what refers to itself", () => {
    const { log, lines } = capture()
    const loop: Record<string, unknown> = {}
    loop["loop"] = loop
    log.info(loop, "round")
    expect(lines).toHaveLength(1)
  })
})
