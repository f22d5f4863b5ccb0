import { randomBytes } from "node:crypto"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { createVault } from "./encryption.ts"
import { readRefreshToken, refreshTokenText } from "./refresh-token.ts"

const old = randomBytes(32)
const vault = createVault(new Map([["old", old]]))
const token = { key_id: "old", session_id: "019aa7a5-0000-7000-8000-000000000001", generation: 3 }

describe("refresh tokens", () => {
  test("the text of a token says the token", () => {
    fc.assert(
      fc.property(fc.uuid(), fc.maxSafeNat(), (session_id, generation) => {
        const text = refreshTokenText({ key_id: "old", session_id, generation }, vault)
        expect(readRefreshToken(text, vault)).toEqual({ key_id: "old", session_id, generation })
        expect(text).toHaveLength(60)
      }),
    )
  })

  test("R1 the same token has the same bytes, wherever it is computed", () => {
    expect(refreshTokenText(token, createVault(new Map([["old", old]])))).toBe(refreshTokenText(token, vault))
  })

  test("a token with any bit changed is not ours", () => {
    const bytes = Buffer.from(refreshTokenText(token, vault), "base64url")
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(readRefreshToken(changed.toString("base64url"), vault)).toBeUndefined()
    }
  })

  test("a text has one spelling: padding, base64 characters, spaces and other lengths are not ours", () => {
    const text = refreshTokenText(token, vault)
    for (const other of [`${text}=`, ` ${text}`, `${text}\n`, text.slice(1), `${text}A`, text.replace(/.$/, "+"), ""]) {
      expect(readRefreshToken(other, vault)).toBeUndefined()
    }
  })

  test("R6 an access token is no refresh token", () => {
    expect(readRefreshToken("eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln", vault)).toBeUndefined()
  })

  test("no text makes it throw", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void readRefreshToken(text, vault)))
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 45, maxLength: 45 }), (bytes) => {
        expect(readRefreshToken(Buffer.from(bytes).toString("base64url"), vault)).toBeUndefined()
      }),
    )
  })

  test("keys rotate: the old key's tokens stay good while it is in the ring, and end with it", () => {
    const text = refreshTokenText(token, vault)
    const next = randomBytes(32)
    expect(
      readRefreshToken(
        text,
        createVault(
          new Map([
            ["new", next],
            ["old", old],
          ]),
        ),
      ),
    ).toEqual(token)
    expect(readRefreshToken(text, createVault(new Map([["new", next]])))).toBeUndefined()
    expect(readRefreshToken(text, createVault(new Map([["old", next]])))).toBeUndefined()
  })
})
