import { sql } from "kysely"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { startTestApp, type TestApp } from "../../../test/setup/app.ts"
import { freshEmail } from "../../../test/setup/fresh.ts"
import { startSmtpSink, type SmtpSink } from "../../../test/setup/smtp-sink.ts"
import { enqueue } from "./lib/outbox.ts"
import { inTransaction } from "./lib/retry.ts"
import type { Mailer } from "./mail/mailer.ts"
import { createSmtpMailer } from "./mail/smtp-mailer.ts"
import { startWorker, type Worker, type WorkerOptions } from "./worker.ts"

let app: TestApp
let sink: SmtpSink
let mailer: Mailer
let before = 0
const workers: Worker[] = []

beforeAll(async () => {
  ;[app, sink] = await Promise.all([startTestApp(), startSmtpSink()])
  mailer = createSmtpMailer({ smtp_url: sink.server, production: false })
})
beforeEach(async () => {
  await app.db.deleteFrom("outbox").execute()
  sink.mood = "accept"
  before = sink.received.length
})
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.stop(1_000)))
  await Promise.all([app.close(), sink.close()])
})

/** A worker that would not look by itself for the rest of the test. */
const start = (options: WorkerOptions = {}): Worker => {
  const worker = startWorker(app.services, { mailer, jobs: [], poll_ms: 3_600_000, ...options })
  workers.push(worker)
  return worker
}
const changed = (entity_id = freshEmail()) =>
  ({ topic: "auth.password_changed", payload: { entity_id, actor_type: "customer" } }) as const
const write = (entity_id?: string) =>
  inTransaction(app.db, (trx) => enqueue(trx, app.services.vault, changed(entity_id)))
const states = async () => {
  const rows = await app.db.selectFrom("outbox").select(["attempts", "delivered_at"]).orderBy("id").execute()
  return rows.map(({ attempts, delivered_at }) => ({ attempts, delivered: delivered_at !== null }))
}

describe("the worker", () => {
  test("sends what was there when it started, and then each message as soon as it is committed", async () => {
    await write("first@mail.example")
    const worker = start()
    await sink.arrived(before + 1)
    await write("second@mail.example")
    await sink.arrived(before + 2)
    const held = inTransaction(app.db, async (trx) => {
      await enqueue(trx, app.services.vault, changed("third@mail.example"))
    })
    await held
    const received = await sink.arrived(before + 3)
    expect(received.slice(before).map(({ envelope_to }) => envelope_to[0])).toEqual([
      "first@mail.example",
      "second@mail.example",
      "third@mail.example",
    ])
    await worker.stop(5_000)
    expect(await states()).toEqual(Array.from({ length: 3 }, () => ({ attempts: 1, delivered: true })))
  })

  test("finds by itself what another process committed", async () => {
    const worker = start({ poll_ms: 20 })
    // Not by inTransaction: nobody in this process hears of the commit.
    await app.db.transaction().execute((trx) => enqueue(trx, app.services.vault, changed()))
    await sink.arrived(before + 1)
    await worker.stop(5_000)
    expect(await states()).toEqual([{ attempts: 1, delivered: true }])
  })

  test("two of them, woken together a hundred times, send each message once", async () => {
    const pair = [start({ poll_ms: 5 }), start({ poll_ms: 5 })]
    const addresses = Array.from({ length: 100 }, (_, number) => `person${number}@mail.example`)
    await Promise.all(addresses.map((address) => write(address)))
    await sink.arrived(before + 100)
    await Promise.all(pair.map((worker) => worker.stop(5_000)))
    const received = sink.received.slice(before).map(({ envelope_to }) => envelope_to[0] ?? "")
    expect(received.toSorted()).toEqual(addresses.toSorted())
    expect(new Set((await states()).map((state) => JSON.stringify(state)))).toEqual(
      new Set([JSON.stringify({ attempts: 1, delivered: true })]),
    )
  })

  test("goes on when the database did not answer for a while", async () => {
    let failures = 3
    const db = new Proxy(app.db, {
      get(target, name, receiver) {
        if (name === "with" && failures-- > 0) throw Object.assign(new Error("connection lost"), { code: "08006" })
        const value: unknown = Reflect.get(target, name, receiver)
        return typeof value === "function" ? value.bind(target) : value
      },
    })
    const worker = startWorker({ ...app.services, db }, { mailer, jobs: [], poll_ms: 5 })
    await write()
    await sink.arrived(before + 1)
    await worker.stop(5_000)
    const said = app.logs().filter((line) => line.includes("the outbox could not be worked on"))
    expect(said).toHaveLength(1)
  })

  test("when it is stopped finishes what it was sending, and takes on nothing new", async () => {
    const begun = Promise.withResolvers<void>()
    const held = Promise.withResolvers<void>()
    const slow: Mailer = {
      async send(mail, signal) {
        begun.resolve()
        await held.promise
        await mailer.send(mail, signal)
      },
    }
    const worker = start({ mailer: slow })
    await write()
    await begun.promise
    const stopped = worker.stop(5_000)
    await write()
    held.resolve()
    await stopped
    expect(await states()).toEqual([
      { attempts: 1, delivered: true },
      { attempts: 0, delivered: false },
    ])
  })

  test("when time runs out cuts what it was sending, and leaves it for later", async () => {
    sink.mood = "silent"
    const worker = start()
    await write()
    await sink.arrived(before + 1)
    await worker.stop(50)
    expect(await states()).toEqual([{ attempts: 1, delivered: false }])
    const row = await app.db.selectFrom("outbox").select("last_error").executeTakeFirstOrThrow()
    expect(row.last_error).toMatch(/^EABORT/u)
  })

  test("does a job again and again, also after it has failed", async () => {
    let turns = 0
    const third = Promise.withResolvers<void>()
    const worker = start({
      jobs: [
        {
          name: "count",
          every_seconds: 0.01,
          async run({ db }) {
            await sql`select 1`.execute(db)
            turns += 1
            if (turns === 3) third.resolve()
            if (turns === 1) throw new Error("the first turn fails")
          },
        },
      ],
    })
    await third.promise
    await worker.stop(1_000)
    expect(app.logs().some((line) => line.includes("a periodic job failed") && line.includes("count"))).toBe(true)
  })
})
