import type { KyselyPlugin } from "kysely"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { TestApp } from "../../../../test/setup/app.ts"
import { startTestApp } from "../../../../test/setup/app.ts"
import { ask, anotherInstance, newCustomer } from "../../../../test/setup/people.ts"
import { newId } from "./ids.ts"
import { inTransaction } from "./retry.ts"

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

/** Fails the first `times` inserts of customers and addresses after the database has done them. */
const failing = (code: string, times: number): KyselyPlugin => {
  let left = times
  const inserts = new WeakSet<object>()
  return {
    transformQuery: ({ node, queryId }) => {
      if (node.kind === "InsertQueryNode" && JSON.stringify(node.into).includes('"customer')) inserts.add(queryId)
      return node
    },
    transformResult: async ({ result, queryId }) => {
      if (inserts.has(queryId) && left-- > 0) throw Object.assign(new Error(code), { code })
      return result
    },
  }
}

describe("a transaction", () => {
  test.each(["40001", "40P01"])(
    "N3 that loses by %s is tried again, at most three times, and its work happens once",
    async (code) => {
      for (const times of [1, 3]) {
        const id = newId("cus")
        let tries = 0
        await inTransaction(app.db.withPlugin(failing(code, times)), async (trx) => {
          tries++
          await trx.insertInto("customer").values({ id }).execute()
        })
        expect(tries).toBe(times + 1)
        expect(await app.db.selectFrom("customer").where("id", "=", id).select("id").execute()).toHaveLength(1)
      }
    },
  )

  test("N3 that loses four times is 503, and nothing of it is left", async () => {
    const id = newId("cus")
    const work = inTransaction(app.db.withPlugin(failing("40001", 4)), (trx) =>
      trx.insertInto("customer").values({ id }).execute(),
    )
    await expect(work).rejects.toMatchObject({ code: "temporarily_unavailable", status: 503 })
    expect(await app.db.selectFrom("customer").where("id", "=", id).select("id").execute()).toEqual([])
  })

  test("any other error is not tried again", async () => {
    let tries = 0
    const work = inTransaction(app.db, async () => {
      tries++
      throw Object.assign(new Error("unique"), { code: "23505" })
    })
    await expect(work).rejects.toMatchObject({ code: "23505" })
    expect(tries).toBe(1)
  })

  test.each(["40001", "40P01", "53300", "57014", "57P01", "08006", "ECONNRESET"])(
    "N3 %s inside an operation is never a 500: 200 after another try, or 503 with Retry-After",
    async (code) => {
      const { token } = await newCustomer(app)
      const broken = await anotherInstance(app, app.db.withPlugin(failing(code, 1)))
      try {
        const { status, headers } = await ask(broken, "POST /store/customers/me/addresses", {
          token,
          body: { city: "Oslo" },
        })
        expect(status).toBe(code.startsWith("40") ? 200 : 503)
        if (status === 503) expect(headers.get("retry-after")).toMatch(/^[1-9]\d*$/)
      } finally {
        await broken.close()
      }
    },
  )
})
