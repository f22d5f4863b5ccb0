/** `docs/clients.md`: the matrix as it came out, and the commands that were run. */
import { dirname } from "node:path"
import { styleText } from "node:util"
import type { Generator } from "./generators.ts"
import { sandbox } from "./hello.ts"
import type { Row } from "./matrix.ts"

/** What the live calls came to, as `test/clients/generated-clients.test.ts` writes it. */
export interface Calls {
  callable: number
  browser: { id: string; why: string }[]
  tallies: {
    language: string
    generator: string
    absent?: string
    calls?: number
    refusals?: number
    guarded?: number
    calls_tomorrow?: number
    refusals_tomorrow?: number
  }[]
}

/** Generators that are worth a row, and whose own toolchain no machine of ours had yet. */
const no_rows = [
  "swift-openapi-generator: not run, it is built with Swift.",
  "Kiota: not run, it is built with .NET.",
].map((line) => `- ${line}`)

/** The report of rows and calls that were all run until `date`, with `tools`. */
export function renderReport(
  rows: readonly Row[],
  calls: Calls | undefined,
  { tools, date }: { tools: readonly string[]; date: string },
): string {
  const columns = [
    "Language",
    "Generator",
    "Version",
    "Errors",
    "Warnings",
    "Compiles",
    "Calls",
    "Refusals",
    "Tomorrow",
  ]
  const table = [columns, columns.map(() => "---"), ...rows.map((row) => cells(row, calls))]
  const known = new Map(rows.flatMap(({ generator }) => generator.known ?? []).map((it) => [it.line.source, it]))
  const not_run = rows.flatMap(({ generator: { name, language }, absent, compiles }) => {
    const why = absent ?? (typeof compiles === "string" ? compiles : undefined)
    return why === undefined
      ? []
      : [`- ${name}, ${language}: ${absent === undefined ? "not compiled, " : "not run, "}${why}.`]
  })
  const failed = rows.filter(({ errors }) => errors.length > 0)
  return `<!-- Written by \`pnpm clients\`. Do not edit. -->

# Clients in other languages

Generators that we do not control, run over both documents of the contract: what they said, whether what they made
compiles, and whether it calls.

The commands below are what was run, in a folder with the files of \`@covenant/openapi\`; a server has the same files
under \`/openapi/\`. For the Admin API every \`store\` in a command is \`admin\`.

Run on ${date} with ${tools.join(", ")}.

## What came out

${table.map((row) => `| ${row.join(" | ")} |`).join("\n")}

- **Errors**: a model that a generator had to name itself, as \`InlineObject1\`, is one as well.
- **Warnings**: lines of the generator's output. In brackets those that are known and below, a compiler's included.
- **Compiles**: all files of both clients, with the command below.
- **Calls**: a generated program calls every operation of a running server once, with success; the answer, decoded and
  written again, is valid against the contract. Of ${calls?.callable ?? "?"} operations.
- **Refusals**: the same without the credential, where one is needed; the 401 is decoded as the contract's \`ApiError\`.
- **Tomorrow**: calls and refusals once more, against a server that adds a property to every object and replaces every
  value of an enum that may grow by one nobody knows.

${failed.length === 0 ? "" : `### What went wrong\n\n${failed.map(({ generator, errors }) => `- ${generator.name}, ${generator.language}: ${said(errors)}`).join("\n")}\n\n`}### What did not run

${[...not_run, ...no_rows].join("\n")}

### Operations for browsers only

${!calls || calls.browser.length === 0 ? "None: every operation can be called with a credential in a header." : calls.browser.map(({ id, why }) => `- \`${id}\` ${why}.`).join("\n")}

### Known warnings

${[...known].map(([line, { why, thread }]) => `- \`${line}\`: ${why}${threadsOf(thread === undefined ? [] : [thread])}.`).join("\n")}

### Known limits

${rows.flatMap(({ generator: { name, language, limit } }) => (limit ? [`- ${name}, ${language}: ${limit.why}${threadsOf(limit.threads)}.`] : [])).join("\n")}

## Why some commands read \`*.open-enums.json\`

Enums of the contract may grow, and the clients of some generators refuse a value they do not know. In these documents
such enums are strings; everything else is the same. What reads the plain documents survives as it is.

${[...new Set(rows.map(({ generator }) => generator.language))].map((language) => howTo(language, rows)).join("\n")}`
}

const threadsOf = (threads: readonly string[]): string =>
  threads.length === 0 ? "" : ` (${threads.map(linkOf).join(", ")})`

/** A thread as `owner/name#1`. */
const linkOf = (thread: string): string => {
  const [owner, name, , number] = new URL(thread).pathname.slice(1).split("/")
  return `[${owner}/${name}#${number}](${thread})`
}

const said = (errors: readonly string[]): string =>
  errors
    .map((error) => error.trim().split("\n").slice(-3).join(" ").slice(0, 300))
    .join("; ")
    .replaceAll("|", "\\|")

function cells(row: Row, calls: Calls | undefined): string[] {
  const { generator, absent, errors, warnings, known, compiles } = row
  const tally = generator.live ? calls?.tallies.find(({ language }) => language === generator.language) : undefined
  const of = (count: number | undefined, all: number | undefined) =>
    count === undefined || all === undefined ? "–" : count === all ? `${count}` : `**${count} of ${all}**`
  const generated = absent === undefined
  return [
    generator.language,
    generator.name,
    generator.version,
    generated ? String(errors.length) : "not run",
    generated ? `${warnings.length}${known > 0 ? ` (${known})` : ""}` : "–",
    compiles === true ? "yes" : compiles === false ? "**no**" : generated && errors.length === 0 ? "not tried" : "–",
    of(tally?.calls, calls?.callable),
    of(tally?.refusals, tally?.guarded),
    of(
      tally?.calls_tomorrow === undefined ? undefined : tally.calls_tomorrow + (tally.refusals_tomorrow ?? 0),
      tally?.guarded === undefined ? undefined : (calls?.callable ?? 0) + tally.guarded,
    ),
  ]
}

function howTo(language: string, rows: readonly Row[]): string {
  const sections = rows
    .filter(({ generator }) => generator.language === language)
    .map(({ generator }) => {
      const { name, version, compile, live } = generator
      const compiled = typeof compile === "string" ? [] : [`# it compiles: ${compile.command}`]
      const lines = [...commandsOf(generator), ...compiled]
      const first = live
        ? `\n\`${live.file}\` signs the sandbox's customer in:\n\n${fenced(live.file.split(".").at(-1) ?? "", live.text)}\n${fenced("sh", `${live.build ? `${live.build}\n` : ""}${live.run} # Hello, Ada.`)}`
        : ""
      return `With ${name} ${version}:\n\n${fenced("sh", lines.join("\n"))}${first}`
    })
  return `## Generate a client in ${language}\n\n${sections.join("\n")}`
}

/** What a reader types: the contract from a running server, what is put beside it, and the generator. */
function commandsOf({ files = {}, install, generate, live }: Generator): string[] {
  const document = /store[\w.-]*\.json/u.exec(generate)?.[0]
  const folders = [...Object.keys(files), ...(live ? [live.file] : [])].map((file) => dirname(file))
  const beside = Object.entries(files)
    .filter(([, text]) => text !== "")
    .map(([file, text]) => `cat > ${file} <<'END'\n${text}END`)
  return [
    ...(document ? [`curl -sO ${sandbox.url}/openapi/${document}`] : ["# schemas/ is a folder of the package"]),
    `mkdir -p ${folders.find((folder) => folder !== "client") ?? "client"}`,
    ...beside,
    ...(install === undefined ? [] : [install]),
    generate,
  ]
}

const fenced = (language: string, code: string): string => `\`\`\`${language}\n${code.trimEnd()}\n\`\`\`\n`

/** The table for a terminal. */
export const summary = (rows: readonly Row[]): string =>
  rows
    .map(({ generator, absent, errors, warnings, compiles }) => {
      const good = errors.length === 0 && compiles !== false
      return `${absent ? "–" : good ? styleText("green", "✓") : styleText("red", "✗")} ${generator.id}  ${absent ?? `${errors.length} errors, ${warnings.length} warnings, compiles: ${String(compiles)}`}`
    })
    .join("\n")
