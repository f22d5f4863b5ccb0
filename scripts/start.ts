/**
 * `pnpm start`: generates what serving needs, where it is missing or stale, and serves in this process.
 *
 * Everything is imported when it is needed: a start with nothing to generate loads no generator.
 */
import { enableCompileCache } from "node:module"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
// Stripped types and compiled code of the last start; worth half a second.
enableCompileCache(join(root, "node_modules/.cache/compile"))

// --help and --check-config need nothing that is generated.
if (process.argv.length === 2) await generate()
await import("@covenant/server/main")

async function generate(): Promise<void> {
  const { ensureGenerated } = await import("./ensure-generated.ts")
  const on_terminal = process.stdout.isTTY
  let shown = false
  try {
    await ensureGenerated({
      root,
      only: ["contract", "docs"], // the image saves tests time; a start makes its database as fast
      log: (line) => {
        if (on_terminal) process.stdout.write(`\r\u001B[2K  Generating: ${line}`)
        shown = true
      },
    })
  } catch (error) {
    // A mistake in the contract is told with file and line, and needs no stack.
    if (!(error instanceof Error) || error.name !== "ContractError") throw error
    process.stderr.write(`\n${error.message}\n`)
    process.exit(1)
  } finally {
    if (shown && on_terminal) process.stdout.write("\r\u001B[2K")
  }
}
