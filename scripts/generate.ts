/**
 * `pnpm generate`: everything that follows from the contract and from the migrations.
 *
 * Each part has a manifest with the hash of its inputs, its generator and its tools; an unchanged hash is a skip.
 */
import { styleText } from "node:util"
import { ContractError, describeDrift, type Drift } from "@covenant/codegen"
import { parts, type Part } from "./ensure-generated.ts"
import { root } from "./steps.ts"

const help = `pnpm generate [options]

Generates what follows from openapi/ and from the migrations, where it is missing or stale:

  contract   types, operation tables, handler interfaces (committed); documents, validators, fragments, fixtures (built)
  docs       the reference pages (built)
  database   row types (committed) and the PGlite image (built)

  --only contract,docs,database   these parts alone
  --check      leave committed files alone; fail and name each one that differs, is missing, superfluous or untracked
  --if-stale   say nothing where there is nothing to do
  --force      generate the contract even when nothing changed
  --verbose    with a stack, when something fails
  --help       this text
`

interface Flags {
  only: readonly Part[]
  check: boolean
  if_stale: boolean
  force: boolean
  verbose: boolean
}

const color = process.stdout.isTTY && !process.env["NO_COLOR"]
const paint = (style: "green" | "red" | "dim", text: string) =>
  color ? styleText(style, text, { validateStream: false }) : text

/** Runs a part, and says on one line what it is doing and on the next how that went. */
async function report(part: Part, { if_stale }: Flags, work: (log: (line: string) => void) => Promise<boolean>) {
  const started = performance.now()
  const live = process.stdout.isTTY && !if_stale
  const status = (text: string) => live && process.stdout.write(`\r\u001B[2K${text}`)
  status(`… ${part}`)
  try {
    const changed = await work((line) => status(paint("dim", `… ${part}: ${line}`)))
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    status("")
    if (changed) console.log(`${paint("green", "✓")} ${part} ${paint("dim", `${seconds} s`)}`)
    else if (!if_stale) console.log(`${paint("dim", "–")} ${part} ${paint("dim", "unchanged")}`)
  } catch (error) {
    status("")
    console.error(`${paint("red", "✗")} ${part}`)
    throw error
  }
}

async function generate(flags: Flags): Promise<Drift[]> {
  const { check, force } = flags
  const drift: Drift[] = []
  if (flags.only.includes("contract")) {
    await report("contract", flags, async (log) => {
      const { generateContract } = await import("@covenant/codegen")
      const outcome = await generateContract({ root, log, check, force })
      drift.push(...outcome.drift)
      return outcome.changed
    })
  }
  if (flags.only.includes("docs")) {
    await report("docs", flags, async (log) => {
      const { buildDocs } = await import("@covenant/docs")
      return !(await buildDocs({ root, log })).skipped
    })
  }
  if (flags.only.includes("database")) {
    await report("database", flags, async (log) => {
      let changed = true
      const note = (line: string) => {
        if (line.endsWith("unchanged")) changed = false
        log(line)
      }
      const { generateDatabase } = await import("@covenant/server/database")
      const differing = await generateDatabase({ root, log: note, check })
      drift.push(...differing.map((path): Drift => ({ path, kind: "differs" })))
      return changed
    })
  }
  return drift
}

/** The flags, or a sentence about the one that is wrong. */
function parseFlags(args: readonly string[]): Flags | string {
  const flags: Flags = { only: parts, check: false, if_stale: false, force: false, verbose: false }
  for (let index = 0; index < args.length; index++) {
    const [name, inline] = (args[index] ?? "").split("=", 2)
    if (name === "--only") {
      const names = (inline ?? args[++index] ?? "").split(",").filter((it) => it !== "")
      const unknown = names.find((it) => !(parts as readonly string[]).includes(it))
      if (unknown !== undefined) return `--only knows ${parts.join(", ")}; not ${unknown}`
      if (names.length === 0) return `--only needs at least one of ${parts.join(", ")}`
      flags.only = parts.filter((part) => names.includes(part))
    } else if (name === "--check") flags.check = true
    else if (name === "--if-stale") flags.if_stale = true
    else if (name === "--force") flags.force = true
    else if (name === "--verbose") flags.verbose = true
    else return `pnpm generate does not know ${name}`
  }
  return flags
}

const args = process.argv.slice(2)
if (args.includes("--help")) {
  process.stdout.write(help)
  process.exit(0)
}
const flags = parseFlags(args)
if (typeof flags === "string") {
  process.stderr.write(`${flags}\n\n${help}`)
  process.exit(2)
}
try {
  const drift = await generate(flags)
  if (drift.length > 0) {
    console.error(describeDrift(drift))
    process.exitCode = 1
  }
} catch (error) {
  // A broken contract has a file and a line, and needs no stack. Anything else may be a mistake of ours.
  const plain = error instanceof ContractError || !(error instanceof Error) || !flags.verbose
  console.error(plain ? String(error instanceof Error ? error.message : error) : error.stack)
  if (plain && !(error instanceof ContractError)) console.error("pnpm generate --verbose shows where this comes from.")
  process.exitCode = 1
}
