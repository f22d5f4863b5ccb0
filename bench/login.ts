/** Signing in against argon2id alone, and whether the server answers others meanwhile. */
import { availableParallelism } from "node:os"
import { setTimeout as pause } from "node:timers/promises"
import type { BareHashes } from "./bare-hashes.ts"
import { inTurn, rateOf, repeated, warming_turns, type Measure } from "./bench.ts"
import type { Load, Loaded } from "./load.ts"
import { emailOf, password } from "./people.ts"
import { judged, percent } from "./report.ts"
import { startServer } from "./servers.ts"

const connections = 16 // so that there is always a password to hash, while others wait for a commit

export const login: Measure = async (bench) => {
  const shop = await bench.shop()
  const server = await startServer(shop.env)
  bench.atEnd(() => server.stop())
  const cores = availableParallelism()
  const bare = bench.child("bare-hashes.ts", { UV_THREADPOOL_SIZE: String(cores + 4) })
  const requests = Array.from({ length: 1_000 }, (_, at) => {
    const body = JSON.stringify({ email: emailOf(at + 1), password })
    // Every customer has an address of their own: the count of one address is one row, for which all would wait.
    const from = `x-forwarded-for: 10.0.${at >> 8}.${at & 255}`
    return `POST /auth/customer/emailpass HTTP/1.1\r\n${from}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`
  })
  const work = { kind: "replay", requests } as const
  const seconds = bench.size.seconds
  const signIn = () => bench.load({ urls: [server.url], connections, seconds, work })
  const hash = async () => {
    const about: BareHashes = { seconds, at_once: cores, hash: shop.hash, password }
    const done = await bare.ask<{ hashes: number; seconds: number }>("run", about)
    return { requests: done.hashes, seconds: done.seconds }
  }
  bench.progress("login: warming up")
  await repeated(warming_turns, signIn)
  bench.progress(`login: sign-ins and hashes on ${cores} cores`)
  const { a, b } = await inTurn(bench.size, signIn, hash)

  bench.progress("login: 500 at once")
  const crowd = { over: false }
  // Sent by another process: this one has nothing to do but to ask /health.
  const answered = bench
    .child("load.ts")
    .ask<Loaded>("run", { urls: [server.url], connections: 500, seconds: 30, requests: 500, work } satisfies Load)
    .finally(() => (crowd.over = true))
  answered.catch(() => undefined) // awaited below
  const health_ms: number[] = []
  while (!crowd.over) {
    const asked = performance.now()
    const health = await fetch(`${server.url}/health`)
    await health.text()
    if (health.status !== 200) throw new Error(`/health answered ${health.status}`)
    health_ms.push(performance.now() - asked)
    await pause(10)
  }
  const slowest = Math.max(...health_ms)
  return [
    judged(
      "login, rate against argon2id alone",
      rateOf(a) / rateOf(b),
      { least: 0.9 },
      percent,
      `${rateOf(a).toFixed(0)} and ${rateOf(b).toFixed(0)}/s on ${cores} cores, ${connections} connections`,
    ),
    judged(
      "/health during 500 logins at once, slowest",
      slowest,
      { most: 200 },
      (ms) => `${ms.toFixed(0)} ms`,
      `of ${health_ms.length} asked; logins: ${crowdOf(await answered)}`,
    ),
  ]
}

/** 503 is an answer when there are too many; anything else is a fault. */
function crowdOf({ statuses }: Loaded): string {
  const { 200: served = 0, 503: turned_away = 0, ...others } = statuses
  if (Object.keys(others).length > 0) throw new Error(`Logins were answered ${JSON.stringify(others)}`)
  return `${served} signed in, ${turned_away} told to come back`
}
