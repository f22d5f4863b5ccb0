/** Refresh with rotation against the statements it sends. */
import type { BareRefreshed, BareRefreshes } from "./bare-refresh.ts"
import { inTurn, rateOf, warming_turns, type Measure } from "./bench.ts"
import { sessionId } from "./people.ts"
import { judged, percent, type Line } from "./report.ts"
import { key_id, startServer } from "./servers.ts"

export const refresh: Measure = async (bench) => {
  const shop = await bench.shop()
  const server = await startServer(shop.env)
  bench.atEnd(() => server.stop())
  const bare = bench.child("bare-refresh.ts")
  const { seconds } = bench.size
  let people = 100
  const nobodyYet = (connections: number) => Array.from({ length: connections }, () => people++)

  /** Both with so many connections, each with a session of its own that nobody has refreshed. */
  const compare = async (connections: number, rounds: number) => {
    let tokens = shop.refreshTokens(nobodyYet(connections))
    const rotate = async () => {
      const work = { kind: "rotate", path: "/auth/token/refresh", tokens } as const
      const loaded = await bench.load({ urls: [server.url], connections, seconds, work })
      tokens = loaded.tokens
      return loaded
    }
    let sessions = nobodyYet(connections).map((n) => ({ id: sessionId(n), generation: 0 }))
    const rotateBare = async () => {
      const about: BareRefreshes = { database_url: shop.database_url, seconds, key_id, sessions }
      const done = await bare.ask<BareRefreshed>("run", about)
      sessions = done.sessions
      return { requests: done.refreshes, seconds: done.seconds }
    }
    return inTurn({ ...bench.size, rounds }, rotate, rotateBare)
  }

  bench.progress("refresh: warming up")
  await compare(8, warming_turns)
  const lines: Line[] = []
  for (const connections of [1, 8, 64]) {
    bench.progress(`refresh: ${connections} connections, by the server and by its statements alone`)
    const { a, b } = await compare(connections, bench.size.rounds)
    lines.push(
      judged(
        `refresh, rate against its statements alone, ${connections} connections`,
        rateOf(a) / rateOf(b),
        { least: 0.6 },
        percent,
        `${rateOf(a).toFixed(0)} and ${rateOf(b).toFixed(0)}/s, p50 ${a.map(({ p50_ms }) => p50_ms.toFixed(1)).join(", ")} ms`,
      ),
    )
  }
  return lines
}
