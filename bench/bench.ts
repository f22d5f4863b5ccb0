/** Everything the benches share: the database server, the load generator, how long to measure, and cleaning up. */
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import pg from "pg"
import { ownDatabase } from "../test/setup/databases.ts"
import { startEmbedded } from "../test/setup/postgres.ts"
import { startChild, type Child } from "./child.ts"
import type { Load, Loaded } from "./load.ts"
import type { Line } from "./report.ts"
import { openShop, type Shop } from "./servers.ts"

export interface Bench {
  size: Size
  /** A new database, dropped at the end. */
  database(): Promise<string>
  /** A thousand customers, made once. */
  shop(): Promise<Shop>
  /** Sends the load; throws when an answer is another than 200. */
  load(load: Load): Promise<Loaded>
  /** A child of this folder, stopped at the end if it has not been before. */
  child(file: string, env?: Readonly<Record<string, string>>): Child
  /** Done at the end, last first. */
  atEnd(work: () => Promise<unknown>): void
  progress(sentence: string): void
}

/** How much is measured. */
export interface Size {
  /** A and B in turn, this often. */
  rounds: number
  /** Of one turn. */
  seconds: number
  /** Customers of the small and the large database. */
  growth: readonly [number, number]
  /** Sign-ins before the heap is looked at. */
  sign_ins: readonly [number, number]
  /** Sign-ins at a provider before the heap is looked at. */
  flows: readonly [number, number]
}

export const full: Size = {
  rounds: 4,
  seconds: 2,
  growth: [1_000, 1_000_000],
  sign_ins: [20_000, 100_000],
  flows: [2_000, 20_000],
}
export const quick: Size = {
  rounds: 2,
  seconds: 0.5,
  growth: [1_000, 20_000],
  sign_ins: [1_000, 3_000],
  flows: [500, 1_000],
}

/** One of the benches: what it measures, in the order of the report. */
export type Measure = (bench: Bench) => Promise<Line[]>

/** Does the work with everything it needs, and leaves nothing behind, whatever happens. */
export async function withBench<T>(
  size: Size,
  progress: (sentence: string) => void,
  work: (bench: Bench) => Promise<T>,
): Promise<T> {
  const ends: (() => Promise<unknown>)[] = []
  const atEnd = (end: () => Promise<unknown>) => void ends.push(end)
  let server: Promise<string> | undefined
  let shop: Promise<Shop> | undefined
  let loader: Child | undefined
  const child: Bench["child"] = (file, env = {}) => {
    const started = startChild(fileURLToPath(new URL(file, import.meta.url)), { env })
    atEnd(() => started.stop())
    return started
  }
  const database = async () => {
    server ??= startServer(atEnd)
    const own = await ownDatabase(await server)
    atEnd(() => own.drop())
    return own.url
  }
  try {
    return await work({
      size,
      database,
      shop: () => (shop ??= database().then((url) => openShop(url, 1_000))),
      async load(load) {
        loader ??= child("load.ts")
        const loaded = await loader.ask<Loaded>("run", load)
        const others = Object.entries(loaded.statuses).filter(([status]) => status !== "200")
        if (others.length > 0) throw new Error(`Answers other than 200: ${JSON.stringify(Object.fromEntries(others))}`)
        return loaded
      },
      child,
      atEnd,
      progress,
    })
  } finally {
    for (const end of ends.toReversed()) await end().catch(() => undefined) // the next must end all the same
  }
}

/** Commits reach the disk, as they do where it matters: without that, bare statements are faster than anybody's are. */
const durable_flags = ["-c", "max_connections=300", "-c", "max_wal_size=4GB"]

async function startServer(atEnd: Bench["atEnd"]): Promise<string> {
  const given = process.env["TEST_DATABASE_URL"]
  if (given) return given
  const embedded = await startEmbedded(durable_flags)
  atEnd(() => embedded.stop())
  return embedded.url
}

/** Runs A, B, A, B, …: what else the machine does meanwhile hurts both alike. */
export async function inTurn<A, B>(
  { rounds }: Size,
  a: () => Promise<A>,
  b: () => Promise<B>,
): Promise<{ a: A[]; b: B[] }> {
  const results: { a: A[]; b: B[] } = { a: [], b: [] }
  for (let round = 0; round < rounds; round++) {
    results.a.push(await a())
    results.b.push(await b())
  }
  return results
}

/** Until V8 has compiled what is hot: a server a few seconds old takes half as long again for a request. */
export const warming_turns = 8

export async function repeated(turns: number, work: () => Promise<unknown>): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await work()
}

/** What was done in how many seconds of what. */
export interface Spent {
  requests: number
  seconds: number
}

/** Requests a second over all turns. */
export const rateOf = (turns: readonly Spent[]): number => sum(turns, "requests") / sum(turns, "seconds")

export const sum = <Name extends string>(turns: readonly Record<Name, number>[], name: Name): number =>
  turns.reduce((total, turn) => total + turn[name], 0)

/** CPU seconds that the sessions of a database have used so far; undefined where /proc does not tell. */
export async function cpuOfDatabase(database_url: string): Promise<number | undefined> {
  const client = new pg.Client({ connectionString: database_url })
  await client.connect()
  try {
    const { rows } = await client.query<{ pid: number }>(
      "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    )
    return rows.reduce((total, { pid }) => total + cpuOf(pid), 0)
  } catch {
    return undefined // not this machine's processes, or no /proc
  } finally {
    await client.end()
  }
}

/** Seconds; the kernel counts hundredths. */
function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
  if (!stat.includes("(postgres)")) throw new Error("Another process of that number.")
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
  return (Number(fields[11]) + Number(fields[12])) / 100
}
