/** `pnpm sandbox:reset`: see --help. */
import { resetSandboxCommand } from "@covenant/server/sandbox"
import { runCommand } from "./run-command.ts"

await runCommand(resetSandboxCommand)
