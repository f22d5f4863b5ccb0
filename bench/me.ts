/** `GET /store/customers/me` against its two reads behind `node:http`, and one process against four. */
import { inTurn, rateOf, repeated, sum, warming_turns, type Bench, type Measure } from "./bench.ts"
import type { Loaded } from "./load.ts"
import { judged, times, type Line } from "./report.ts"
import { startServer, type Server } from "./servers.ts"
import type { Usage } from "./usage.ts"

interface Measured extends Loaded {
  cpu_us: number
}

export const me: Measure = async (bench) => {
  const shop = await bench.shop()
  const quiet = await started(bench, shop.env)
  const logging = await started(bench, { ...shop.env, LOG_LEVEL: "info" })
  const bare = bench.child("bare-reads.ts")
  const bare_url = await bare.ask<string>("listen", { database_url: shop.database_url })

  const look = (server: Server, connections: number) => () =>
    spent(bench, [server.usage], [server.url], connections, shop.looks)
  const bareLook = (connections: number) => () =>
    spent(bench, [() => bare.ask<Usage>("usage")], [bare_url], connections, shop.bare_looks)

  bench.progress("me: warming up")
  for (const warm of [look(quiet, 16), look(logging, 16), bareLook(16)]) await repeated(warming_turns, warm)

  const lines: Line[] = []
  for (const connections of [1, 16, 64]) {
    bench.progress(`me: ${connections} connections`)
    const { a, b } = await inTurn(bench.size, look(quiet, connections), bareLook(connections))
    lines.push(compared(`me, CPU per request, ${connections} connections`, a, b))
  }
  bench.progress("me: with its access log")
  const { a, b } = await inTurn(bench.size, look(logging, 16), bareLook(16))
  const logged = compared("me with a line logged for each, 16 connections", a, b)
  lines.push({ title: logged.title, measured: logged.measured, value: logged.value, goal: "" })
  return lines
}

/** Requests a second of each process that leave two cores room for four of them, their PostgreSQL and who asks. */
const calm_rate = 100
const connections_each = 16

export const processes: Measure = async (bench) => {
  const shop = await bench.shop()
  const four = <T>(start: () => Promise<T>) => Promise.all(Array.from({ length: 4 }, start))
  const ours = (await four(() => started(bench, shop.env))).map(({ url, usage }) => ({ url, usage }))
  const bare = await four(async () => {
    const child = bench.child("bare-reads.ts")
    const url = await child.ask<string>("listen", { database_url: shop.database_url })
    return { url, usage: () => child.ask<Usage>("usage") }
  })
  const look = (servers: typeof ours, requests: readonly string[], rate?: number) => () =>
    spent(
      bench,
      servers.map(({ usage }) => usage),
      servers.map(({ url }) => url),
      connections_each * servers.length,
      requests,
      rate === undefined ? undefined : rate * servers.length,
    )
  bench.progress("processes: warming up")
  for (const server of ours) await repeated(warming_turns, look([server], shop.looks)) // each has its own code to compile
  for (const server of bare) await repeated(warming_turns / 2, look([server], shop.bare_looks))

  const compare = async (servers: typeof ours, requests: readonly string[], rate?: number) => {
    const { a, b } = await inTurn(bench.size, look(servers, requests, rate), look(servers.slice(0, 1), requests, rate))
    const [for_four, for_one] = [perRequest(a), perRequest(b)]
    const measured = `${for_four.toFixed(0)} and ${for_one.toFixed(0)} µs, ${rateOf(a).toFixed(0)} and ${rateOf(b).toFixed(0)}/s`
    return { ratio: for_four / for_one, measured }
  }
  const title = "four processes, CPU per request against one"
  bench.progress("processes: as much for each as for one")
  const calm = await compare(ours, shop.looks, calm_rate)
  bench.progress("processes: as much as there is room for")
  const full = await compare(ours, shop.looks)
  const control = await compare(bare, shop.bare_looks)
  const told = (name: string, { ratio, measured }: typeof full): Line => ({
    title: `${title}, ${name}`,
    measured: `${times(ratio)}  ${measured}`,
    value: ratio,
    goal: "",
  })
  return [
    judged(`${title}, ${calm_rate}/s each`, calm.ratio, { most: 1.1 }, times, calm.measured),
    told("as fast as they can", full),
    told("the same of the bare ones", control),
  ]
}

async function started(bench: Bench, env: Readonly<Record<string, string>>): Promise<Server> {
  const server = await startServer(env)
  bench.atEnd(() => server.stop())
  return server
}

async function spent(
  bench: Bench,
  usages: readonly (() => Promise<Usage>)[],
  urls: readonly string[],
  connections: number,
  requests: readonly string[],
  rate?: number,
): Promise<Measured> {
  const used = async () => sum(await Promise.all(usages.map((usage) => usage())), "cpu_us")
  const before = await used()
  const { seconds } = bench.size
  const pace = rate === undefined ? {} : { rate }
  const loaded = await bench.load({ urls, connections, seconds, ...pace, work: { kind: "replay", requests } })
  return { ...loaded, cpu_us: (await used()) - before }
}

/** µs. */
const perRequest = (turns: readonly Measured[]): number => sum(turns, "cpu_us") / sum(turns, "requests")

function compared(title: string, ours: readonly Measured[], bare: readonly Measured[]): Line & { value: number } {
  const [our_us, bare_us] = [perRequest(ours), perRequest(bare)]
  const middle = (turns: readonly Measured[], name: "p50_ms" | "p99_ms") => (sum(turns, name) / turns.length).toFixed(1)
  const speed = (turns: readonly Measured[]) =>
    `${rateOf(turns).toFixed(0)}/s p50 ${middle(turns, "p50_ms")} p99 ${middle(turns, "p99_ms")} ms`
  const measured = `${our_us.toFixed(0)} and ${bare_us.toFixed(0)} µs; ${speed(ours)}; bare ${speed(bare)}`
  return judged(title, our_us / bare_us, { most: 2 }, times, measured)
}
