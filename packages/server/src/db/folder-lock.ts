import { execFileSync } from "node:child_process"
import { randomUUID } from "node:crypto"
import { linkSync, mkdirSync, readFileSync, rmdirSync, rmSync, statSync, unlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { codeOf, DatabaseUnusable } from "./connection.ts"

/** Who holds the folder. */
interface Holder {
  pid: number
  /** When that process began, so that another one that was given the same number is not taken for it. */
  began: string
  /** Unlike any other holder. */
  nonce: string
}

/** A held folder; `release` gives it back and may be called twice. */
export interface FolderLock {
  release(): void
}

/** How long a process may take to remove a stale lock before others believe it died meanwhile. It needs microseconds. */
const takeover_ms = 5_000

/**
 * Takes the folder for this process, because two processes in one PGlite folder destroy it.
 *
 * The lock is a file naming its holder, made whole in one step (`link`), so of any number of starters one gets it.
 * A holder that is dead is replaced: removing its file is guarded by a second atomic step and looks again first, so
 * that nobody removes the lock of a process that was faster.
 *
 * Throws {@link DatabaseUnusable} naming the process when the holder is alive.
 */
export function lockFolder(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true })
  const lock = join(folder, "lock")
  const me: Holder = { pid: process.pid, began: beginOf(process.pid) ?? "", nonce: randomUUID() }
  const draft = join(folder, `lock.${me.nonce}`)
  writeFileSync(draft, JSON.stringify(me), { mode: 0o600 })
  try {
    for (;;) {
      if (succeeds(() => linkSync(draft, lock), "EEXIST")) return { release: () => release(lock, me) }
      const holder = read(lock)
      if (holder && isAlive(holder)) {
        throw new DatabaseUnusable(
          `The folder ${folder} is in use by process ${holder.pid}. Stop that process, or set DATA_DIR to another folder (and PORT to another port), or DATABASE_URL to a PostgreSQL that several processes can share.`,
        )
      }
      removeStale(lock, holder?.nonce)
    }
  } finally {
    rmSync(draft, { force: true })
  }
}

function release(lock: string, me: Holder): void {
  if (read(lock)?.nonce === me.nonce) rmSync(lock, { force: true })
}

/** Removes the lock with this nonce, unless it was replaced meanwhile. Returns without effect while another does the same. */
function removeStale(lock: string, nonce: string | undefined): void {
  const guard = `${lock}.takeover`
  if (!succeeds(() => mkdirSync(guard), "EEXIST")) {
    const since = statSync(guard, { throwIfNoEntry: false })?.mtimeMs
    if (since !== undefined && Date.now() - since > takeover_ms) succeeds(() => rmdirSync(guard), "ENOENT")
    return
  }
  try {
    if (read(lock)?.nonce === nonce) succeeds(() => unlinkSync(lock), "ENOENT")
  } finally {
    succeeds(() => rmdirSync(guard), "ENOENT")
  }
}

/** The holder, or undefined when there is no lock or it is not one of ours. */
function read(lock: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(lock, "utf8")) as Holder // written by lockFolder in one step
  } catch {
    return undefined
  }
}

function isAlive({ pid, began }: Holder): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (codeOf(error) === "ESRCH") return false // EPERM: it lives and belongs to someone else
  }
  const begins = beginOf(pid)
  return began === "" || begins === undefined || begins === began
}

/** When a process began, in the system's own words: never the same for two processes with one number. Undefined if unknown. */
function beginOf(pid: number): string | undefined {
  try {
    if (process.platform !== "linux") {
      return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      }).trim()
    }
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()
    // Field 22, counted behind the command, which may itself contain spaces and brackets.
    const ticks = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ")[19]
    return `${boot} ${ticks}`
  } catch {
    return undefined
  }
}

/** Whether the step worked; false when it failed with this code. Other errors are thrown. */
function succeeds(step: () => void, expected: string): boolean {
  try {
    step()
    return true
  } catch (error) {
    if (codeOf(error) === expected) return false
    throw error
  }
}
