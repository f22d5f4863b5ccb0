/** `pnpm examples`: the pages of `examples/` on the sandbox that runs, or on one started for them. */
import { spawn, type ChildProcess } from "node:child_process"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { exampleOrigin } from "@covenant/server/example-origin"
import { serveExamples } from "./serve-examples.ts"

const root = fileURLToPath(new URL("..", import.meta.url))
const api_url = `http://127.0.0.1:${process.env["PORT"] || 9000}`
const help = `pnpm examples

Serves the example pages at ${exampleOrigin} on the sandbox at ${api_url}, which is started unless it runs. Ctrl-C stops
what was started.

  PORT     port of the sandbox, 9000
  --help   this text
`
if (process.argv.length > 2) {
  const asked = process.argv.includes("--help")
  process[asked ? "stdout" : "stderr"].write(asked ? help : `pnpm examples takes no arguments.\n\n${help}`)
  process.exit(asked ? 0 : 2)
}

/** The sandbox's publishable key; undefined while nobody answers. */
async function publishableKey(): Promise<string | undefined> {
  try {
    const answer = await fetch(`${api_url}/docs/sandbox.json`)
    const { publishable_key } = (await answer.json()) as { publishable_key?: string } // SandboxFacts
    return publishable_key
  } catch {
    return undefined
  }
}

let key = await publishableKey()
let sandbox: ChildProcess | undefined
if (key === undefined) {
  sandbox = spawn(process.execPath, [join(root, "scripts/start.ts")], { cwd: root, stdio: "inherit" })
  sandbox.once("close", (code) => process.exit(process.exitCode ?? code ?? 1)) // it has said why
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => sandbox?.kill(signal))
  while (key === undefined) {
    await new Promise((resolve) => setTimeout(resolve, 200))
    key = await publishableKey()
  }
}
try {
  await serveExamples({ api_url, publishable_key: key, port: Number(new URL(exampleOrigin).port) })
  console.log(`
  Storefront       ${exampleOrigin}/storefront/
  Admin            ${exampleOrigin}/admin/    (with the administrator of the start screen)
`)
} catch (error) {
  console.error(`
The pages cannot be served at ${exampleOrigin}: ${error instanceof Error ? error.message : "?"}. Stop what uses the port, and start pnpm examples again.
`)
  process.exitCode = 1
  if (!sandbox) process.exit()
  sandbox.kill("SIGTERM")
}
