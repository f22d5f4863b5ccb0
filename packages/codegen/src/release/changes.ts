import { execFile } from "node:child_process"
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { quietRedocly, redoclyCommand } from "../bundle.ts"
import { isObject, type Document, type Json } from "../openapi-document.ts"

const run = promisify(execFile)

/** How far a change reaches, as semantic versioning has it. */
export const impacts = ["patch", "minor", "major"] as const
export type Impact = (typeof impacts)[number]

export interface Change {
  impact: Impact
  /** Where, as a pointer into the released or the new document. */
  place: string
  /** What, as a sentence. */
  message: string
}

interface DiffReport {
  changes: {
    path: string
    typeName: string
    kind: string
    impact: Impact
    verdicts: { ruleId: string; impact: Impact; message: string }[]
    base?: { pointer: string }
    revision?: { pointer: string }
  }[]
}

/**
 * What changed for callers between two published documents, without changes of prose.
 *
 * Redocly's `diff` rates them, with three corrections of ours: it lets a value be taken from an enum and a default be
 * changed, and it calls a new value of an enum that may grow (`x-extensible-enum`) a break.
 */
export async function changesBetween(released: Document, now: Document): Promise<Change[]> {
  const folder = await mkdtemp(join(tmpdir(), "covenant-diff-"))
  try {
    await writeFile(join(folder, "redocly.yaml"), "extends: [diff-recommended]\ntelemetry: off\n")
    await writeFile(join(folder, "released.json"), JSON.stringify(interfaceOf(released)))
    await writeFile(join(folder, "now.json"), JSON.stringify(interfaceOf(now)))
    const options = ["--format", "json", "--fail-on", "none", "--output", "report.json"]
    await run(process.execPath, [redoclyCommand, "diff", "released.json", "now.json", ...options], {
      cwd: folder,
      env: { ...process.env, ...quietRedocly },
      maxBuffer: 64 * 1024 * 1024,
    })
    const report = JSON.parse(await readFile(join(folder, "report.json"), "utf8")) as DiffReport // of `redocly diff`
    return [...rated(report, released), ...missed(released, now)]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const prose = new Set(["description", "summary", "example", "examples", "externalDocs", "x-enum-descriptions"])

/** The document without its prose: what a program sees of it. This is what is kept of a release. */
export function interfaceOf(document: Document): Document {
  const strip = (value: unknown, isMap: boolean): unknown => {
    if (Array.isArray(value)) return value.map((item) => strip(item, false))
    if (!isObject(value)) return value
    // A property, a component or a path may have such a name.
    const kept = Object.entries(value).filter(([key]) => isMap || !prose.has(key))
    return Object.fromEntries(kept.map(([key, child]) => [key, strip(child, !isMap && maps.has(key))]))
  }
  return strip(document, false) as Document // the same document
}
const maps = new Set([
  "properties",
  "schemas",
  "parameters",
  "responses",
  "headers",
  "paths",
  "securitySchemes",
  "mapping",
])

function rated({ changes }: DiffReport, released: Document): Change[] {
  return changes.flatMap(({ path, kind, typeName, impact, verdicts, base, revision }): Change[] => {
    const place = base?.pointer ?? revision?.pointer ?? path
    const message = verdicts.map((it) => it.message).join(" ") || `${typeName} was ${kind}.`
    const grows = verdicts.length > 0 && verdicts.every(({ ruleId }) => ruleId === "enum-values-added")
    const rating = grows && mayGrow(released, place) ? "minor" : impact
    return rating === "patch" ? [] : [{ impact: rating, place, message }]
  })
}

function mayGrow(document: Document, pointer: string): boolean {
  const steps = pointer.replace(/^#\//u, "").split("/")
  let place: unknown = document
  for (const step of steps) {
    if (isObject(place) && place["x-extensible-enum"] === true) return true
    place = isObject(place) ? place[step.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined
  }
  return isObject(place) && place["x-extensible-enum"] === true
}

/** What `redocly diff` rates as a patch and is none. */
function missed(released: Document, now: Document): Change[] {
  const found: Change[] = []
  const compare = (before: unknown, after: unknown, place: string): void => {
    if (Array.isArray(before) && Array.isArray(after)) {
      for (const [index, item] of before.entries()) compare(item, after[index], `${place}/${index}`)
    }
    if (!isObject(before) || !isObject(after)) return
    const gone = valuesOf(before).filter((value) => !valuesOf(after).includes(value))
    if (gone.length > 0 && Array.isArray(after["enum"])) {
      found.push({ impact: "major", place: `${place}/enum`, message: `${gone.join(", ")} was taken from the enum.` })
    }
    if (isSchema(before) && before["default"] !== undefined && before["default"] !== after["default"]) {
      const message = `The default ${JSON.stringify(before["default"])} became ${JSON.stringify(after["default"])}.`
      found.push({ impact: "major", place: `${place}/default`, message })
    }
    for (const [key, child] of Object.entries(before)) {
      compare(child, after[key], `${place}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`)
    }
  }
  compare(interfaceOf(released), interfaceOf(now), "#")
  return found
}

const valuesOf = (schema: Json): string[] =>
  Array.isArray(schema["enum"]) ? schema["enum"].map((value) => JSON.stringify(value)) : []

/** Responses have a `default` too. */
const isSchema = (object: Json): boolean => typeof object["type"] === "string" || Array.isArray(object["type"])
