/**
 * Before the postgres15 project: the oldest PostgreSQL we promise to work with, where one is installed. It is started
 * on a free port with a data folder of its own; an installed service is left alone.
 */
import { execFile, spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { chown, rm } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import type { TestProject } from "vitest/node"
import { fast_flags, placeForPostgres } from "./postgres.ts"
import { makeTemplate, onServer } from "./template.ts"

const run = promisify(execFile)

/** Where distributions put the programs of PostgreSQL 15. */
const candidates = [
  "/usr/lib/postgresql/15/bin", // Debian, Ubuntu
  "/usr/pgsql-15/bin", // Red Hat
  "/opt/homebrew/opt/postgresql@15/bin",
  "/usr/local/opt/postgresql@15/bin",
]

/** The folder with its programs, or undefined when PostgreSQL 15 is not installed. */
export const postgres15 = (): string | undefined => candidates.find((folder) => existsSync(join(folder, "postgres")))

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const programs = postgres15()
  if (!programs) throw new Error("PostgreSQL 15 is not installed")
  const server = await start(programs)
  const template = await makeTemplate(server.url)
  project.provide("databaseUrl", server.url)
  project.provide("databaseTemplate", template.name)
  return () => server.stop()
}

async function start(programs: string) {
  const { folder, port } = await placeForPostgres()
  const owner = await ownerOfPostgres()
  if (owner) await chown(folder, owner.uid, owner.gid)
  const data = join(folder, "data")
  await run(
    join(programs, "initdb"),
    ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
    { ...owner, cwd: folder },
  )
  const server = spawn(
    join(programs, "postgres"),
    ["-D", data, "-h", "127.0.0.1", "-p", String(port), "-k", folder, ...fast_flags],
    {
      ...owner,
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
    },
  )
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()))
  const leave = () => server.kill("SIGKILL")
  process.once("exit", leave) // also when the run is interrupted
  let log = ""
  server.stderr.setEncoding("utf8").on("data", (text: string) => (log += text))
  await new Promise<void>((resolve, reject) => {
    server.stderr.on("data", () => log.includes("ready to accept connections") && resolve())
    server.once("exit", () => reject(new Error(`PostgreSQL 15 did not start.\n${log}`)))
  })
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  await onServer(url, "select 1")
  return {
    url,
    async stop() {
      server.kill("SIGINT") // fast shutdown: connections are cut, not waited for
      await ended
      process.removeListener("exit", leave)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The system user to run as, because PostgreSQL refuses to run as root. Undefined when we are not root. */
async function ownerOfPostgres(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const [uid, gid] = await Promise.all(
    ["-u", "-g"].map(async (flag) => Number((await run("id", [flag, "postgres"])).stdout)),
  )
  if (uid === undefined || gid === undefined) throw new Error("the system has no user postgres")
  return { uid, gid }
}
