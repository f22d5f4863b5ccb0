/**
 * `pnpm clients`: the clients that others generate from the contract, generated, compiled and called.
 *
 * Every row is kept as it comes, and docs/clients.md is written as soon as there is one for each generator.
 */
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { keptRows, runMatrix } from "../clients/matrix.ts"
import { renderReport, summary, type Calls } from "../clients/report.ts"
import { missing, shell } from "../clients/run.ts"
import { ensureGenerated } from "./ensure-generated.ts"
import { root, runStep } from "./steps.ts"

const help = `pnpm clients [names]

Runs every generator over both documents of the contract, compiles what comes out, and lets a generated program in
TypeScript, Python, Go and Java call every operation. Minutes; needs the package registries. Writes docs/clients.md once
everything was run, in one go or in several.

  names    only generators whose name contains one of these; \`calls\` is the calling programs
  --help   this text
`

const words = process.argv.slice(2)
if (words.includes("--help")) {
  process.stdout.write(help)
  process.exit(0)
}
await ensureGenerated({ root })
const rows = await runMatrix(words, (line) => process.stdout.write(`${line}\n`))
let ok = rows.every(({ errors, compiles }) => errors.length === 0 && compiles !== false)
process.stdout.write(`\n${summary(rows)}\n`)
for (const { generator, errors, warnings } of rows) {
  for (const line of [...errors.map((it) => it.slice(-1500)), ...warnings])
    process.stdout.write(`${generator.id}: ${line}\n`)
}
const file = join(root, "build/clients/calls.json")
if (words.length === 0 || words.includes("calls")) {
  rmSync(file, { force: true })
  process.env["COVENANT_CLIENTS_CALLS"] = file
  const tests = ["run", "--project", "pglite", "test/clients/generated-clients.test.ts"]
  const calls = await runStep({ title: "Generated programs call every operation", command: "vitest", args: tests })
  ok &&= calls.ok
}
const counted = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Calls) : undefined // written by the test
const kept = keptRows()
if (counted && kept.never.length === 0) {
  mkdirSync(join(root, "docs"), { recursive: true })
  writeFileSync(
    join(root, "docs/clients.md"),
    renderReport(kept.rows, counted, { tools: await toolVersions(), date: new Date().toISOString().slice(0, 10) }),
  )
  spawnSync(join(root, "node_modules/.bin/oxfmt"), ["docs/clients.md"], { cwd: root })
  process.stdout.write("\ndocs/clients.md\n")
} else {
  process.stdout.write(`\nNo report yet: ${[...kept.never, ...(counted ? [] : ["calls"])].join(", ")} never ran.\n`)
}
process.exitCode = ok ? 0 : 1

/** The toolchains of this machine; those that are not there by name. */
async function toolVersions(): Promise<string[]> {
  const asked: [program: string, command: string][] = [
    ["node", "node --version"],
    ["python3", "python3 --version"],
    ["go", "go version"],
    ["java", "java --version | head -1"],
    ["mvn", "mvn --version | head -1"],
    ["cargo", "cargo --version"],
    ["php", "php --version | head -1"],
    ["ruby", "ruby --version"],
    ["dotnet", "dotnet --version"],
    ["swift", "swift --version"],
  ]
  return Promise.all(
    asked.map(async ([program, command]) => {
      if (missing([program]).length > 0) return `no ${program}`
      const { output } = await shell(command, root)
      return `${program} ${/\d+(\.\d+)+/u.exec(output)?.[0] ?? "?"}`
    }),
  )
}
