import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { canonicalRedirect, redirectTo } from "./redirect.ts"

describe("an address to be sent back to", () => {
  test.each([
    ["https://shop.example/cb", "https://shop.example/cb"],
    ["https://SHOP.example:443/cb", "https://shop.example/cb"],
    ["HTTPS://shop.example", "https://shop.example/"],
    ["https://shop.example/cb?a=1&b=%20", "https://shop.example/cb?a=1&b=%20"],
    ["http://127.0.0.1:8080/cb", "http://127.0.0.1:8080/cb"],
    ["https://bücher.example/cb", "https://xn--bcher-kva.example/cb"],
  ])("%s is %s", (text, canonical) => {
    expect(canonicalRedirect(text)).toBe(canonical)
  })

  test.each([
    "",
    "//evil.test/cb",
    "/\\evil.test",
    "/cb",
    "https:evil.test",
    "https:/evil.test",
    "https:///evil.test",
    "https://\\evil.test",
    "https://good.test@evil.test/cb",
    "https://user:pw@good.test/cb",
    "https://good.test/cb#",
    "https://good.test/cb#frag",
    "https://good.test./cb",
    "https://good.test/cb/../x",
    "https://good.test/cb/%2e%2E/x",
    "https://good.test/./cb",
    "https://good.test\\cb",
    "https://good.test/c\tb",
    "https://good.test/c\nb",
    " https://good.test/cb",
    "https://good.test/cb ",
    "https://good.test/\u202Ecb",
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://good.test/cb",
    "com.example.app:/cb",
    `https://good.test/${"a".repeat(4096)}`,
  ])("%j is none", (text) => {
    expect(canonicalRedirect(text)).toBeUndefined()
  })

  test("what is added never changes where it leads", () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), fc.string(), fc.string(), (url, name, value) => {
        const canonical = canonicalRedirect(url)
        fc.pre(canonical !== undefined)
        const to = new URL(redirectTo(canonical, { [name]: value }))
        const from = new URL(canonical)
        expect([to.origin, to.pathname, to.hash]).toEqual([from.origin, from.pathname, ""])
        expect(to.searchParams.getAll(name).at(-1)).toBe(new URLSearchParams([[name, value]]).get(name))
      }),
    )
  })

  test("what is handed over joins the address's own query, or goes behind the #", () => {
    expect(redirectTo("https://shop.example/cb?x=1", { state: "a b", code: undefined })).toBe(
      "https://shop.example/cb?x=1&state=a+b",
    )
    expect(redirectTo("https://shop.example/cb?x=1", { token: "t&u" }, "fragment")).toBe(
      "https://shop.example/cb?x=1#token=t%26u",
    )
  })
})
