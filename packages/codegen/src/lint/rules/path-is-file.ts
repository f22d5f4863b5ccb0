import { basename, dirname } from "node:path"
import { fileName, type Rule } from "../document.ts"

/**
 * A path file is named for its path, dots for slashes: `store.customers.{id}.yaml` is `/store/customers/{id}`.
 *
 * Whoever knows the path knows the file. Source only: a bundle has one file.
 */
export const pathIsFile: Rule = () => ({
  PathItem(_, { key, location, rawLocation, report }) {
    const path = String(key)
    const file = location.source.absoluteRef
    if (!path.startsWith("/") || basename(dirname(file)) !== "paths") return // tag-is-folder reports the latter
    const name = path.slice(1).replaceAll("/", ".")
    if (fileName(file) === name) return
    report({
      message: `\`${path}\` is written in \`${basename(file)}\`. Rename the file to \`${name}.yaml\`.`,
      location: rawLocation,
    })
  },
})
