/** Every generator, run: what it said, and whether what it made compiles. */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { generators, type Generator } from "./generators.ts"
import { surfaces } from "./operations.ts"
import { forSurface, install, lastLine, missing, shell, workFolder, workRoot } from "./run.ts"

export interface Row {
  generator: Generator
  /** Why it did not run. */
  absent?: string
  /** What went wrong; nothing where it generated both clients. */
  errors: string[]
  /** Lines that look like warnings, without those that are known. */
  warnings: string[]
  /** How many known warnings it gave. */
  known: number
  /** Whether both clients compile; a text says why nobody tried. */
  compiles?: boolean | string
}

/**
 * Runs the generators whose id contains one of the words; all when there is none.
 *
 * Each row is kept as it comes, so that a run that was interrupted, or of a few generators, adds to the ones before.
 */
export async function runMatrix(words: readonly string[], log: (line: string) => void): Promise<Row[]> {
  const rows: Row[] = []
  for (const generator of generators) {
    if (words.length > 0 && !words.some((word) => generator.id.includes(word))) continue
    const started = performance.now()
    const row = await runGenerator(generator)
    rows.push(row)
    const { generator: _generator, ...kept } = row
    mkdirSync(dirname(keptFile(generator)), { recursive: true })
    writeFileSync(keptFile(generator), JSON.stringify({ ...kept, commands: commandsOf(generator) }))
    const said = row.absent ?? (row.errors.length > 0 ? `failed: ${row.errors.map(lastLine).join("; ")}` : "generated")
    const seconds = ((performance.now() - started) / 1000).toFixed(0)
    log(`${generator.id}: ${said}, ${row.warnings.length} warnings, compiles: ${String(row.compiles)} (${seconds} s)`)
  }
  return rows
}

/** The rows of every generator that was run with the commands it has now; the ids of those that were not. */
export function keptRows(): { rows: Row[]; never: string[] } {
  const rows: Row[] = []
  const never: string[] = []
  for (const generator of generators) {
    const file = keptFile(generator)
    const kept = existsSync(file)
      ? (JSON.parse(readFileSync(file, "utf8")) as Omit<Row, "generator"> & { commands: string }) // as runMatrix writes it
      : undefined
    if (kept?.commands === commandsOf(generator)) rows.push({ ...kept, generator })
    else never.push(generator.id)
  }
  return { rows, never }
}

const keptFile = ({ id }: Generator): string => join(workRoot, "rows", `${id}.json`)
const commandsOf = ({ install: prepare, generate, compile }: Generator): string =>
  JSON.stringify([prepare, generate, typeof compile === "string" ? compile : compile.command])

async function runGenerator(generator: Generator): Promise<Row> {
  const row: Row = { generator, errors: [], warnings: [], known: 0 }
  const absent = await install(generator)
  if (absent) return { ...row, absent }
  const folder = workFolder(generator)
  const isKnown = (line: string): boolean => generator.known?.some((known) => known.line.test(line)) ?? false
  for (const surface of surfaces) {
    const { ok, output } = await shell(forSurface(generator.generate, surface), folder)
    if (!ok) row.errors.push(output)
    row.errors.push(...output.split("\n").filter((line) => line.includes("Inline schema created as")))
    for (const line of output.split("\n").filter(isWarning)) {
      if (isKnown(line)) row.known++
      else row.warnings.push(line)
    }
  }
  row.errors.push(...inlineModels(folder))
  if (row.errors.length > 0) return row
  if (typeof generator.compile === "string") return { ...row, compiles: generator.compile }
  const { command, needs = [] } = generator.compile
  const lacking = missing(needs)
  if (lacking.length > 0) return { ...row, compiles: `${lacking.join(", ")} not installed` }
  row.compiles = true
  for (const surface of surfaces) {
    const { ok, output } = await shell(forSurface(command, surface), folder)
    if (ok) continue
    // A compiler that found nothing but what is known is content.
    const findings = output.split("\n").filter((line) => line.trim() !== "")
    if (findings.length > 0 && findings.every(isKnown)) {
      row.known += findings.length
      continue
    }
    row.compiles = false
    row.errors.push(output)
  }
  return row
}

const isWarning = (line: string): boolean =>
  /\bwarn(ing)?s?\b|\bERROR\b|^generate-client: /iu.test(line) && !/^npm |no warnings|0 warnings/iu.test(line)

/** Models that a generator had to name itself, where it says nothing: `InlineObject1`, `listUsers200Response`. */
const inlineModels = (folder: string): string[] =>
  readdirSync(join(folder, "client"), { recursive: true, encoding: "utf8" })
    .filter((name) => /inline_?(object|response)|_?200_?response/iu.test(name) && !name.includes("node_modules"))
    .map((name) => `a model without a name: ${name}`)
