import { gzipSync } from "node:zlib"

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"

import { startSmallApi, type Answered, type SendOptions, type SmallApi } from "./testing/small-api.ts"

let api: SmallApi
beforeAll(async () => {
  api = await startSmallApi()
})
afterAll(() => api.close())
beforeEach(() => {
  api.trace.steps = []
  delete api.trace.call
})

const json_type = "application/json"

/** Creates a bird with this body, as someone who may. */
const create = (
  body: SendOptions["body"],
  headers: Record<string, string> = {},
  options: SendOptions = {},
): Promise<Answered> =>
  api.send("POST", "/store/birds", {
    ...options,
    headers: {
      "content-type": json_type,
      "x-publishable-api-key": "pk_live",
      authorization: "Bearer customer",
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  })

const nested = (levels: number): string =>
  `{"name":"robin","notes":${'{"a":'.repeat(levels - 2)}{}${"}".repeat(levels - 2)}}`

const signIn = (options: SendOptions): Promise<Answered> => api.send("POST", "/auth/nest", options)

describe("size", () => {
  test("64 KiB are accepted and one byte more is 413", async () => {
    const exact = JSON.stringify({ name: "robin" }).padEnd(65_536)
    expect((await create(exact)).status).toBe(200)
    expect((await create(`${exact} `)).status).toBe(413)
  })

  test("413 also when the length is not announced", async () => {
    const answer = await create(" ".repeat(70_000), {}, { chunked: true })
    expect(answer).toMatchObject({ status: 413, json: { type: "invalid_data", code: "payload_too_large" } })
  })

  test("413 for 2 MB can be read by a caller that is still sending", async () => {
    const body = "x".repeat(2_000_000)
    const answers = await Promise.all([create(body), create(body, {}, { chunked: true })])
    expect(answers.map(({ status }) => status)).toEqual([413, 413])
    const response = await fetch(`${api.url}/auth/nest`, {
      method: "POST",
      headers: { "content-type": json_type },
      body,
    })
    expect(response.status).toBe(413)
  })

  test("413 for too much of a body that the operation does not even read", async () => {
    expect((await api.send("GET", "/store/birds/b1", { body: "x".repeat(70_000) })).status).toBe(413)
  })

  test("a small body on an operation without one is ignored, whatever it is", async () => {
    const { status } = await api.send("GET", "/store/birds/b1", {
      body: "{",
      headers: { "content-type": "text/plain" },
    })
    expect(status).toBe(200)
    expect(api.trace.call?.body).toBeUndefined()
  })
})

describe("media type", () => {
  test.each([
    "application/json",
    "APPLICATION/JSON",
    "application/json; charset=utf-8",
    'application/json;charset="UTF-8"',
    "application/json; v=1",
  ])("%s is JSON", async (type) =>
    expect((await create('{"name":"robin"}', { "content-type": type })).status).toBe(200),
  )

  test.each([
    "text/plain",
    "text/json",
    "application/json; charset=utf-16",
    "application/json; charset=latin1",
    "application/problem+json",
    "application/jsonx",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded",
    "*/*",
    "",
    ";",
  ])("415 for %j", async (type) => {
    const answer = await create('{"name":"robin"}', { "content-type": type })
    expect(answer).toMatchObject({ status: 415, json: { type: "invalid_data", code: "unsupported_media_type" } })
  })

  test("415 for a body without a media type", async () => {
    const headers = ["x-publishable-api-key", "pk_live", "authorization", "Bearer customer"]
    expect((await api.send("POST", "/store/birds", { headers, body: '{"name":"robin"}' })).status).toBe(415)
  })

  test("415 for a compressed body, a gzip bomb among them, before a byte is inflated", async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, " "))
    const encodings = ["gzip", "GZIP", "deflate", "br", "gzip, identity"]
    const answers = await Promise.all(
      encodings.map((encoding) => create(bomb.subarray(0, 60_000), { "content-encoding": encoding })),
    )
    expect(answers.map(({ status }) => status)).toEqual([415, 415, 415, 415, 415])
    expect((await create('{"name":"robin"}', { "content-encoding": "identity" })).status).toBe(200)
  })
})

describe("an empty body", () => {
  test("is an empty object when the media type says JSON", async () => {
    expect((await signIn({ headers: { "content-type": json_type } })).status).toBe(200)
    expect(api.trace.call?.body).toEqual({})
    const required = await create(undefined)
    expect(required.json?.["errors"]).toEqual([{ path: "name", code: "required", message: "name is required." }])
  })

  test("is no body without a media type, where the body is optional", async () => {
    expect((await signIn({})).status).toBe(200)
    expect(api.trace.call?.body).toBeUndefined()
  })

  test("400 without a media type, where the body is required", async () => {
    const headers = { "x-publishable-api-key": "pk_live", authorization: "Bearer customer" }
    const { status, json } = await api.send("POST", "/store/birds", { headers })
    expect(status).toBe(400)
    expect(json?.["errors"]).toEqual([{ path: "", code: "required", message: "The body is required." }])
  })

  test("changes nothing on an operation without a body, on any method", async () => {
    const headers = { "content-type": json_type, authorization: "Bearer customer" }
    const answers = await Promise.all(
      ["GET", "HEAD", "DELETE"].map((method) => api.send(method, "/store/birds/b1", { headers })),
    )
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 204])
  })
})

describe("JSON", () => {
  test.each([
    ["a trailing comma", '{"name":"robin",}'],
    ["a comment", '{"name":"robin"} // bird'],
    ["two values", '{"name":"robin"}{}'],
    ["single quotes", "{'name':'robin'}"],
    ["a byte order mark", '\uFEFF{"name":"robin"}'],
    ["half a document", '{"name":"ro'],
    ["UTF-16", Buffer.from('{"name":"robin"}', "utf16le")],
    ["invalid UTF-8", Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d])],
    ["an overlong UTF-8 form", Buffer.from([0x22, 0xc0, 0x80, 0x22])],
  ])("400 for %s, without the parser's words or the input", async (_, body) => {
    const { status, json, text } = await create(body)
    expect(status).toBe(400)
    expect(json).toMatchObject({ type: "invalid_data", code: "invalid_request", message: "The request is not valid." })
    expect(json?.["errors"]).toMatchObject([{ path: "", code: "malformed" }])
    expect(text).not.toMatch(/robin|position|Unexpected|token|column/)
  })

  test.each(["null", "[]", '"text"', "1", "true"])("400 for %s in place of an object", async (body) => {
    const { status, json } = await create(body)
    expect(status).toBe(400)
    expect(json?.["errors"]).toEqual([{ path: "", code: "wrong_type", message: "The body must be an object." }])
  })

  test("of two equal names the last wins", async () => {
    await create('{"name":"robin","name":"wren"}')
    expect(api.trace.call?.body).toMatchObject({ name: "wren" })
  })

  test("400 for a name that reaches a prototype, at any depth, and nothing is polluted", async () => {
    const bodies = [
      '{"name":"robin","__proto__":{"polluted":1}}',
      '{"name":"robin","notes":{"a":[{"__proto__":{"polluted":1}}]}}',
      '{"name":"robin","notes":{"constructor":{"prototype":{"polluted":1}}}}',
      '{"name":"robin","notes":{"a":{"prototype":1}}}',
    ]
    const answers = await Promise.all(bodies.map((body) => create(body)))
    expect(answers.map(({ json }) => json?.["errors"])).toMatchObject([
      [{ path: "__proto__", code: "not_allowed" }],
      [{ path: "notes.a.0.__proto__", code: "not_allowed" }],
      [{ path: "notes.constructor", code: "not_allowed" }],
      [{ path: "notes.a.prototype", code: "not_allowed" }],
    ])
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  test("400 for NUL and lone surrogates anywhere in a string or a name, naming the field", async () => {
    const bodies = [
      String.raw`{"name":"a\u0000b"}`,
      String.raw`{"name":"\ud83d"}`,
      String.raw`{"name":"robin","notes":{"deep":["\udc00x"]}}`,
      String.raw`{"name":"robin","notes":{"a\u0000":1}}`,
    ]
    const answers = await Promise.all(bodies.map((body) => create(body)))
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400])
    expect(answers.map(({ json }) => json?.["errors"])).toMatchObject([
      [{ path: "name", code: "wrong_format" }],
      [{ path: "name", code: "wrong_format" }],
      [{ path: "notes.deep.0", code: "wrong_format" }],
      [{ path: "notes", code: "wrong_format" }],
    ])
    expect(api.trace.steps).not.toContain("handler")
  })

  test("a pair of surrogates is a character", async () => {
    expect((await create(String.raw`{"name":"\ud83d\ude00"}`)).status).toBe(200)
    expect(api.trace.call?.body).toMatchObject({ name: "😀" })
  })

  test("32 levels are accepted, 33 are 400, and 30 000 neither crash nor linger", async () => {
    expect((await create(nested(32))).status).toBe(200)
    expect(await create(nested(33))).toMatchObject({
      status: 400,
      json: { errors: [{ path: "notes", code: "too_deep" }] },
    })
    expect((await create("[".repeat(30_000) + "]".repeat(30_000))).status).toBe(400)
    expect((await create("[".repeat(60_000))).status).toBe(400)
  })

  test("an answer about five thousand unknown fields stays small", async () => {
    const fields = Array.from({ length: 5000 }, (_, at) => [`f${at}`, 1])
    const { status, json, text } = await create(JSON.stringify(Object.fromEntries(fields)))
    expect(status).toBe(400)
    expect(json?.["errors"]).toHaveLength(20)
    expect(text.length).toBeLessThan(5000)
  })
})
