/** Loaded in front of every process that is measured: tells what it has used. */
import { answer } from "./child.ts"

/** What a process has used so far. */
export interface Usage {
  /** User and system time of all its threads. */
  cpu_us: number
  resident_bytes: number
  /** After a collection where there is `--expose-gc`. */
  heap_bytes: number
}

answer({
  usage(): Usage {
    const { user, system } = process.cpuUsage() // first: collecting for this answer is no part of the work
    globalThis.gc?.()
    globalThis.gc?.() // the first one runs finalizers, whose garbage the second takes
    const { rss, heapUsed } = process.memoryUsage()
    return { cpu_us: user + system, resident_bytes: rss, heap_bytes: heapUsed }
  },
})
