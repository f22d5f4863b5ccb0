/**
 * `pnpm test`: what has to hold before anything lands.
 *
 * First `pnpm check`, then the database types, then every test on PGlite, on PostgreSQL and in a browser. Arguments are
 * handed to vitest and select tests (`pnpm test packages/express`); the checks run either way.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { runStep, type Step } from "./steps.ts"

const help = `pnpm test [vitest arguments]

Type-checks, lints code and contract, checks that generated files match, and runs every test on PGlite, on PostgreSQL
and, where Chromium is installed, in a browser.

  TEST_DATABASE_URL   a PostgreSQL to use instead of the embedded one (its tables are emptied)
  --help              this text
`

const given = process.argv.slice(2)
if (given.includes("--help")) {
  process.stdout.write(help)
  process.exit(0)
}

interface Report {
  success: boolean
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
}

const folder = mkdtempSync(join(tmpdir(), "covenant-test-"))
const report = join(folder, "report.json")
const steps: Step[] = [
  { title: "The repository is sound (pnpm check)", command: "node", args: ["scripts/check.ts"], live: true },
  {
    title: "Generated code matches the migrations",
    command: "node",
    args: ["scripts/generate.ts", "--check"],
  },
  {
    title: "Every test passes",
    command: "vitest",
    args: ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...given],
    live: true,
  },
]

let ok = true
for (const step of steps) {
  const outcome = await runStep(step)
  ok &&= outcome.ok
}

try {
  const { success, numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
    readFileSync(report, "utf8"),
  ) as Report // written by vitest a moment ago
  process.stdout.write(
    `\n${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests + numTodoTests} skipped\n`,
  )
  // The report decides beside the exit code: something that tests start may end the process as it likes.
  if (!success || numFailedTests > 0 || numPassedTests === 0) ok = false
} catch {
  process.stdout.write("\nvitest left no report: see above.\n")
  ok = false
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = ok ? 0 : 1
