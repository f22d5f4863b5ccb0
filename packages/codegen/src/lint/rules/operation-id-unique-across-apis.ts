import { existsSync, readFileSync } from "node:fs"
import { dirname, resolve } from "node:path"
import { parse } from "yaml"
import { operationsOf, type Rule } from "../document.ts"

/**
 * No operationId of this document is used by another API of ours.
 *
 * Merged clients drop or silently merge duplicates, and metrics are labelled by operationId.
 * `others` are files beside the document; the document itself among them is skipped.
 */
export const operationIdUniqueAcrossApis: Rule<{ others?: string[] }> = ({ others = [] }) => ({
  Root(root, visit) {
    const self = visit.location.source.absoluteRef
    const elsewhere = new Map<string, string>()
    for (const other of others) {
      const file = resolve(dirname(self), other)
      if (file === self) continue
      if (!existsSync(file)) {
        visit.report({
          message: `\`${other}\` is not there, so its operationIds cannot be compared. Correct \`others\` in redocly.yaml.`,
        })
        continue
      }
      for (const id of operationIdsIn(file)) elsewhere.set(id, other)
    }
    for (const { name, location } of operationsOf(visit, root)) {
      const other = elsewhere.get(name)
      if (other === undefined) continue
      visit.report({
        message: `\`${name}\` is an operation of ${other} too. Rename one: the Admin API puts \`Admin\` behind the verb.`,
        location: location.child("operationId"),
      })
    }
  },
})

const methods = ["get", "put", "post", "delete", "patch", "options", "head", "trace"]

/** The operationIds of a document, path files included. Reads only what leads to operations. */
function operationIdsIn(file: string): string[] {
  const paths = record(record(read(file))["paths"])
  return Object.values(paths).flatMap((item) => {
    const reference = record(item)["$ref"]
    const operations = record(typeof reference === "string" ? read(resolve(dirname(file), reference)) : item)
    return methods.flatMap((method) => {
      const id = record(operations[method])["operationId"]
      return typeof id === "string" ? [id] : []
    })
  })
}

const read = (file: string): unknown => {
  const text = readFileSync(file, "utf8")
  return file.endsWith(".json") ? JSON.parse(text) : parse(text)
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? { ...value } : {}
