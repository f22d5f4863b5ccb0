import { describe, expect, test } from "vitest"
import { areCookiesSecure, clearedSessionCookie, isSecret, newSecret, sessionCookie } from "./cookie.ts"

describe("session cookies", () => {
  test("S2 under https: host-only, unreadable for scripts, lax, for the idle limit", () => {
    expect(sessionCookie("store", "abc", 1_209_600, true)).toBe(
      "__Host-store_sid=abc; Max-Age=1209600; Path=/; HttpOnly; Secure; SameSite=Lax",
    )
    expect(sessionCookie("admin", "abc", 36_000, true)).toBe(
      "__Host-admin_sid=abc; Max-Age=36000; Path=/; HttpOnly; Secure; SameSite=Lax",
    )
  })

  test("S2 in plain-http development: another name, without Secure", () => {
    expect(sessionCookie("store", "abc", 60, false)).toBe("store_sid=abc; Max-Age=60; Path=/; HttpOnly; SameSite=Lax")
  })

  test("S2 clearing names the same cookie", () => {
    expect(clearedSessionCookie("admin", true)).toBe(
      "__Host-admin_sid=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax",
    )
  })

  test("S2 plain http needs both: no production, and an http base URL", () => {
    expect(areCookiesSecure({ production: false, public_base_url: "http://127.0.0.1:9000" })).toBe(false)
    expect(areCookiesSecure({ production: true, public_base_url: "http://127.0.0.1:9000" })).toBe(true)
    expect(areCookiesSecure({ production: false, public_base_url: "https://shop.test" })).toBe(true)
  })

  test("a secret has 256 bits and is new each time", () => {
    const secrets = new Set(Array.from({ length: 100 }, newSecret))
    expect(secrets.size).toBe(100)
    for (const secret of secrets) {
      expect(Buffer.from(secret, "base64url")).toHaveLength(32)
      expect(isSecret(secret)).toBe(true)
    }
    expect(isSecret(`${newSecret()}=`)).toBe(false)
    expect(isSecret("a".repeat(5_000))).toBe(false)
  })
})
