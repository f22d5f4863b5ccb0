/**
 * `pnpm dev`: serves, and serves again after every change. A change of the contract generates first; a mistake in it is
 * printed, and the server that runs stays.
 */
import { spawn, type ChildProcess } from "node:child_process"
import { watch } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const help = `pnpm dev

Serves like pnpm start, and starts anew when the code changes. A change of the contract generates first; a mistake in it
is printed, and the server that runs stays. Settings come from the environment (pnpm start --help). Ctrl-C stops.
`
if (process.argv.length > 2) {
  const asked = process.argv.includes("--help")
  process[asked ? "stdout" : "stderr"].write(asked ? help : `pnpm dev takes no arguments.\n\n${help}`)
  process.exit(asked ? 0 : 2)
}

/** Editors write a file in several steps, and a generator writes many. */
const settle_ms = 150

let server: ChildProcess | undefined
let leaving = false

const ended = (child: ChildProcess) =>
  new Promise<number>((resolve) => child.once("close", (code) => resolve(code ?? 1)))
const node = (...args: string[]) => spawn(process.execPath, args, { cwd: root, stdio: "inherit" })

async function serve(): Promise<void> {
  if (server && server.exitCode === null) {
    server.kill("SIGTERM")
    await ended(server)
  }
  if (leaving) return
  server = node("packages/server/src/main.ts")
}

const generate = async (): Promise<boolean> =>
  (await ended(node("scripts/generate.ts", "--if-stale", "--only", "contract,docs"))) === 0

/** One change at a time; what comes meanwhile is one more afterwards. */
let waiting: NodeJS.Timeout | undefined
let contract_changed = false
let working = Promise.resolve()
function changed(contract: boolean): void {
  contract_changed ||= contract
  clearTimeout(waiting)
  waiting = setTimeout(() => {
    const generate_first = contract_changed
    contract_changed = false
    working = working.then(async () => {
      if (generate_first && !(await generate())) return
      await serve()
    })
  }, settle_ms)
}

// What the generator writes is no reason to start again: the change that led to it already is.
const is_source = (file: string) =>
  /^(?:server|express|contract|docs)\/src\/.*\.(?:ts|css|html)$/u.test(file) && !/\/generated\/|\.test\.ts$/u.test(file)
watch(join(root, "openapi"), { recursive: true }, () => changed(true))
watch(join(root, "packages"), { recursive: true }, (_event, file) => {
  if (file && is_source(file)) changed(file.startsWith("docs/"))
})

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    if (leaving) process.exit(1)
    leaving = true
    clearTimeout(waiting)
    const running = server && server.exitCode === null ? server : undefined
    if (!running) process.exit(0)
    void ended(running).then(() => process.exit(0))
    if (signal !== "SIGINT") running.kill(signal) // Ctrl-C reaches the whole group by itself
  })
}

if (await generate()) await serve()
