/** Signing in at a provider on this machine: what coming back from it costs, and what it leaves behind. */
import { fileURLToPath } from "node:url"
import type { Bench, Measure } from "./bench.ts"
import type { Child } from "./child.ts"
import type { AtProvider, Traveller } from "./provider.ts"
import { judged, percentFine, type Line } from "./report.ts"
import { environment, startServer, type Server } from "./servers.ts"
import type { Usage } from "./usage.ts"

const connections = 16
/** Whoever signs in is one of so many, so that after the first time everybody is known. */
const people = 500
/** Flows that wait to be finished at once; they must not expire. */
const batch = 500

export const callback: Measure = async (bench) => {
  const provider = bench.child("provider.ts")
  const settings = await provider.ask<AtProvider>("settings")
  const server = await startServer(
    { ...environment(await bench.database()), BENCH_PROVIDERS: JSON.stringify({ bench: settings }) },
    { file: fileURLToPath(new URL("callback-server.ts", import.meta.url)), flags: ["--expose-gc"] },
  )
  bench.atEnd(() => server.stop())
  const lines = await statements(server, provider)
  const [few, many] = bench.size.flows
  const mb = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`
  const batches: Finished[] = []
  for (let finished = 0; finished < many; finished += batch) {
    const held = batches.at(-1)?.heap_bytes
    if (finished % 2_000 === 0)
      bench.progress(`callback: ${finished} of ${many} flows${held ? `, heap ${mb(held)}` : ""}`)
    batches.push(await finishBatch(bench, server, provider, Math.min(batch, many - finished)))
  }
  // A single look at the heap is off by a megabyte or two either way.
  const heapAround = (flows: number): number => {
    const at = Math.min(flows / batch - 1, batches.length - 3)
    return median(batches.slice(Math.max(0, at - 2), at + 3).map(({ heap_bytes }) => heap_bytes))
  }
  const [early, late] = [heapAround(few), heapAround(many)]
  const warm = batches.slice(few / batch)
  const sum = (of: "requests" | "seconds" | "cpu_us" | "provider_cpu_us") =>
    warm.reduce((total, one) => total + one[of], 0)
  const each = (us: number) => `${(us / 1000 / sum("requests")).toFixed(2)} ms`
  const ms = (of: "p50_ms" | "p99_ms") => `${median(warm.map((one) => one[of])).toFixed(0)} ms`
  return [
    {
      title: `callback, ${connections} flows at once`,
      goal: "",
      measured: `${(sum("requests") / sum("seconds")).toFixed(0)}/s, p50 ${ms("p50_ms")}, p99 ${ms("p99_ms")} (of ${batch} each time, the median of the times); CPU ${each(sum("cpu_us"))} ours, ${each(sum("provider_cpu_us"))} the provider's`,
    },
    ...lines,
    judged(
      `heap after ${many} callbacks, growth since ${few}`,
      late / early - 1,
      { most: 0.05 },
      percentFine,
      `${mb(late)} and ${mb(early)} after collection, medians of five; each is a start and a callback`,
    ),
  ]
}

interface Finished {
  requests: number
  seconds: number
  cpu_us: number
  provider_cpu_us: number
  /** Of the batch. */
  p50_ms: number
  p99_ms: number
  /** Of the server, afterwards. */
  heap_bytes: number
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** Begins so many flows, and measures how they end. */
async function finishBatch(bench: Bench, server: Server, provider: Child, count: number): Promise<Finished> {
  const requests: string[] = []
  for (let begun = 0; begun < count; begun += connections) {
    const some = Array.from({ length: Math.min(connections, count - begun) }, () => start(server))
    requests.push(...(await backFrom(provider, await Promise.all(some))).map(request))
  }
  const before = [await server.usage(), await provider.ask<Usage>("usage")] as const
  const loaded = await bench.load({
    urls: [server.url],
    connections,
    seconds: 300,
    requests: count,
    work: { kind: "once", requests },
  })
  const after = [await server.usage(), await provider.ask<Usage>("usage")] as const
  return {
    requests: loaded.requests,
    seconds: loaded.seconds,
    p50_ms: loaded.p50_ms,
    p99_ms: loaded.p99_ms,
    heap_bytes: after[0].heap_bytes,
    cpu_us: after[0].cpu_us - before[0].cpu_us,
    provider_cpu_us: after[1].cpu_us - before[1].cpu_us,
  }
}

/** Somebody at the provider, and what their browser keeps meanwhile. */
interface Away {
  location: string
  cookie: string
  /** An address of their own: the limit per address is one row, and no two would wait for it. */
  ip: string
}

let started = 0

async function start({ url }: Server): Promise<Away> {
  const ip = `10.${(started >> 16) & 255}.${(started >> 8) & 255}.${started & 255}`
  started += 1
  const answer = await fetch(`${url}/api/auth/oauth/bench`, { redirect: "manual", headers: { "x-forwarded-for": ip } })
  if (answer.status !== 302) throw new Error(`A start answered ${answer.status}: ${await answer.text()}`)
  const cookie = answer.headers.getSetCookie().at(-1)?.split(";")[0] ?? ""
  return { location: answer.headers.get("location") ?? "", cookie, ip }
}

interface Back extends Away {
  path: string
}

async function backFrom(provider: Child, away: readonly Away[]): Promise<Back[]> {
  const travellers = away.map(({ location }, at): Traveller => ({ location, sub: `mira-${(started + at) % people}` }))
  const paths = await provider.ask<string[]>("signIn", travellers)
  return away.map((one, at) => ({ ...one, path: paths[at] ?? "" }))
}

const request = ({ path, cookie, ip }: Back): string =>
  `GET ${path} HTTP/1.1\r\ncookie: ${cookie}\r\nx-forwarded-for: ${ip}\r\naccept: application/json\r\n\r\n`

/** How many statements a start and a callback send beside `begin` and `commit`, and which. */
async function statements(server: Server, provider: Child): Promise<Line[]> {
  const heard = async (work: () => Promise<unknown>) => {
    await server.process.ask("listen")
    await work()
    const sent = await server.process.ask<string[]>("heard")
    return sent.map(inShort).filter((statement) => statement !== "begin" && statement !== "commit")
  }
  const comeBack = async (away: Away) => {
    const [back] = await backFrom(provider, [away])
    if (!back) throw new Error("nobody came back")
    const answer = await fetch(`${server.url}${back.path}`, {
      headers: { cookie: back.cookie, "x-forwarded-for": back.ip, accept: "application/json" },
    })
    if (answer.status !== 200) throw new Error(`A callback answered ${answer.status}: ${await answer.text()}`)
    started -= 1 // so that the same person comes back again
  }
  const away: Away[] = []
  const begin = async () => void away.push(await start(server))
  await begin() // what only the first one asks
  const at_start = await heard(begin)
  const first = away.pop() ?? (await start(server))
  const at_first = await heard(() => comeBack(first))
  const again = await start(server)
  const at_second = await heard(() => comeBack(again))
  const line = (title: string, sent: readonly string[], most: number) =>
    judged(title, sent.length, { most }, (count) => count.toFixed(0), sent.join(", "))
  return [
    line("callback, statements of a start", at_start, 2),
    line("callback, statements of somebody known", at_second, 12),
    line("callback, statements of a first sign-in", at_first, 12),
  ]
}

/** `update oauth_flow`: the verb, and the first table that it names. */
function inShort(statement: string): string {
  const [verb = ""] = /^\s*\w+/u.exec(statement) ?? []
  const [, table = ""] = /\b(?:into|update|from)\s+"?(\w+)"?/iu.exec(statement) ?? []
  return `${verb.trim().toLowerCase()} ${table}`.trim()
}
