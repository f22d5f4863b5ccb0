import { ApiFailure, type AnyHandler } from "@covenant/contract"
import express from "express"
import { afterEach, describe, expect, test } from "vitest"

import { answerErrors, requestIdOf } from "./index.ts"
import { startSmallApi, type Answered, type SmallApi } from "./testing/small-api.ts"

const running: SmallApi[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((api) => api.close()))
})

const start = async (...given: Parameters<typeof startSmallApi>): Promise<SmallApi> => {
  const api = await startSmallApi(...given)
  running.push(api)
  return api
}

/** The answer of getBird with this handler, and what was logged. */
const answerOf = async (handler: AnyHandler<unknown>) => {
  const api = await start({ getBird: handler })
  return { ...(await api.send("GET", "/store/birds/b1")), log: api.log }
}

describe("a success", () => {
  test("is the plain body with the status of the contract", async () => {
    const { status, json, headers } = await answerOf(() => ({ bird: { id: "b1", name: "robin" } }))
    expect({ status, json }).toEqual({ status: 200, json: { bird: { id: "b1", name: "robin" } } })
    expect(headers["content-type"]).toBe("application/json; charset=utf-8")
  })

  test("is JSON whatever the caller would rather have", async () => {
    const api = await start()
    const { headers } = await api.send("GET", "/store/birds/b1", { headers: { accept: "text/plain" } })
    expect(headers["content-type"]).toBe("application/json; charset=utf-8")
  })

  test("is never 304: no tag that a caller could ask about", async () => {
    const api = await start()
    const { status, headers } = await api.send("GET", "/store/birds/rarest", { headers: { "if-none-match": "*" } })
    expect({ status, etag: headers.etag }).toEqual({ status: 200, etag: undefined })
  })

  test("204 has neither body nor media type", async () => {
    const api = await start()
    const { status, text, headers } = await api.send("DELETE", "/store/birds/b1", {
      headers: { authorization: "Bearer customer" },
    })
    expect({ status, text, type: headers["content-type"] }).toEqual({ status: 204, text: "", type: undefined })
  })

  test("of several statuses is the one the reply names, with its headers and cookies", async () => {
    const api = await start({
      signIn: ({ reply }) => reply(201, { made: true }, { "set-cookie": ["a=1", "b=2"], "x-more": "yes" }),
    })
    const { status, json, headers } = await api.send("POST", "/auth/nest")
    expect({ status, json, more: headers["x-more"] }).toEqual({ status: 201, json: { made: true }, more: "yes" })
    expect(headers["set-cookie"]).toEqual(["a=1", "b=2"])
  })

  test("may be a redirect", async () => {
    const api = await start({ signIn: ({ reply }) => reply(302, undefined, { location: "https://shop.example/" }) })
    const { status, headers, text } = await api.send("POST", "/auth/nest")
    expect({ status, location: headers.location, text }).toEqual({
      status: 302,
      location: "https://shop.example/",
      text: "",
    })
  })

  test("a body with a field called status is a body", async () => {
    expect((await answerOf(() => ({ status: 404, body: {}, headers: {} }))).status).toBe(200)
  })
})

const request_id = /^req_[0-9a-f]{32}$/

/** A refusal as the contract describes it, with nothing beside. */
const expectApiError = ({ json, headers }: Answered, type: string, code: string): void => {
  expect(json).toEqual({
    type,
    code,
    message: expect.any(String),
    request_id: headers["x-request-id"],
    documentation_url: `https://api.example/docs/errors/${code}`,
  })
  expect(headers["x-request-id"]).toMatch(request_id)
  expect(headers["content-type"]).toBe("application/json; charset=utf-8")
  expect(headers["cache-control"]).toBe("no-store")
}

describe("a refusal", () => {
  test("is an ApiError with the id of the x-request-id header and a link to its page", async () => {
    const answer = await answerOf(() => {
      throw new ApiFailure("not_found", { message: "No such bird." })
    })
    expect(answer.status).toBe(404)
    expectApiError(answer, "not_found", "not_found")
    expect(answer.log).toEqual([])
  })

  test("has errors only where fields are to blame, and the headers of its own", async () => {
    const errors = [{ path: "name", code: "taken", message: "Choose another name." }]
    const answer = await answerOf(() =>
      Promise.reject(new ApiFailure("invalid_request", { errors, headers: { "x-why": "taken" } })),
    )
    expect(answer).toMatchObject({ status: 400, json: { errors }, headers: { "x-why": "taken" } })
  })

  test("429 and 503 say when to come back, in whole seconds, at least one", async () => {
    const limited = await answerOf(() => Promise.reject(new ApiFailure("temporarily_unavailable")))
    expect(limited.headers["retry-after"]).toBe("1")
    const later = await answerOf(() =>
      Promise.reject(new ApiFailure("temporarily_unavailable", { headers: { "retry-after": "30" } })),
    )
    expect(later.headers["retry-after"]).toBe("30")
  })

  test("an id is new for each request and never the caller's", async () => {
    const api = await start()
    const sent = { headers: { "x-request-id": "req_mine" } }
    const answers = await Promise.all(Array.from({ length: 600 }, () => api.send("GET", "/store/none", sent)))
    const ids = answers.map(({ headers }) => headers["x-request-id"])
    expect(new Set(ids).size).toBe(600)
    for (const id of ids) expect(id).toMatch(request_id)
  })
})

const expectLogged = ({ log }: { log: SmallApi["log"] }, message: RegExp): void => {
  expect(log).toHaveLength(1)
  expect(log[0]?.fields).toMatchObject({ operation_id: "getBird", request_id: expect.stringMatching(request_id) })
  expect(log[0]?.fields["err"]).toMatchObject({
    message: expect.stringMatching(message),
    stack: expect.stringContaining("at "),
  })
}

describe("500, logged with the operation and the stack, and without a word of it in the answer", () => {
  test("when a handler throws anything that is no refusal", async () => {
    const answer = await answerOf(() => {
      throw new Error("relation secret_table does not exist")
    })
    expect(answer.status).toBe(500)
    expectApiError(answer, "unknown_error", "unknown_error")
    expectLogged(answer, /secret_table/)
  })

  test("when it answers with nothing where the contract wants a body", async () => {
    const answer = await answerOf(() => undefined)
    expect(answer.status).toBe(500)
    expectLogged(answer, /getBird answered 200 without a body/)
  })

  test("when it replies with a status the contract does not list", async () => {
    const answer = await answerOf(({ reply }) => reply(202, {}))
    expect(answer.status).toBe(500)
    expectLogged(answer, /getBird answered 202, which the contract does not list/)
  })

  test("when its body cannot be written as JSON", async () => {
    const answer = await answerOf(() => ({ wings: 2n }))
    expect(answer.status).toBe(500)
    expectLogged(answer, /BigInt/)
  })

  test("when something outside of the binder throws", async () => {
    const log: unknown[] = []
    const app = express()
    app.use((_request, response) => {
      response.locals["id"] = requestIdOf(response)
      throw new Error("outside")
    })
    const origins = { auth: [], store: [], admin: [] }
    const options = { origins, own_origin: "https://api.example", documentation_url: "https://api.example/docs/errors" }
    app.use(answerErrors({ ...options, log: { error: (fields) => log.push(fields) } }))
    const server = app.listen(0)
    const { port } = server.address() as { port: number }
    const response = await fetch(`http://127.0.0.1:${port}/`)
    server.close()
    expect(response.status).toBe(500)
    expect(await response.json()).toMatchObject({
      code: "unknown_error",
      request_id: response.headers.get("x-request-id"),
    })
    expect(log).toMatchObject([{ err: { message: "outside" } }])
  })

  test("and a caller that goes away while sending is none", async () => {
    const api = await start()
    const controller = new AbortController()
    const body = new ReadableStream({
      start: (stream) => stream.enqueue(new TextEncoder().encode('{"name":')),
    })
    const sent = fetch(`${api.url}/auth/nest`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      duplex: "half",
      signal: controller.signal,
    } as RequestInit)
    const ended = sent.then(
      () => "answered",
      () => "aborted",
    )
    await api.send("GET", "/store/birds/b1") // the first request has reached the server by now
    controller.abort()
    expect(await ended).toBe("aborted")
    expect((await api.send("GET", "/store/birds/b1")).status).toBe(200)
    expect(api.log).toEqual([])
  })
})

const seen = async (method: string, path: string, headers: Record<string, string> = {}) => {
  const api = await start()
  const { headers: sent } = await api.send(method, path, { headers })
  return {
    cache: sent["cache-control"],
    referrer: sent["referrer-policy"],
    sniff: sent["x-content-type-options"],
    vary: sent.vary,
  }
}

describe("headers", () => {
  const closed = { cache: "no-store", referrer: "no-referrer", sniff: "nosniff", vary: "Origin, Cookie, Authorization" }

  test("every answer about sign-in or a person stays out of caches, refusals too", async () => {
    expect(await seen("POST", "/auth/nest")).toEqual(closed)
    expect(await seen("POST", "/auth/nest", { origin: "https://evil.example" })).toEqual(closed)
    expect(await seen("GET", "/store/birds/b1", { authorization: "Bearer customer" })).toEqual(closed)
    expect(await seen("GET", "/store/birds/b1")).toEqual(closed)
    expect(await seen("GET", "/admin/keeper")).toEqual(closed)
  })

  test("an answer that is the same for everybody may be kept", async () => {
    expect(await seen("GET", "/store/birds/rarest")).toMatchObject({ cache: undefined, vary: "Origin" })
  })

  test("unknown paths are no exception", async () => {
    expect(await seen("GET", "/auth/none")).toMatchObject({
      cache: "no-store",
      referrer: "no-referrer",
      sniff: "nosniff",
    })
    expect(await seen("GET", "/store/birds/%ff")).toMatchObject({ cache: "no-store", sniff: "nosniff" })
  })
})
