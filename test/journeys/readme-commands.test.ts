/** The commands the README shows, run as they stand there: a reader copies them, so they have to work. */
import { execFile, execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { afterAll, beforeAll, expect, test } from "vitest"
import { startTestApp, type TestApp } from "../setup/app.ts"
import { freshEmail } from "../setup/fresh.ts"

const run = promisify(execFile)
const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8")
const train = readme.slice(readme.indexOf("## The first train"), readme.indexOf("## How it hangs together"))
const [commands = "", refused = ""] = [...train.matchAll(/```(?:sh)?\n(.*?)```/gsu)].map((block) => block[1] ?? "")

const has_curl = (() => {
  try {
    execFileSync("curl", ["--version"])
    return true
  } catch {
    return false
  }
})()

let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

/** Runs shell text against the app, each answer on a line of its own. */
async function shell(text: string): Promise<string[]> {
  const own = text
    .replaceAll("mira@example.com", freshEmail())
    .replace(/^API=\S+ KEY=\S+/mu, `API=${app.url} KEY=${app.publishable_key}`)
    .replace(/'\{"email":"admin@[^']*'/u, `'${JSON.stringify(app.admin)}'`)
  const script = `set -e\ncurl() { command curl -sS --max-time 10 "$@"; echo; }\n${own}`
  const { stdout } = await run("sh", ["-c", script])
  return stdout.split("\n").filter((line) => line !== "")
}

test.skipIf(!has_curl)("the first train runs from the README, command by command (needs curl)", async () => {
  const answers = (await shell(commands)).map((line): unknown => JSON.parse(line))

  const id = expect.stringMatching(/^cus_/u)
  const email = expect.stringMatching(/@mail\.example$/u)
  expect(answers).toEqual([
    { customer: expect.objectContaining({ id, email, first_name: "Mira" }) },
    { customer: expect.objectContaining({ id, default_shipping_address_id: expect.stringMatching(/^cuaddr_/u) }) },
    { customer: { id, email, addresses: [expect.objectContaining({ city: "Stockholm" })] } },
    { success: true },
    expect.objectContaining({ type: "unauthorized", code: "session_revoked" }),
    { user: expect.objectContaining({ email: app.admin.email }) },
  ])
})

test.skipIf(!has_curl)("the refusal the README shows is the one that is answered (needs curl)", async () => {
  const [command = "", ...shown] = refused.split("\n")
  const [variables = ""] = commands.split("\n")

  const [answer = ""] = await shell(`${variables}\n${command.replace(/^\$ /u, "")}`)

  const parts = shown.map((line) => line.replace(/, …$/u, "").trim()).filter((line) => line !== "")
  expect(parts.length).toBeGreaterThanOrEqual(2)
  for (const part of parts) expect(answer).toContain(part)
})

test("the ten lines of client sign a customer up, as they stand there without the line for pages", async () => {
  const [, lines = ""] = /## Ten lines of client\n+```ts\n(.*?)```/su.exec(readme) ?? []
  expect(lines.split("\n").filter((line) => line.trim() !== "").length).toBeLessThanOrEqual(10)
  const own = lines
    .split("\n")
    .filter((line) => !line.includes("in Node leave this line out"))
    .join("\n")
    .replace(", inLocalStorage", "")
    .replace("http://127.0.0.1:9000", app.url)
    .replace("pk_…", app.publishable_key)
    .replace("mira@example.com", freshEmail())
  const folder = fileURLToPath(new URL("../build/", import.meta.url)) // from there the client is found
  await mkdir(folder, { recursive: true })
  const place = await mkdtemp(join(folder, "readme-"))
  try {
    await writeFile(join(place, "package.json"), `{"type":"module"}`)
    await writeFile(join(place, "ten-lines.ts"), own)
    const { stdout } = await run(process.execPath, [join(place, "ten-lines.ts")])
    expect(stdout).toBe("Signed in as Mira\n")
  } finally {
    await rm(place, { recursive: true })
  }
}, 60_000)
