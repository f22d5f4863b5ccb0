import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { filesBelow } from "../manifest.ts"
import { ContractError, surfaces, type Document, type Surface } from "../openapi-document.ts"
import { packageFolder } from "../render-contract.ts"
import { changesBetween, interfaceOf, type Change } from "./changes.ts"
import { furthest, nextVersion, readChangesets, removeChangesets, unsaid } from "./changesets.ts"

/** The interface of the last release, as `interfaceOf` leaves it. */
const baseline = (surface: Surface): string => `openapi/released/${surface}.json`

const read = (root: string, file: string): Document => JSON.parse(readFileSync(join(root, file), "utf8")) as Document // ours

/** What changed for callers since the last release. The contract has to be generated. */
export async function changesSinceRelease(root: string): Promise<(Change & { surface: Surface })[]> {
  const lists = await Promise.all(
    surfaces.map(async (surface) => {
      const released = read(root, baseline(surface))
      const changes = await changesBetween(released, read(root, `${packageFolder}/${surface}.json`))
      return changes.map((change) => Object.assign(change, { surface }))
    }),
  )
  return lists.flat()
}

/** Breaking changes since the last release that no changeset of `.changeset` admits to. */
export async function unsaidBreaks(root: string): Promise<(Change & { surface: Surface })[]> {
  const changes = await changesSinceRelease(root)
  const breaks = new Set<Change>(unsaid(changes, readChangesets(root)))
  return changes.filter((change) => breaks.has(change))
}

/**
 * Turns the changesets into a release: the next version in every document, a section of the changelog, a new baseline.
 *
 * Returns the version. Throws {@link ContractError} when there is nothing to release, or when the changesets say less
 * than what changed.
 */
export async function releaseContract(root: string): Promise<string> {
  const changesets = readChangesets(root)
  const said = furthest(changesets)
  const changes = await changesSinceRelease(root)
  const done = furthest(changes)
  if (!said) throw new ContractError("there is no changeset in .changeset: nothing to release")
  if (furthest([{ impact: said }, ...changes]) !== said) {
    const first = changes.find(({ impact }) => impact === done)
    throw new ContractError(`the changesets say ${said}, but what changed is ${done}: ${first?.message ?? ""}`)
  }
  const { version: before } = read(root, baseline("store")).info
  const version = nextVersion(String(before), said)
  for (const file of versioned(root)) {
    const text = readFileSync(join(root, file), "utf8")
    writeFileSync(join(root, file), text.replace(/^( {2}version: ).*$/mu, `$1${version}`))
  }
  const log = join(root, "openapi/CHANGELOG.md")
  const section = `## ${version}\n\n${changesets.map(({ text }) => `- ${text.replaceAll("\n", "\n  ")}`).join("\n")}\n\n`
  const changelog = existsSync(log) ? readFileSync(log, "utf8") : "# Changelog of the contract\n\n"
  writeFileSync(log, changelog.replace(/(?=^## )|(?![\s\S])/mu, section))
  removeChangesets(root, changesets)
  for (const surface of surfaces) {
    const now = read(root, `${packageFolder}/${surface}.json`)
    writeBaseline(root, surface, { ...now, info: { ...now.info, version } })
  }
  return version
}

/** Keeps what a program sees of the document as what the next changes are compared with. */
export function writeBaseline(root: string, surface: Surface, document: Document): void {
  writeFileSync(join(root, baseline(surface)), `${JSON.stringify(interfaceOf(document), null, 2)}\n`)
}

/** Every file that states the version of the contract. */
const versioned = (root: string): string[] => [
  ...surfaces.map((surface) => `openapi/${surface}.yaml`),
  ...filesBelow(join(root, "openapi/journeys")).map((name) => `openapi/journeys/${name}`),
]
