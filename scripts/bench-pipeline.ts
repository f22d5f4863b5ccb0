/**
 * `pnpm bench:pipeline`: what the pipeline costs at the size Covenant is going to have.
 *
 * Writes a contract of 310 operations into a temporary folder and sends it through everything `pnpm generate` and
 * `pnpm check` do with a contract, each step in a process of its own.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { measureProcess, type Cost } from "./measure-process.ts"
import { root as repository } from "./steps.ts"

const help = `pnpm bench:pipeline [--json] [--keep]

Sends a contract of 310 operations through the whole pipeline and prints time and memory of each step.
Fails when a budget is exceeded: check 15 s, generate 40 s, generate with nothing changed 1 s.

  --json   the figures as JSON
  --keep   leave the contract and what was generated, and say where
`

/** What each step does, given a checkout. They run in processes of their own: see `runStep`. */
const steps: Record<string, (root: string) => Promise<unknown>> = {
  async write(root) {
    const { writeSyntheticContract, writeSyntheticHandlers } =
      await import("@covenant/codegen/testing/synthetic-contract.ts")
    const { addHandWrittenHalf } = await import("@covenant/codegen/testing/checkout.ts")
    writeSyntheticContract(root)
    writeSyntheticHandlers(root)
    addHandWrittenHalf(root)
  },
  async generate(root) {
    const { generateContract } = await import("@covenant/codegen")
    return generateContract({ root })
  },
  async unchanged(root) {
    const { generateContract } = await import("@covenant/codegen")
    if ((await generateContract({ root })).changed) throw new Error("Nothing had changed, and it was generated again.")
  },
  async drift(root) {
    const { describeDrift, generateContract } = await import("@covenant/codegen")
    const { drift } = await generateContract({ root, check: true })
    if (drift.length > 0) throw new Error(describeDrift(drift))
  },
  async lint(root) {
    const { lintContract } = await import("@covenant/codegen/lint")
    const lines: string[] = []
    const { problems } = await lintContract({ root, log: (line: string) => lines.push(line) })
    if (problems > 0) throw new Error(lines.slice(0, 20).join("\n"))
  },
  async docs(root) {
    const { buildDocs } = await import("@covenant/docs")
    await buildDocs({ root, folder: join(root, "packages/docs/build") })
  },
}

interface Measured {
  title: string
  cost: Cost
}

interface Budget {
  title: string
  steps: readonly string[]
  budget_s: number
}

const titles = {
  generate: "generate",
  unchanged: "generate, nothing changed",
  lint: "contract lint, sources and bundles",
  drift: "drift check",
  types: "type check, 310 handlers and clients",
  docs: "docs",
}

const budgets: readonly Budget[] = [
  { title: "check (lint, drift, types)", steps: [titles.lint, titles.drift, titles.types], budget_s: 15 },
  { title: "generate", steps: [titles.generate], budget_s: 40 },
  { title: "generate, nothing changed", steps: [titles.unchanged], budget_s: 1 },
]

/** Measures a step. Throws with its output when it fails. */
async function measured(title: string, command: string, args: readonly string[], cwd: string): Promise<Measured> {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[2K… ${title}`)
  const cost = await measureProcess(command, args, cwd)
  if (process.stderr.isTTY) process.stderr.write("\r\u001B[2K")
  if (!cost.ok) throw new Error(`${title} failed:\n${cost.output.trim()}`)
  return { title, cost }
}

async function measureAll(root: string): Promise<Measured[]> {
  const step = (title: string, name: string) =>
    measured(title, process.execPath, [import.meta.filename, "--step", name, root], repository)
  await step("writing the contract", "write")
  return [
    await step(titles.generate, "generate"),
    await step(titles.unchanged, "unchanged"),
    await step(titles.lint, "lint"),
    await step(titles.drift, "drift"),
    await measured(titles.types, join(repository, "node_modules/.bin/tsc"), ["-p", "."], root),
    await step(titles.docs, "docs"),
  ]
}

const wallOf = (rows: readonly Measured[], names: readonly string[]) =>
  rows.filter(({ title }) => names.includes(title)).reduce((sum, { cost }) => sum + cost.wall_s, 0)

const cell = (value: number | null, digits: number) => (value === null ? "–" : value.toFixed(digits)).padStart(9)

function printTable(rows: readonly Measured[]): void {
  console.log(`${"310 operations".padEnd(38)}${["wall s", "CPU s", "peak MB"].map((it) => it.padStart(9)).join("")}`)
  for (const { title, cost } of rows) {
    console.log(`${title.padEnd(38)}${cell(cost.wall_s, 2)}${cell(cost.cpu_s, 2)}${cell(cost.peak_mb, 0)}`)
  }
}

async function bench({ json, keep }: { json: boolean; keep: boolean }): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "covenant-pipeline-"))
  try {
    const rows = await measureAll(root)
    const outcomes = budgets.map(({ title, steps: names, budget_s }) => ({
      title,
      wall_s: wallOf(rows, names),
      budget_s,
    }))
    if (json) {
      const figures = rows.map(({ title, cost: { wall_s, cpu_s, peak_mb } }) => ({ title, wall_s, cpu_s, peak_mb }))
      console.log(JSON.stringify({ operations: 310, steps: figures, budgets: outcomes }, null, 2))
    } else {
      printTable(rows)
      console.log("")
      for (const { title, wall_s, budget_s } of outcomes) {
        console.log(`${title.padEnd(38)}${wall_s.toFixed(2).padStart(9)} of ${budget_s} s`)
      }
    }
    const exceeded = outcomes.filter(({ wall_s, budget_s }) => wall_s > budget_s)
    for (const { title, wall_s, budget_s } of exceeded) {
      console.error(`Over budget: ${title} took ${wall_s.toFixed(1)} s, more than ${budget_s} s.`)
    }
    if (exceeded.length > 0) process.exitCode = 1
  } finally {
    if (keep) console.error(`Kept in ${root}`)
    else rmSync(root, { recursive: true, force: true })
  }
}

const { values, positionals } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
    step: { type: "string" },
    help: { type: "boolean", default: false },
  },
  allowPositionals: true,
})
try {
  if (values.help) process.stdout.write(help)
  else if (values.step !== undefined) await steps[values.step]?.(positionals[0] ?? "")
  else await bench(values)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
