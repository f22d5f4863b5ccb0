import { runInNewContext } from "node:vm"

import { describe, expect, test } from "vitest"

import { languages, withCodeSamples } from "./code-samples.ts"
import { operationsOf, type ContractDocument, type ContractOperation } from "./contract-document.ts"
import { addressOf, sampleRequest } from "./sample-request.ts"

/** A contract of one operation. */
function contractOf(path: string, method: "get" | "post" | "delete", operation: Partial<ContractOperation>) {
  const document: ContractDocument = {
    info: { title: "Small", version: "1.0.0" },
    servers: [{ url: "http://host/" }],
    paths: {
      [path]: {
        parameters: [{ $ref: "#/components/parameters/thing_id" }],
        [method]: { operationId: "callThing", summary: "Call it", ...operation },
      },
    },
    components: {
      parameters: { thing_id: { name: "thing_id", in: "path", example: "thing_01" } },
      securitySchemes: {
        admin_bearer: { type: "http", scheme: "bearer", "x-actor": "user" },
        publishable_key: { type: "apiKey", in: "header", name: "x-key" },
        session: { type: "apiKey", in: "cookie", name: "sid" },
        client: { type: "http", scheme: "basic" },
      },
    },
  }
  return document
}

const requestOf = (...of: Parameters<typeof contractOf>) => {
  const document = contractOf(...of)
  const [placed] = operationsOf(document)
  if (!placed) throw new Error("no operation")
  return sampleRequest(document, placed, "store")
}

const named = (value: unknown) => ({ content: { "application/json": { examples: { one: { value } } } } })

describe("the request of a sample", () => {
  test("has path parameters by their example, required query parameters, and no optional ones", () => {
    const parameters = [
      { name: "order", in: "query", required: true, example: "a b" },
      { name: "limit", in: "query", example: 5 },
    ]
    expect(addressOf(requestOf("/things/{thing_id}", "get", { parameters }))).toBe(
      "http://host/things/thing_01?order=a+b",
    )
  })

  test("has the first credentials that the operation names, as what a reader has to replace", () => {
    const headersFor = (...names: string[]) =>
      requestOf("/things", "get", { security: [Object.fromEntries(names.map((name) => [name, []])), { session: [] }] })
        .headers
    expect(headersFor("publishable_key", "admin_bearer")).toEqual({
      "x-key": "pk_your_key",
      authorization: "Bearer your-staff-token",
    })
    expect(headersFor("session")).toEqual({ cookie: "sid=your-session" })
    expect(headersFor("client")).toEqual({ authorization: "Basic your-client" })
  })

  test("has the first named example as its body", () => {
    expect(requestOf("/things", "post", { requestBody: named({ name: "chair" }) })).toMatchObject({
      body: { name: "chair" },
      headers: { "content-type": "application/json" },
    })
  })

  test.each([
    [
      "a parameter that is referred to must be there",
      { parameters: [{ $ref: "#/components/parameters/Gone" }] },
      "Gone",
    ],
    [
      "a parameter must have an example",
      { parameters: [{ name: "q", in: "query", required: true }] },
      "q has no example",
    ],
    ["a security scheme must be there", { security: [{ nobody: [] }] }, "nobody"],
  ])("%s", (_, operation, problem) => {
    expect(() => requestOf("/things", "get", operation)).toThrow(problem)
  })
})

describe("a text that is awkward in every language", () => {
  const awkward = { it: `d'Or "x" \\ $y \`z\` #{a}`, list: [true, null, 1.5], none: {} }
  const request = requestOf("/things", "post", { requestBody: named(awkward) })

  test("survives the shell's quotes", () => {
    expect(languages.shell.print(request)).toContain(String.raw`"it": "d'\''Or \"x\" \\ $y ` + '`z` #{a}"')
  })

  test("is the same value in JavaScript", () => {
    const text = /JSON\.stringify\(([\s\S]*)\),\n\}\)/u.exec(languages.javascript.print(request))?.[1]
    expect(JSON.parse(runInNewContext(`JSON.stringify(${text})`))).toEqual(awkward)
    expect(text).toContain("  list: [\n")
  })

  test("is the same value for the client", () => {
    const text = /POST\("\/things", (\{[\s\S]*\})\)/u.exec(languages.typescript.print(request))?.[1]
    expect(JSON.parse(runInNewContext(`JSON.stringify(${text})`))).toMatchObject({ body: awkward })
  })

  test("has the words of Python, outside of strings alone", () => {
    const body = { yes: true, no: null, text: "true and null" }
    const printed = languages.python.print(requestOf("/things", "post", { requestBody: named(body) }))
    expect(printed).toContain(`        "yes": True,\n        "no": None,\n        "text": "true and null",\n`)
  })

  test("ends no raw string of Go, no text block of Java, no raw string of Swift, no nowdoc of PHP", () => {
    expect(languages.go.print(request)).toContain('$y ` + "`" + `z` + "`" + `')
    expect(languages.java.print(request)).toContain(String.raw`d'Or \\"x\\" \\\\ $y`)
    expect(languages.swift.print(request)).toContain(String.raw`d'Or \"x\" \\ $y`)
    expect(languages.php.print(request)).toContain(String.raw`d'Or \"x\" \\ $y`)
  })
})

test("every operation gets a sample in every language, and the document stays as it is", () => {
  const document = contractOf("/things/{thing_id}", "delete", {})
  const before = JSON.stringify(document)
  const samples = withCodeSamples(document, "store").paths["/things/{thing_id}"]?.delete?.["x-codeSamples"] ?? []
  expect(samples.map(({ label }) => label)).toEqual(Object.values(languages).map(({ label }) => label))
  expect(samples[0]?.source).toBe("curl -X DELETE http://host/things/thing_01")
  expect(JSON.stringify(document)).toBe(before)
})
