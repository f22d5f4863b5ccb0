/** The two reads of `GET /store/customers/me` behind `node:http`, and nothing else: `GET /<session>/<customer>`. */
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import pg from "pg"
import { findCustomer } from "../packages/server/src/customers/queries.ts"
import { findSession } from "../packages/server/src/sessions/queries.ts"
import { answer } from "./child.ts"
import { filledIn, statementsOf } from "./statements.ts"

answer({
  async listen({ database_url }: { database_url: string }): Promise<string> {
    const pool = new pg.Pool({ connectionString: database_url, max: 10 })
    const [session, customer] = await statementsOf(async (db) => {
      await findSession(db, "the session")
      await findCustomer(db, "the customer", { addresses: false })
    })
    if (!session || !customer) throw new Error("The server's queries send no statements.")
    const server = createServer(async (request, response) => {
      const [, session_id, customer_id] = (request.url ?? "").split("/")
      const values = new Map([
        ["the session", session_id],
        ["the customer", customer_id],
      ])
      const read = async (name: string, statement: typeof session) =>
        (await pool.query({ name, text: statement.sql, values: filledIn(statement, values) })).rows[0] as unknown
      const found = await read("session", session)
      const body = { customer: found && (await read("customer", customer)) }
      response.setHeader("content-type", "application/json; charset=utf-8")
      response.statusCode = body.customer ? 200 : 404
      response.end(JSON.stringify(body))
    })
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}` // a TCP server that listens has one
  },
})
