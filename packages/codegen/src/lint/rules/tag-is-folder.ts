import { basename, dirname } from "node:path"
import { operationsOf, type Rule } from "../document.ts"

/**
 * An operation's tag is the folder it is written in: `openapi/customers/paths/…` has the tag `customers`.
 *
 * The same word names the resource in the server, the handlers and the docs. Source only: a bundle has no folders.
 */
export const tagIsFolder: Rule = () => ({
  Root(root, visit) {
    for (const { node, name, location } of operationsOf(visit, root)) {
      const folder = dirname(location.source.absoluteRef)
      if (basename(folder) !== "paths") {
        visit.report({
          message: `\`${name}\` is not written in a path file. Move it to openapi/<tag>/paths/ and reference it from the table of contents.`,
          location,
        })
        continue
      }
      const resource = basename(dirname(folder))
      for (const [index, tag] of (node.tags ?? []).entries()) {
        if (tag === resource) continue
        visit.report({
          message: `\`${name}\` has the tag \`${tag}\` but is written in \`${resource}/paths\`. Write \`tags: [${resource}]\` or move the file.`,
          location: location.child(["tags", index]),
        })
      }
    }
  },
})
