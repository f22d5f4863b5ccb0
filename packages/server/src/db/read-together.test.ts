import { sql } from "kysely"
import { afterAll, beforeAll, expect, test } from "vitest"
import { leaseDatabase, type Lease } from "../../../../test/setup/lease.ts"
import { noting } from "../../../../test/setup/statements.ts"
import { readTogether } from "./read-together.ts"

const pages = ["Ada", "Bruno", "Cleo"].map((title) => ({
  id: `pk_${title.padEnd(26, "0")}`,
  title,
  created_by: "read-together",
}))
const [ada, bruno, cleo] = pages.map(({ id, title }) => ({ id, title }))
const findKey = readTogether<string, { id: string; title: string }>("text", (db, id) =>
  db.selectFrom("publishable_api_key").select(["id", "title"]).where("id", "=", id),
)

let lease: Lease
beforeAll(async () => {
  lease = await leaseDatabase()
  await lease.database.db.insertInto("publishable_api_key").values(pages).execute()
})
afterAll(() => lease.giveBack())

test("rows asked for at once are one statement, and everybody gets their own, or none", async () => {
  const statements: string[] = []
  const db = lease.database.db.withPlugin(noting(statements))
  const ids = [bruno?.id, "nobody", ada?.id, cleo?.id, ada?.id].map(String)
  expect(await Promise.all(ids.map((id) => findKey(db, id)))).toEqual([bruno, undefined, ada, cleo, ada])
  expect(statements).toHaveLength(1)
  expect(await findKey(db, String(ada?.id))).toEqual(ada)
  expect(await findKey(db, "nobody")).toBeUndefined()
  expect(statements).toHaveLength(3)
})

test("a transaction reads what it wrote, and nobody else does", async () => {
  const { db } = lease.database
  const doris = { id: `pk_${"Doris".padEnd(26, "0")}`, title: "Doris" }
  await db.transaction().execute(async (trx) => {
    await trx.insertInto("publishable_api_key").values(doris).execute()
    expect(await Promise.all([doris.id, String(ada?.id)].map((id) => findKey(trx, id)))).toEqual([doris, ada])
  })
  const { id } = doris
  expect(await Promise.all([findKey(db, id), findKey(db, String(ada?.id))])).toEqual([doris, ada])
  await db.deleteFrom("publishable_api_key").where("id", "=", id).execute()
  expect(await Promise.all([findKey(db, id), findKey(db, String(ada?.id))])).toEqual([undefined, ada])
})

test("each database has reads of its own", async () => {
  const [first, second] = [[], []] as [string[], string[]]
  const handles = [first, second].map((statements) => lease.database.db.withPlugin(noting(statements)))
  await Promise.all(handles.map((db) => findKey(db, String(ada?.id))))
  expect([first.length, second.length]).toEqual([1, 1])
})

test("keys may be bytes, also such as no text can hold", async () => {
  const { db } = lease.database
  const findByHash = readTogether<Uint8Array, { title: string }>("bytea", (db, hash) =>
    db
      .selectFrom(
        sql<{ title: string; hash: Uint8Array }>`(values ('a', '\\x00ff'::bytea), ('b', '\\x2c22'))`.as<"t">(
          sql`t(title, hash)`,
        ),
      )
      .select("t.title")
      .where("t.hash", "=", hash),
  )
  const hashes = [[0x2c, 0x22], [0x2c], [0x00, 0xff]].map((bytes) => Uint8Array.from(bytes))
  expect(await Promise.all(hashes.map((hash) => findByHash(db, hash)))).toEqual([
    { title: "b" },
    undefined,
    { title: "a" },
  ])
})
