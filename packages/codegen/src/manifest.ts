/**
 * What was built from what, so that an unchanged contract costs a few milliseconds.
 *
 * This module and what it imports stay light: the start path reads it on every start, and must not load a compiler.
 */
import { createHash } from "node:crypto"
import { mkdirSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from "node:fs"
import { dirname, join, relative, sep } from "node:path"

interface Manifest {
  /** Hash of everything the outputs follow from. */
  inputs: string
  /** Path from the root → SHA-256 of the content. */
  outputs: Record<string, string>
}

/** Text by path from the root, with slashes. */
export type Files = ReadonlyMap<string, string>

const packageFolder = join(import.meta.dirname, "..")
const workspaceFile = join(packageFolder, "../../pnpm-workspace.yaml")

/** The tools whose version shows in the outputs. */
const pinnedTools = new Set([
  "@apiture/openapi-down-convert",
  "@redocly/cli",
  "ajv",
  "ajv-formats",
  "openapi-typescript",
  "typescript",
  "yaml",
])

const sha256 = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex")

/** Every file below a folder, as sorted paths from it with slashes. An absent folder has none. */
export function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
      .toSorted()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return []
    throw error
  }
}

/** Hash of the contract's sources, of the generator itself and of the versions it is pinned to. */
export function inputsHash(root: string): string {
  const hash = createHash("sha256")
  const add = (folder: string, wanted: (path: string) => boolean) => {
    for (const path of filesBelow(folder).filter(wanted)) {
      hash.update(`${path}\0${sha256(readFileSync(join(folder, path)))}\n`)
    }
  }
  add(join(root, "openapi"), (path) => /\.(ya?ml|json|md)$/u.test(path))
  add(join(packageFolder, "src"), (path) => /^(?!lint\/|testing\/).*(?<!\.test)\.ts$/u.test(path))
  hash.update(toolVersions(readFileSync(workspaceFile, "utf8")))
  return hash.digest("hex")
}

/** The lines of the catalogs that pin our tools. Read as text, because a YAML parser would cost more than the check. */
export const toolVersions = (workspace: string): string =>
  workspace
    .split("\n")
    .filter((line) => {
      const name = /^ +"?([^"\s:]+)"?: +\S/u.exec(line)?.[1]
      return name !== undefined && pinnedTools.has(name)
    })
    .join("\n")

function readManifest(file: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Manifest // written by writeManifest; anything else is no manifest
  } catch {
    return undefined
  }
}

/**
 * Whether the outputs are there and are what this contract gives. Committed outputs are compared byte by byte.
 *
 * @param below only the outputs in this folder are looked at
 */
export function isFresh(root: string, manifestFile: string, below = ""): boolean {
  const manifest = readManifest(join(root, manifestFile))
  if (!manifest?.outputs || manifest.inputs !== inputsHash(root)) return false
  return Object.entries(manifest.outputs).every(([path, digest]) => {
    if (!path.startsWith(below)) return true
    try {
      // A person edits a file in generated/ by mistake, nobody edits build/.
      return path.includes("/generated/")
        ? sha256(readFileSync(join(root, path))) === digest
        : statSync(join(root, path)).isFile()
    } catch {
      return false
    }
  })
}

/** Writes a file in one piece: a reader, or a second generator, sees the old text or the new one. */
export function writeWhole(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  const beside = `${file}.${process.pid}.tmp`
  writeFileSync(beside, text)
  renameSync(beside, file)
}

export function writeManifest(file: string, inputs: string, files: Files): void {
  const outputs = Object.fromEntries([...files].map(([path, text]) => [path, sha256(text)]))
  writeWhole(file, `${JSON.stringify({ inputs, outputs } satisfies Manifest, null, 2)}\n`)
}
