import { mkdtempSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { sandboxSecrets } from "./sandbox-secrets.ts"

const parent = mkdtempSync(join(tmpdir(), "covenant-secrets-"))
afterAll(() => rmSync(parent, { recursive: true, force: true }))

describe("the sandbox's secrets", () => {
  test("are made once and are the same at the next start", () => {
    const folder = join(parent, "once")
    expect(sandboxSecrets(folder)).toEqual(sandboxSecrets(folder))
  })

  test("differ from one sandbox to another", () => {
    const [one, two] = [sandboxSecrets(join(parent, "one")), sandboxSecrets(join(parent, "two"))]
    expect(one.covenant_admin_password).not.toBe(two.covenant_admin_password)
    expect(one.kek_keys[0]?.key).not.toEqual(two.kek_keys[0]?.key)
  })

  test("are readable by their owner alone", () => {
    const folder = join(parent, "mode")
    sandboxSecrets(folder)
    expect(statSync(join(folder, "sandbox-secrets.json")).mode & 0o777).toBe(0o600)
  })

  test("meet what the settings ask of secrets that are given", () => {
    const { kek_keys, covenant_admin_password, covenant_publishable_key } = sandboxSecrets(join(parent, "form"))
    expect(kek_keys[0]?.key).toHaveLength(32)
    expect(covenant_admin_password).toHaveLength(20)
    expect(covenant_publishable_key).toMatch(/^pk_[0-9A-Za-z]{26,64}$/u)
  })
})
