import { sql, type QueryExecutorProvider } from "kysely"

/** Columns that a refused request may move: that somebody was seen is no change of what they have. */
const volatile = ["last_seen_at", "idle_expires_at", "last_used_at"]

/** Table name to the number and the hash of its rows, for comparing the whole database before and after. */
export async function contents(db: QueryExecutorProvider, except: readonly string[] = ["audit_event", "rate_limit"]) {
  const found: Record<string, { rows: number; hash: string }> = {}
  for (const table of await tables(db)) {
    if (except.includes(table)) continue
    const { rows } = await sql<{ rows: number; hash: string }>`
      select count(*)::int as rows, md5(coalesce(string_agg(text, chr(10) order by text), '')) as hash
      from (select (to_jsonb(t) - ${volatile}::text[])::text as text from ${sql.id(table)} t) as texts`.execute(db)
    if (rows[0]) found[table] = rows[0]
  }
  return found
}

/** Every row of every table as text, binary columns as `\x…` in hexadecimal: what a thief of the database reads. */
export async function dump(db: QueryExecutorProvider): Promise<string> {
  const lines: string[] = []
  for (const table of await tables(db)) {
    const { rows } = await sql<{ text: string }>`select to_jsonb(t)::text as text from ${sql.id(table)} t`.execute(db)
    lines.push(...rows.map(({ text }) => `${table} ${text}`))
  }
  return lines.join("\n")
}

async function tables(db: QueryExecutorProvider): Promise<string[]> {
  const { rows } = await sql<{ table_name: string }>`select table_name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by table_name`.execute(db)
  if (rows.length < 10) throw new Error(`only ${rows.length} tables found: is this the server's database?`)
  return rows.map(({ table_name }) => table_name)
}
