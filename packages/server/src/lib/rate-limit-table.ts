import type { Kysely } from "kysely"
import { sql } from "kysely"
import { compiledOnce } from "../db/compiled-once.ts"
import type { Database } from "../db/generated/database.ts"
import { listParameter } from "../db/list-parameter.ts"
import type { Breaker } from "./breaker.ts"
import { together } from "./together.ts"

/** One attempt at one row. */
export interface Asked {
  /** What the row counts: the budget's name. */
  name: string
  key: string
  points: number
  seconds: number
}

/** The row with this attempt in it, and with those that were counted before it. */
export interface Counted {
  points: number
  /** What is left of the window. */
  ms: number
}

/**
 * The statements on the table `rate_limit`, each behind the breaker.
 *
 * No two of them wait for each other in a circle: a statement locks one row of each name, in the order of the places, or
 * rows of one name, in the order of their keys.
 */
export function rateLimitTable(db: Kysely<Database>, breaker: Breaker) {
  // The time of a statement runs from when there is a connection: waiting for one has a limit of its own.
  const run = <T>(query: (connection: Kysely<Database>) => Promise<T>): Promise<T> =>
    breaker.run((begun) =>
      db.connection().execute((connection) => {
        begun()
        return query(connection)
      }),
    )

  const countInTurn = (asked: readonly Asked[]): Promise<Counted[]> => {
    const values = Object.fromEntries(
      asked.flatMap(({ key, points, seconds }, nth) => [
        [`key ${nth}`, key],
        [`points ${nth}`, points],
        [`ms ${nth}`, seconds * 1_000],
      ]),
    )
    return run((connection) => inTurn(asked.length)(connection, values))
  }

  /** Attempts of one name that came at once, at rows of which any two may be the same. */
  const countAtOnce = async (asked: readonly Asked[]): Promise<(Counted | undefined)[]> => {
    if (asked.length === 1) return countInTurn(asked)
    const attempts = new Map<string, { count: number; ms: number }>()
    const nths = asked.map(({ key, seconds }) => {
      const { count } = attempts.get(key) ?? { count: 0 }
      attempts.set(key, { count: count + 1, ms: seconds * 1_000 })
      return count + 1
    })
    const values = {
      keys: [...attempts.keys()],
      counts: [...attempts.values()].map(({ count }) => count),
      ms: [...attempts.values()].map(({ ms }) => ms),
    }
    const rows = new Map((await run((connection) => atOnce(connection, values))).map((row) => [row.key, row]))
    return asked.map(({ key }, at) => {
      const [row, nth, count] = [rows.get(key), nths[at], attempts.get(key)?.count]
      return row && nth && count ? { points: row.points - count + nth, ms: row.ms } : undefined
    })
  }
  const counting = new Map<string, (asked: Asked) => Promise<Counted | undefined>>()
  const countOne = (asked: Asked): Promise<Counted | undefined> => {
    const count = counting.get(asked.name) ?? together(countAtOnce)
    counting.set(asked.name, count)
    return count(asked)
  }

  return {
    /** Counts one at each in turn, until one is over its points, which is the last that is answered. */
    async count(asked: readonly Asked[]): Promise<Counted[]> {
      const [only] = asked
      if (!only || asked.length > 1) return countInTurn(asked)
      const counted = await countOne(only)
      return counted ? [counted] : []
    },

    /** Makes the window of a counter last from now. */
    holdFor: (key: string, ms: number) =>
      run((connection) =>
        connection
          .updateTable("rate_limit")
          .set({ expire: sql<number>`${now_ms} + ${ms}::bigint` })
          .where("key", "=", key)
          .execute(),
      ),

    /** One point less, unless there are more than `most` (then the block that followed holds); without one, deleted. */
    settle: (rows: readonly { key: string; most: number | null }[]) =>
      run((connection) =>
        settleAll(connection, { keys: rows.map(({ key }) => key), most: rows.map(({ most }) => most) }),
      ),
  }
}

/** By the database's clock, not by each process's own. */
const now_ms = sql<number>`(extract(epoch from now()) * 1000)::bigint`

/**
 * What only counts need not wait for the disk, nor keep its rows locked until it is there: a crash of the database costs
 * the counts of its last moment. Once at the end of each statement, for its own transaction.
 */
const unhurried = sql`set_config('synchronous_commit', 'off', true)`

/** Adds to a counter that is there, or begins anew when its window is over. */
const or_added = sql`
  on conflict (key) do update set
    points = case when counter.expire <= ${now_ms} then excluded.points else counter.points + excluded.points end,
    expire = case when counter.expire <= ${now_ms} then excluded.expire else counter.expire end`

type CountValues = Readonly<Record<string, string | number>>
const in_turn_statements = new Map<number, ReturnType<typeof compiledOnce<CountValues, Counted>>>()

/** One statement for so many places: each inserts or adds only when the one before it stayed within its points. */
function inTurn(places: number): ReturnType<typeof compiledOnce<CountValues, Counted>> {
  const known = in_turn_statements.get(places)
  if (known) return known
  const all = Array.from({ length: places }, (_, nth) => nth)
  const names = all.flatMap((nth) => [`key ${nth}`, `points ${nth}`, `ms ${nth}`])
  const statement = compiledOnce<CountValues, Counted>(names, (db, values) => {
    const within = (nth: number) =>
      nth === 0
        ? sql`true`
        : sql`(select points from ${sql.ref(`place${nth - 1}`)}) <= ${values[`points ${nth - 1}`]}::int`
    const counting = all.map(
      (nth) => sql`${sql.ref(`place${nth}`)} as (
        insert into rate_limit as counter (key, points, expire)
        select ${values[`key ${nth}`]}::text, 1, ${now_ms} + ${values[`ms ${nth}`]}::bigint where ${within(nth)}
        ${or_added} returning points, expire
      )`,
    )
    const answers = all.map((nth) => sql`select ${sql.lit(nth)} as nth, points, expire from ${sql.ref(`place${nth}`)}`)
    const query = sql<Counted>`
      with ${sql.join(counting)}
      select points, expire - ${now_ms} as ms, ${unhurried} from (${sql.join(answers, sql` union all `)}) as counted
      order by nth`
    return { compile: () => query.compile(db) }
  })
  in_turn_statements.set(places, statement)
  return statement
}

/** One statement for many rows, each with how many attempts to add. */
const atOnce = compiledOnce<{ keys: string[]; counts: number[]; ms: number[] }, Counted & { key: string }>(
  ["keys", "counts", "ms"],
  (db, { keys, counts, ms }) => {
    const query = sql<Counted & { key: string }>`
      with counted as (
        insert into rate_limit as counter (key, points, expire)
        select asked.key, asked.count, ${now_ms} + asked.ms
        from unnest(${listParameter(keys, "text")}, ${listParameter(counts, "int")}, ${listParameter(ms, "bigint")}) as asked (key, count, ms)
        order by asked.key collate "C"
        ${or_added} returning key, points, expire
      )
      select key, points, expire - ${now_ms} as ms, ${unhurried} from counted`
    return { compile: () => query.compile(db) }
  },
)

/** Locks the rows in the order in which attempts do. `most` is null for those to delete. */
const settleAll = compiledOnce<{ keys: string[]; most: (number | null)[] }, unknown>(
  ["keys", "most"],
  (db, { keys, most }) => {
    const query = sql`
      with locked as materialized (
        select counter.key, asked.most
        from unnest(${listParameter(keys, "text")}, ${listParameter(most, "int")}) with ordinality as asked (key, most, nth)
        join rate_limit as counter using (key) order by asked.nth for update of counter
      ), given_back as (
        update rate_limit as counter set points = counter.points - 1 from locked
        where counter.key = locked.key and counter.points between 1 and locked.most and counter.expire > ${now_ms}
      ), forgotten as (
        delete from rate_limit as counter using locked where counter.key = locked.key and locked.most is null
      )
      select ${unhurried}`
    return { compile: () => query.compile(db) }
  },
)
