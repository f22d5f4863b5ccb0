/** Refresh with rotation against the statements it sends. */
import type { BareRefreshed, BareRefreshes } from "./bare-refresh.ts"
import { inTurn, rateOf, warming_turns, type Measure } from "./bench.ts"
import { sessionId } from "./people.ts"
import { judged, percent } from "./report.ts"
import { key_id, startServer } from "./servers.ts"

const connections = 8

export const refresh: Measure = async (bench) => {
  const shop = await bench.shop()
  const server = await startServer(shop.env)
  bench.atEnd(() => server.stop())
  const bare = bench.child("bare-refresh.ts")
  const { seconds } = bench.size
  const numbers = (from: number) => Array.from({ length: connections }, (_, at) => from + at)

  let tokens = shop.refreshTokens(numbers(101))
  const rotate = async () => {
    const work = { kind: "rotate", path: "/auth/token/refresh", tokens } as const
    const loaded = await bench.load({ urls: [server.url], connections, seconds, work })
    tokens = loaded.tokens
    return loaded
  }
  let sessions = numbers(201).map((n) => ({ id: sessionId(n), generation: 0 }))
  const rotateBare = async () => {
    const about: BareRefreshes = { database_url: shop.database_url, seconds, key_id, sessions }
    const done = await bare.ask<BareRefreshed>("run", about)
    sessions = done.sessions
    return { requests: done.refreshes, seconds: done.seconds }
  }
  bench.progress("refresh: warming up")
  // In turn as well: the last answers of a turn are not read, and the tokens they replaced are good for seconds only.
  await inTurn({ ...bench.size, rounds: warming_turns }, rotate, rotateBare)
  bench.progress("refresh: by the server, and by its statements alone")
  const { a, b } = await inTurn(bench.size, rotate, rotateBare)
  return [
    judged(
      "refresh, rate against its statements alone",
      rateOf(a) / rateOf(b),
      { least: 0.6 },
      percent,
      `${rateOf(a).toFixed(0)} and ${rateOf(b).toFixed(0)}/s, ${connections} connections`,
    ),
  ]
}
