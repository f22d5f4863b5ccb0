import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest"
import { generateDatabase } from "./generate-database.ts"

const ours = fileURLToPath(new URL("../..", import.meta.url))
const types = "packages/server/src/db/generated/database.ts"

// The databases of the other projects have nothing to do with it.
describe.runIf(inject("databaseUrl") === "")("what follows from the migrations", () => {
  let root: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "covenant-generate-"))
    cpSync(join(ours, "src/db"), join(root, "packages/server/src/db"), { recursive: true })
    symlinkSync(join(ours, "node_modules"), join(root, "packages/server/node_modules"))
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  const generate = async (options: { check?: boolean } = {}) => {
    const lines: string[] = []
    const differing = await generateDatabase({ root, log: (line) => void lines.push(line), ...options })
    return { differing, lines }
  }

  test("is written the same, byte for byte, and not again while nothing changes", async () => {
    const committed = readFileSync(join(root, types), "utf8")
    writeFileSync(join(root, types), "")
    await generate()
    expect(readFileSync(join(root, types), "utf8")).toBe(committed)
    expect(committed).toMatch(
      /^\/\/ Generated from packages\/server\/src\/db\/migrations by pnpm generate\. Do not edit\.\n/u,
    )
    expect(existsSync(join(root, "packages/server/build/image/pglite.tar.gz"))).toBe(true)
    expect((await generate()).lines).toEqual(["database: unchanged"])
  })

  test("checked, is named where it differs or does not belong, and left as it is", async () => {
    writeFileSync(join(root, types), "edited by hand")
    writeFileSync(join(root, "packages/server/src/db/generated/stray.ts"), "")
    const { differing } = await generate({ check: true })
    expect(differing).toEqual([types, "packages/server/src/db/generated/stray.ts"])
    expect(readFileSync(join(root, types), "utf8")).toBe("edited by hand")
    expect(existsSync(join(root, "packages/server/build"))).toBe(false)
  })
})
