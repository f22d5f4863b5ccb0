/** All benches, one after the other. */
import { loadavg } from "node:os"
import { full, quick, withBench, type Measure } from "./bench.ts"
import { callback } from "./callback.ts"
import { growth } from "./growth.ts"
import { heap } from "./heap.ts"
import { login } from "./login.ts"
import { me, processes } from "./me.ts"
import { refresh } from "./refresh.ts"
import type { Line } from "./report.ts"
import { start } from "./start.ts"

/** In the order of the report. */
const measures = { me, processes, login, refresh, callback, growth, heap, start } satisfies Record<string, Measure>

export type BenchName = keyof typeof measures
export const bench_names = Object.keys(measures) as BenchName[] // the keys of the literal above

export interface RunOptions {
  only: readonly BenchName[]
  /** A fraction of everything: for trying the bench, not for figures. */
  quick: boolean
  /** Told what is going on. */
  progress(sentence: string): void
}

export interface Report {
  lines: Line[]
  /** What could not run, and why. */
  failed: { name: BenchName; reason: string }[]
  /** Of the machine over the last minute, before and after: with more than a few, others were at work. */
  load: readonly [number, number]
}

export async function runBenches({ only, quick: is_quick, progress }: RunOptions): Promise<Report> {
  const before = loadavg()[0] ?? 0
  const lines: Line[] = []
  const failed: Report["failed"] = []
  for (const name of only) {
    try {
      progress(name)
      lines.push(...(await withBench(is_quick ? quick : full, progress, measures[name])))
    } catch (error) {
      failed.push({ name, reason: error instanceof Error ? error.message : String(error) })
    }
  }
  return { lines, failed, load: [before, loadavg()[0] ?? 0] }
}
