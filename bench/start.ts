/** How long a start takes and how much memory a server needs, on PostgreSQL and on PGlite. */
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Bench, Measure } from "./bench.ts"
import { judged, type Line } from "./report.ts"
import { startServer } from "./servers.ts"

export const start: Measure = async (bench) => {
  const shop = await bench.shop()
  const cache = await mkdtemp(join(tmpdir(), "covenant-bench-cache-"))
  bench.atEnd(() => rm(cache, { recursive: true, force: true }))
  // `pnpm start` keeps compiled code too. The first start fills the cache.
  const on_postgres = { ...shop.env, NODE_COMPILE_CACHE: cache }
  const on_pglite = { LOG_LEVEL: "warn", NODE_COMPILE_CACHE: cache } // the sandbox, in a new folder

  bench.progress("start: on PostgreSQL")
  await started(bench, on_postgres)
  const postgres = await started(bench, on_postgres, shop.looks)
  bench.progress("start: on PGlite")
  await started(bench, on_pglite)
  const pglite = await started(bench, on_pglite)

  const took = (title: string, ms: number): Line => ({
    title,
    goal: "",
    value: ms / 1000,
    measured: `${(ms / 1000).toFixed(2)} s from the start of the process to the first answer`,
  })
  return [
    took("start on PostgreSQL", postgres.started_in_ms),
    judged(
      "memory on PostgreSQL, after the start",
      mb(postgres.at_start_bytes),
      { most: 120 },
      (value) => `${value.toFixed(0)} MB`,
      `${mb(postgres.resident_bytes).toFixed(0)} MB after ${requests} requests`,
    ),
    took("start on PGlite, a new folder", pglite.started_in_ms),
    {
      title: "memory on PGlite, after the start",
      goal: "",
      value: mb(pglite.at_start_bytes),
      measured: `${mb(pglite.at_start_bytes).toFixed(0)} MB`,
    },
  ]
}

const requests = 2_000
const mb = (bytes: number): number => bytes / 1024 / 1024

async function started(bench: Bench, env: Readonly<Record<string, string>>, looks?: readonly string[]) {
  const server = await startServer(env)
  try {
    const at_start_bytes = (await server.usage()).resident_bytes
    if (looks) {
      const work = { kind: "replay", requests: looks } as const
      await bench.load({ urls: [server.url], connections: 16, seconds: 60, requests, work })
    }
    const { resident_bytes } = await server.usage()
    return { started_in_ms: server.started_in_ms, at_start_bytes, resident_bytes }
  } finally {
    await server.stop()
  }
}
