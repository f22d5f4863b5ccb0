import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { sql } from "kysely"
import { describe, expect, inject, test } from "vitest"
import { leaseDatabase } from "../../../../test/setup/lease.ts"
import { ownDatabase } from "../../../../test/setup/databases.ts"
import { openDatabase } from "./connection.ts"
import { migrateToLatest, migrationNames } from "./migrate.ts"

const on_postgres = inject("databaseUrl") !== ""

describe("migrations", () => {
  test("are all found, in the order of their names", async () => {
    const names = await migrationNames()
    expect(names.length).toBeGreaterThanOrEqual(6)
    expect(names).toEqual(names.toSorted())
  })

  test("a database that is up to date is left alone", async () => {
    const { database, giveBack } = await leaseDatabase()
    expect(await migrateToLatest(database)).toEqual([])
    await giveBack()
  })

  test("a database that is ahead of this version is left alone", async () => {
    const { database, giveBack } = await leaseDatabase()
    await sql`insert into kysely_migration (name, timestamp) values ('2999-01-01T0000_later', '2999')`.execute(
      database.db,
    )
    expect(await migrateToLatest(database)).toEqual([])
    await sql`delete from kysely_migration where name = '2999-01-01T0000_later'`.execute(database.db)
    await giveBack()
  })

  test.runIf(on_postgres)(
    "four processes that start at once on an empty database run each migration once",
    async () => {
      const own = await ownDatabase(inject("databaseUrl"))
      const ran = await Promise.all(Array.from({ length: 4 }, () => migrateInProcess(own.url)))
      expect(ran.flat().toSorted()).toEqual(await migrationNames())
      await own.drop()
    },
  )

  test.runIf(!on_postgres)("a new folder without an image gets the same schema", async () => {
    const database = await openDatabase({ kind: "pglite" })
    expect(await migrateToLatest(database)).toEqual(await migrationNames())
    expect(await database.db.selectFrom("customer").selectAll().execute()).toEqual([])
    await database.close()
  })
})

/** Runs migrations in a process of its own and returns the names of those it ran. */
async function migrateInProcess(url: string): Promise<string[]> {
  const program = `
    import { openDatabase } from ${JSON.stringify(new URL("connection.ts", import.meta.url).href)}
    import { migrateToLatest } from ${JSON.stringify(new URL("migrate.ts", import.meta.url).href)}
    const database = await openDatabase({ kind: "postgres", url: process.argv[1] })
    console.log(JSON.stringify(await migrateToLatest(database)))
    await database.close()`
  const child = spawn(process.execPath, ["--input-type=module", "-e", program, url], {
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    stdio: ["ignore", "pipe", "pipe"],
  })
  let [out, problems] = ["", ""]
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text))
  child.stderr.setEncoding("utf8").on("data", (text: string) => (problems += text))
  const code = await new Promise((resolve) => child.once("close", resolve))
  if (code !== 0) throw new Error(`migrating failed:\n${problems}`)
  return JSON.parse(out) as string[] // printed above
}
