import { readFileSync } from "node:fs"
import type { FieldError } from "@covenant/contract"

/** What a password must be. Both bounds of the length are code points. */
export interface PasswordPolicy {
  /** 8 for customers, 15 for staff without a second factor. */
  min_length: number
  /** The canonical address the password is for. */
  email: string
}

const max_length = 128
const max_bytes = 1024

/**
 * The password as it is hashed and compared: as received, but in NFC, so that one password typed on two keyboards is one.
 * Spaces count, also at the ends.
 */
export const canonicalPassword = (received: string): string => received.normalize("NFC")

/**
 * What is wrong with a canonical password, empty when nothing is.
 *
 * No rules of composition (NIST SP 800-63B-4, 3.1.1.2): a length, a list of what attackers try first, and nothing made of
 * the address or our own name.
 */
export function passwordFaults(password: string, { min_length, email }: PasswordPolicy): FieldError[] {
  const fault = (code: string, message: string): FieldError[] => [{ path: "password", code, message }]
  // Before the code points are counted, because that costs memory in proportion.
  if (Buffer.byteLength(password) > max_bytes) return fault("too_long", `Use at most ${max_bytes} bytes.`)
  const length = [...password].length
  if (length < min_length) return fault("too_short", `Use at least ${min_length} characters.`)
  if (length > max_length) return fault("too_long", `Use at most ${max_length} characters.`)
  const folded = password.toLowerCase()
  if (isCommon(folded)) return fault("too_common", "This password is among the first that are tried.")
  if (isMadeOf(folded, wordsOf(email))) {
    return fault("too_guessable", "Do not build the password from your address or the name of the shop.")
  }
  return []
}

/** Passwords of leaks in lower case, one a line, of those long enough for any policy. The test makes the file. */
const list = new URL("common-passwords.txt", import.meta.url)
let listed: Buffer | undefined

// A sixth of a megabyte, looked through in a tenth of a millisecond; the package takes twenty megabytes.
function isCommon(folded: string): boolean {
  listed ??= readFileSync(list)
  return listed.includes(`\n${folded}\n`)
}

const brand_words = ["covenant"]
const shortest_word = 3

/** The parts of an address that a guess would begin with, and our own name; longest first. */
const wordsOf = (email: string): string[] =>
  [email, ...email.split(/[@.+_-]/), ...email.split("@"), ...brand_words]
    .filter((word) => [...word].length >= shortest_word)
    .toSorted((a, b) => b.length - a.length)

/** Whether nothing a person would have to guess is left when the words are taken out: digits and signs only. */
function isMadeOf(folded: string, words: string[]): boolean {
  const rest = words.reduce((text, word) => text.replaceAll(word, ""), folded)
  return rest !== folded && !/\p{L}/u.test(rest)
}
