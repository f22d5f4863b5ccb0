/** `pnpm lint:contract`: both contracts, as written and as published, against the rules in `redocly.yaml`. */
import { lintContract } from "@covenant/codegen/lint"
import { root } from "./steps.ts"

const { problems } = await lintContract({ root, log: (line: string) => process.stdout.write(`${line}\n`) })
process.exitCode = problems === 0 ? 0 : 1
