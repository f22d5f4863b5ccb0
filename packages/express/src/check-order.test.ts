import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"

import { startSmallApi, type SmallApi } from "./testing/small-api.ts"

/** A request that passes every check, in the form in which it is spoilt. */
interface Draft {
  method: string
  path: string
  headers: Record<string, string>
  body: string
}

const good = (): Draft => ({
  method: "POST",
  path: "/store/birds",
  headers: { "content-type": "application/json", "x-publishable-api-key": "pk_live", cookie: "__Host-sid=customer" },
  body: JSON.stringify({ name: "robin" }),
})

interface Check {
  name: string
  status: number
  code: string
  /** What the server's own checks were asked before this one refuses. */
  asked: string[]
  spoil(draft: Draft): void
}

/** The order of the design: a refusal early in the list beats, and has no effect on, every later one. */
const checks: Check[] = [
  { name: "path", status: 404, code: "not_found", asked: [], spoil: (draft) => (draft.path = "/store/trees") },
  { name: "method", status: 405, code: "method_not_allowed", asked: [], spoil: (draft) => (draft.method = "PUT") },
  {
    name: "size",
    status: 413,
    code: "payload_too_large",
    asked: [],
    spoil: (draft) => (draft.body = draft.body.padEnd(65_537)),
  },
  {
    name: "media type",
    status: 415,
    code: "unsupported_media_type",
    asked: [],
    spoil: (draft) => (draft.headers["content-type"] = "text/plain"),
  },
  { name: "JSON", status: 400, code: "invalid_request", asked: [], spoil: (draft) => (draft.body = "{") },
  {
    name: "publishable key",
    status: 400,
    code: "publishable_key_required",
    asked: ["publishableKey"],
    spoil: (draft) => (draft.headers["x-publishable-api-key"] = "pk_revoked"),
  },
  {
    name: "authentication",
    status: 401,
    code: "session_revoked",
    asked: ["publishableKey", "authenticate"],
    spoil: (draft) => (draft.headers["cookie"] = "__Host-sid=dead"),
  },
  {
    name: "CSRF",
    status: 403,
    code: "csrf_failed",
    asked: ["publishableKey", "authenticate"],
    spoil: (draft) => (draft.headers["origin"] = "https://evil.example"),
  },
  {
    name: "kind of actor",
    status: 401,
    code: "token_invalid",
    asked: ["publishableKey", "authenticate"],
    spoil: (draft) => (draft.headers["cookie"] = "__Host-sid=identity"),
  },
  {
    name: "schema",
    status: 400,
    code: "invalid_request",
    asked: ["publishableKey", "authenticate"],
    spoil: (draft) => (draft.body = JSON.stringify({ name: 1 })),
  },
]

let api: SmallApi
beforeAll(async () => {
  api = await startSmallApi()
})
afterAll(() => api.close())
beforeEach(() => {
  api.trace.steps = []
})

const sendSpoilt = (spoilers: readonly Check[]) => {
  const draft = good()
  // The earlier check spoils last, so that its fault is there even where both touch the same part.
  for (const { spoil } of spoilers.toReversed()) spoil(draft)
  const { method, path, headers, body } = draft
  return api.send(method, path, { headers, body })
}

describe("the order of checks", () => {
  test("a request that passes them all reaches the handler, and nothing is asked twice", async () => {
    const { status } = await sendSpoilt([])
    expect(status).toBe(200)
    expect(api.trace.steps).toEqual(["publishableKey", "authenticate", "context", "handler"])
  })

  test.each(checks)("$name alone answers $status $code, and asks nothing that comes later", async (check) => {
    const { status, json } = await sendSpoilt([check])
    expect({ status, code: json?.["code"] }).toEqual({ status: check.status, code: check.code })
    expect(api.trace.steps).toEqual(check.asked)
  })

  const pairs = checks.flatMap((first, at) => checks.slice(at + 1).map((second) => ({ first, second })))

  test.each(pairs)("$first.name is refused before $second.name", async ({ first, second }) => {
    const { status, json } = await sendSpoilt([first, second])
    expect({ status, code: json?.["code"] }).toEqual({ status: first.status, code: first.code })
    expect(api.trace.steps).toEqual(first.asked)
  })

  test("CORS comes before size: a page of an allowed origin can read the refusal", async () => {
    const headers = { "content-type": "application/json", origin: "https://shop.example" }
    const { status, headers: sent } = await api.send("POST", "/store/birds", { headers, body: " ".repeat(65_537) })
    expect(status).toBe(413)
    expect(sent["access-control-allow-origin"]).toBe("https://shop.example")
  })

  test("JSON that does not parse and a body that fails the schema are told apart", async () => {
    const malformed = await sendSpoilt(checks.filter(({ name }) => name === "JSON"))
    const wrong = await sendSpoilt(checks.filter(({ name }) => name === "schema"))
    expect(malformed.json?.["errors"]).toMatchObject([{ path: "", code: "malformed" }])
    expect(wrong.json?.["errors"]).toMatchObject([{ path: "name", code: "wrong_type" }])
  })
})
