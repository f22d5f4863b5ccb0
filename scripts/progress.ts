/** `pnpm progress`: how many of the planned operations the contract has, by surface and group. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { parse } from "yaml"
import { adminOperations } from "@covenant/contract/admin"
import { storeOperations } from "@covenant/contract/store"
import { root } from "./steps.ts"

type Planned = Record<"store" | "admin", Record<string, string[]>>

const planned = parse(readFileSync(join(root, "openapi/planned.yaml"), "utf8")) as Planned // ours, see its head
const present = {
  store: new Set(Object.values(storeOperations).map(({ method, path }) => `${method.toUpperCase()} ${path}`)),
  admin: new Set(Object.values(adminOperations).map(({ method, path }) => `${method.toUpperCase()} ${path}`)),
}

const rows: { surface: string; group: string; done: number; of: number }[] = []
for (const surface of ["store", "admin"] as const) {
  for (const [group, operations] of Object.entries(planned[surface])) {
    const done = operations.filter((operation) => present[surface].has(operation)).length
    rows.push({ surface, group, done, of: operations.length })
  }
}
const sum = (key: "done" | "of") => rows.reduce((total, row) => total + row[key], 0)

if (process.argv.includes("--help")) {
  console.log("pnpm progress [--json]\n\nPrints how many of the planned operations the contract has, by group.")
} else if (process.argv.includes("--json")) {
  console.log(JSON.stringify({ done: sum("done"), of: sum("of"), groups: rows }, null, 2))
} else {
  for (const { surface, group, done, of } of rows) {
    if (done > 0) console.log(`${surface.padEnd(6)}${group.padEnd(22)}${String(done).padStart(3)} of ${of}`)
  }
  const waiting = rows.filter(({ done }) => done === 0).length
  console.log(`${sum("done")} of ${sum("of")} operations; ${waiting} groups not begun`)
}
