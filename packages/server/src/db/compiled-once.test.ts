import { afterAll, beforeAll, expect, test } from "vitest"
import { leaseDatabase, type Lease } from "../../../../test/setup/lease.ts"
import { compiledOnce } from "./compiled-once.ts"

let lease: Lease
beforeAll(async () => {
  lease = await leaseDatabase()
})
afterAll(() => lease.giveBack())

test("a query compiled once is filled in anew at each call, also where a value stands twice or beside a constant", async () => {
  let built = 0
  const find = compiledOnce<{ id: string; title: string }, { id: string; title: string }>(
    ["id", "title"],
    (db, given) => {
      built++
      return db
        .selectFrom("publishable_api_key")
        .select(["id", "title"])
        .where("created_by", "=", "compiled-once")
        .where((where) => where.or([where("id", "=", given.id), where("title", "=", given.title)]))
        .where("title", "<>", given.id)
    },
  )
  const rows = ["Ada", "Bruno"].map((title) => ({
    id: `pk_${title.padEnd(26, "0")}`,
    title,
    created_by: "compiled-once",
  }))
  const [ada, bruno] = rows.map(({ id, title }) => ({ id, title }))
  await lease.database.db.insertInto("publishable_api_key").values(rows).execute()

  const { db } = lease.database
  expect(await find(db, { id: ada?.id ?? "", title: "nobody" })).toEqual([ada])
  expect(await find(db, { id: "nobody", title: "Bruno" })).toEqual([bruno])
  expect(await find(db, { id: "nobody", title: "nobody" })).toEqual([])
  expect(await db.transaction().execute((trx) => find(trx, { id: ada?.id ?? "", title: "" }))).toEqual([ada])
  expect(built).toBe(1)
})
