import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto"
import type { Vault } from "../lib/encryption.ts"
import { Unreadable } from "../lib/encryption.ts"
import type { SealedTokens } from "./queries.ts"

/** What a provider gave to act with. */
export interface AppTokens {
  access_token: string
  refresh_token: string | undefined
}

/** Where sealed tokens belong. Moved elsewhere, or put back after a change, they do not open. */
export interface TokenPlace {
  app_id: string
  /** Of the row as it will be stored. */
  version: number
}

/** What the vault is told the key of a row is for; its place is the id of the app. */
const data_key_purpose = "app data key"

const iv_bytes = 12
const tag_bytes = 16

/** Seals the tokens with a key made for this version of the row. */
export function sealTokens(vault: Vault, place: TokenPlace, { access_token, refresh_token }: AppTokens): SealedTokens {
  const data_key = randomBytes(32)
  return {
    data_key_enc: vault.seal(data_key_purpose, data_key, place.app_id),
    access_token_sealed: seal(data_key, "access_token", place, access_token),
    refresh_token_sealed: refresh_token === undefined ? null : seal(data_key, "refresh_token", place, refresh_token),
  }
}

/** What {@link sealTokens} sealed. Throws `Unreadable` when a byte or the place is another, or the key is gone. */
export function openTokens(vault: Vault, place: TokenPlace, sealed: SealedTokens): AppTokens {
  const data_key = vault.open(data_key_purpose, sealed.data_key_enc, place.app_id)
  const { access_token_sealed, refresh_token_sealed } = sealed
  return {
    access_token: open(data_key, "access_token", place, access_token_sealed),
    refresh_token:
      refresh_token_sealed === null ? undefined : open(data_key, "refresh_token", place, refresh_token_sealed),
  }
}

const associated = (column: string, { app_id, version }: TokenPlace): Buffer =>
  Buffer.from(`${app_id}\n${column}\n${version}`)

function seal(key: Buffer, column: string, place: TokenPlace, text: string): Buffer {
  const iv = randomBytes(iv_bytes)
  const cipher = createCipheriv("aes-256-gcm", key, iv)
  cipher.setAAD(associated(column, place))
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed])
}

function open(key: Buffer, column: string, place: TokenPlace, sealed: Uint8Array): string {
  try {
    const iv = sealed.subarray(0, iv_bytes)
    const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: tag_bytes })
    decipher.setAAD(associated(column, place))
    decipher.setAuthTag(sealed.subarray(iv_bytes, iv_bytes + tag_bytes))
    return Buffer.concat([decipher.update(sealed.subarray(iv_bytes + tag_bytes)), decipher.final()]).toString()
  } catch (cause) {
    throw new Unreadable("A token was changed or moved.", { cause })
  }
}
