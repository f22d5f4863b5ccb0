/** `pnpm keys:rotate`: see --help. */
import { rotateCommand } from "@covenant/server/keys"
import { runCommand } from "./run-command.ts"

await runCommand(rotateCommand)
