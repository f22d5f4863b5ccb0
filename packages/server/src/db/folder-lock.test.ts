import { spawn } from "node:child_process"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { DatabaseUnusable } from "./connection.ts"
import { lockFolder } from "./folder-lock.ts"

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "covenant-lock-"))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const lock = () => join(folder, "lock")

describe("the lock of a data folder", () => {
  test("refuses a second holder, naming the process and what to do", () => {
    const held = lockFolder(folder)
    expect(() => lockFolder(folder)).toThrow(DatabaseUnusable)
    expect(() => lockFolder(folder)).toThrow(
      new RegExp(`in use by process ${process.pid}\\. Stop that process, or set DATA_DIR`, "u"),
    )
    held.release()
  })

  test("is free again once released, and nothing is left in the folder", () => {
    lockFolder(folder).release()
    expect(readdirSync(folder)).toEqual([])
    const again = lockFolder(folder)
    again.release()
    again.release()
  })

  test("of a process that is dead is taken over", async () => {
    const gone = spawn(process.execPath, ["-e", ""])
    await new Promise((resolve) => gone.once("close", resolve))
    writeFileSync(lock(), JSON.stringify({ pid: gone.pid, began: "", nonce: "old" }))
    const held = lockFolder(folder)
    expect(JSON.parse(readFileSync(lock(), "utf8"))).toMatchObject({ pid: process.pid })
    held.release()
  })

  test("of a process whose number another one has now is taken over", () => {
    writeFileSync(lock(), JSON.stringify({ pid: process.pid, began: "another boot 1", nonce: "old" }))
    lockFolder(folder).release()
    expect(existsSync(lock())).toBe(false)
  })

  test("that cannot be read is taken over", () => {
    writeFileSync(lock(), "")
    lockFolder(folder).release()
    expect(existsSync(lock())).toBe(false)
  })

  test("is not released by who no longer holds it", () => {
    const held = lockFolder(folder)
    writeFileSync(lock(), JSON.stringify({ pid: process.pid, began: "", nonce: "someone else" }))
    held.release()
    expect(existsSync(lock())).toBe(true)
  })

  test("goes to one of eight processes that find a stale one at the same moment", async () => {
    writeFileSync(lock(), JSON.stringify({ pid: 2 ** 30, began: "", nonce: "stale" }))
    const program = `
      import { lockFolder } from ${JSON.stringify(new URL("folder-lock.ts", import.meta.url).href)}
      process.send("ready")
      process.on("message", (word) => {
        if (word === "leave") return process.exit()
        try { lockFolder(${JSON.stringify(folder)}); process.send("held") } catch (error) { process.send(error.name) }
      })`
    const children = Array.from({ length: 8 }, () =>
      spawn(process.execPath, ["--input-type=module", "-e", program], {
        stdio: ["ignore", "inherit", "inherit", "ipc"],
      }),
    )
    const said = (child: (typeof children)[number]) => new Promise<unknown>((resolve) => child.once("message", resolve))
    await Promise.all(children.map(said))
    const outcomes = await Promise.all(
      children.map((child) => {
        const outcome = said(child)
        child.send("go")
        return outcome
      }),
    )
    for (const child of children) child.send("leave")
    expect(outcomes.map(String).toSorted()).toEqual([...Array(7).fill("DatabaseUnusable"), "held"])
  })
})
