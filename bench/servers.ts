/** Servers of ours in production mode, each a process on a database of the bench. */
import { randomBytes, randomInt } from "node:crypto"
import { mkdtemp, rm } from "node:fs/promises"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { readConfig } from "../packages/server/src/config.ts"
import { openDatabase } from "../packages/server/src/db/connection.ts"
import { migrateToLatest } from "../packages/server/src/db/migrate.ts"
import { budget_names } from "../packages/server/src/lib/budgets.ts"
import { systemClock } from "../packages/server/src/lib/clock.ts"
import { createVault } from "../packages/server/src/lib/encryption.ts"
import { createLog } from "../packages/server/src/lib/log.ts"
import { refreshTokenText } from "../packages/server/src/lib/refresh-token.ts"
import { createServices } from "../packages/server/src/services.ts"
import { issueAccessToken } from "../packages/server/src/sessions/issue-access-token.ts"
import { findSessionForTokens } from "../packages/server/src/sessions/queries.ts"
import { startChild, type Child } from "./child.ts"
import { customerId, sample, sessionId, writePeople } from "./people.ts"
import type { Usage } from "./usage.ts"

const main = fileURLToPath(new URL("../packages/server/src/main.ts", import.meta.url))
const start_timeout_ms = 60_000

export const key_id = "bench"
const key = new Uint8Array(randomBytes(32))
export const publishable_key = `pk_${randomBytes(16).toString("hex")}`

/** As in production, with room in every budget: what is measured is not the refusal. */
export const environment = (database_url: string): Record<string, string> => ({
  NODE_ENV: "production",
  DATABASE_URL: database_url,
  PUBLIC_BASE_URL: "https://shop.example",
  KEK_KEYS: JSON.stringify({ [key_id]: Buffer.from(key).toString("base64url") }),
  COVENANT_PUBLISHABLE_KEY: publishable_key,
  TRUSTED_PROXIES: "127.0.0.1",
  SMTP_URL: "smtp://127.0.0.1:9", // nothing here sends mail
  MAIL_FROM: "no-reply@shop.example",
  LOG_LEVEL: "warn",
  RATE_LIMITS: JSON.stringify(Object.fromEntries(budget_names.map((name) => [name, { points: 1_000_000 }]))),
})

export interface Server {
  url: string
  process: Child
  /** From the start of the process to the first answer of `/health`. */
  started_in_ms: number
  usage(): Promise<Usage>
  stop(): Promise<void>
}

/** Starts a server and waits until it answers. */
export async function startServer(
  env: Readonly<Record<string, string>>,
  { file = main, flags = [] }: { file?: string; flags?: readonly string[] } = {},
): Promise<Server> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const data_dir = await mkdtemp(join(tmpdir(), "covenant-bench-"))
  const began = performance.now()
  const child = startChild(file, { env: { HOST: "127.0.0.1", PORT: String(port), DATA_DIR: data_dir, ...env }, flags })
  const stop = async () => {
    await child.stop()
    await rm(data_dir, { recursive: true, force: true })
  }
  try {
    const usage = () => child.ask<Usage>("usage")
    for (;;) {
      const health = await fetch(`${url}/health`).catch(() => undefined)
      if (health?.status === 200) break
      if (performance.now() - began > start_timeout_ms) throw new Error("A server did not start in time.")
      await Promise.race([new Promise((resolve) => setTimeout(resolve, 5)), child.ended])
      if (child.has_ended()) throw new Error(`A server ended at its start.\n${child.complaints()}`)
    }
    return { url, process: child, started_in_ms: performance.now() - began, usage, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000) // below the range outgoing connections take theirs from
    const free = await new Promise<boolean>((resolve) => {
      const probe = createServer().once("error", () => resolve(false))
      probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)))
    })
    if (free) return port
  }
}

/** A migrated database full of people, and what they hold. */
export interface Shop {
  database_url: string
  env: Record<string, string>
  /** `GET /store/customers/me` by up to 1,000 of them, from all over the table. */
  looks: string[]
  /** The bare counterpart, with the same headers. */
  bare_looks: string[]
  /** The stored hash of everybody's password. */
  hash: string
  refreshTokens(of: readonly number[]): string[]
}

export async function openShop(database_url: string, count: number, { cheap = false } = {}): Promise<Shop> {
  const env = environment(database_url)
  const config = readConfig(env, {
    default_data_dir: "",
    madeUp: () => {
      throw new Error("The bench sets every secret.")
    },
  })
  const database = await openDatabase({ kind: "postgres", url: database_url, pool_size: 2 })
  try {
    await migrateToLatest(database)
    const hash = await writePeople(database_url, { count, key_id, cheap })
    const services = await createServices({ config, db: database.db, clock: systemClock, log: createLog("silent") })
    const people = sample(1_000, count)
    const tokens: string[] = []
    for (const n of people) {
      const session = await findSessionForTokens(database.db, sessionId(n))
      if (!session?.live) throw new Error(`The session of customer ${n} is not alive.`)
      tokens.push((await issueAccessToken(services, session)).token)
    }
    const headers = (token: string | undefined) =>
      `authorization: Bearer ${token}\r\nx-publishable-api-key: ${publishable_key}\r\naccept: application/json\r\n\r\n`
    const vault = createVault(new Map([[key_id, key]]))
    return {
      database_url,
      env,
      hash,
      looks: tokens.map((token) => `GET /store/customers/me HTTP/1.1\r\n${headers(token)}`),
      bare_looks: people.map((n, at) => `GET /${sessionId(n)}/${customerId(n)} HTTP/1.1\r\n${headers(tokens[at])}`),
      refreshTokens: (of) =>
        of.map((n) => refreshTokenText({ key_id, session_id: sessionId(n), generation: 0 }, vault)),
    }
  } finally {
    await database.close()
  }
}
