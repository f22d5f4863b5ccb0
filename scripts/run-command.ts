import { join } from "node:path"
import { createInterface } from "node:readline/promises"
import { fileURLToPath } from "node:url"
import type { Surroundings } from "@covenant/server/keys"

const root = fileURLToPath(new URL("..", import.meta.url))

/** Runs a command of the server on this process's arguments, environment and streams. */
export async function runCommand(
  command: (args: readonly string[], surroundings: Surroundings) => Promise<number>,
): Promise<void> {
  process.exitCode = await command(process.argv.slice(2), {
    env: process.env,
    default_data_dir: join(root, ".covenant"),
    on_terminal: process.stdout.isTTY,
    ...(process.stdin.isTTY && process.stdout.isTTY ? { ask } : {}),
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
  })
}

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return await terminal.question(question)
  } finally {
    terminal.close()
  }
}
