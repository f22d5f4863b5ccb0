import { execFile } from "node:child_process"
import { existsSync } from "node:fs"
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { basename, dirname, join } from "node:path"
import { promisify } from "node:util"
import { ContractError, isReference, mapObjects, resolve, sortKeys, surfaces } from "./openapi-document.ts"
import type { Components, Document, Example, Surface } from "./openapi-document.ts"

const run = promisify(execFile)

/** The command-line entry of the pinned Redocly, run as a process so that its memory is given back. */
export const redoclyCommand = join(
  dirname(createRequire(import.meta.url).resolve("@redocly/cli/package.json")),
  "bin/cli.js",
)

/** Redocly neither phones home nor looks for a newer version of itself. */
export const quietRedocly = { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" }

export interface Bundles {
  surfaces: Record<Surface, Document>
  /** `openapi/shared/responses` with all they refer to: what the derived errors may need beyond what the paths use. */
  shared: Components
}

/**
 * Each surface as one document, in which examples stand where they are used and components are sorted by name.
 *
 * Both surfaces and the shared responses go through one process. Throws {@link ContractError} with file and line when a
 * file is missing or cannot be read.
 */
export async function bundleContract(root: string): Promise<Bundles> {
  const folder = await mkdtemp(join(tmpdir(), "covenant-bundle-"))
  try {
    const responses = join(root, "openapi/shared/responses")
    const names = (await readdir(responses).catch(() => [])).filter((file) => file.endsWith(".yaml")).toSorted()
    for (const surface of surfaces) {
      const file = join(root, `openapi/${surface}.yaml`)
      if (!existsSync(file)) throw new ContractError(`openapi/${surface}.yaml does not exist`)
    }
    // Lint has its own configuration and its own step; here nothing but the bundler is wanted.
    await writeFile(join(folder, "redocly.yaml"), "{}\n")
    await mkdir(join(folder, "out"))
    await writeFile(
      join(folder, "shared.yaml"),
      JSON.stringify({
        openapi: "3.1.0",
        info: { title: "Shared responses", version: "0" },
        paths: {},
        components: {
          responses: Object.fromEntries(
            names.map((file) => [basename(file, ".yaml"), { $ref: join(responses, file) }]),
          ),
        },
      }),
    )
    await redocly(root, [
      "bundle",
      ...surfaces.map((surface) => `openapi/${surface}.yaml`),
      join(folder, "shared.yaml"),
      `--config=${join(folder, "redocly.yaml")}`,
      `--output=${join(folder, "out")}`,
      "--ext=json",
      "--component-renaming-conflicts-severity=error",
    ])
    const read = async (name: string) =>
      tidy(JSON.parse(await readFile(join(folder, "out", `${name}.json`), "utf8")) as Document)
    const [store, admin, shared] = await Promise.all([read("store"), read("admin"), read("shared")])
    return { surfaces: { store, admin }, shared: shared.components }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Examples in their places, components in order. */
function tidy(document: Document): Document {
  const inlined = mapObjects(document, (object) => {
    const { examples } = object
    if (examples === null || typeof examples !== "object" || Array.isArray(examples)) return object
    const named = Object.entries(examples).map(([name, example]: [string, unknown]) => [
      name,
      isReference(example) ? resolve<Example>(document, example) : example,
    ])
    return { ...object, examples: Object.fromEntries(named) }
  }) as Document // the same document with examples for references to examples
  const { examples: _inlined, ...kept } = inlined.components ?? {}
  const components = Object.entries(kept).map(([kind, map]) => [
    kind,
    // Security schemes keep their order: it is the order in which credentials are read.
    kind === "securitySchemes" ? map : sortKeys(map ?? {}),
  ])
  return { ...inlined, components: Object.fromEntries(components) }
}

async function redocly(root: string, args: readonly string[]): Promise<void> {
  try {
    await run(process.execPath, [redoclyCommand, ...args], {
      cwd: root,
      env: { ...process.env, ...quietRedocly, NO_COLOR: "1", FORCE_COLOR: "0" },
      maxBuffer: 64 * 1024 * 1024,
    })
  } catch (error) {
    const { stderr = "", stdout = "" } = error as { stderr?: string; stdout?: string } // what execFile adds on failure
    throw new ContractError(problemsIn(`${stdout}\n${stderr}`) || String(error))
  }
}

/** Redocly's report reduced to one line per problem: `openapi/pets/schemas/Pet.yaml:2:6: bad indentation …`. */
function problemsIn(report: string): string {
  const problems = new Set<string>()
  for (const [, place, text] of report.matchAll(/^\[\d+\] (\S+?:\d+:\d+).*\n\n(.+)$/gmu)) {
    const said = (text ?? "").replace(/^Failed to parse: /u, "").replace(/ in "[^"]+" \(\d+:\d+\)/u, "")
    // A file that does not parse is reported once more for every reference to it: the first says enough.
    if (!/^Can't resolve \$ref: (?!ENOENT)/u.test(said)) problems.add(`${place}: ${said}`)
  }
  for (const [, file, text, line] of report.matchAll(/at (\S+):\n\n\s+- (.+?) in "[^"]+" \((\d+:\d+)\)/gu)) {
    problems.add(`${file}:${line}: ${text}`)
  }
  return problems.size > 0 ? [...problems].join("\n") : report.trim()
}
