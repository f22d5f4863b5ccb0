/** `pnpm keys:rewrap`: see --help. */
import { rewrapCommand } from "@covenant/server/keys"
import { runCommand } from "./run-command.ts"

await runCommand(rewrapCommand)
