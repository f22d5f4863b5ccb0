import { basename, dirname } from "node:path"
import { child, fileName, type Rule } from "../document.ts"

/**
 * A path file is named for its path, dots for slashes: `store.customers.{id}.yaml` is `/store/customers/{id}`.
 *
 * Whoever knows the path knows the file, and no file serves two paths. Source only: a bundle has one file.
 */
export const pathIsFile: Rule = () => ({
  Root(root, visit) {
    for (const path of Object.keys(root.paths ?? {})) {
      const item = child(visit, { node: root, location: visit.location }, "paths", path)
      const file = item?.location.source.absoluteRef ?? ""
      if (basename(dirname(file)) !== "paths") continue // tag-is-folder reports it
      const name = path.slice(1).replaceAll("/", ".")
      if (fileName(file) === name) continue
      visit.report({
        message: `\`${path}\` is written in \`${basename(file)}\`. Rename the file to \`${name}.yaml\`.`,
        location: visit.location.child(["paths", path]),
      })
    }
  },
})
