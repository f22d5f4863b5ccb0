/** Every command of package.json says what it is for, and what it does not know. */
import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { describe, expect, test } from "vitest"

const run = promisify(execFile)
const root = fileURLToPath(new URL("..", import.meta.url))
const { scripts } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as { scripts: Record<string, string> } // ours
const readme = readFileSync(`${root}README.md`, "utf8")

describe("pnpm", () => {
  test.each(Object.entries(scripts))("%s --help says what it is for, and leaves with 0", async (name, command) => {
    const [program, ...args] = command.split(" ")
    expect(program).toBe("node")
    const { stdout, stderr } = await run(process.execPath, [...args, "--help"], { cwd: root, timeout: 20_000 })
    expect(stderr).toBe("")
    expect(stdout.length).toBeGreaterThan(60)
    expect(stdout).toContain(name === "start" ? "Covenant" : `pnpm ${name}`)
  })

  test("the README names every command", () => {
    expect(
      Object.keys(scripts).filter((name) => !readme.includes(`pnpm ${name}`) && !readme.includes(`pnpm@12 ${name}`)),
    ).toEqual([])
  })
})

test.each(["18.20.8", "22.11.0"])("Node %s is told what Covenant needs, and how to get it", async (version) => {
  const older = `data:text/javascript,Object.defineProperty(process.versions, "node", { value: "${version}" })`
  const start = run(process.execPath, ["--import", older, "packages/server/start.js"], { cwd: root, timeout: 20_000 })
  await expect(start).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(new RegExp(`Node 24 or newer, and this is ${version}.*pnpm@12 start`, "u")),
  })
})

test("the Node of the workspace is new enough for it", async () => {
  const { stdout } = await run(process.execPath, ["packages/server/start.js", "--help"], { cwd: root, timeout: 20_000 })
  expect(stdout).toContain("--check-config")
})
