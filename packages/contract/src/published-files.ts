import { readdirSync } from "node:fs"
import { join, relative, sep } from "node:path"
import { fileURLToPath } from "node:url"

const folder = new URL("../build/openapi/", import.meta.url)

/**
 * The files of `@covenant/openapi` by path within it, without its manifest: `store.json`, `schemas/store/ApiError.json`.
 * They exist after `pnpm generate`.
 */
export function publishedFiles(): ReadonlyMap<string, URL> {
  const root = fileURLToPath(folder)
  const names = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "package.json")
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"))
  return new Map(names.toSorted().map((name) => [name, new URL(name, folder)]))
}
