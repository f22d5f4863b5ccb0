// oxlint-disable-next-line import/default -- CommonJS: its exports are the default
import common from "@zxcvbn-ts/language-common"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { canonicalPassword, passwordFaults } from "./password-policy.ts"

const policy = { min_length: 8, email: "ada.lovelace@shop.test" }
const codes = (password: string): string[] => passwordFaults(password, policy).map(({ code }) => code)

describe("the password policy", () => {
  test.each([
    ["7 code points", "jumble7", ["too_short"]],
    ["8 code points", "jumble78", []],
    ["128 code points", "ab ".repeat(42) + "xy", []],
    ["129 code points", "ab ".repeat(43), ["too_long"]],
    ["64 emoji", "\u{1f980}".repeat(64), []],
    ["128 emoji", "\u{1f980}".repeat(128), []],
    ["1025 bytes", "€".repeat(127) + "\u{1f980}".repeat(161), ["too_long"]],
    ["eight spaces", "        ", []],
    ["password1", "password1", ["too_common"]],
    ["a common one in capitals", "PASSWORD1", ["too_common"]],
    ["the address", "ada.lovelace@shop.test", ["too_guessable"]],
    ["the name and a year", "Lovelace1815!", ["too_guessable"]],
    ["the name twice", "lovelacelovelace", ["too_guessable"]],
    ["our own name", "covenant-2026", ["too_guessable"]],
    ["the name inside a sentence", "lovelace counts on looms", []],
  ])("P3 %s: %#", (_name, password, expected) => {
    expect(codes(password)).toEqual(expected)
  })

  test("P3 a trailing space counts", () => {
    expect(codes("jumble7")).toEqual(["too_short"])
    expect(codes("jumble7 ")).toEqual([])
  })

  test("one password in two Unicode forms is one password", () => {
    expect(canonicalPassword("pa\u0073\u0301word")).toBe(canonicalPassword("pa\u015bword"))
  })

  test("the list is the package's, of passwords long enough to be tried here (vitest --update writes it)", async () => {
    const words = new Set(common.dictionary["passwords-common"].map((word) => word.toLowerCase()))
    const long = [...words].filter((word) => [...word].length >= 8).toSorted()
    expect(long.length).toBeGreaterThanOrEqual(3_000)
    await expect(`\n${long.join("\n")}\n`).toMatchFileSnapshot("common-passwords.txt")
    const some = long.filter((_, nth) => nth % 100 === 0 || nth === long.length - 1)
    for (const word of some) expect(codes(word)).toEqual(["too_common"])
  })

  test("staff need 15 characters", () => {
    expect(passwordFaults("fourteen chars", { ...policy, min_length: 15 })).toMatchObject([{ code: "too_short" }])
    expect(passwordFaults("fifteen chars !", { ...policy, min_length: 15 })).toEqual([])
  })

  test("whatever is accepted has 8 to 128 code points and at most 1024 bytes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        const password = canonicalPassword(text)
        if (passwordFaults(password, policy).length > 0) return
        expect([...password].length).toBeGreaterThanOrEqual(8)
        expect([...password].length).toBeLessThanOrEqual(128)
        expect(Buffer.byteLength(password)).toBeLessThanOrEqual(1024)
      }),
    )
  })

  test("a refusal never repeats the password", () => {
    for (const password of ["jumble7", "password1", "Lovelace1815!"]) {
      expect(JSON.stringify(passwordFaults(password, policy))).not.toContain(password)
    }
  })
})
