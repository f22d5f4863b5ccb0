import { once } from "node:events"
import { connect, createServer, type AddressInfo } from "node:net"
import { sql } from "kysely"
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"
import { leaseDatabase } from "../../../../test/setup/lease.ts"
import { codeOf, constraintOf, isUnavailable, openDatabase, statementNames, type OpenDatabase } from "./connection.ts"

let database: OpenDatabase
let giveBack: () => Promise<void>
beforeAll(async () => {
  ;({ database, giveBack } = await leaseDatabase())
})
afterAll(() => giveBack())

const on_postgres = inject("databaseUrl") !== ""

describe("both databases behave alike", () => {
  test("an int8 is a number", async () => {
    const { rows } =
      await sql`select 9007199254740991::int8 as largest, count(*) as counted from (values (1), (2)) as t`.execute(
        database.db,
      )
    expect(rows).toEqual([{ largest: 9_007_199_254_740_991, counted: 2 }])
  })

  test("an int8 that no number can hold is a RangeError, not another number", async () => {
    await expect(sql`select 9007199254740993::int8 as n`.execute(database.db)).rejects.toThrow(RangeError)
  })

  test("jsonb written as text comes back as the value, arrays and strings included", async () => {
    const values = [{ a: [1, "two", null] }, [1, 2, 3], "text", 7, true]
    for (const value of values) {
      const { rows } = await sql<{ value: unknown }>`select ${JSON.stringify(value)}::jsonb as value`.execute(
        database.db,
      )
      expect(rows[0]?.value).toEqual(value)
    }
  })

  test("text in order of code points is the same everywhere", async () => {
    const { rows } = await sql<{ word: string }>`
      select word from (values ('b'), ('A'), ('a'), ('ä'), ('_')) as t (word) order by word collate "C"`.execute(
      database.db,
    )
    expect(rows.map(({ word }) => word)).toEqual(["A", "_", "a", "b", "ä"])
  })

  test("bytes come back as bytes, times as dates, arrays as arrays", async () => {
    const { rows } = await sql<{ bytes: Uint8Array; at: Date; words: string[] }>`
      select '\\x00ff'::bytea as bytes, '2026-01-02T03:04:05Z'::timestamptz as at, array['a', 'b']::text[] as words`.execute(
      database.db,
    )
    expect([...(rows[0]?.bytes ?? [])]).toEqual([0, 255])
    expect(rows[0]?.bytes).toBeInstanceOf(Uint8Array)
    expect(rows[0]?.at).toEqual(new Date("2026-01-02T03:04:05Z"))
    expect(rows[0]?.words).toEqual(["a", "b"])
  })

  test("a Uint8Array, a Date and an array of text are taken as parameters", async () => {
    const at = new Date("2026-01-02T03:04:05.678Z")
    const { rows } = await sql`select ${new Uint8Array([1, 2])}::bytea = '\\x0102'::bytea as bytes,
      ${at}::timestamptz = '2026-01-02T03:04:05.678Z'::timestamptz as at, ${["x", "y"]}::text[] = array['x', 'y'] as words`.execute(
      database.db,
    )
    expect(rows).toEqual([{ bytes: true, at: true, words: true }])
  })

  test("an error has its SQLSTATE and the constraint it broke", async () => {
    const row = { id: "cus_twice" }
    await database.db.insertInto("customer").values(row).execute()
    const error: unknown = await database.db
      .insertInto("customer")
      .values(row)
      .execute()
      .catch((reason: unknown) => reason)
    expect([codeOf(error), constraintOf(error)]).toEqual(["23505", "customer_pkey"])
    await database.db.deleteFrom("customer").where("id", "=", row.id).execute()
  })

  test("a customer has at most one default address of a kind, whatever a request tries", async () => {
    const { db } = database
    await db.insertInto("customer").values({ id: "cus_home" }).execute()
    await db
      .insertInto("customer_address")
      .values({ id: "cuaddr_1", customer_id: "cus_home", is_default_shipping: true })
      .execute()
    const second = db
      .insertInto("customer_address")
      .values({ id: "cuaddr_2", customer_id: "cus_home", is_default_shipping: true })
    await expect(second.execute()).rejects.toMatchObject({ code: "23505" })
    await db.deleteFrom("customer").where("id", "=", "cus_home").execute()
  })

  test("a rolled back transaction leaves nothing", async () => {
    const failed = database.db.transaction().execute(async (trx) => {
      await trx.insertInto("customer").values({ id: "cus_gone" }).execute()
      throw new Error("changed my mind")
    })
    await expect(failed).rejects.toThrow("changed my mind")
    expect(await database.db.selectFrom("customer").select("id").where("id", "=", "cus_gone").execute()).toEqual([])
  })
})

describe("statement names", () => {
  test("are the same for the same text in every process, and differ for others", () => {
    const [one, two] = [statementNames(), statementNames()]
    expect(one("select 1")).toBe(two("select 1"))
    expect(one("select 1")).not.toBe(one("select 2"))
    expect(one("select 1")?.length).toBeLessThan(64) // Postgres cuts longer names, and two could become one
  })

  test("are given to queries only, not to transaction control or DDL", () => {
    const name = statementNames()
    expect(["begin", "commit", "rollback", "create table t ()", "set local x = 1"].map(name)).toEqual(
      Array(5).fill(undefined),
    )
    expect(name(" with x as (select 1) select * from x")).toBeDefined()
  })

  test("stop at the cap, and the named ones keep their names", () => {
    const name = statementNames(2)
    const first = name("select 1")
    name("select 2")
    expect(name("select 3")).toBeUndefined()
    expect(name("select 1")).toBe(first)
  })
})

describe.runIf(on_postgres)("on PostgreSQL", () => {
  const connectOne = (settings: { named_statements?: boolean } = {}) =>
    openDatabase({ kind: "postgres", url: (database.settings as { url: string }).url, pool_size: 1, ...settings }) // postgres here

  test("a query is prepared under its name, and switching names off prepares nothing", async () => {
    for (const named_statements of [true, false]) {
      const own = await connectOne({ named_statements })
      await own.db.selectFrom("customer").select("id").where("id", "=", "a").execute()
      const { rows } = await sql<{ statement: string }>`select name, statement from pg_prepared_statements`.execute(
        own.db,
      )
      expect(rows.some(({ statement }) => statement.includes('from "customer"'))).toBe(named_statements)
      await own.close()
    }
  })

  test("a query whose table was changed under an open connection still answers", async () => {
    const own = await connectOne()
    await sql`create table changing (id int)`.execute(own.db)
    const read = () => sql`select * from changing`.execute(own.db)
    await read()
    await sql`alter table changing add column name text default 'new'`.execute(own.db)
    expect((await read()).rows).toEqual([])
    await sql`insert into changing values (1)`.execute(own.db)
    expect((await read()).rows).toEqual([{ id: 1, name: "new" }])
    await own.close()
  })

  test("a pool that has nothing free for 2 s is unavailable, not an error of ours", async () => {
    const own = await connectOne()
    const held = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const holder = own.db.transaction().execute(async (trx) => {
      await sql`select 1`.execute(trx)
      begun.resolve()
      await held.promise
    })
    await begun.promise
    const waited: unknown = await sql`select 1`.execute(own.db).catch((error: unknown) => error)
    expect(isUnavailable(waited)).toBe(true)
    held.resolve()
    await holder
    await own.close()
  })

  test("a connection the server ends is reported, is unavailable to who used it, and is replaced", async () => {
    const errors: Error[] = []
    const own = await openDatabase(
      { kind: "postgres", url: (database.settings as { url: string }).url, pool_size: 1 },
      (error) => errors.push(error),
    ) // postgres here
    const ended: unknown = await sql`select pg_terminate_backend(pg_backend_pid())`
      .execute(own.db)
      .catch((error: unknown) => error)
    expect(isUnavailable(ended)).toBe(true)
    expect((await sql`select 1 as one`.execute(own.db)).rows).toEqual([{ one: 1 }])
    await own.close()
  })

  test("a server that is too busy to answer the first time is waited for at the start", async () => {
    const real = new URL((database.settings as { url: string }).url) // postgres here
    let connections = 0
    const slow = createServer((socket) => {
      connections += 1
      if (connections === 1) return // taken, and left without an answer
      const behind = connect(Number(real.port), real.hostname)
      socket.pipe(behind).pipe(socket)
      for (const end of [socket, behind]) end.on("error", () => socket.destroy())
    }).listen(0, "127.0.0.1")
    await once(slow, "listening")
    const url = new URL(real)
    url.port = String((slow.address() as AddressInfo).port) // a TCP server that listens has one
    const opened = await openDatabase({ kind: "postgres", url: url.href })
    expect(connections).toBeGreaterThanOrEqual(2)
    await opened.close()
    slow.close()
  })

  test("an unreachable server is a sentence with the address and without the password", async () => {
    const url = "postgres://shop:hush-hush@127.0.0.1:9/shop"
    const refused = openDatabase({ kind: "postgres", url })
    await expect(refused).rejects.toThrow(/postgres:\/\/shop@127\.0\.0\.1:9\/shop.*ECONNREFUSED/u)
    await expect(refused).rejects.not.toThrow(/hush-hush/u)
  })
})

describe.runIf(!on_postgres)("on PGlite", () => {
  test("queries of other requests wait until a transaction is over, and see what it did", async () => {
    const { db } = database
    const order: string[] = []
    const transaction = db.transaction().execute(async (trx) => {
      await trx.insertInto("customer").values({ id: "cus_wait" }).execute()
      order.push("transaction")
    })
    const other = db
      .selectFrom("customer")
      .select("id")
      .where("id", "=", "cus_wait")
      .execute()
      .then((rows) => order.push(`other saw ${rows.length}`))
    await Promise.all([transaction, other])
    expect(order).toEqual(["transaction", "other saw 1"])
    await db.deleteFrom("customer").where("id", "=", "cus_wait").execute()
  })
})
