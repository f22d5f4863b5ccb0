/**
 * `pnpm check`: everything that can be said of the repository in seconds and without a database.
 *
 * Types, lint of code and contract, formatting, dead code, and that the committed generated files are what the
 * contract generates. `pnpm test` runs this first.
 */
import { runStep, runSteps, type Step } from "./steps.ts"

const help = `pnpm check

Type-checks, lints code and contract, checks formatting, dead code and generated files. Seconds, no database.

  --fix    format files and apply the safe fixes of the linter, then check
  --help   this text
`

const steps: Step[] = [
  { title: "Types hold", command: "tsc", args: ["-p", "."] },
  { title: "Code is clean", command: "oxlint", args: ["--type-aware", "--deny-warnings"] },
  { title: "Everything is formatted", command: "oxfmt", args: ["--check", "."] },
  { title: "Nothing is dead", command: "knip", args: [] },
  { title: "The contract is clean", command: "node", args: ["scripts/lint-contract.ts"] },
  { title: "No breaking change without saying so", command: "node", args: ["scripts/check-breaks.ts"] },
]

const generated: Step = {
  title: "Generated code matches the contract",
  command: "node",
  args: ["scripts/generate.ts", "--check", "--only", "contract"],
}

const flags = new Set(process.argv.slice(2))
if (flags.has("--help")) {
  process.stdout.write(help)
  process.exit(0)
}
for (const flag of flags) {
  if (flag === "--fix") continue
  process.stderr.write(`pnpm check does not know ${flag}.\n\n${help}`)
  process.exit(2)
}
if (flags.has("--fix")) {
  await runStep({ title: "Files are formatted", command: "oxfmt", args: ["."] })
  await runStep({ title: "Safe fixes are applied", command: "oxlint", args: ["--fix"] })
}

// The drift check first and alone: the steps after it read what it builds.
const outcomes = [await runStep(generated), ...(await runSteps(steps, 2))]
const failed = outcomes.filter(({ ok }) => !ok)
if (failed.length > 0) {
  process.stdout.write(
    `\n${failed.length} of ${outcomes.length} failed: ${failed.map(({ step }) => step.title).join("; ")}\n`,
  )
  process.exit(1)
}
