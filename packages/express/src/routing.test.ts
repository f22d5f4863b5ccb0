import { ApiFailure } from "@covenant/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"

import { bindOperations, type BindOptions } from "./index.ts"
import { routesOf } from "./routes.ts"
import { operations, startSmallApi, type SmallApi } from "./testing/small-api.ts"

let api: SmallApi
beforeAll(async () => {
  api = await startSmallApi()
})
afterAll(() => api.close())

describe("paths", () => {
  test("a fixed path is found before one with a parameter, whatever their order in the table", async () => {
    const { getBird, getRarestBird, ...rest } = operations
    const order = routesOf({ getBird, getRarestBird, ...rest }).map(({ path }) => path)
    expect(order.indexOf("/store/birds/rarest")).toBeLessThan(order.indexOf("/store/birds/{bird_id}"))
    await api.send("GET", "/store/birds/rarest")
    expect(api.trace.call?.path).toEqual({})
  })

  test("the order of routes does not depend on the order of the table", () => {
    const paths = ["/store/a", "/store/a/{x}", "/store/b/{x}", "/store/{y}", "/store/{y}/a", "/store/{y}/{z}"]
    const table = (order: readonly string[]) =>
      Object.fromEntries(order.map((path) => [path, { ...operations.getBird, path }]))
    const orders = [paths, paths.toReversed(), [...paths.slice(3), ...paths.slice(0, 3)]]
    for (const order of orders) expect(routesOf(table(order)).map(({ path }) => path)).toEqual(paths)
  })

  test("a trailing slash and an empty query change nothing", async () => {
    const paths = ["/store/birds/b1", "/store/birds/b1/", "/store/birds/b1?", "/store/birds/b1/?"]
    const answers = await Promise.all(paths.map((path) => api.send("GET", path)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  })

  test("parameters arrive decoded, and a slash in one stays in it", async () => {
    await api.send("GET", "/store/birds/a%2Fb%20%C3%A5")
    expect(api.trace.call?.path).toEqual({ bird_id: "a/b å" })
  })

  test("404 for an unknown path, a path in other letters and one with a slash too many", async () => {
    const paths = ["/nowhere", "/store", "/Store/Birds", "//store/birds", "/store/birds/b1/eggs", "/auth", "/"]
    const answers = await Promise.all(paths.map((path) => api.send("GET", path)))
    for (const { status, json } of answers) {
      expect(status).toBe(404)
      expect(json).toMatchObject({ type: "not_found", code: "not_found" })
    }
  })

  test("400 for a path that does not decode, and for a NUL in it, naming the parameter", async () => {
    const broken = await api.send("GET", "/store/birds/%ff")
    const nul = await api.send("GET", "/store/birds/a%00b")
    expect(broken).toMatchObject({ status: 400, json: { code: "invalid_request", errors: [{ path: "" }] } })
    expect(nul).toMatchObject({ status: 400, json: { errors: [{ path: "bird_id", code: "wrong_format" }] } })
  })

  test("two operations of one place do not start", () => {
    expect(() => routesOf({ a: operations.getBird, b: operations.getBird })).toThrow(
      "b and a are both GET /store/birds/{bird_id}",
    )
  })
})

describe("methods", () => {
  test("405 with Allow for a method the path has not", async () => {
    const answers = await Promise.all(
      ["PUT", "PATCH", "DELETE", "TRACE"].map((method) => api.send(method, "/store/birds")),
    )
    for (const { status, headers, json } of answers) {
      expect(status).toBe(405)
      expect(headers.allow).toBe("GET, HEAD, OPTIONS, POST")
      expect(json).toMatchObject({ type: "not_allowed", code: "method_not_allowed" })
    }
  })

  test("HEAD answers as GET does, without the body", async () => {
    const get = await api.send("GET", "/store/birds/b1")
    const head = await api.send("HEAD", "/store/birds/b1")
    expect(head).toMatchObject({ status: get.status, text: "" })
    expect(head.headers["content-length"]).toBe(get.headers["content-length"])
    expect(head.headers["content-type"]).toBe(get.headers["content-type"])
  })

  test("HEAD is checked as GET is", async () => {
    const { status } = await api.send("HEAD", "/store/birds?limit=x", {
      headers: { "x-publishable-api-key": "pk_live" },
    })
    expect(status).toBe(400)
  })

  test("405 for HEAD where there is no GET", async () => {
    const { status, headers } = await api.send("HEAD", "/auth/nest")
    expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: "OPTIONS, POST" })
  })

  test("OPTIONS answers 204 with Allow and asks for no credentials", async () => {
    const { status, headers, text } = await api.send("OPTIONS", "/store/birds/b1")
    expect({ status, allow: headers.allow, text }).toEqual({
      status: 204,
      allow: "DELETE, GET, HEAD, OPTIONS",
      text: "",
    })
  })

  test("404 for OPTIONS of an unknown path", async () => {
    expect((await api.send("OPTIONS", "/store/trees")).status).toBe(404)
  })
})

const bird = () => ({})

const path_validators = { path: () => true }

const bind =
  (handlers: object, validators: BindOptions<unknown>["validators"] = { getBird: path_validators }) =>
  () =>
    bindOperations({
      operations: { getBird: operations.getBird },
      handlers,
      validators,
      origins: { auth: [], store: [], admin: [] },
      own_origin: "https://api.example",
      documentation_url: "https://api.example/docs/errors",
      log: { error() {} },
      authenticate: () => Promise.reject(new ApiFailure("token_invalid")),
      publishableKey: () => Promise.resolve(false),
      csrfToken: () => "",
      context: () => ({}),
    })

test("a missing, extra or misplaced handler stops the start", () => {
  expect(bind({ birds: { getBird: bird } })).not.toThrow()
  expect(bind({ birds: {} })).toThrow("no handler for getBird in the group birds")
  expect(bind({})).toThrow("no handler for getBird in the group birds")
  expect(bind({ birds: { getBird: bird, getBrid: bird } })).toThrow("no operation getBrid in the group birds")
  expect(bind({ birds: { getBird: bird }, trees: { getBird: bird } })).toThrow(
    "no operation getBird in the group trees",
  )
})

test("a missing validator stops the start: a handler would get whatever was sent", () => {
  expect(bind({ birds: { getBird: bird } }, {})).toThrow("no validator for the path of getBird")
})
