/** `pnpm bench`: what the server costs, each figure beside that of the least that could do the same. */
import { parseArgs } from "node:util"
import { table } from "../bench/report.ts"
import { bench_names, runBenches, type BenchName } from "../bench/run.ts"

const help = `pnpm bench [--only <name>]… [--quick] [--json] [--strict]

Measures the server against bare programs that do the same, in turns within one run, and prints a table. Takes about
ten minutes. Starts a PostgreSQL of its own, or uses the server that TEST_DATABASE_URL names, in databases of its own.

  --only <name>  one of ${bench_names.join(", ")}; may be repeated
  --quick        a fraction of everything, in a minute: to try the bench, not for figures
  --json         the figures as JSON
  --strict       leave with 1 when a goal is missed; otherwise only when something could not run
  --help         this text
`

const { values } = parseArgs({
  options: {
    only: { type: "string", multiple: true, default: [] },
    quick: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    strict: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
})

const isName = (name: string): name is BenchName => bench_names.some((known) => known === name)
const unknown = values.only.find((name) => !isName(name))

if (values.help) process.stdout.write(help)
else if (unknown !== undefined) {
  process.stderr.write(`There is no bench ${unknown}.\n\n${help}`)
  process.exitCode = 2
} else {
  const on_terminal = process.stderr.isTTY
  const asked = values.only.filter(isName)
  const { lines, failed, load } = await runBenches({
    only: asked.length > 0 ? bench_names.filter((name) => asked.includes(name)) : bench_names,
    quick: values.quick,
    progress: (sentence) => void process.stderr.write(on_terminal ? `\r\u001B[2K… ${sentence}` : `… ${sentence}\n`),
  })
  if (on_terminal) process.stderr.write("\r\u001B[2K")
  const of_machine = `Load of the machine: ${load.map((each) => each.toFixed(1)).join(" before, ")} after.`
  if (values.json) console.log(JSON.stringify({ lines, failed, load }, null, 2))
  else process.stdout.write(`${table(lines)}\n${of_machine}\n`)
  for (const { name, reason } of failed) console.error(`${name} could not run: ${reason}`)
  const missed = lines.some(({ met }) => met === false)
  // Not `process.exitCode`: the package that runs PostgreSQL hooks into the end of the process and would make it 0.
  process.exit(failed.length > 0 || (values.strict && missed) ? 1 : 0)
}
