/** Runs generators: what they need, where they work, what they said. */
import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { homedir } from "node:os"
import { delimiter, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { publishedFiles } from "@covenant/contract/published-files"
import type { Generator } from "./generators.ts"

const root = fileURLToPath(new URL("..", import.meta.url))
/** What is fetched once per machine; nothing of it is ever in the repository. */
const cache = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "covenant-clients")

const path = [
  join(cache, "python/bin"),
  join(cache, "go/bin"),
  join(cache, "rust/bin"),
  join(root, "node_modules/.bin"),
  process.env["PATH"] ?? "",
].join(delimiter)

const environment = {
  ...process.env,
  PATH: path,
  GOBIN: join(cache, "go/bin"),
  GOFLAGS: "-mod=mod",
  CARGO_INSTALL_ROOT: join(cache, "rust"),
  CARGO_TARGET_DIR: join(cache, "rust/target"),
  REDOCLY_TELEMETRY: "off",
  REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
  ORVAL_TELEMETRY: "off",
  NO_COLOR: "1",
}

interface Ran {
  ok: boolean
  output: string
  seconds: number
}

/** Runs a line of shell to its end. Never throws. */
export function shell(command: string, folder: string): Promise<Ran> {
  const started = performance.now()
  return new Promise((resolve) => {
    let output = ""
    const child = spawn("sh", ["-c", command], { cwd: folder, env: environment, stdio: ["ignore", "pipe", "pipe"] })
    const read = (chunk: Buffer) => void (output += chunk.toString("utf8"))
    child.stdout.on("data", read)
    child.stderr.on("data", read)
    const end = (ok: boolean) => resolve({ ok, output, seconds: (performance.now() - started) / 1000 })
    child.on("error", (error) => {
      output += error.message
      end(false)
    })
    child.on("close", (code) => end(code === 0))
  })
}

/** The programs of a list that this machine does not have. */
export const missing = (programs: readonly string[]): string[] =>
  programs.filter((program) => !path.split(delimiter).some((folder) => existsSync(join(folder, program))))

/** Installs what the generator needs, once per machine. Says why when that does not work. */
export async function install({ install: command, needs }: Generator): Promise<string | undefined> {
  const absent = missing(needs)
  if (absent.length > 0) return `${absent.join(", ")} not installed`
  if (command === undefined) return undefined
  const done = join(cache, `installed-${createHash("sha256").update(command).digest("hex").slice(0, 16)}`)
  if (existsSync(done)) return undefined
  mkdirSync(cache, { recursive: true })
  if (command.startsWith("pip ") && !existsSync(join(cache, "python/bin/python"))) {
    const made = await shell("python3 -m venv python", cache)
    if (!made.ok) return `no virtual environment: ${lastLine(made.output)}`
  }
  const { ok, output } = await shell(command, cache)
  if (!ok) return `cannot be installed: ${lastLine(output)}`
  writeFileSync(done, command)
  return undefined
}

export const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? ""

/** Where generated clients are; git ignores it. */
export const workRoot = join(root, "build/clients")

/** An empty folder for the generator, with the contract in it. */
export function workFolder({ id, files = {} }: Pick<Generator, "id" | "files">): string {
  const folder = join(workRoot, id)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, "client"), { recursive: true })
  for (const [name, url] of publishedFiles()) cpSync(fileURLToPath(url), join(folder, name))
  for (const name of existsSync(cache) ? readdirSync(cache) : []) {
    if (/\.jar$|^node_modules$/u.test(name)) symlinkSync(join(cache, name), join(folder, name))
  }
  for (const [name, text] of Object.entries(files)) {
    for (const surface of ["store", "admin"]) {
      const file = join(folder, name.replaceAll("store", surface))
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text.replaceAll("store", surface))
    }
  }
  return folder
}

/** The command for one of the surfaces. */
export const forSurface = (command: string, surface: "store" | "admin"): string =>
  surface === "store" ? command : command.replaceAll("store", "admin").replaceAll("Store", "Admin")
