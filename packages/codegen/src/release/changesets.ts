import { readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { parse } from "yaml"
import { filesBelow } from "../manifest.ts"
import { ContractError, isObject } from "../openapi-document.ts"
import { impacts, type Change, type Impact } from "./changes.ts"

/** One sentence for the changelog, and how far what it tells of reaches. */
export interface Changeset {
  file: string
  impact: Impact
  text: string
}

const folder = ".changeset"
const packageName = "@covenant/openapi"

/**
 * What was said of the changes since the last release, in the files of `.changeset`, in the order of their names.
 *
 * Their format is that of @changesets/cli: front matter with package and bump, then the text. The tool itself is not
 * used: it versions the `package.json` of a workspace, and the contract's version stands in the contract.
 * Throws {@link ContractError} where a file cannot be read.
 */
export function readChangesets(root: string): Changeset[] {
  return filesBelow(join(root, folder))
    .filter((name) => name.endsWith(".md") && name !== "README.md")
    .map((name) => {
      const file = `${folder}/${name}`
      const [, front = "", text = ""] =
        /^---\n([\s\S]*?)\n---\n([\s\S]*)$/u.exec(readFileSync(join(root, file), "utf8")) ?? []
      const said: unknown = parse(front)
      const impact = impacts.find((it) => isObject(said) && said[packageName] === it)
      if (!impact || text.trim() === "") {
        throw new ContractError(`${file} needs \`"${packageName}": major | minor | patch\` and a sentence below it`)
      }
      return { file, impact, text: text.trim() }
    })
}

/** The changesets have become a release. */
export function removeChangesets(root: string, changesets: readonly Changeset[]): void {
  for (const { file } of changesets) rmSync(join(root, file))
}

/** The furthest reach among several; undefined when there is none. */
export const furthest = (list: readonly { impact: Impact }[]): Impact | undefined =>
  impacts.findLast((impact) => list.some((it) => it.impact === impact))

/** The breaks that no changeset admits to: all of them, unless one says `major`. */
export const unsaid = (changes: readonly Change[], changesets: readonly Changeset[]): Change[] =>
  changesets.some(({ impact }) => impact === "major") ? [] : changes.filter(({ impact }) => impact === "major")

/** The version after this one. Before 1.0.0 a break raises the second number, and everything else the third. */
export function nextVersion(version: string, impact: Impact): string {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number)
  const reach = major === 0 ? { major: "minor", minor: "patch", patch: "patch" }[impact] : impact
  if (reach === "major") return `${major + 1}.0.0`
  return reach === "minor" ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`
}
