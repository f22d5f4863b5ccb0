import { rmSync } from "node:fs"
import { join } from "node:path"
import { driftOf, untrackedGenerated, type Drift } from "./drift.ts"
import { filesBelow, inputsHash, isFresh, writeManifest, writeWhole, type Files } from "./manifest.ts"

export interface GenerateOptions {
  /** The checkout: `openapi/` is read, `packages/contract/` is written. */
  root: string
  /** Told about each step; silent by default. */
  log?: (line: string) => void
  /** Leave committed files alone and say how they differ from what the contract generates. Builds are brought up to date. */
  check?: boolean
  /** Generate even when nothing changed. */
  force?: boolean
}

export interface Generated {
  /** False when everything was up to date and nothing was done. */
  changed: boolean
  /** Always empty without `check`. */
  drift: Drift[]
}

const manifestFile = "packages/contract/build/manifest.json"

/** Whether `generateContract` would have nothing to do. Milliseconds; loads no compiler. */
export const contractIsFresh = (root: string): boolean => isFresh(root, manifestFile)

/**
 * Generates everything that follows from the contract, unless it is there already.
 *
 * Throws `ContractError` with file and line where the contract is broken; nothing is written then.
 */
export async function generateContract({
  root,
  log,
  check = false,
  force = false,
}: GenerateOptions): Promise<Generated> {
  if (!check && !force && contractIsFresh(root)) return { changed: false, drift: [] }
  // Only here, because it loads two compilers.
  const { buildFolder, committedFolder, ownedBuildFolders, renderContract } = await import("./render-contract.ts")
  const inputs = inputsHash(root)
  const only_committed = check && isFresh(root, manifestFile, `${buildFolder}/`)
  const { committed, built } = await renderContract({ root, log, only_committed })
  if (!check) write(root, [committedFolder], committed)
  if (!only_committed) {
    write(root, ownedBuildFolders, built)
    writeManifest(join(root, manifestFile), inputs, new Map([...committed, ...built]))
  }
  return {
    changed: true,
    drift: check ? [...driftOf(root, committedFolder, committed), ...untrackedGenerated(root)] : [],
  }
}

/** Writes the files, and removes whatever else is in their folders. */
function write(root: string, folders: readonly string[], files: Files): void {
  for (const [path, text] of files) writeWhole(join(root, path), text)
  for (const folder of folders) {
    for (const name of filesBelow(join(root, folder))) {
      // Another generator may be writing at this moment: its half-written files are its own.
      if (!files.has(`${folder}/${name}`) && !name.endsWith(".tmp")) rmSync(join(root, folder, name))
    }
  }
}
