import { randomBytes, timingSafeEqual } from "node:crypto"
import { stringifySetCookie } from "cookie"
import type { Realm } from "./access-token.ts"
import { cookieValues } from "./cookie.ts"
import type { Vault } from "./encryption.ts"
import { keyTag, mac } from "./encryption.ts"

/** The account a device is known to: an address of a realm, in its canonical form. */
export interface DeviceAccount {
  realm: Realm
  email: string
}

/**
 * One line of the cookie: a device and an account whose password was given on it. Key 4, device 16, time 6, MAC 16: a
 * multiple of three, so base64url has no spare bits. The account is in the MAC alone, so that the cookie names nobody.
 */
const entry_bytes = 42
const mac_bytes = 16
const entry_text = /^[A-Za-z0-9_-]{56}$/
/** Accounts one browser remembers; the oldest is forgotten. */
const most_entries = 4
const purpose = "known device"

/** A device is known for this long after its last sign-in. */
export const device_seconds = 180 * 86_400

/** `__Host-device`, or without the prefix on plain http, which has no `Secure`. */
const deviceCookieName = (secure: boolean): string => `${secure ? "__Host-" : ""}device`

export interface DeviceOptions {
  /** The `Cookie` header. */
  cookie: string | undefined
  secure: boolean
  now: Date
  vault: Vault
}

/**
 * The id under which this browser is known to the account: somebody gave the right password here before. Undefined
 * otherwise.
 *
 * Proves history, not identity: it opens nothing and only chooses the budget that wrong passwords are counted against.
 */
export function knownDevice(account: DeviceAccount, { cookie, secure, now, vault }: DeviceOptions): string | undefined {
  const entry = presentedEntries(cookie, secure).find((text) => isKnown(text, account, now, vault))
  return entry === undefined ? undefined : deviceOf(entry).toString("base64url")
}

/** `Set-Cookie` for a browser on which the account's password was just given. Keeps the other accounts it is known to. */
export function deviceCookie(account: DeviceAccount, { cookie, secure, now, vault }: DeviceOptions): string {
  const presented = presentedEntries(cookie, secure)
  const known = presented.find((text) => isKnown(text, account, now, vault))
  const entry = newEntry(known === undefined ? randomBytes(16) : deviceOf(known), account, now, vault)
  const others = presented.filter((text) => text !== known) // whether they are true is seen when they are used
  return stringifySetCookie({
    name: deviceCookieName(secure),
    value: [entry, ...others].slice(0, most_entries).join("."),
    maxAge: device_seconds,
    path: "/",
    httpOnly: true,
    secure,
    sameSite: "lax",
  })
}

function presentedEntries(cookie: string | undefined, secure: boolean): string[] {
  const texts = cookieValues(cookie, deviceCookieName(secure)).flatMap((value) => value.split("."))
  return [...new Set(texts.filter((text) => entry_text.test(text)))].slice(0, most_entries)
}

const deviceOf = (entry: string): Buffer => Buffer.from(entry, "base64url").subarray(4, 20)

function newEntry(device: Uint8Array, account: DeviceAccount, now: Date, vault: Vault): string {
  const head = Buffer.alloc(entry_bytes - mac_bytes)
  keyTag(vault.current_key_id).copy(head, 0)
  head.set(device, 4)
  head.writeUIntBE(Math.floor(now.getTime() / 1_000), 20, 6)
  const key = vault.derive(purpose)
  if (!key) throw new Error("There is no key to sign devices with.")
  return Buffer.concat([head, proof(key, head, account)]).toString("base64url")
}

function isKnown(text: string, account: DeviceAccount, now: Date, vault: Vault): boolean {
  const bytes = Buffer.from(text, "base64url")
  const head = bytes.subarray(0, entry_bytes - mac_bytes)
  const key_id = vault.keyByTag(head.subarray(0, 4))
  const key = key_id === undefined ? undefined : vault.derive(purpose, key_id)
  if (!key || !timingSafeEqual(bytes.subarray(entry_bytes - mac_bytes), proof(key, head, account))) return false
  const age_seconds = now.getTime() / 1_000 - head.readUIntBE(20, 6)
  return age_seconds < device_seconds
}

const proof = (key: Uint8Array, head: Buffer, { realm, email }: DeviceAccount): Buffer =>
  mac(key, head, realm, email).subarray(0, mac_bytes)
