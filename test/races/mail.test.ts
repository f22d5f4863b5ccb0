/** Mail across processes: what is killed between sending and noting, and what several of them find at once. */
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"
import { sql, type Kysely } from "kysely"
import type { Database } from "../../packages/server/src/db/generated/database.ts"
import { enqueue } from "../../packages/server/src/lib/outbox.ts"
import { ownDatabase, type OwnDatabase } from "../setup/databases.ts"
import { deployment, startProcess, startProcesses, stopProcesses, type Deployment } from "../setup/processes.ts"
import { startSmtpSink, type SmtpSink } from "../setup/smtp-sink.ts"

let database: OwnDatabase
let sink: SmtpSink
let shop: Deployment
const db = () => database.db as Kysely<Database> // its servers have migrated it

beforeAll(async () => {
  ;[database, sink] = await Promise.all([ownDatabase(inject("databaseUrl")), startSmtpSink()])
  shop = deployment(database.url, { SMTP_URL: sink.url, MAIL_FROM: "no-reply@shop.example" })
}, 60_000)
afterAll(async () => {
  await sink.close()
  await database.drop()
}, 60_000)

const linkIn = (text: string | undefined) => /http:\S+token=\S+/u.exec(text ?? "")?.[0]

describe("N9 a server killed after it sent a mail, before it noted that", () => {
  test("another sends it again, as the same message with the same link, and once", async () => {
    sink.mood = "silent" // the mail is taken in, but the server never hears so
    const first = await startProcess(shop.env)
    const asked = await fetch(`${first.url}/admin/users/password-token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: shop.admin.email }),
    })
    expect(asked.status).toBe(204)
    await sink.arrived(1)
    await first.kill()

    sink.mood = "accept"
    const waiting = db().selectFrom("outbox").select(["attempts", "delivered_at"])
    expect(await waiting.execute()).toEqual([{ attempts: 1, delivered_at: null }])
    await db()
      .updateTable("outbox")
      .set({ available_at: sql<Date>`now()` }) // two minutes later
      .execute()
    const second = await startProcess(shop.env)
    const [before, again, ...more] = await sink.arrived(2)
    await second.stop()
    expect(more).toEqual([])
    expect(again?.mail.messageId).toMatch(/^<[0-9a-f-]{36}@shop\.example>$/u)
    expect(again?.mail.messageId).toBe(before?.mail.messageId)
    expect(linkIn(again?.mail.text)).toBe(linkIn(before?.mail.text))
    expect(linkIn(again?.mail.text)).toBeDefined()
    expect(await waiting.execute()).toEqual([{ attempts: 2, delivered_at: expect.any(Date) }])
  }, 60_000)
})

describe("four processes on one outbox", () => {
  test("send each of eighty messages once, and leave when they are told to", async () => {
    const servers = await startProcesses(4, shop.env)
    const received_before = sink.received.length
    const addresses = Array.from({ length: 80 }, (_, number) => `person${number}@mail.example`)
    await db()
      .transaction()
      .execute(async (trx) => {
        for (const entity_id of addresses) {
          await enqueue(trx, shop.vault, {
            topic: "auth.password_changed",
            payload: { entity_id, actor_type: "customer" },
          })
        }
      })
    // A word to each, so that they look at the same time and not when they happen to poll.
    await Promise.all(
      servers.map(({ url }) =>
        fetch(`${url}/admin/users/password-token`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ email: shop.admin.email }),
        }),
      ),
    )
    const recipients = () =>
      sink.received
        .slice(received_before)
        .flatMap(({ envelope_to }) => envelope_to)
        .filter((address) => address !== shop.admin.email)
    await expect.poll(() => recipients().length, { timeout: 20_000 }).toBe(80)
    await stopProcesses(servers)
    expect(recipients().toSorted()).toEqual(addresses.toSorted())
    const tries = await db()
      .selectFrom("outbox")
      .select("attempts")
      .distinct()
      .where("topic", "=", "auth.password_changed")
      .where("delivered_at", "is not", null)
      .execute()
    expect(tries).toEqual([{ attempts: 1 }])
  }, 90_000)
})
