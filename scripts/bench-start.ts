/**
 * `pnpm bench:start`: how long a start takes, from the start of pnpm to the first 200 of the server.
 *
 * Clones the last commit into an empty folder. The first start there installs (from the warm store), generates, creates
 * a database and serves; the later ones find everything in place. Nothing of this checkout helps.
 */
import { execFileSync, spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { request } from "node:http"
import { createServer, type AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"

const help = `pnpm bench:start [--runs <n>]

Measures a first start in a fresh clone and n later ones (default 5), each from the start of pnpm to the first 200.
`

/** What the project promises. */
const goal_first_s = 20
const goal_later_s = 2

const { values } = parseArgs({
  options: { runs: { type: "string", default: "5" }, help: { type: "boolean", default: false } },
})
if (values.help) {
  process.stdout.write(help)
  process.exit(0)
}

const root = fileURLToPath(new URL("..", import.meta.url))
const folder = mkdtempSync(join(tmpdir(), "covenant-bench-"))
const clone = join(folder, "covenant")
try {
  execFileSync("git", ["clone", "--quiet", root, clone], { stdio: "inherit" })
  const port = await freePort()
  const first = await start(clone, port)
  process.stdout.write(line("first start", [first], goal_first_s))
  const later: number[] = []
  // One after the other: they would share the processor, and the folder is locked.
  for (let run = 0; run < Number(values.runs); run += 1) later.push(await start(clone, port))
  process.stdout.write(line("later starts", later, goal_later_s))
  process.exitCode = first <= goal_first_s && median(later) <= goal_later_s ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Seconds until the first 200; the server is stopped again. Throws with the output when it ends before. */
async function start(cwd: string, port: number): Promise<number> {
  const pnpm = process.env["npm_execpath"] ?? "pnpm"
  const [command, args] = /\.[cm]?js$/u.test(pnpm) ? [process.execPath, [pnpm, "start"]] : [pnpm, ["start"]]
  const began = performance.now()
  const child = spawn(command, args, {
    cwd,
    env: cleanEnvironment(port),
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  })
  let output = ""
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text))
  const ended = new Promise<never>((_resolve, reject) => {
    child.once("close", () => reject(new Error(`The server ended before it answered.\n${output}`)))
  })
  ended.catch(() => undefined) // it ends in any case; only before the answer is that news
  try {
    await Promise.race([firstAnswer(port), ended])
    return (performance.now() - began) / 1000
  } finally {
    if (child.pid !== undefined && child.exitCode === null) {
      process.kill(-child.pid, "SIGINT") // as Ctrl-C does: to the group of our own child
      await ended.catch(() => undefined)
    }
  }
}

/** Asks until somebody listens, and then waits for the answer. */
async function firstAnswer(port: number): Promise<void> {
  for (;;) {
    const status = await new Promise<number | undefined>((resolve) => {
      const asking = request({ host: "127.0.0.1", port, path: "/health" }, (response) => {
        response.resume().once("end", () => resolve(response.statusCode))
      })
      asking.once("error", () => resolve(undefined)).end()
    })
    if (status === 200) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** As a stranger's shell: nothing that this checkout or this pnpm run put there. */
function cleanEnvironment(port: number): NodeJS.ProcessEnv {
  const path = (process.env["PATH"] ?? "").split(delimiter).filter((entry) => !entry.startsWith(root))
  const ours = /^(?:npm_|pnpm_|PNPM_SCRIPT|NODE_|INIT_CWD|COVENANT_|DATABASE_|DATA_DIR|PORT|HOST)/iu
  const inherited = Object.entries(process.env).filter(([name]) => !ours.test(name) || /^npm_config_/iu.test(name))
  return { ...Object.fromEntries(inherited), PATH: path.join(delimiter), PORT: String(port) }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => void probe.listen(0, "127.0.0.1", resolve))
  const { port } = probe.address() as AddressInfo // a TCP server that listens has one
  await new Promise((resolve) => void probe.close(resolve))
  return port
}

function median(seconds: readonly number[]): number {
  return seconds.toSorted((a, b) => a - b)[Math.floor(seconds.length / 2)] ?? 0
}

function line(name: string, seconds: readonly number[], goal: number): string {
  const list = seconds.map((each) => each.toFixed(2)).join(", ")
  const middle = seconds.length > 1 ? `  median ${median(seconds).toFixed(2)} s` : ""
  return `${name.padEnd(13)} ${list} s${middle}  (goal ${goal} s)\n`
}
