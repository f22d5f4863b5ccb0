import type { Expression, Kysely, RawBuilder } from "kysely"
import { sql } from "kysely"
import type { Database } from "../db/generated/database.ts"
import { refusedParameter } from "./fields.ts"

/** Columns a list can be sorted by. Text is compared byte by byte, so that every database answers the same order. */
export type Orders = Readonly<Record<string, "text" | "plain" | undefined>>

export interface Order {
  column: string
  kind: "text" | "plain"
  direction: "asc" | "desc"
}

/** What every list takes besides its filters. */
export interface Page {
  limit: number
  offset: number
  order: Order
}

/**
 * Reads `order`: a column of the list, with `-` in front for descending; without it the fallback, written alike.
 * Throws 400 naming `order` for any other.
 */
export function readOrder(order: string | undefined, orders: Orders, fallback: string): Order {
  const asked = order ?? fallback
  const column = asked.replace(/^-/, "")
  const kind = Object.hasOwn(orders, column) ? orders[column] : undefined
  if (kind === undefined) throw refusedParameter("order")
  return { column, kind, direction: asked.startsWith("-") ? "desc" : "asc" }
}

/**
 * One page of the matching rows and how many match in all, in one statement.
 *
 * `matching` selects the rows with their filters and nothing about order; it has a text column `id`, by which every order
 * ends, so that pages never overlap. It is computed once, and the page is cut before anything is joined to it.
 */
export async function listPage<Row extends { id: string }>(
  db: Kysely<Database>,
  matching: Expression<Row>,
  { limit, offset, order }: Page,
): Promise<{ rows: Row[]; count: number }> {
  const sorting = (table: string): RawBuilder<unknown> => {
    const direction = sql.raw(order.direction)
    const column = sql.ref(`${table}.${order.column}`)
    const compared = order.kind === "text" ? sql`${column} collate "C"` : column
    return sql`order by ${compared} ${direction}, ${sql.ref(`${table}.id`)} collate "C" ${direction}`
  }
  const { rows } = await sql<Partial<Row> & { matching_count: number }>`
    with matching as materialized ${matching},
    page as (select * from matching ${sorting("matching")} limit ${limit} offset ${offset})
    select page.*, total.matching_count
    from (select count(*) as matching_count from matching) as total
    left join page on true -- on the left, so that there is a count even where the page is empty
    ${sorting("page")}`.execute(db)
  return {
    // Without a page row every column is null, the id too; with one it is a whole row.
    rows: rows.flatMap(({ matching_count: _count, ...row }) => (row.id === null ? [] : [row as unknown as Row])),
    count: rows[0]?.matching_count ?? 0,
  }
}

/** A pattern for `ilike` that finds the text anywhere; `%`, `_` and `\` in it are themselves. */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`
