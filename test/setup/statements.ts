/** Listening to the statements of a database, as Kysely plugins. */
import type { KyselyPlugin } from "kysely"

/** Adds the kind of each statement that is sent (`SelectQueryNode`, …; `RawNode` for one written in SQL). */
export const noting = (statements: string[]): KyselyPlugin => ({
  transformQuery: ({ node }) => {
    statements.push(node.kind)
    return node
  },
  transformResult: async ({ result }) => result,
})

/** Whether a statement inserts into the table, be it as a part of something larger. */
export function insertsInto(node: object, table: string): boolean {
  if ("kind" in node && node.kind === "InsertQueryNode" && "into" in node)
    return JSON.stringify(node.into).includes(`"${table}"`)
  return Object.values(node).some(
    (part: unknown) => typeof part === "object" && part !== null && insertsInto(part, table),
  )
}
