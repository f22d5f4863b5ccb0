/** Whether a request costs more when there are a million customers and sessions than when there are a thousand. */
import { cpuOfDatabase, inTurn, rateOf, repeated, sum, type Bench, type Measure } from "./bench.ts"
import type { Work } from "./load.ts"
import { sample } from "./people.ts"
import { judged, times, type Line } from "./report.ts"
import { openShop, startServer, type Server, type Shop } from "./servers.ts"

const connections = 8

interface Cost {
  requests: number
  seconds: number
  /** Of the server process. */
  cpu_s: number
  /** Of the sessions of its database; NaN where that cannot be told. */
  database_cpu_s: number
}

interface Place {
  shop: Shop
  server: Server
  count: number
  tokens: string[]
}

export const growth: Measure = async (bench) => {
  const [few, many] = bench.size.growth
  bench.progress(`growth: writing ${few} customers`)
  const small = await opened(bench, few)
  bench.progress(`growth: writing ${many} customers`)
  const large = await opened(bench, many)
  const lines: Line[] = []
  for (const [title, workOf] of [
    ["me", ({ shop }: Place): Work => ({ kind: "replay", requests: shop.looks })],
    ["refresh", ({ tokens }: Place): Work => ({ kind: "rotate", path: "/auth/token/refresh", tokens })],
  ] as const) {
    const cost = (place: Place) => () => costOf(bench, place, workOf(place))
    bench.progress(`growth: ${title}`)
    await repeated(3, cost(small)) // the cache of the database and the code of the server get warm
    await repeated(3, cost(large))
    const { a, b } = await inTurn(bench.size, cost(large), cost(small))
    lines.push(compared(`${title}, cost with ${exponent(many)} customers against ${exponent(few)}`, a, b))
  }
  return lines
}

const exponent = (count: number): string => count.toExponential(0).replace("e+", "·10^").replace("1·", "")

async function opened(bench: Bench, count: number): Promise<Place> {
  const shop = await openShop(await bench.database(), count)
  const server = await startServer(shop.env)
  bench.atEnd(() => server.stop())
  return { shop, server, count, tokens: shop.refreshTokens(sample(connections, count)) }
}

async function costOf(bench: Bench, place: Place, work: Work): Promise<Cost> {
  const { shop, server } = place
  const used = async () => ({
    cpu_s: (await server.usage()).cpu_us / 1e6,
    database_cpu_s: (await cpuOfDatabase(shop.database_url)) ?? NaN,
  })
  const before = await used()
  const loaded = await bench.load({ urls: [server.url], connections, seconds: bench.size.seconds, work })
  if (work.kind === "rotate") place.tokens = loaded.tokens
  const after = await used()
  return {
    ...loaded,
    cpu_s: after.cpu_s - before.cpu_s,
    database_cpu_s: after.database_cpu_s - before.database_cpu_s,
  }
}

function compared(title: string, large: readonly Cost[], small: readonly Cost[]): Line {
  const per = (turns: readonly Cost[], name: "cpu_s" | "database_cpu_s") =>
    (sum(turns, name) / sum(turns, "requests")) * 1e6
  const cpu = (turns: readonly Cost[]) => per(turns, "cpu_s") + per(turns, "database_cpu_s")
  const rates = `${rateOf(large).toFixed(0)} and ${rateOf(small).toFixed(0)}/s`
  // Where PostgreSQL's share cannot be told, time on the clock stands for it.
  if (Number.isNaN(cpu(large))) return judged(title, rateOf(small) / rateOf(large), { most: 1.3 }, times, rates)
  const parts = (turns: readonly Cost[]) =>
    `${per(turns, "cpu_s").toFixed(0)} + ${per(turns, "database_cpu_s").toFixed(0)}`
  const measured = `${parts(large)} and ${parts(small)} µs of CPU, server + PostgreSQL; ${rates}`
  return judged(title, cpu(large) / cpu(small), { most: 1.3 }, times, measured)
}
