import type { KeyObject } from "node:crypto"
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
} from "node:crypto"

/** Keys of this deployment by id, the current one first: `KEK_KEYS`. Each is at least 32 random bytes. */
export type KeyEncryptionKeys = ReadonlyMap<string, Uint8Array>

/** A sealed text does not open: another key, another place, or not what we wrote. */
export class Unreadable extends Error {
  override name = "Unreadable"
}

const version = 1
const tag_bytes = 4
const iv_bytes = 12
const auth_bytes = 16
const header_bytes = 1 + tag_bytes + iv_bytes + auth_bytes

/**
 * Seals and derives with the keys of this deployment.
 *
 * No key is used as it is: each purpose has its own, by HKDF-SHA-256 (RFC 5869), so that what one purpose gives away says
 * nothing about another. New things use the first key; the others still open what they sealed.
 */
export interface Vault {
  /** Id of the key that seals now. */
  current_key_id: string
  /** AES-256-GCM. `place` is what the bytes belong to (a table and a row): moved elsewhere they do not open. */
  seal(purpose: string, plain: Uint8Array | string, place?: string): Buffer
  /** What was sealed. Throws {@link Unreadable}. */
  open(purpose: string, sealed: Uint8Array, place?: string): Buffer
  /** 32 bytes for one purpose, under a key of the ring, the current one by default. Undefined when that key is gone. */
  derive(purpose: string, key_id?: string): Buffer | undefined
  /** Id of the key whose {@link keyTag} this is. */
  keyByTag(tag: Uint8Array): string | undefined
}

/** Four bytes that name a key without saying its id. */
export const keyTag = (key_id: string): Buffer => createHash("sha256").update(key_id).digest().subarray(0, tag_bytes)

/** The tag of the key that sealed something: bytes 2 to 5, `substring(… from 2 for 4)` to the database. */
export const sealedTag = (sealed: Uint8Array): Uint8Array => sealed.subarray(1, 1 + tag_bytes)

/** Throws when there is no key, one is short, or two are named alike. */
export function createVault(keys: KeyEncryptionKeys): Vault {
  const [current] = keys.keys()
  if (current === undefined) throw new Error("There is no encryption key.")
  for (const key of keys.values()) if (key.length < 32) throw new Error("An encryption key is shorter than 32 bytes.")
  const ids = new Map([...keys.keys()].map((id) => [keyTag(id).toString("hex"), id]))
  if (ids.size !== keys.size) throw new Error("Two encryption keys have ids that cannot be told apart. Rename one.")

  // Deriving costs as much as sealing, and there are few purposes.
  const derived = new Map<string, Buffer>()
  const derive = (purpose: string, key_id: string = current): Buffer | undefined => {
    const name = `${key_id}\n${purpose}`
    const known = derived.get(name)
    if (known) return known
    const key = keys.get(key_id)
    if (!key) return undefined
    const bytes = Buffer.from(hkdfSync("sha256", key, new Uint8Array(0), `covenant ${purpose}`, 32))
    derived.set(name, bytes)
    return bytes
  }
  const keyByTag = (tag: Uint8Array): string | undefined => ids.get(Buffer.from(tag).toString("hex"))

  return {
    current_key_id: current,
    derive,
    keyByTag,
    seal(purpose, plain, place = "") {
      // The current key is in the map, as the constructor saw.
      const key = derive(purpose)
      if (!key) throw new Unreadable("The current key is missing.")
      const iv = randomBytes(iv_bytes)
      const cipher = createCipheriv("aes-256-gcm", key, iv)
      cipher.setAAD(Buffer.from(`${purpose}\n${place}`))
      const text = Buffer.concat([cipher.update(plain), cipher.final()])
      return Buffer.concat([Buffer.of(version), keyTag(current), iv, cipher.getAuthTag(), text])
    },
    open(purpose, sealed, place = "") {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
      if (bytes.length < header_bytes || bytes[0] !== version) throw new Unreadable("The text was not sealed here.")
      const id = keyByTag(sealedTag(bytes))
      const key = id === undefined ? undefined : derive(purpose, id)
      if (!key) throw new Unreadable("The key that sealed the text is not among the keys.")
      const iv = bytes.subarray(1 + tag_bytes, 1 + tag_bytes + iv_bytes)
      const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: auth_bytes })
      decipher.setAAD(Buffer.from(`${purpose}\n${place}`))
      decipher.setAuthTag(bytes.subarray(header_bytes - auth_bytes, header_bytes))
      try {
        return Buffer.concat([decipher.update(bytes.subarray(header_bytes)), decipher.final()])
      } catch (cause) {
        throw new Unreadable("The sealed text was changed or moved.", { cause })
      }
    },
  }
}

/**
 * HMAC-SHA-256 of the parts, each preceded by its length so that no two lists of parts are alike. A key given as bytes is
 * one that is used again: it is remembered.
 */
export function mac(key: Uint8Array | KeyObject, ...parts: readonly (Uint8Array | string)[]): Buffer {
  const hmac = createHmac("sha256", key instanceof Uint8Array ? keyObjectOf(key) : key)
  for (const part of parts) {
    const bytes = Buffer.from(part as Uint8Array) // Buffer.from takes both; its overloads do not take the union
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    hmac.update(length).update(bytes)
  }
  return hmac.digest()
}

// Bytes become a key anew at each use, which costs five times what the HMAC does; `derive` answers the same bytes.
const key_objects = new WeakMap<Uint8Array, KeyObject>()

function keyObjectOf(key: Uint8Array): KeyObject {
  let object = key_objects.get(key)
  if (!object) key_objects.set(key, (object = createSecretKey(key)))
  return object
}

/** SHA-256, the form in which random secrets are stored. */
export const digestOf = (secret: string): Buffer => createHash("sha256").update(secret).digest()
