/** A server told to leave in the middle of its work. Only in the postgres project. */
import { sql } from "kysely"
import { expect, inject, test } from "vitest"
import { ownDatabase } from "../setup/databases.ts"
import { freshEmail } from "../setup/fresh.ts"
import { deployment, startProcess } from "../setup/processes.ts"

test("N4 SIGTERM under load: what runs finishes, the rest is refused, no answer was a lie, and it leaves within 10 s", async () => {
  const database = await ownDatabase(inject("databaseUrl"))
  const server = await startProcess(deployment(database.url).env)
  const register = async (email: string) => {
    const answer = await fetch(`${server.url}/auth/customer/emailpass/register`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email, password: "correct horse battery staple" }),
    })
    await answer.arrayBuffer()
    return answer.status
  }
  const load = Array.from({ length: 60 }, () => {
    const email = freshEmail()
    return register(email).then(
      (status) => ({ email, status }),
      () => ({ email, status: "no connection" as const }),
    )
  })
  await Promise.race(load)

  const began = performance.now()
  await server.stop()

  expect(performance.now() - began).toBeLessThan(10_000)
  const answers = await Promise.all(load)
  for (const { status } of answers) expect([200, 503, "no connection"]).toContain(status)
  const told = answers.filter(({ status }) => status === 200).map(({ email }) => email)
  expect(told.length).toBeGreaterThan(0)
  const { rows } = await sql<{ email: string }>`select entity_id as email from provider_identity`.execute(database.db)
  const stored = new Set(rows.map(({ email }) => email))
  expect(told.filter((email) => !stored.has(email))).toEqual([])
  await database.drop()
}, 60_000)
