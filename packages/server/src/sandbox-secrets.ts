import { randomBytes, randomInt } from "node:crypto"
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { MadeUp } from "./config.ts"
import { codeOf } from "./db/connection.ts"

interface SecretsFile {
  kek: { id: string; key: string }
  administrator: { email: string; password: string }
  publishable_key: string
}

/**
 * What the sandbox makes up for settings nobody gave: made once and kept in the data folder, readable by its owner
 * alone, so that tokens outlive a restart and the start screen can say again how to sign in.
 *
 * Several processes may start at once: the first to finish decides, the others read what it wrote.
 */
export function sandboxSecrets(data_dir: string): MadeUp {
  mkdirSync(data_dir, { recursive: true })
  const file = join(data_dir, "sandbox-secrets.json")
  const { kek, administrator, publishable_key } = read(file) ?? create(file)
  return {
    kek_keys: [{ id: kek.id, key: new Uint8Array(Buffer.from(kek.key, "base64")) }],
    covenant_admin_email: administrator.email,
    covenant_admin_password: administrator.password,
    covenant_publishable_key: publishable_key,
  }
}

function create(file: string): SecretsFile {
  const made: SecretsFile = {
    kek: { id: `sandbox-${word(6, "abcdefghijklmnopqrstuvwxyz")}`, key: randomBytes(32).toString("base64") },
    administrator: { email: "admin@covenant.test", password: word(20) },
    publishable_key: `pk_${word(32)}`,
  }
  const draft = `${file}.${process.pid}.${word(8)}`
  writeFileSync(draft, `${JSON.stringify(made, undefined, 2)}\n`, { mode: 0o600 })
  try {
    linkSync(draft, file) // fails when it exists, unlike rename
    return made
  } catch (error) {
    const theirs = codeOf(error) === "EEXIST" ? read(file) : undefined
    if (!theirs) throw error
    return theirs
  } finally {
    rmSync(draft, { force: true })
  }
}

function read(file: string): SecretsFile | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as SecretsFile // written by create() alone, in one step
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined
    throw new Error(`${file} cannot be read. Remove it to have new secrets made.`, { cause: error })
  }
}

// Without l, I, O and 0, which people mix up when they type what they see.
const readable = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ123456789"

const word = (length: number, letters = readable): string =>
  Array.from({ length }, () => letters[randomInt(letters.length)]).join("")
