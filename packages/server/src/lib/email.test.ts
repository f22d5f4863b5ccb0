import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { canonicalEmail } from "./email.ts"

describe("the canonical form of an e-mail address", () => {
  test.each([
    ["ada@x.test", "ada@x.test"],
    ["A@x.test", "a@x.test"],
    ["a@X.TEST", "a@x.test"],
    ["ada+shop@x.test", "ada+shop@x.test"],
    ["o'hara@x.test", "o'hara@x.test"],
    ["%@x.test", "%@x.test"],
    ["a@MÜNCHEN.de", "a@xn--mnchen-3ya.de"],
    ["cafe\u0301@x.test", "caf\u00e9@x.test"],
    ["\u0130@x.test", "i\u0307@x.test"],
    ["root@localhost", "root@localhost"],
  ])("%j is %j", (typed, canonical) => {
    expect(canonicalEmail(typed)).toBe(canonical)
  })

  test.each([
    "",
    "@",
    "a@",
    "@x.test",
    "a",
    " a@x.test",
    "a@x.test ",
    "a @x.test",
    "a@b@x.test",
    "a@x.test\r\nbcc: b@x.test",
    "a@x.test,b@x.test",
    "a@x.test;b@x.test",
    "a@x.test/path",
    "a@x.test?y",
    "a@ex%41mple.test",
    "a@x..test",
    "a@x.test.",
    "a@-x.test",
    "a@x_y.test",
    "a@[127.0.0.1]",
    "a\u0000@x.test",
    "a\u0085@x.test",
    "a\ud800@x.test",
    '"a b"@x.test',
    "<a@x.test>",
    `${"a".repeat(250)}@x.test`,
    `${"é".repeat(130)}@x.test`,
  ])("%j is refused", (typed) => {
    expect(canonicalEmail(typed)).toBeUndefined()
  })

  test("a canonical address is its own canonical form, and fits the column", () => {
    const part = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(
        fc.oneof(
          fc.emailAddress(),
          fc.tuple(part, part).map(([a, b]) => `${a}@${b}.test`),
        ),
        (typed) => {
          const canonical = canonicalEmail(typed)
          if (canonical === undefined) return
          expect(canonicalEmail(canonical)).toBe(canonical)
          expect(Buffer.byteLength(canonical)).toBeLessThanOrEqual(254)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  test("upper case and lower case are one address", () => {
    fc.assert(
      fc.property(fc.emailAddress(), (typed) => {
        expect(canonicalEmail(typed.toUpperCase())).toBe(canonicalEmail(typed.toLowerCase()))
      }),
    )
  })
})
