import type { Kysely, SelectQueryBuilder } from "kysely"
import { sql } from "kysely"
import { together } from "../lib/together.ts"
import { compiledOnce } from "./compiled-once.ts"
import type { Database } from "./generated/database.ts"
import { listParameter } from "./list-parameter.ts"

/**
 * A read of one row by its key that many requests send: those asked for at once are one statement, see {@link together}.
 * Answers undefined where there is no row. In a transaction, which reads what it wrote, each is sent by itself.
 *
 * A key that the database cannot read (no UUID, text with NUL) would fail everybody's read: it is to be refused before.
 *
 * `build` makes the query for one key, a column of this type; as with {@link compiledOnce}, nothing but the key may vary.
 */
export function readTogether<Key, Row extends object>(
  type: "uuid" | "text" | "bytea",
  build: (db: Kysely<Database>, key: Key) => Pick<SelectQueryBuilder<Database, never, Row>, "compile" | "limit">,
): (db: Kysely<Database>, key: Key) => Promise<Row | undefined> {
  const one = compiledOnce<{ key: Key }, Row>(["key"], (db, { key }) => build(db, key))
  // The limit keeps the planner from joining whole tables for a few rows.
  const several = compiledOnce<{ keys: readonly Key[] }, Row & { nth: number }>(["keys"], (db, { keys }) => ({
    compile: () =>
      sql<Row & { nth: number }>`
        select wanted.nth, found.*
        from unnest(${listParameter(keys, type)}) with ordinality as wanted(key, nth)
        cross join lateral ${build(db, sql.ref("wanted.key") as Key).limit(1)} as found`.compile(db),
  }))
  const readOne = async (db: Kysely<Database>, key: Key): Promise<Row | undefined> => (await one(db, { key }))[0]
  const readSeveral = async (db: Kysely<Database>, keys: readonly Key[]): Promise<(Row | undefined)[]> => {
    const rows = keys.map((): Row | undefined => undefined)
    for (const { nth, ...row } of await several(db, { keys })) rows[nth - 1] = row as object as Row
    return rows
  }

  const readers = new WeakMap<Kysely<Database>, (key: Key) => Promise<Row | undefined>>()
  return (db, key) => {
    if (db.isTransaction) return readOne(db, key)
    let reader = readers.get(db)
    if (!reader) {
      reader = together(async (keys: readonly Key[]) =>
        keys.length === 1 ? [await readOne(db, keys[0] as Key)] : readSeveral(db, keys),
      )
      readers.set(db, reader)
    }
    return reader(key)
  }
}
