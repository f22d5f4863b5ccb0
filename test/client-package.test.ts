/** The client as it is published: packed, judged, bundled, installed in an empty folder and run there. */
import { execFile } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { gzipSync } from "node:zlib"
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core"
import { publint } from "publint"
import { build } from "vite"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { readConfig } from "../packages/server/src/config.ts"
import { createLog } from "../packages/server/src/lib/log.ts"
import { sandboxSecrets } from "../packages/server/src/sandbox-secrets.ts"
import { serve, type RunningServer } from "../packages/server/src/serve.ts"
import { runPnpm } from "./setup/pnpm.ts"
import { tenLines } from "./setup/ten-lines.ts"

const run = promisify(execFile)
const root = fileURLToPath(new URL("..", import.meta.url))
const largest_bytes = 8 * 1024

/** A runtime outside of this workspace, or undefined. */
const found = (name: string) =>
  (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => !folder.includes("node_modules"))
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file))
const versionOf = async (file: string) => (await run(file, ["--version"])).stdout.trim()
const other_node = found("node")
const other_version = other_node ? await versionOf(other_node) : ""

let folder: string
let tarball: Buffer
let project: string
let server: RunningServer

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "covenant-client-"))
  project = join(folder, "project")
  await mkdir(project)
  await runPnpm(["pack", "--pack-destination", folder], { cwd: join(root, "packages/client") })
  const file = join(folder, "covenant-client-0.1.0.tgz")
  tarball = readFileSync(file)
  await writeFile(join(project, "package.json"), '{ "private": true, "type": "module" }')
  await run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", file], { cwd: project })
  const config = readConfig({ PORT: "0", DATA_DIR: folder }, { default_data_dir: folder, madeUp: sandboxSecrets })
  server = await serve(config, createLog("silent"))
}, 240_000)
afterAll(async () => {
  await (server as RunningServer | undefined)?.stop() // there is none when something before it failed
  await rm(folder, { recursive: true })
})

describe("the packed client", () => {
  test("is clean to publint", async () => {
    const { messages } = await publint({ pack: { tarball: new Uint8Array(tarball).buffer }, strict: true })
    expect(messages).toEqual([])
  })

  test("is clean to arethetypeswrong, for all who import ESM", async () => {
    const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)))
    // A CommonJS file of Node before 20.19 cannot require it: it is ESM alone, and says so.
    const problems = analysis.types ? analysis.problems.filter(({ kind }) => kind !== "CJSResolvesToESM") : ["no types"]
    // Node 10's resolution knows no `exports`; nothing that runs on Node 20 uses it.
    expect(
      problems.filter(
        (one) => typeof one === "string" || !("resolutionKind" in one) || one.resolutionKind !== "node10",
      ),
    ).toEqual([])
  })

  test("depends on openapi-fetch alone", () => {
    const packed = join(project, "node_modules/@covenant/client/package.json")
    const { dependencies } = JSON.parse(readFileSync(packed, "utf8")) as { dependencies: object } // checked below
    expect(Object.keys(dependencies)).toEqual(["openapi-fetch"])
  })

  const bundled = async (source: string) => {
    const entry = join(project, "entry.js")
    await writeFile(entry, source)
    const result = await build({
      root: project,
      logLevel: "silent",
      configFile: false,
      build: { write: false, minify: true, lib: { entry, formats: ["es"] } },
    })
    const [built] = Array.isArray(result) ? result : [result]
    if (!built || !("output" in built)) throw new Error("vite answered no bundle")
    return built.output[0].code
  }

  test("is at most 8 kB gzipped, with openapi-fetch and both surfaces", async () => {
    const code = await bundled('export * from "@covenant/client"')
    expect(gzipSync(code).length).toBeLessThanOrEqual(largest_bytes)
  })

  test("leaves out of a storefront's bundle what a storefront does not use", async () => {
    const code = await bundled(
      'import { createStoreClient } from "@covenant/client"; export const store = createStoreClient({ baseUrl: "/" })',
    )
    expect(code).toContain("/store/customers")
    expect(code).not.toContain("/admin/")
    expect(code).not.toContain("localStorage")
    expect(code).not.toContain("createPathBasedClient")
  })
})

describe("the ten lines of the README sign in", () => {
  const signIn = async (runtime: string, ...args: string[]) => {
    const api = { url: server.listens_at, publishable_key: server.seeded.publishable_key ?? "" }
    const source = tenLines(api).replace(/^\s*auth: .*\n/mu, "") // as the comment on this line says
    await writeFile(join(project, "ten-lines.js"), source)
    const { stdout } = await run(runtime, [...args, "ten-lines.js"], { cwd: project })
    expect(stdout.trim()).toBe("Signed in as Mira")
  }
  test(`with Node ${process.version}`, () => signIn(process.execPath))
  test.skipIf(!other_node)(`with the system's Node ${other_version || "(there is none)"}`, () =>
    signIn(other_node ?? ""),
  )
  test.skipIf(!found("deno"))("with Deno (needs deno on the PATH)", () =>
    signIn(found("deno") ?? "", "run", "--allow-all"),
  )
  test.skipIf(!found("bun"))("with Bun (needs bun on the PATH)", () => signIn(found("bun") ?? "", "run"))
})
