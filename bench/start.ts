/** How long a start takes and how much memory a server needs, on PostgreSQL and on PGlite. */
import type { Bench, Measure } from "./bench.ts"
import { judged, type Line } from "./report.ts"
import { startServer } from "./servers.ts"

export const start: Measure = async (bench) => {
  const shop = await bench.shop()
  bench.progress("start: on PostgreSQL")
  const postgres = await started(bench, shop.env, shop.looks)
  bench.progress("start: on PGlite")
  // PGlite is the sandbox's: a new folder, from the prepared image where there is one.
  const pglite = await started(bench, { LOG_LEVEL: "warn" })
  return [
    {
      title: "start on PostgreSQL",
      goal: "",
      measured: seconds(postgres.started_in_ms),
      value: postgres.started_in_ms,
    },
    resident("memory on PostgreSQL, after 2,000 requests", postgres.resident_bytes, postgres.at_start_bytes),
    {
      title: "start on PGlite, a new folder",
      goal: "",
      measured: seconds(pglite.started_in_ms),
      value: pglite.started_in_ms,
    },
    {
      title: "memory on PGlite, after the start",
      goal: "",
      measured: mb(pglite.at_start_bytes),
      value: pglite.at_start_bytes / 1024 / 1024,
    },
  ]
}

const mb = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MB`
const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s from the start of the process to the first answer`

const resident = (title: string, bytes: number, at_start: number): Line =>
  judged(title, bytes / 1024 / 1024, { most: 120 }, (value) => `${value.toFixed(0)} MB`, `${mb(at_start)} at its start`)

async function started(bench: Bench, env: Readonly<Record<string, string>>, looks?: readonly string[]) {
  const server = await startServer(env)
  try {
    const at_start_bytes = (await server.usage()).resident_bytes
    if (looks) {
      const work = { kind: "replay", requests: looks } as const
      await bench.load({ urls: [server.url], connections: 16, seconds: 60, requests: 2_000, work })
    }
    const { resident_bytes } = await server.usage()
    return { started_in_ms: server.started_in_ms, at_start_bytes, resident_bytes }
  } finally {
    await server.stop()
  }
}
