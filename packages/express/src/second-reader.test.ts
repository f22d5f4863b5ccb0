import { readFileSync } from "node:fs"

import type { Operation } from "@covenant/contract"
import { adminOperations } from "@covenant/contract/admin"
import { openapiFiles } from "@covenant/contract/openapi-files"
import { storeOperations } from "@covenant/contract/store"
import type { AnyHandler, Reply } from "@covenant/contract"
import { afterEach, describe, expect, test } from "vitest"

import { secondReader, shownRequest } from "./second-reader.ts"
import { document, startSmallApi, type OperationId, type SmallApi } from "./testing/small-api.ts"

const running: SmallApi[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((api) => api.close()))
})

const start = async (
  handlers: Partial<Record<OperationId, AnyHandler<unknown>>> = {},
  changed: object = document,
): Promise<SmallApi> => {
  const api = await startSmallApi(handlers, { secondReader: { fragment: () => changed as Record<string, unknown> } })
  running.push(api)
  return api
}

const sentence = ({ log }: SmallApi): string =>
  log.map(({ fields }) => (fields as { err: Error }).err.message).join("\n")

const answer = async (body: unknown) => {
  const api = await start({ getBird: () => body })
  const { status, json } = await api.send("GET", "/store/birds/b1")
  return { status, code: json?.["code"], log: sentence(api), lines: api.log }
}

describe("an answer that breaks the contract is a 500, and the log names the operation and the place", () => {
  test.each([
    ["a missing field", { bird: { id: "b1" } }, "/response/bird/name must have required property 'name'"],
    ["a wrong type", { bird: { id: 1, name: "robin" } }, "/response/bird/id must be string"],
    [
      "an undeclared field",
      { bird: { id: "b1", name: "robin" }, more: 1 },
      "/response/more must NOT have additional properties",
    ],
    [
      "an undeclared field further down",
      { bird: { id: "b1", name: "robin", eggs: 1 } },
      "/response/bird/eggs must NOT have",
    ],
    ["null", null, "response body required"],
    ["a list", [], "/response must be object"],
  ])("%s", async (_, body, finding) => {
    const { status, code, log, lines } = await answer(body)
    expect({ status, code }).toEqual({ status: 500, code: "unknown_error" })
    expect(log).toContain("getBird answered 200, not as the contract says")
    expect(log).toContain(finding)
    expect(lines).toMatchObject([{ fields: { operation_id: "getBird" } }])
  })

  test("every fault of it is named, not only the first", async () => {
    const { log } = await answer({ bird: { id: 1, wings: "two" } })
    expect(log).toContain("/response/bird/id")
    expect(log).toContain("/response/bird/name")
    expect(log).toContain("/response/bird/wings")
  })

  test("what is sent is judged, not what was meant: a date is text by then", async () => {
    const { status } = await answer({ bird: { id: new Date(0), name: "robin", wings: undefined } })
    expect(status).toBe(200)
  })

  test("a composed answer may have the fields of all its parts, and no others", async () => {
    const bird = { id: "b1", name: "robin" }
    const good = await start({ getRarestBird: () => ({ bird, count: 1 }) })
    const bad = await start({ getRarestBird: () => ({ bird, count: 1, more: 1 }) })
    expect((await good.send("GET", "/store/birds/rarest")).status).toBe(200)
    expect((await bad.send("GET", "/store/birds/rarest")).status).toBe(500)
    expect(sentence(bad)).toContain("/response/more must NOT have unevaluated properties")
  })

  test("a body where the contract has none", async () => {
    const api = await start({ deleteBird: ({ reply }): Reply => reply(204, { deleted: true }) })
    const { status } = await api.send("DELETE", "/store/birds/b1", { headers: { authorization: "Bearer customer" } })
    expect(status).toBe(500)
    expect(sentence(api)).toContain("deleteBird answered 204 with a body")
  })

  test("a refusal with a status the contract does not list for the operation", async () => {
    const { ApiFailure } = await import("@covenant/contract")
    const api = await start({ getRarestBird: () => Promise.reject(new ApiFailure("invalid_state_error")) })
    expect((await api.send("GET", "/store/birds/rarest")).status).toBe(500)
    expect(sentence(api)).toContain("getRarestBird refused with 409 invalid_state_error")
  })

  test("good answers and refusals pass unchanged, HEAD included", async () => {
    const api = await start()
    const customer = { authorization: "Bearer customer" }
    const answers = await Promise.all([
      api.send("GET", "/store/birds/b1"),
      api.send("HEAD", "/store/birds/b1/"),
      api.send("DELETE", "/store/birds/b1", { headers: customer }),
      api.send("POST", "/auth/nest"),
      api.send("POST", "/auth/nest", { headers: { "content-type": "application/json" }, body: "{}" }),
      api.send("GET", "/store/birds/b1", { headers: { "content-type": "text/plain" } }),
      api.send("POST", "/store/birds", { headers: { ...customer, "content-type": "text/plain" }, body: "x" }),
      api.send("DELETE", "/store/birds/b1"),
      api.send("PUT", "/store/birds/b1"),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 204, 200, 200, 200, 415, 401, 405])
    expect(api.log).toEqual([])
  })
})

/** The same contract with a shorter name for birds, as if the validators had not been built again. */
const stricter = (): object => {
  const { paths, ...rest } = document
  const { post, ...item } = paths["/store/birds"]
  const schema = { type: "object", properties: { name: { type: "string", maxLength: 3 } } }
  const requestBody = { required: true, content: { "application/json": { schema } } }
  return { ...rest, paths: { ...paths, "/store/birds": { ...item, post: { ...post, requestBody } } } }
}

describe("a request the two readers disagree about", () => {
  const headers = {
    "content-type": "application/json",
    "x-publishable-api-key": "pk_live",
    authorization: "Bearer customer",
  }

  test("is a 500 before the handler runs, named in the log", async () => {
    const api = await start({}, stricter())
    const { status } = await api.send("POST", "/store/birds", { headers, body: '{"name":"robin"}' })
    expect(status).toBe(500)
    expect(api.trace.steps).not.toContain("handler")
    expect(sentence(api)).toContain("createBird was accepted by the validators and refused by the second reader")
    expect(sentence(api)).toContain("/body/name must NOT have more than 3 characters")
  })

  test("is what the validators say when they refuse it", async () => {
    const api = await start({}, stricter())
    const { status } = await api.send("POST", "/store/birds", { headers, body: '{"name":1}' })
    expect(status).toBe(400)
  })

  test("is accepted where the difference is a listed one", async () => {
    const api = await start()
    const queries = [
      "limit[]=1",
      "q=",
      "name=a&name=b",
      "name[]=a",
      "name[0]=a&name[1]=b",
      "q=a,b:c@d%20e+f",
      "seen_at[gt]=a&seen_at[lt]=b",
    ]
    const answers = await Promise.all(queries.map((query) => api.send("GET", `/store/birds?${query}`, { headers })))
    expect(sentence(api)).toBe("")
    expect(answers.map(({ status }) => status)).toEqual(queries.map(() => 200))
  })

  test("handlers get what the validators made of it, untouched by the second reader", async () => {
    const api = await start()
    await api.send("GET", "/store/birds?name=a", { headers })
    expect(api.trace.call?.query).toEqual({ limit: 50, name: ["a"] })
    await api.send("POST", "/store/birds", { headers, body: '{"name":"robin"}' })
    expect(api.trace.call?.body).toEqual({ name: "robin", wings: 2 })
  })
})

describe("what the second reader is shown", () => {
  const operation = { method: "get", path: "/store/birds", tag: "birds" } as Operation
  const request = { originalUrl: "/store/birds?q=a", headers: { "content-type": "text/plain; x=1", accept: "*/*" } }

  test("is no content type without a body: it would compile once more for each it never saw, and keep them all", () => {
    const shown = shownRequest(operation, request, { query: {}, body: undefined })
    expect(shown.headers).toEqual({ accept: "*/*" })
    expect(request.headers["content-type"]).toBe("text/plain; x=1")
  })

  test("is one and the same content type with a body", () => {
    expect(shownRequest(operation, request, { query: {}, body: {} }).headers["content-type"]).toBe("application/json")
  })
})

interface Fixture {
  name: string
  request?: { path: Record<string, string>; query: Record<string, unknown>; body?: unknown }
  responses: { status: number; body?: unknown }[]
}

describe.each([
  ["store", Object.entries<Operation>(storeOperations)],
  ["admin", Object.entries<Operation>(adminOperations)],
] as const)("the %s contract", (surface, operations) => {
  const { fragment: file, fixtures: examples } = openapiFiles[surface]
  const reader = secondReader({ fragment: file })
  const fixtures = JSON.parse(readFileSync(examples, "utf8")) as Record<string, Fixture[]>

  test.each(operations)(
    "%s: the second reader starts, and accepts every example of a request and its answer",
    async (id, operation) => {
      const url = (path: Record<string, string>): string =>
        operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? "x"))
      const known = fixtures[id] ?? []
      expect(known.length).toBeGreaterThan(0)
      const successes = known.filter(({ responses }) => responses.some(({ status }) => status < 300))
      const findings = await Promise.all(
        successes.map(({ request }) =>
          reader.findingsInRequest(
            operation,
            { originalUrl: url(request?.path ?? {}), headers: {} },
            { query: request?.query ?? {}, body: request?.body },
          ),
        ),
      )
      expect(findings.flat()).toEqual([])
      await Promise.all(
        known.flatMap(({ request, responses }) =>
          responses.map(({ status, body }) =>
            reader.checkAnswer(
              id,
              operation,
              { originalUrl: url(request?.path ?? {}), headers: {} },
              status,
              body === undefined ? undefined : JSON.stringify(body),
            ),
          ),
        ),
      )
    },
  )

  test.each(operations)("%s: a success with an undeclared field is refused", async (id, operation) => {
    const path = operation.path.replace(/\{\w+\}/g, "x")
    const body = (fixtures[id] ?? [])
      .flatMap(({ responses }) => responses)
      .find(({ status }) => status === operation.status)?.body
    const spoilt = JSON.stringify({ ...(body as object), undeclared: 1 })
    await expect(
      reader.checkAnswer(id, operation, { originalUrl: path, headers: {} }, operation.status, spoilt),
    ).rejects.toThrow(
      [204, 302].includes(operation.status) ? "should NOT have a body" : "/response/undeclared must NOT have",
    )
  })
})
