import { sql, type Kysely } from "kysely"
import type { Database } from "../../packages/server/src/db/generated/database.ts"

/**
 * Makes a row older: every time in it moves back by `seconds`, as if it had been written so much earlier. Rows expire by
 * the database's own clock, so this is how a test reaches the other side of an expiry without waiting.
 *
 * `id` is the value of the primary key. Throws when there is no such row, or when the key has several columns.
 */
export async function age(db: Kysely<Database>, table: keyof Database, id: string, seconds: number): Promise<void> {
  const { rows } = await sql<{ name: string; is_key: boolean; is_time: boolean }>`
    select a.attname as name, a.atttypid = 'timestamptz'::regtype as is_time, coalesce(i.indisprimary, false) as is_key
    from pg_attribute a
    left join pg_index i on i.indrelid = a.attrelid and i.indisprimary and a.attnum = any (i.indkey)
    where a.attrelid = ${`"${table}"`}::regclass and a.attnum > 0 and not a.attisdropped`.execute(db)
  const keys = rows.filter((column) => column.is_key)
  const [key] = keys
  if (!key || keys.length > 1) throw new Error(`${table} has no key of one column`)
  const times = rows.filter((column) => column.is_time).map(({ name }) => name)
  const changes = times.map((name) => sql`${sql.id(name)} = ${sql.id(name)} - make_interval(secs => ${seconds}::int)`)
  const result =
    await sql`update ${sql.id(table)} set ${sql.join(changes)} where ${sql.id(key.name)}::text = ${id}`.execute(db)
  if (result.numAffectedRows !== 1n) throw new Error(`${table} has no row ${id}`)
}

/** Makes every counter of the limits older by `seconds`: their times are numbers of milliseconds. */
export async function ageLimits(db: Kysely<Database>, seconds: number): Promise<void> {
  await sql`update rate_limit set expire = expire - ${seconds * 1_000}::bigint`.execute(db)
}
