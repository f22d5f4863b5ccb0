import { sql, type QueryExecutorProvider } from "kysely"

/** Columns that a refused request may move: that somebody was seen is no change of what they have. */
const volatile = new Set(["last_seen_at", "idle_expires_at", "last_used_at"])

/** Table name to the number and a hash of its rows, for comparing the whole database before and after. */
export async function contents(db: QueryExecutorProvider, except: readonly string[] = ["audit_event", "rate_limit"]) {
  const compared = (await tables(db)).filter(({ table }) => !except.includes(table))
  // One statement and no text of rows: this is asked before and after thousands of requests.
  const each = compared.map(({ table, columns }) => {
    const row = sql.join(columns.filter((column) => !volatile.has(column)).map((column) => sql.ref(column)))
    return sql`select ${sql.lit(table)} as name, count(*)::int as rows,
      coalesce(sum(hash_record_extended(row(${row}), 0)), 0)::text as hash from ${sql.id(table)}`
  })
  const { rows } = await sql<{ name: string; rows: number; hash: string }>`${sql.join(each, sql` union all `)}`.execute(
    db,
  )
  return Object.fromEntries(rows.map(({ name, ...found }) => [name, found]))
}

/** Every row of every table as text, binary columns as `\x…` in hexadecimal: what a thief of the database reads. */
export async function dump(db: QueryExecutorProvider): Promise<string> {
  const lines: string[] = []
  for (const { table } of await tables(db)) {
    const { rows } = await sql<{ text: string }>`select to_jsonb(t)::text as text from ${sql.id(table)} t`.execute(db)
    lines.push(...rows.map(({ text }) => `${table} ${text}`))
  }
  return lines.join("\n")
}

interface Table {
  table: string
  columns: string[]
}
let known_tables: Table[] | undefined

/** The same in every database of a process: migrated to the latest. */
async function tables(db: QueryExecutorProvider): Promise<Table[]> {
  if (known_tables) return known_tables
  const { rows } = await sql<Table>`
    select table_name as table, array_agg(column_name::text order by ordinal_position) as columns
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and table_type = 'BASE TABLE' group by table_name order by table_name`.execute(db)
  if (rows.length < 10) throw new Error(`only ${rows.length} tables found: is this the server's database?`)
  return (known_tables = rows)
}
