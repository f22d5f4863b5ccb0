/** `pnpm generate` as a person meets it. What it generates is tested in packages/codegen. */
import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { expect, test } from "vitest"

const script = join(import.meta.dirname, "../scripts/generate.ts")

function generate(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: "utf8" })
  return { status, stdout, stderr }
}

test("--help says what there is to generate and which flags there are", () => {
  const { status, stdout } = generate("--help")
  expect(status).toBe(0)
  for (const word of ["contract", "docs", "database", "--only", "--check", "--if-stale", "--force", "--verbose"]) {
    expect(stdout).toContain(word)
  }
})

test.each([
  [["--chekc"], "pnpm generate does not know --chekc"],
  [["--only", "pages"], "--only knows contract, docs, database; not pages"],
  [["--only="], "--only needs at least one of contract, docs, database"],
])("%j is refused with a sentence and the help", (args, sentence) => {
  const { status, stdout, stderr } = generate(...args)
  expect(status).toBe(2)
  expect(stdout).toBe("")
  expect(stderr.split("\n", 1)).toEqual([sentence])
  expect(stderr).toContain("pnpm generate [options]")
})
