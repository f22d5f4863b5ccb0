import { execFileSync } from "node:child_process"
import { join } from "node:path"
import { expect, test } from "vitest"
import { toolVersions } from "./manifest.ts"

const workspace = (version: string, other: string) => `packages: ["packages/*"]
catalog:
  "@redocly/cli": ${version}
  express: ${other}
catalogs:
  codegen:
    typescript: 5.9.3
`

test("the versions of the tools that shape the output are part of the inputs, those of others are not", () => {
  expect(toolVersions(workspace("2.77.0", "5.3.0"))).toBe(`  "@redocly/cli": 2.77.0\n    typescript: 5.9.3`)
  expect(toolVersions(workspace("2.77.1", "5.3.0"))).not.toBe(toolVersions(workspace("2.77.0", "5.3.0")))
  expect(toolVersions(workspace("2.77.0", "5.4.0"))).toBe(toolVersions(workspace("2.77.0", "5.3.0")))
})

test("asking whether the contract is generated loads no compiler, no bundler and no YAML parser", () => {
  const script = `
    import { contractIsFresh } from "${join(import.meta.dirname, "index.ts")}"
    import { createRequire } from "node:module"
    contractIsFresh(process.cwd())
    console.log(JSON.stringify(Object.keys(createRequire(import.meta.url).cache)))
  `
  const loaded = execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" })
  expect(JSON.parse(loaded)).toEqual([]) // typescript, ajv and yaml are all CommonJS here
})
