/** Runs a command and says what it cost, with everything it started. */
import { spawn } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"

export interface Cost {
  ok: boolean
  /** What it wrote to both streams. */
  output: string
  wall_s: number
  /** User and system time of the command and all it started. Null where the system has no /proc. */
  cpu_s: number | null
  /** Most memory resident at one moment, summed over the command and all it started. Null where there is no /proc. */
  peak_mb: number | null
}

/** The rate of the kernel's counters in /proc; 100 on every Linux that Node supports. */
const ticks_per_s = 100
const page_bytes = 4096
const sample_ms = 20

/** One at a time: processor time is read off the counters of this process, which add up all its children. */
export function measureProcess(command: string, args: readonly string[], cwd: string): Promise<Cost> {
  return new Promise((resolve) => {
    const started = performance.now()
    const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "pipe"] })
    const output: Buffer[] = []
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk))
    child.stderr.on("data", (chunk: Buffer) => output.push(chunk))

    const cpu_before = cpuOfChildren()
    let peak = 0
    const sampler = setInterval(() => {
      if (child.pid !== undefined) peak = Math.max(peak, residentBytes(child.pid))
    }, sample_ms)
    const finish = (ok: boolean) => {
      clearInterval(sampler)
      const cpu_after = cpuOfChildren()
      resolve({
        ok,
        output: Buffer.concat(output).toString("utf8"),
        wall_s: (performance.now() - started) / 1000,
        cpu_s: cpu_before === null || cpu_after === null ? null : cpu_after - cpu_before,
        peak_mb: peak === 0 ? null : peak / 1024 / 1024,
      })
    }
    child.once("error", (error) => {
      output.push(Buffer.from(error.message))
      finish(false)
    })
    child.once("close", (code) => finish(code === 0))
  })
}

/** Seconds that ended children of this process, and theirs, have computed: `cutime` and `cstime` of proc(5). */
function cpuOfChildren(): number | null {
  const fields = statOf("self")
  return fields === undefined ? null : (Number(fields[13]) + Number(fields[14])) / ticks_per_s
}

/** Resident memory of a process and its descendants, 0 where it cannot be read. */
function residentBytes(root: number): number {
  const children = new Map<number, number[]>()
  const resident = new Map<number, number>()
  for (const pid of processIds()) {
    const fields = statOf(pid)
    if (!fields) continue
    const parent = Number(fields[1])
    children.set(parent, [...(children.get(parent) ?? []), pid])
    resident.set(pid, Number(fields[21]) * page_bytes)
  }
  const sum = (pid: number): number =>
    (resident.get(pid) ?? 0) + (children.get(pid) ?? []).reduce((total, it) => total + sum(it), 0)
  return sum(root)
}

function processIds(): number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger)
  } catch {
    return []
  }
}

/** The fields of /proc/<pid>/stat from the state on; the name before it may contain anything. */
function statOf(pid: number | "self"): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8")
    return text.slice(text.lastIndexOf(")") + 2).split(" ")
  } catch {
    return undefined // it has ended, or this is no Linux
  }
}
