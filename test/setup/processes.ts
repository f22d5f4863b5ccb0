/**
 * Real server processes for tests: what only several processes on one PostgreSQL can show, and what only a process can
 * (its output, its start, its end).
 *
 * Each one is `node packages/server/src/main.ts` with an environment of its own and nothing inherited that could
 * configure it. A process that answers or logs a plain 500, or that writes to its output what a crash would, fails the
 * test that stops it.
 */
import { spawn, type ChildProcessByStdio } from "node:child_process"
import { randomBytes, randomInt } from "node:crypto"
import { mkdtemp, rm } from "node:fs/promises"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import type { Readable } from "node:stream"
import { fileURLToPath } from "node:url"
import { createVault, type Vault } from "../../packages/server/src/lib/encryption.ts"

const main = fileURLToPath(new URL("../../packages/server/src/main.ts", import.meta.url))
const root = fileURLToPath(new URL("../..", import.meta.url))

/** How long a process may take until it serves; several starting at once on busy cores need more than one alone. */
const start_timeout_ms = 60_000
/** The server promises to leave within 10 s of SIGTERM. */
const stop_timeout_ms = 15_000

export interface ServerProcess {
  /** For example `http://127.0.0.1:40123`, without a trailing slash. */
  url: string
  pid: number
  /** The environment it was started with. */
  env: Readonly<Record<string, string>>
  /** Everything it has written so far, stdout and stderr together. */
  output(): string
  /**
   * SIGTERM, and the end of the process awaited.
   * Throws when it ends with another code than 0, takes too long, or its output tells of a plain 500.
   */
  stop(): Promise<void>
  /** SIGKILL, and the end of the process awaited. Throws when its output until then tells of a plain 500. */
  kill(): Promise<void>
}

/** Settings that every process of one deployment must share; random, so that a leak of them can be told from chance. */
export interface Deployment {
  admin: { email: string; password: string }
  /** The value for `x-publishable-api-key`. */
  publishable_key: string
  /** Opens what its servers seal. */
  vault: Vault
  env: Readonly<Record<string, string>>
}

/** A deployment on a database: its secrets, its administrator, its publishable key. `overrides` win. */
export function deployment(database_url: string, overrides: Readonly<Record<string, string>> = {}): Deployment {
  const admin = { email: "ada@shop.example", password: `admin-${randomBytes(18).toString("base64url")}` }
  const publishable_key = `pk_${randomBytes(32).toString("hex")}`
  const key = randomBytes(32)
  return {
    admin,
    publishable_key,
    vault: createVault(new Map([["test", key]])),
    env: {
      DATABASE_URL: database_url,
      // The issuer of every token: the same for all processes, as behind a load balancer.
      PUBLIC_BASE_URL: "http://127.0.0.1:9000",
      KEK_KEYS: JSON.stringify({ test: key.toString("base64url") }),
      RATE_LIMITS: '{"profile":"tests"}', // a race is a thousand sign-ins
      COVENANT_ADMIN_EMAIL: admin.email,
      COVENANT_ADMIN_PASSWORD: admin.password,
      COVENANT_PUBLISHABLE_KEY: publishable_key,
      ...overrides,
    },
  }
}

/** What a program needs to run at all; everything else would be configuration. */
const inherited = ["PATH", "HOME", "TMPDIR", "LANG", "NODE_COMPILE_CACHE", "NODE_EXTRA_CA_CERTS"]

/**
 * Starts a process on a free port, with a data folder of its own, and waits until it serves: until its start line has
 * come and `/health` answers 200. Throws with the whole output when it ends before that.
 */
export async function startProcess(env: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const url = `http://127.0.0.1:${await freePort()}`
  const data_dir = await mkdtemp(join(tmpdir(), "covenant-process-"))
  const child = spawn(process.execPath, [main], {
    cwd: root,
    env: {
      ...Object.fromEntries(inherited.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
      HOST: "127.0.0.1",
      PORT: new URL(url).port,
      DATA_DIR: data_dir,
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const written: string[] = []
  const ended = new Promise<number | string>((resolve) => {
    child.once("close", (code, signal) => resolve(code ?? signal ?? "unknown"))
  })
  child.stderr.setEncoding("utf8").on("data", (text: string) => written.push(text))
  const output = () => written.join("")

  try {
    await startLine(child, written, ended)
    const health = await fetch(`${url}/health`)
    if (health.status !== 200) throw new Error(`/health answered ${health.status}`)
  } catch (error) {
    child.kill("SIGKILL")
    await rm(data_dir, { recursive: true, force: true })
    throw new Error(`The server did not start.\n${output()}`, { cause: error })
  }

  return {
    url,
    pid: child.pid ?? 0,
    env,
    output,
    async stop() {
      const overdue = setTimeout(() => child.kill("SIGKILL"), stop_timeout_ms)
      child.kill("SIGTERM")
      const code = await ended
      clearTimeout(overdue)
      await rm(data_dir, { recursive: true, force: true })
      if (code !== 0) throw new Error(`The server ended with ${code} instead of 0.\n${output()}`)
      judge(output())
    },
    async kill() {
      child.kill("SIGKILL")
      await ended
      await rm(data_dir, { recursive: true, force: true })
      judge(output())
    },
  }
}

/**
 * A port nobody listens on. Below the range from which systems give ports to outgoing connections, so that none takes it
 * before the server does. Not `PORT=0`: the start line names the public address, which several processes share.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const port = randomInt(20_000, 32_000)
    const free = await new Promise<boolean>((resolve) => {
      const probe = createServer().once("error", () => resolve(false))
      probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)))
    })
    if (free) return port
  }
  throw new Error("no free port found")
}

/** Resolves with the start line, which is JSON where stdout is no terminal. */
function startLine(
  child: ChildProcessByStdio<null, Readable, Readable>,
  written: string[],
  ended: Promise<number | string>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no start line in ${start_timeout_ms} ms`)), start_timeout_ms)
    const settle = (act: () => void) => {
      clearTimeout(late)
      act()
    }
    void ended.then((code) => settle(() => reject(new Error(`ended with ${code} before it served`))))
    child.once("error", (error) => settle(() => reject(error)))
    createInterface({ input: child.stdout }).on("line", (line) => {
      written.push(`${line}\n`)
      if (parsed(line)?.["msg"] === "ready") settle(resolve)
    })
  })
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === "object" && value !== null ? { ...value } : undefined
  } catch {
    return undefined // a line for people
  }
}

/** Lines that tell of an answer with status 500, of a code `unknown_error`, or of a process about to die. */
export function plainFailures(output: string): string[] {
  return output.split("\n").filter((line) => {
    if (/\bunknown_error\b|UnhandledPromiseRejection|uncaughtException/u.test(line)) return true
    const fields = parsed(line)
    if (!fields) return /^\s*(?:\w*Error: |at .+:\d+:\d+\)?$)/u.test(line)
    const level = fields["level"]
    return (
      fields["status"] === 500 || level === "error" || level === "fatal" || (typeof level === "number" && level >= 50)
    )
  })
}

function judge(output: string): void {
  const unexpected = plainFailures(output)
  if (unexpected.length > 0) throw new Error(`The server failed inside:\n${unexpected.join("\n")}`)
}

/** `count` processes of one deployment, started at once. */
export async function startProcesses(count: number, env: Readonly<Record<string, string>>): Promise<ServerProcess[]> {
  const started = await Promise.allSettled(Array.from({ length: count }, () => startProcess(env)))
  const running = started.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []))
  const failed = started.find((outcome) => outcome.status === "rejected")
  if (failed) {
    await Promise.allSettled(running.map((server) => server.stop()))
    throw failed.reason
  }
  return running
}

/** Stops them all, and only then reports what was wrong with any. */
export async function stopProcesses(servers: readonly ServerProcess[]): Promise<void> {
  const stopped = await Promise.allSettled(servers.map((server) => server.stop()))
  const reasons = stopped.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason as unknown] : []))
  if (reasons.length > 0)
    throw reasons.length === 1 ? reasons[0] : new AggregateError(reasons, "Several servers failed.")
}
