import { describe, expect, test } from "vitest"
import { createVault } from "./encryption.ts"
import { deviceCookie, device_seconds, knownDevice, type DeviceAccount, type DeviceOptions } from "./known-device.ts"

const now = new Date("2026-11-21T12:00:00Z")
const later = (seconds: number) => new Date(now.getTime() + seconds * 1_000)
const key = (byte: number) => new Uint8Array(32).fill(byte)
const vault = createVault(new Map([["a", key(1)]]))
const base: DeviceOptions = { cookie: undefined, secure: true, now, vault }
const ada: DeviceAccount = { realm: "store", email: "ada@mail.example" }
const bob: DeviceAccount = { realm: "store", email: "bob@mail.example" }

/** `name=value`, as the browser sends it back. */
const sent = (set_cookie: string): string => set_cookie.split(";")[0] ?? ""
const given = (account: DeviceAccount, options: Partial<DeviceOptions> = {}) =>
  sent(deviceCookie(account, { ...base, ...options }))

describe("the device cookie", () => {
  test("S2 has the attributes of a session cookie, for 180 days, and no prefix on plain http", () => {
    expect(deviceCookie(ada, base)).toMatch(
      /^__Host-device=[\w-]{56}; Max-Age=15552000; Path=\/; HttpOnly; Secure; SameSite=Lax$/u,
    )
    expect(deviceCookie(ada, { ...base, secure: false })).toMatch(
      /^device=[\w-]{56}; Max-Age=15552000; Path=\/; HttpOnly; SameSite=Lax$/u,
    )
  })

  test("makes the device known to the account that signed in, under one id for good", () => {
    const cookie = given(ada)
    const id = knownDevice(ada, { ...base, cookie })
    expect(id).toMatch(/^[\w-]{22}$/u)
    expect(knownDevice(ada, { ...base, cookie: given(ada, { cookie }) })).toBe(id)
    expect(knownDevice(ada, { ...base, cookie: given(ada) })).not.toBe(id)
  })

  test("says nothing to another account, nor to the other realm", () => {
    const cookie = given(ada)
    expect(knownDevice(bob, { ...base, cookie })).toBeUndefined()
    expect(knownDevice({ ...ada, realm: "admin" }, { ...base, cookie })).toBeUndefined()
  })

  test("names nobody: the address cannot be read from it", () => {
    const value = given(ada).slice("__Host-device=".length)
    expect(Buffer.from(value, "base64url").toString("latin1")).not.toContain("ada")
  })

  test("remembers four accounts of one browser, the latest first", () => {
    const accounts = ["a", "b", "c", "d", "e"].map((name): DeviceAccount =>
      Object.assign({}, ada, { email: `${name}@mail.example` }),
    )
    let cookie = ""
    for (const account of accounts) cookie = given(account, { cookie })
    const known = accounts.map((account) => knownDevice(account, { ...base, cookie }) !== undefined)
    expect(known).toEqual([false, true, true, true, true])
  })

  test("is no longer known 180 days after the last sign-in, and for as long again after the next", () => {
    const cookie = given(ada)
    expect(knownDevice(ada, { ...base, cookie, now: later(device_seconds - 1) })).toBeDefined()
    expect(knownDevice(ada, { ...base, cookie, now: later(device_seconds) })).toBeUndefined()
    const renewed = given(ada, { cookie, now: later(device_seconds - 1) })
    expect(knownDevice(ada, { ...base, cookie: renewed, now: later(device_seconds) })).toBeDefined()
  })

  test("forged in any byte it is worth nothing", () => {
    const bytes = Buffer.from(given(ada).slice("__Host-device=".length), "base64url")
    for (const index of bytes.keys()) {
      const forged = Buffer.from(bytes)
      forged.writeUInt8(forged.readUInt8(index) ^ 1, index)
      expect(knownDevice(ada, { ...base, cookie: `__Host-device=${forged.toString("base64url")}` })).toBeUndefined()
    }
  })

  test.each([
    "",
    "__Host-device=",
    "__Host-device=.",
    "__Host-device=x",
    `__Host-device=${"A".repeat(56)}`,
    `__Host-device=${"A".repeat(4_000)}`,
    `__Host-device=${"A.".repeat(4_000)}`,
    "__Host-device",
    ";;;=;",
  ])("%.40j is no device, and does not hinder the next sign-in", (cookie) => {
    expect(knownDevice(ada, { ...base, cookie })).toBeUndefined()
    expect(knownDevice(ada, { ...base, cookie: given(ada, { cookie }) })).toBeDefined()
  })

  test("the cookie of plain http is none under https, where a sibling host could have planted it", () => {
    const cookie = given(ada, { secure: false })
    expect(knownDevice(ada, { ...base, cookie, secure: false })).toBeDefined()
    expect(knownDevice(ada, { ...base, cookie })).toBeUndefined()
  })

  test("S5 beside hundreds of other cookies it is found, and never grows past four entries", () => {
    const others = Array.from({ length: 200 }, (_, index) => `c${index}=v`).join("; ")
    const planted = Array.from({ length: 50 }, () => given(bob)).join("; ")
    const cookie = `${others}; ${given(ada)}; ${planted}`
    expect(knownDevice(ada, { ...base, cookie })).toBeDefined()
    expect(deviceCookie(ada, { ...base, cookie }).length).toBeLessThan(400)
  })

  test("is still known while its key is in the ring, and not when the key is gone", () => {
    const cookie = given(ada)
    const rotated = createVault(
      new Map([
        ["b", key(2)],
        ["a", key(1)],
      ]),
    )
    const replaced = createVault(new Map([["b", key(2)]]))
    expect(knownDevice(ada, { ...base, cookie, vault: rotated })).toBeDefined()
    expect(knownDevice(ada, { ...base, cookie, vault: replaced })).toBeUndefined()
    const renewed = given(ada, { cookie, vault: rotated })
    expect(knownDevice(ada, { ...base, cookie: renewed, vault: replaced })).toBeDefined()
  })
})
