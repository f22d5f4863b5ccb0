import { execFile } from "node:child_process"
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { parse, stringify } from "yaml"
import { findProblems, lintContract } from "./lint-contract.ts"

const root = fileURLToPath(new URL("../../../../", import.meta.url))

/** A repository of its own with the project's rules, and bad samples for its APIs. */
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "covenant-lint-"))
  cpSync(fileURLToPath(new URL("samples", import.meta.url)), folder, { recursive: true })
  const config = parse(readFileSync(join(root, "redocly.yaml"), "utf8"), { merge: true })
  writeFileSync(
    join(folder, "redocly.yaml"),
    stringify({
      ...config,
      plugins: [fileURLToPath(new URL("plugin.ts", import.meta.url))],
      apis: {
        store: { ...config.apis.store, root: "one-error-type/bad.yaml" },
        admin: { ...config.apis.admin, root: "bounded/bad.yaml" },
        "store@bundle": { ...config.apis["store@bundle"], root: "build/store.json" },
      },
    }),
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe("lintContract", () => {
  test("prints each problem with its place, the advice and the rule, and counts them", async () => {
    const lines: string[] = []
    const { problems } = await lintContract({ root: folder, log: (line) => lines.push(line) })
    expect(lines).toContain(
      "bounded/bad.yaml:13:17  This array has no `maxItems`. Say how many items it can hold.  (covenant/bounded)",
    )
    expect(problems).toBe(lines.length - 1)
    expect(lines.at(-1)).toBe(`${problems} problems in the contract`)
  })

  test("reports a bundle that is not built, and how to build it", async () => {
    expect(await findProblems({ root: folder, apis: ["store@bundle"] })).toEqual([
      {
        api: "store@bundle",
        rule: "api",
        file: "build/store.json",
        line: 1,
        column: 1,
        message: "The bundle is not built. Run pnpm generate.",
      },
    ])
  })

  test("refuses an API that redocly.yaml does not list", async () => {
    await expect(findProblems({ root: folder, apis: ["partner"] })).rejects.toThrow(
      "redocly.yaml lists no API called partner",
    )
  })

  test("reports a setting of redocly.yaml that means nothing", async () => {
    const file = join(folder, "redocly.yaml")
    const before = readFileSync(file, "utf8")
    writeFileSync(file, `${before}colour: green\n`)
    const [problem] = await findProblems({ root: folder, apis: [] })
    writeFileSync(file, before)
    expect(problem).toMatchObject({ file: "redocly.yaml", message: "Property `colour` is not expected here." })
  })

  test("gives the verdict of Redocly's own command line", async () => {
    const cli = join(dirname(createRequire(import.meta.url).resolve("@redocly/cli/package.json")), "bin/cli.js")
    const lintBoth = [cli, "lint", "store", "admin", "--format", "json", "--max-problems", "1000"]
    // The command ends with status 1 when it finds something; what it found is in the output all the same.
    const { stdout } = await promisify(execFile)(process.execPath, lintBoth, {
      cwd: folder,
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
    }).catch((error: { stdout: string }) => error)
    interface Verdict {
      problems: { ruleId: string; message: string; location: { source: { ref: string }; start?: { line: number } }[] }[]
    }
    // The command prints one JSON document for each API, without anything between.
    const said = stdout.split(/(?<=^\})(?=\{)/m).flatMap((text) => {
      const { problems }: Verdict = JSON.parse(text)
      return problems.map(
        ({ ruleId, message, location: [at] }) => `${at?.source.ref}:${at?.start?.line} ${ruleId} ${message}`,
      )
    })
    const found = await findProblems({ root: folder, apis: ["store", "admin"] })
    expect(found.length).toBeGreaterThan(30)
    expect(found.map(({ file, line, rule, message }) => `${file}:${line} ${rule} ${message}`)).toEqual(said)
  })
})
