import { describe, expect, test } from "vitest"

import {
  ownPagePolicy,
  printPolicy,
  referencePolicy,
  scriptHashes,
  sourceHash,
  withPolicy,
} from "./content-security.ts"

const page = (head: string) => `<!doctype html><html><head><meta charset="utf-8" />${head}</head><body></body></html>`

describe("hashes", () => {
  test("are those of CSP Level 3: SHA-256 of the text between the tags, base64", () => {
    // The example of the standard's section on hashes, https://www.w3.org/TR/CSP3/#example-hashes-unsafe
    expect(sourceHash("alert('Hello, world.');")).toBe("'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='")
  })

  test("cover every inline script once, modules too, and no script of a file", () => {
    const html = page(
      `<script>one</script><script type="module">two\n</script><script>one</script><script src="/x.js"></script>`,
    )
    expect(scriptHashes(html)).toEqual([sourceHash("one"), sourceHash("two\n")])
  })
})

describe("policies", () => {
  test("let no script run but those with a hash", () => {
    const html = page(`<script>one</script><style>a{}</style>`)
    for (const policy of [ownPagePolicy(html), referencePolicy(html)]) {
      expect(policy["default-src"]).toEqual(["'none'"])
      expect(policy["script-src"]).toEqual([sourceHash("one")])
    }
  })

  test("let a page of ours have only its own styles", () => {
    expect(ownPagePolicy(page("<style>a{}</style>"))["style-src"]).toEqual([sourceHash("a{}")])
  })

  test("are printed with 'none' for an empty list", () => {
    expect(printPolicy({ "default-src": ["'none'"], "script-src": [], "img-src": ["'self'", "data:"] })).toBe(
      "default-src 'none'; script-src 'none'; img-src 'self' data:",
    )
  })

  test("stand in the page before its first script", () => {
    const html = withPolicy(page("<script>one</script>"), { "default-src": ["'none'"] })
    expect(html.indexOf("http-equiv")).toBeGreaterThan(0)
    expect(html.indexOf("http-equiv")).toBeLessThan(html.indexOf("<script>"))
  })

  test("are not silently left out of a page without a charset", () => {
    expect(() => withPolicy("<html></html>", { "default-src": ["'none'"] })).toThrow("no charset")
  })
})
