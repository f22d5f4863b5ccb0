/** The SQL that the server's own queries send: what a bare program must send to do the same reads and writes. */
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from "kysely"
import type { Database } from "../packages/server/src/db/generated/database.ts"

export interface Statement {
  sql: string
  parameters: readonly unknown[]
}

/** Every statement the work sends when each finds nothing. */
export async function statementsOf(work: (db: Kysely<Database>) => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = []
  const db = new Kysely<Database>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    log: ({ query: { sql, parameters } }) => void statements.push({ sql, parameters }),
  })
  await work(db)
  return statements
}

/** The parameters with placeholders replaced. */
export const filledIn = ({ parameters }: Statement, values: ReadonlyMap<unknown, unknown>): unknown[] =>
  parameters.map((parameter) => (values.has(parameter) ? values.get(parameter) : parameter))
