import type { RawBuilder } from "kysely"
import { sql } from "kysely"

/**
 * A list as one parameter of a statement that is sent often. It stands in a query of its own, so that the planner does not
 * see its length: it would plan anew every time, which takes longer than reading a few rows.
 */
export const listParameter = <Item>(
  items: readonly Item[],
  type: "text" | "uuid" | "bytea" | "int" | "bigint",
): RawBuilder<Item[]> => sql`(select ${items}::${sql.raw(type)}[])`
