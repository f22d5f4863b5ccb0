import { randomBytes } from "node:crypto"
import { describe, expect, test } from "vitest"
import { createVault, Unreadable } from "../lib/encryption.ts"
import { openTokens, sealTokens } from "./token-vault.ts"

const vaultOf = (...keys: readonly [string, Uint8Array][]) => createVault(new Map(keys))
const vault = vaultOf(["one", randomBytes(32)])
const place = { app_id: "oauth_parcels", version: 3 }
const tokens = { access_token: "at-1", refresh_token: "rt-1" }

describe("tokens of an app", () => {
  test("open where they were sealed, with and without a refresh token", () => {
    expect(openTokens(vault, place, sealTokens(vault, place, tokens))).toEqual(tokens)
    const alone = { access_token: "at-1", refresh_token: undefined }
    expect(openTokens(vault, place, sealTokens(vault, place, alone))).toEqual(alone)
  })

  test("do not open in another app, another version or another column, nor with a byte changed", () => {
    const sealed = sealTokens(vault, place, tokens)
    const opening = (other: Partial<typeof place>, changed: Partial<typeof sealed> = {}) =>
      expect(() => openTokens(vault, { ...place, ...other }, { ...sealed, ...changed })).toThrow(Unreadable)
    opening({ app_id: "oauth_other" })
    opening({ version: 2 })
    opening({}, { access_token_sealed: sealed.refresh_token_sealed ?? Buffer.of() })
    opening({}, { refresh_token_sealed: sealed.access_token_sealed })
    opening({}, { data_key_enc: sealTokens(vault, place, tokens).data_key_enc })
    for (const column of ["data_key_enc", "access_token_sealed", "refresh_token_sealed"] as const) {
      for (const at of [0, 7, 20, 30]) {
        const bytes = Buffer.from(sealed[column] ?? [])
        bytes[at] = (bytes[at] ?? 0) ^ 1
        opening({}, { [column]: bytes })
      }
      opening({}, { [column]: Buffer.of() })
    }
  })

  test("are sealed by a key of their own each time, and open while its key is among the keys", () => {
    const [old, young] = [randomBytes(32), randomBytes(32)]
    const sealed = sealTokens(vaultOf(["old", old]), place, tokens)
    expect(openTokens(vaultOf(["young", young], ["old", old]), place, sealed)).toEqual(tokens)
    expect(() => openTokens(vaultOf(["young", young]), place, sealed)).toThrow(Unreadable)
    const again = sealTokens(vaultOf(["old", old]), place, tokens)
    expect(again.access_token_sealed).not.toEqual(sealed.access_token_sealed)
  })
})
