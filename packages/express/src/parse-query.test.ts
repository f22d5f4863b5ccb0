import type { FieldError } from "@covenant/contract"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"

import { parseQuery } from "./parse-query.ts"

const read = (text: string) => {
  const faults: FieldError[] = []
  return { query: parseQuery(text, faults), faults }
}

describe("a query string", () => {
  test.each([
    ["", {}],
    ["&&", {}],
    ["a=1", { a: "1" }],
    ["a=", { a: "" }],
    ["a", { a: "" }],
    ["a=1=2", { a: "1=2" }],
    ["a=b+c%20d%2Be", { a: "b c d+e" }],
    ["a=%C3%A5%F0%9F%98%80", { a: "å😀" }],
    ["q=a,b:c@d", { q: "a,b:c@d" }],
    ["a=1&a=2", { a: ["1", "2"] }],
    ["a[]=1", { a: ["1"] }],
    ["a[]=1&a[]=2", { a: ["1", "2"] }],
    ["a[0]=1&a[1]=2", { a: ["1", "2"] }],
    ["a=1&a[]=2", { a: ["1", "2"] }],
    ["a%5B%5D=1", { a: ["1"] }],
    ["seen[gt]=1&seen[lt]=2", { seen: { gt: "1", lt: "2" } }],
    ["toString=1&hasOwnProperty=2", { toString: "1", hasOwnProperty: "2" }],
    ["a[b][c]=1", { "a[b][c]": "1" }],
    ["a[=1", { "a[": "1" }],
    ["[a]=1", { "[a]": "1" }],
  ])("%j is %j", (text, query) => {
    expect(read(text)).toEqual({ query, faults: [] })
  })

  test.each([
    ["a=%", "a wrong_format"],
    ["a=%ff", "a wrong_format"],
    ["a=%ED%A0%80", "a wrong_format"], // half of a surrogate pair, in bytes
    ["a=%00", "a wrong_format"],
    ["%ff=a", " wrong_format"],
    ["a%00=a", " wrong_format"],
    ["__proto__=1", "__proto__ not_allowed"],
    ["__proto__[x]=1", "__proto__ not_allowed"],
    ["a[__proto__]=1", "a not_allowed"],
    ["a[constructor]=1", "a not_allowed"],
    ["prototype[]=1", "prototype not_allowed"],
    ["a[gt]=1&a[gt]=2", "a wrong_type"],
    ["a=1&a[gt]=2", "a wrong_type"],
    ["a[gt]=1&a=2", "a wrong_type"],
  ])("%j is refused", (text, fault) => {
    expect(read(text).faults.map(({ path, code }) => `${path} ${code}`)).toEqual([fault])
    expect(({} as { x?: unknown }).x).toBeUndefined()
  })

  test("a faulty parameter leaves the others readable", () => {
    expect(read("a=%&b=1")).toMatchObject({ query: { b: "1" }, faults: [{ path: "a" }] })
  })

  test("a thousand faults are cut short", () => {
    expect(read("a=%&".repeat(1000)).faults).toHaveLength(20)
  })

  test("what a client encodes comes out as it went in", () => {
    const name = fc.stringMatching(/^[a-z_]{1,8}$/)
    const value = fc.string({ unit: "binary" }).filter((text) => !text.includes("\0") && text.isWellFormed())
    fc.assert(
      fc.property(fc.dictionary(name, value), (given) => {
        const plain = Object.fromEntries(
          Object.entries(given).filter(([key]) => !["__proto__", "constructor", "prototype"].includes(key)),
        )
        expect(read(new URLSearchParams(plain).toString())).toEqual({ query: plain, faults: [] })
      }),
    )
  })

  test("no text at all makes it throw, and no value is of another kind", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."ab=&[]%0+f_.") }), (text) => {
        for (const value of Object.values(read(text).query)) {
          const kind = Array.isArray(value) ? "list" : typeof value
          expect(["string", "list", "object"]).toContain(kind)
        }
      }),
    )
  })
})
