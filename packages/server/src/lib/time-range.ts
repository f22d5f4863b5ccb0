import type { RawBuilder } from "kysely"
import { sql } from "kysely"

/** Bounds of a time as a list takes them, ISO 8601 in UTC. */
export interface TimeRange {
  lt?: string
  gt?: string
  lte?: string
  gte?: string
}

const operators = { lt: "<", gt: ">", lte: "<=", gte: ">=" } as const

/**
 * The conditions of a range on a column; none where nothing is bounded.
 *
 * Answers show times to the millisecond, so they are compared so: what an answer said is found by it again.
 */
export const withinRange = (column: string, range: TimeRange = {}): RawBuilder<boolean>[] =>
  (Object.keys(operators) as (keyof typeof operators)[]).flatMap((bound) => {
    const at = range[bound]
    if (at === undefined) return []
    return [
      sql<boolean>`date_trunc('milliseconds', ${sql.ref(column)}) ${sql.raw(operators[bound])} ${at}::timestamptz`,
    ]
  })
