import { createSecretKey, timingSafeEqual } from "node:crypto"
import type { Vault } from "./encryption.ts"
import { keyTag, mac } from "./encryption.ts"

/** What a refresh token says: the nth token of a session, under a key of ours. */
export interface RefreshToken {
  /** Id of the server key it is derived from. */
  key_id: string
  session_id: string
  /** 0 for the first token of a session; below 2^53. */
  generation: number
}

const version = 1
const purpose = "refresh token"
/** version 1, key 4, session 16, generation 8, MAC 16: a multiple of three, so base64url has no spare bits to play with. */
const token_bytes = 45
const mac_bytes = 16
const token_text = /^[A-Za-z0-9_-]{60}$/

/**
 * The token's text. Nothing is stored: the same three values give the same 60 characters, on every instance.
 *
 * base64url(version ‖ tag of the server key ‖ session ‖ generation ‖ 128 bits of HMAC-SHA-256 under a key of this session).
 * Throws when the key is not in the vault.
 */
export function refreshTokenText(token: RefreshToken, vault: Vault): string {
  const head = Buffer.alloc(token_bytes - mac_bytes)
  head[0] = version
  keyTag(token.key_id).copy(head, 1)
  uuidBytes(token.session_id).copy(head, 5)
  head.writeBigUInt64BE(BigInt(token.generation), 21)
  const key = vault.derive(purpose, token.key_id)
  if (!key) throw new Error("The refresh tokens of this session belong to a key that is gone.")
  return Buffer.concat([head, proof(key, head)]).toString("base64url")
}

/** What the text says, or undefined when we did not write it. Reads no table: knowing a session's id proves nothing. */
export function readRefreshToken(text: string, vault: Vault): RefreshToken | undefined {
  if (!token_text.test(text)) return undefined
  const bytes = Buffer.from(text, "base64url")
  if (bytes[0] !== version) return undefined
  const head = bytes.subarray(0, token_bytes - mac_bytes)
  const key_id = vault.keyByTag(head.subarray(1, 5))
  const key = key_id === undefined ? undefined : vault.derive(purpose, key_id)
  if (key_id === undefined || !key) return undefined
  if (!timingSafeEqual(bytes.subarray(token_bytes - mac_bytes), proof(key, head))) return undefined
  const generation = Number(head.readBigUInt64BE(21))
  if (!Number.isSafeInteger(generation)) return undefined
  return { key_id, session_id: uuidText(head.subarray(5, 21)), generation }
}

/** The session has a key of its own, derived from the server's, so that one that leaks opens no other. */
function proof(server_key: Uint8Array, head: Buffer): Buffer {
  const session_key = createSecretKey(mac(server_key, "session", head.subarray(5, 21)))
  return mac(session_key, head).subarray(0, mac_bytes)
}

const uuidBytes = (uuid: string): Buffer => Buffer.from(uuid.replaceAll("-", ""), "hex")
const uuidText = (bytes: Buffer): string =>
  bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")
