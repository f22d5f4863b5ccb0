/** Fails when the contract breaks callers of its last release and no changeset says so. Part of `pnpm check`. */
import { unsaidBreaks } from "@covenant/codegen/release"
import { root } from "./steps.ts"

const breaks = await unsaidBreaks(root)
for (const { surface, place, message } of breaks) process.stdout.write(`${surface}  ${message}  ${place}\n`)
if (breaks.length > 0) {
  process.stdout.write(
    `\n${breaks.length} breaking changes since the last release. Where that is meant, say so in a file in .changeset:\n\n` +
      '---\n"@covenant/openapi": major\n---\n\nWhat changed for callers, and what they do about it.\n',
  )
  process.exitCode = 1
}
