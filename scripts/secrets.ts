/** `pnpm secrets`: see --help. */
import { secretsCommand } from "@covenant/server/keys"
import { runCommand } from "./run-command.ts"

await runCommand(secretsCommand)
