/** `pnpm lint:contract`: both contracts, as written and as published, against the rules in `redocly.yaml`. */
import { lintContract } from "@covenant/codegen/lint"
import { root } from "./steps.ts"

if (process.argv.includes("--help")) {
  process.stdout.write(
    "pnpm lint:contract\n\nLints both contracts, as written and as published; each problem has its place and its cure.\n",
  )
  process.exit(0)
}
const { problems } = await lintContract({ root, log: (line: string) => process.stdout.write(`${line}\n`) })
process.exitCode = problems === 0 ? 0 : 1
