/** What the documents at the top say of the repository is compared with it, where that can be done. */
import { execFileSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import { parse } from "yaml"
import { generators } from "../clients/generators.ts"

const root = fileURLToPath(new URL("..", import.meta.url))
const read = (file: string) => readFileSync(join(root, file), "utf8")
const documents = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "openapi/README.md"]

test("every dependency has its reason in ARCHITECTURE.md", () => {
  const { catalog } = parse(read("pnpm-workspace.yaml")) as { catalog: Record<string, string> } // ours
  const reasons = read("ARCHITECTURE.md").split("## Dependencies")[1] ?? ""
  const without = Object.keys(catalog).filter((name) => !name.startsWith("@types/") && !reasons.includes(`\`${name}\``))
  expect(without).toEqual([])
})

test("ARCHITECTURE.md gives no reason for what is not there", () => {
  const { catalog } = parse(read("pnpm-workspace.yaml")) as { catalog: Record<string, string> } // ours
  const reasons = read("ARCHITECTURE.md").split("## Dependencies")[1] ?? ""
  const named = reasons.split("\n").flatMap((line) => {
    const [, first = ""] = line.split("|")
    return [...first.matchAll(/`([^`]+)`/gu)].map(([, name = ""]) => name)
  })
  expect(named.filter((name) => name !== "codegen" && !(name in catalog))).toEqual([])
})

test("README.md counts the operations as they are", () => {
  const progress = execFileSync(process.execPath, [join(root, "scripts/progress.ts"), "--json"], { encoding: "utf8" })
  const { done, of } = JSON.parse(progress) as { done: number; of: number } // what `pnpm progress --json` prints
  expect(read("README.md")).toContain(`**${done} of ${of} operations**`)
})

test("every pnpm command a document names exists", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> } // ours
  const own = new Set([...Object.keys(scripts), "exec", "install", "add", "catalog"])
  const named = documents.flatMap((file) => [...read(file).matchAll(/`pnpm ([a-z:]+)/gu)].map(([, name = ""]) => name))
  expect(named.filter((name) => !own.has(name))).toEqual([])
})

test("every link between the documents leads somewhere", () => {
  const broken = documents.flatMap((file) =>
    [...read(file).matchAll(/\]\((?!https?:|#)([^)#]+)/gu)]
      .map(([, target = ""]) => target)
      .filter((target) => !existsSync(join(root, dirname(file), target)))
      .map((target) => `${file} → ${target}`),
  )
  expect(broken).toEqual([])
})

test("every promise of SECURITY.md names a test that keeps it, and every test it names is there", () => {
  const promises = read("SECURITY.md")
    .split("\n")
    .filter((line) => line.startsWith("| ") && !/^\| (?:Threat|-)/u.test(line))
  const kept = promises.map((line) => [...line.matchAll(/“([^”]+)” in `([^`]+)`/gu)])
  expect(kept.filter((tests) => tests.length === 0)).toEqual([])
  expect(promises.length).toBeGreaterThan(15)
  const missing = kept.flat().filter(([, title = "", file = ""]) => {
    if (!existsSync(join(root, file))) return true
    return !["", "`", "'"].some((quote) => read(file).includes(quote ? quote + title + quote : `"${title}"`))
  })
  expect(missing.map(([text]) => text)).toEqual([])
})

test("docs/clients.md shows the commands of every generator as `pnpm clients` runs them", () => {
  const report = read("docs/clients.md")
  const commands = generators.flatMap(({ install, generate, compile, live }) =>
    [
      install,
      generate,
      typeof compile === "string" ? compile : compile.command,
      live && `mkdir -p ${dirname(live.file)}\n`,
      live?.text,
      live?.run,
    ].filter((command) => command !== undefined),
  )
  expect(commands.length).toBeGreaterThan(60)
  expect(commands.filter((command) => !report.includes(command.trimEnd()))).toEqual([])
})
