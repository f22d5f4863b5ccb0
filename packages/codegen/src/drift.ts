import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { filesBelow, type Files } from "./manifest.ts"

export interface Drift {
  /** From the root, with slashes. */
  path: string
  /** `differs`: other bytes. `missing`: not there. `superfluous`: nothing generates it. `untracked`: git does not know it. */
  kind: "differs" | "missing" | "superfluous" | "untracked"
}

/** How the files of a folder differ from what was just rendered for it. */
export function driftOf(root: string, folder: string, rendered: Files): Drift[] {
  const drift: Drift[] = []
  for (const [path, text] of rendered) {
    try {
      if (readFileSync(join(root, path), "utf8") !== text) drift.push({ path, kind: "differs" })
    } catch {
      drift.push({ path, kind: "missing" })
    }
  }
  for (const name of filesBelow(join(root, folder))) {
    const path = `${folder}/${name}`
    if (!rendered.has(path)) drift.push({ path, kind: "superfluous" })
  }
  return drift
}

/** Files in any `generated/` folder of the sources that git does not know, ignored ones included. None outside a git checkout. */
export function untrackedGenerated(root: string): Drift[] {
  try {
    const listed = execFileSync("git", ["ls-files", "--others", "-z", "--", ":(glob)packages/*/src/**/generated/**"], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    })
    return listed
      .split("\0")
      .filter((path) => path !== "")
      .map((path) => ({ path, kind: "untracked" }))
  } catch {
    return []
  }
}

/** What to tell a person: each file, and the way out. */
export const describeDrift = (drift: readonly Drift[]): string =>
  [
    "Generated files are not what the sources generate:",
    ...drift.map(({ path, kind }) => `  ${kind.padEnd(12)}${path}`),
    "Run pnpm generate and commit the result.",
  ].join("\n")
