import type { Kysely, SelectQueryBuilder } from "kysely"
import { sql } from "kysely"
import type { Database } from "../db/generated/database.ts"

/** Which part of a list is asked for, and in which order. */
export interface PageOptions {
  limit: number
  offset: number
  order: { name: string; direction: "asc" | "desc" }
}

/**
 * One page of what the query finds, and how many there are in all, in one statement. What compares equal is sorted by id,
 * so pages never overlap; text is in the order of its bytes, the same on every database.
 */
export async function listPage<Table extends keyof Database, Row extends { id: string }>(
  db: Kysely<Database>,
  matching: SelectQueryBuilder<Database, Table, Row>,
  { limit, offset, order }: PageOptions,
): Promise<{ rows: Row[]; count: number }> {
  const sorted = sql.join(
    [...new Set([order.name, "id"])].map((name) => {
      const column = name.endsWith("_at") ? sql.ref(`page.${name}`) : sql`${sql.ref(`page.${name}`)}::text collate "C"`
      return order.direction === "asc" ? sql`${column} asc` : sql`${column} desc`
    }),
  )
  const { rows } = await sql<{ page_count: number } & ({ id: null } | Row)>`
    with matching as materialized ${matching}
    select total.page_count, page.*
    from (select count(*)::int as page_count from matching) as total
    -- On the left, so that there is a count even where the page is empty.
    left join (select * from matching as page order by ${sorted} limit ${limit} offset ${offset}) as page on true
    order by ${sorted}`.execute(db)
  return {
    rows: rows.flatMap(({ page_count: _count, ...row }) => (row.id === null ? [] : [row as unknown as Row])), // whole or absent
    count: rows[0]?.page_count ?? 0,
  }
}
