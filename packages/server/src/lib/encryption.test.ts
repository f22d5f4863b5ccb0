import { randomBytes } from "node:crypto"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { createVault, keyTag, mac, Unreadable } from "./encryption.ts"

const first = randomBytes(32)
const second = randomBytes(32)
const vault = createVault(new Map([["first", first]]))

describe("the vault", () => {
  test("what is sealed opens, for the same purpose and place", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (plain, place) => {
        expect(vault.open("outbox", vault.seal("outbox", plain, place), place)).toEqual(Buffer.from(plain))
      }),
    )
  })

  test("A2 nothing opens with one bit changed", () => {
    const sealed = vault.seal("outbox", "reset link", "row 1")
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Buffer.from(sealed)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(() => vault.open("outbox", changed, "row 1")).toThrow(Unreadable)
    }
  })

  test("nothing opens in another place, for another purpose, or cut short", () => {
    const sealed = vault.seal("outbox", "reset link", "row 1")
    expect(() => vault.open("outbox", sealed, "row 2")).toThrow(Unreadable)
    expect(() => vault.open("signing key", sealed, "row 1")).toThrow(Unreadable)
    for (let end = 0; end < sealed.length; end++) {
      expect(() => vault.open("outbox", sealed.subarray(0, end), "row 1")).toThrow(Unreadable)
    }
  })

  test("the same text is never sealed to the same bytes", () => {
    expect(vault.seal("outbox", "x")).not.toEqual(vault.seal("outbox", "x"))
  })

  test("A3 after a rotation the old key still opens, and the new one seals", () => {
    const old = vault.seal("outbox", "before")
    const rotated = createVault(
      new Map([
        ["second", second],
        ["first", first],
      ]),
    )
    expect(rotated.open("outbox", old).toString()).toBe("before")
    expect(rotated.current_key_id).toBe("second")
    expect(() => vault.open("outbox", rotated.seal("outbox", "after"))).toThrow(Unreadable)
  })

  test("each purpose and each key has bytes of its own", () => {
    expect(vault.derive("csrf")).not.toEqual(vault.derive("refresh"))
    expect(vault.derive("csrf")).not.toEqual(first)
    expect(vault.derive("csrf", "gone")).toBeUndefined()
    expect(vault.keyByTag(keyTag("first"))).toBe("first")
    expect(vault.keyByTag(keyTag("gone"))).toBeUndefined()
  })

  test("no keys, or a short one, is no vault", () => {
    expect(() => createVault(new Map())).toThrow()
    expect(() => createVault(new Map([["short", randomBytes(31)]]))).toThrow()
  })

  test("a list of parts has one mac, however its text is cut", () => {
    expect(mac(first, "ab", "c")).not.toEqual(mac(first, "a", "bc"))
    expect(mac(first, "ab", "c")).toEqual(mac(first, Buffer.from("ab"), "c"))
  })
})
