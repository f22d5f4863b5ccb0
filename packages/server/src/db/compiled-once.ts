import type { Compilable, Kysely } from "kysely"
import type { Database } from "./generated/database.ts"

/**
 * A query that every request sends, built and compiled at its first use and filled in from then on. Answers its rows.
 *
 * Building costs several times what sending does. Only values may vary: `build` sees a placeholder in place of each, so
 * it must not look at them, and what it makes must not depend on anything else. `names` are those of the values.
 */
export function compiledOnce<Values extends object, Row>(
  names: readonly (keyof Values & string)[],
  build: (db: Kysely<Database>, values: Values) => Compilable<Row>,
): (db: Kysely<Database>, values: Values) => Promise<Row[]> {
  const placeholders = new Map(names.map((name) => [Symbol(name) as unknown, name]))
  let compiled: ReturnType<Compilable<Row>["compile"]> | undefined
  return async (db, values) => {
    if (!compiled) {
      const standing_in = Object.fromEntries([...placeholders].map(([placeholder, name]) => [name, placeholder]))
      compiled = build(db.withoutPlugins(), standing_in as Values).compile() // symbols, which only travel through
    }
    db.getExecutor().transformQuery(compiled.query, compiled.queryId) // a plugin that listens hears of each call
    const parameters = compiled.parameters.map((parameter) => {
      const name = placeholders.get(parameter)
      return name === undefined ? parameter : values[name]
    })
    const { rows } = await db.executeQuery<Row>({ ...compiled, parameters })
    return rows
  }
}
