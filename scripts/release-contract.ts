/** `pnpm release:contract`: the changesets become a version of the contract. */
import { releaseContract } from "@covenant/codegen/release"
import { ensureGenerated } from "./ensure-generated.ts"
import { root } from "./steps.ts"

const help = `pnpm release:contract

Turns the files of .changeset into the next version of the contract: raises it in every document, writes the changelog,
keeps the released interface in openapi/released as what later changes are compared with, and generates. Fails when what
changed is more than the changesets say. Commit what it leaves, then pnpm build:contract.

  --help   this text
`

if (process.argv.includes("--help")) {
  process.stdout.write(help)
  process.exit(0)
}
try {
  await ensureGenerated({ root, only: ["contract"] })
  const version = await releaseContract(root)
  await ensureGenerated({ root, only: ["contract"] })
  process.stdout.write(`@covenant/openapi ${version}\n`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
