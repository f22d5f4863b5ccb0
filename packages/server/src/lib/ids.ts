import type { UUID } from "uuidv7"
import { uuidv7obj } from "uuidv7"

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

/**
 * A new id: the prefix of the entity and 26 characters of Crockford's base 32, ordered by time like a ULID.
 *
 * @example newId("cus") // cus_01KERRPR10G8KYYH6KD4AGHF67
 */
export const newId = (prefix: string): string => `${prefix}_${base32(uuidv7obj())}`

function base32({ bytes }: UUID): string {
  let rest = bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n)
  let text = ""
  for (let digit = 0; digit < 26; digit++) {
    text = `${alphabet[Number(rest & 31n)] ?? ""}${text}`
    rest >>= 5n
  }
  return text
}
