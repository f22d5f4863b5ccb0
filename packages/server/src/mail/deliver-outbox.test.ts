import { randomBytes, randomUUID } from "node:crypto"
import { tmpdir } from "node:os"
import { sql } from "kysely"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { age } from "../../../../test/setup/age.ts"
import { freshEmail } from "../../../../test/setup/fresh.ts"
import { leaseDatabase, type Lease } from "../../../../test/setup/lease.ts"
import { startSmtpSink, type SmtpSink } from "../../../../test/setup/smtp-sink.ts"
import { readConfig, type Config } from "../config.ts"
import type { Services } from "../context.ts"
import { createVault } from "../lib/encryption.ts"
import { createLog } from "../lib/log.ts"
import { enqueue, type OutboxMessage, type OutboxTopic } from "../lib/outbox.ts"
import { inTransaction } from "../lib/retry.ts"
import { deliverOutbox, full_batch, most_attempts } from "./deliver-outbox.ts"
import type { Mailer } from "./mailer.ts"
import { createSmtpMailer } from "./smtp-mailer.ts"

type Sending = Pick<Services, "config" | "db" | "log" | "vault">

let lease: Lease
let sink: SmtpSink
let services: Sending
let mailer: Mailer
const lines: string[] = []

beforeAll(async () => {
  ;[lease, sink] = await Promise.all([leaseDatabase(), startSmtpSink()])
  const kek_keys = [{ id: "test", key: new Uint8Array(randomBytes(32)) }]
  const config: Config = {
    ...readConfig(
      { MAIL_FROM: "Lamps & Sons <no-reply@lamps.example>", PUBLIC_BASE_URL: "http://127.0.0.1:9000" },
      {
        default_data_dir: tmpdir(),
        madeUp: () => ({
          kek_keys,
          covenant_admin_email: "ada@staff.example",
          covenant_admin_password: "not used here",
          covenant_publishable_key: "pk_0123456789012345678901234567",
        }),
      },
    ),
    smtp_url: sink.server,
  }
  services = {
    config,
    db: lease.database.db,
    log: createLog("trace", { write: (line: string) => void lines.push(line) }),
    vault: createVault(new Map(kek_keys.map(({ id, key }) => [id, key]))),
  }
  mailer = createSmtpMailer(config)
})

afterAll(async () => {
  await sink.close()
  await lease.giveBack()
})

let before = 0
beforeEach(async () => {
  await services.db.deleteFrom("outbox").execute()
  sink.mood = "accept"
  before = sink.received.length
})
const receivedNow = () => sink.received.slice(before)

/** A worker that leaves when there is nothing to do. */
async function deliverAll(): Promise<void> {
  while ((await deliverOutbox(services, mailer)) > 0) continue
}
const newToken = () => randomBytes(32).toString("base64url")
const reset = (more: Partial<OutboxMessage<"auth.password_reset">["payload"]> = {}) => ({
  topic: "auth.password_reset" as const,
  payload: { entity_id: freshEmail(), actor_type: "customer" as const, token: newToken(), ...more },
})
const write = async <Topic extends OutboxTopic>(...messages: OutboxMessage<Topic>[]): Promise<void> => {
  await inTransaction(services.db, async (trx) => {
    for (const message of messages) await enqueue(trx, services.vault, message)
  })
}
const rows = () => services.db.selectFrom("outbox").selectAll().orderBy("id").execute()
const onlyRow = async () => {
  const [row, ...more] = await rows()
  if (!row || more.length > 0) throw new Error("expected one row")
  return row
}
const waitFor = (seconds: number, { id }: { id: number }) => age(services.db, "outbox", String(id), seconds)
/** How long from now the row waits, in whole seconds. */
async function waitOf({ id }: { id: number }): Promise<number> {
  const { rows: found } = await sql<{ seconds: number }>`
    select round(extract(epoch from available_at - now()))::int as seconds from outbox where id = ${id}`.execute(
    services.db,
  )
  return found[0]?.seconds ?? NaN
}
const givenUp = (id: number) =>
  services.db
    .selectFrom("audit_event")
    .select(["outcome", "reason", "realm", "details"])
    .where("event", "=", "mail_given_up")
    .where(sql`details ->> 'outbox_id'`, "=", String(id))
    .execute()

describe("a message of the outbox", () => {
  test("arrives once, as text and as HTML with the same link, from the configured sender", async () => {
    const message = reset()
    await write(message)
    expect(await deliverOutbox(services, mailer)).toBe(1)
    expect(await deliverOutbox(services, mailer)).toBe(0)
    const [received, ...more] = receivedNow()
    expect(more).toEqual([])
    const row = await onlyRow()
    const link = `http://127.0.0.1:9000/sandbox/reset-password?token=${message.payload.token}&email=${encodeURIComponent(message.payload.entity_id)}`
    expect(received).toMatchObject({
      envelope_to: [message.payload.entity_id],
      envelope_from: "no-reply@lamps.example",
      mail: {
        from: { name: "Lamps & Sons", address: "no-reply@lamps.example" },
        to: [{ name: "", address: message.payload.entity_id }],
        subject: "Choose a new password",
        messageId: `<${row.message_id}@lamps.example>`,
        text: expect.stringContaining(link),
        html: expect.stringContaining(`href="${link.replaceAll("&", "&amp;")}"`),
      },
    })
    expect(received?.raw).toMatch(/^Auto-Submitted: auto-generated\r$/mu)
    expect(received?.raw).not.toMatch(/^(X-Mailer|Cc|Bcc|Reply-To):/imu)
    expect(Date.parse(received?.mail.date ?? "")).toBe(Math.floor(row.created_at.getTime() / 1000) * 1000)
    expect(row).toMatchObject({ attempts: 1, delivered_at: expect.any(Date), last_error: null, dead_at: null })
  })

  test("that was rolled back is never sent", async () => {
    const undone = inTransaction(services.db, async (trx) => {
      await enqueue(trx, services.vault, reset())
      throw new Error("undone")
    })
    await expect(undone).rejects.toThrow("undone")
    expect(await deliverOutbox(services, mailer)).toBe(0)
  })

  test("is kept once for each dedupe key", async () => {
    const message = { ...reset(), dedupe_key: `test:${randomUUID()}` }
    await write(message, message)
    await write(message)
    expect(await rows()).toHaveLength(1)
  })

  test("without a mail server counts as sent: the sandbox shows it", async () => {
    await write(reset())
    expect(await deliverOutbox(services, undefined)).toBe(1)
    expect(await onlyRow()).toMatchObject({ delivered_at: expect.any(Date) })
  })
})

describe("delivery", () => {
  test("N9 a worker that dies after sending, before marking: sent again after a while, same message id, same link", async () => {
    await write(reset())
    const row = await onlyRow()
    const sent = Promise.withResolvers<void>()
    const dying: Mailer = {
      async send(mail, signal) {
        await mailer.send(mail, signal)
        sent.resolve()
        await new Promise(() => {}) // the process is gone: nothing comes after this, no mark and no error
      },
    }
    void deliverOutbox(services, dying)
    await sent.promise
    expect(await deliverOutbox(services, mailer), "the dead worker's claim holds").toBe(0)
    expect(await waitOf(row)).toBeGreaterThan(60)

    await services.db
      .updateTable("outbox")
      .set({ available_at: sql<Date>`available_at - interval '121 s'` })
      .execute()
    expect(await deliverOutbox(services, mailer)).toBe(1)
    const [first, second, ...more] = receivedNow()
    expect(more).toEqual([])
    const linkIn = (mail = first) => /http:\S+/u.exec(mail?.mail.text ?? "")?.[0]
    expect(second?.mail.messageId).toBe(first?.mail.messageId)
    expect(linkIn(second)).toBe(linkIn(first))
    expect(linkIn(first)).toMatch(/token=.{43}&/u)
    expect(second?.mail.date).toBe(first?.mail.date)
    expect(await onlyRow()).toMatchObject({ attempts: 2, delivered_at: expect.any(Date) })
  })

  test("four workers at once send each of fifty messages once", async () => {
    const messages = Array.from({ length: 50 }, () => reset())
    await write(...messages)
    await Promise.all([1, 2, 3, 4].map(deliverAll))
    const recipients = receivedNow().flatMap(({ envelope_to }) => envelope_to)
    expect(recipients.toSorted()).toEqual(messages.map(({ payload }) => payload.entity_id).toSorted())
    expect((await rows()).every(({ attempts, delivered_at }) => attempts === 1 && delivered_at)).toBe(true)
  })

  test("takes no more than a batch at a time, oldest first", async () => {
    const messages = Array.from({ length: full_batch + 2 }, () => reset())
    for (const message of messages) {
      await write(message)
    }
    expect(await deliverOutbox(services, mailer)).toBe(full_batch)
    expect((await rows()).map(({ delivered_at }) => delivered_at !== null)).toEqual(
      messages.map((_, at) => at < full_batch),
    )
  })

  test("a mail server that is down and comes back: each message arrives once, after growing waits", async () => {
    const message = reset()
    await write(message)
    const row = await onlyRow()
    await sink.goAway()
    const waits: number[] = []
    try {
      for (let attempt = 1; attempt <= 3; attempt++) {
        expect(await deliverOutbox(services, mailer)).toBe(1)
        expect(await deliverOutbox(services, mailer), "not due yet").toBe(0)
        waits.push(await waitOf(row))
        await waitFor(waits.at(-1) ?? 0, row)
        await waitFor(1, row)
      }
    } finally {
      await sink.comeBack()
    }
    expect(waits).toEqual([5, 10, 20])
    expect(await onlyRow()).toMatchObject({
      attempts: 3,
      delivered_at: null,
      last_error: expect.stringMatching(/^E[A-Z]+/u),
    })
    expect(await deliverOutbox(services, mailer)).toBe(1)
    expect(receivedNow()).toHaveLength(1)
    expect(await onlyRow()).toMatchObject({ attempts: 4, delivered_at: expect.any(Date), last_error: null })
  })

  test("a recipient nobody knows is given up at once, on record, without what the server said", async () => {
    const message = reset()
    await write(message)
    sink.mood = "unknown recipient"
    await deliverOutbox(services, mailer)
    const row = await onlyRow()
    expect(row).toMatchObject({ dead_at: expect.any(Date), delivered_at: null, last_error: "EENVELOPE RCPT TO 550" })
    expect(await givenUp(row.id)).toEqual([
      {
        outcome: "failure",
        reason: "EENVELOPE RCPT TO 550",
        realm: "store",
        details: { outbox_id: String(row.id), topic: "auth.password_reset" },
      },
    ])
    sink.mood = "accept"
    await waitFor(7200, row)
    expect(await deliverOutbox(services, mailer)).toBe(0)
  })

  test("a busy server is asked again, and the last try is on record", async () => {
    await write(reset())
    sink.mood = "busy"
    await deliverOutbox(services, mailer)
    const row = await onlyRow()
    expect(row).toMatchObject({ dead_at: null, last_error: "EENVELOPE RCPT TO 451" })
    await services.db
      .updateTable("outbox")
      .set({ attempts: most_attempts - 1, available_at: sql<Date>`now()` })
      .execute()
    await deliverOutbox(services, mailer)
    expect(await onlyRow()).toMatchObject({ attempts: most_attempts, dead_at: expect.any(Date) })
    expect(await givenUp(row.id)).toHaveLength(1)
  })

  test("a send is cut when the worker must leave, and tried again later", async () => {
    await write(reset())
    sink.mood = "silent" // takes the mail and never says so
    const leaving = new AbortController()
    const done = deliverOutbox(services, mailer, leaving.signal)
    await sink.arrived(before + 1)
    leaving.abort()
    expect(await done).toBe(1)
    expect(await onlyRow()).toMatchObject({
      delivered_at: null,
      dead_at: null,
      last_error: expect.stringMatching(/^EABORT/u),
    })
  })

  test("a worker that woke up late does not judge a row that another one has taken", async () => {
    await write(reset())
    const row = await onlyRow()
    const held = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const slow: Mailer = {
      async send(mail, signal) {
        begun.resolve()
        await held.promise
        sink.mood = "unknown recipient"
        await mailer.send(mail, signal)
      },
    }
    const late = deliverOutbox(services, slow)
    await begun.promise
    await waitFor(121, row)
    expect(await deliverOutbox(services, mailer)).toBe(1)
    held.resolve()
    await late
    expect(await onlyRow()).toMatchObject({ delivered_at: expect.any(Date), dead_at: null, last_error: null })
  })

  test("a link that has expired is not sent any more", async () => {
    await write(reset())
    const row = await onlyRow()
    await waitFor(services.config.reset_ttl_seconds, row)
    await deliverOutbox(services, mailer)
    expect(receivedNow()).toEqual([])
    expect(await onlyRow()).toMatchObject({ dead_at: expect.any(Date), last_error: "too_late" })
  })

  test("what was sealed with a lost key, or has no letter, is given up; the rest is sent", async () => {
    const stranger = createVault(new Map([["other", new Uint8Array(randomBytes(32))]]))
    await services.db.transaction().execute((trx) => enqueue(trx, stranger, reset()))
    await services.db
      .insertInto("outbox")
      .values({ topic: "auth.unheard_of", payload_enc: services.vault.seal("outbox", "{}", "auth.unheard_of") })
      .execute()
    await write(reset())
    await deliverOutbox(services, mailer)
    expect((await rows()).map(({ last_error }) => last_error)).toEqual(["unreadable", "unknown_topic", null])
    expect(receivedNow()).toHaveLength(1)
  })
})

describe("in production", () => {
  const send = async (host: string) => {
    await write(reset())
    const strict = createSmtpMailer({ smtp_url: { ...sink.server, host }, production: true })
    await deliverOutbox(services, strict)
    return onlyRow()
  }

  test("no mail goes to a server without TLS", async () => {
    // Reaches this machine, and is no loopback address.
    expect(await send("0.0.0.0")).toMatchObject({ delivered_at: null, last_error: expect.stringMatching(/^ETLS/u) })
    expect(receivedNow()).toEqual([])
  })

  test("but for one on this machine", async () => {
    expect(await send("127.0.0.1")).toMatchObject({ delivered_at: expect.any(Date) })
    expect(receivedNow()).toHaveLength(1)
  })
})

describe("W9 one recipient or none", () => {
  test.each([
    "victim@mail.example\r\nBcc: attacker@evil.example",
    "victim@mail.example\nattacker@evil.example",
    "victim@mail.example,attacker@evil.example",
    "victim@mail.example, attacker@evil.example",
    "victim@mail.example;attacker@evil.example",
    "victim@mail.example attacker@evil.example",
    "Victim <victim@mail.example>",
    '"victim@mail.example" <attacker@evil.example>',
    "group:victim@mail.example,attacker@evil.example;",
    "victim@mail.example>\r\nRCPT TO:<attacker@evil.example",
    "@evil.example:victim@mail.example",
    "victim@mail.example\u0000",
    "victim@mail.example\u2028Bcc: attacker@evil.example",
    "",
  ])("%j reaches nobody", async (entity_id) => {
    await write(reset({ entity_id }))
    await write({ topic: "invite.created", payload: { user_email: entity_id, token: newToken() } })
    await deliverOutbox(services, mailer)
    expect(receivedNow()).toEqual([])
    expect((await rows()).map(({ last_error }) => last_error)).toEqual(["no_recipient", "no_recipient"])
  })

  test.each(["o'brien+tag@mail.example", "a.b!#$%&*-/=?^_`{|}~@mail.example", "jörg@mail.example"])(
    "%s is one address, and gets its mail alone",
    async (entity_id) => {
      await write(reset({ entity_id }))
      await deliverOutbox(services, mailer)
      expect(receivedNow().map(({ envelope_to }) => envelope_to)).toEqual([[entity_id]])
      expect(receivedNow()[0]?.mail.to).toEqual([{ name: "", address: entity_id }])
    },
  )
})

test("neither the log nor the audit holds an address, a token or what a mail server said", async () => {
  const messages = [reset(), reset()]
  await write(...messages)
  sink.mood = "unknown recipient"
  await deliverOutbox(services, mailer)
  sink.mood = "accept"
  const sent = reset()
  await write(sent)
  await deliverOutbox(services, mailer)
  const { rows: audit } = await sql<{ text: string }>`select to_jsonb(a)::text as text from audit_event a`.execute(
    services.db,
  )
  const everything = [...lines, ...audit.map(({ text }) => text)].join("\n")
  expect(everything).toContain("mail sent")
  for (const { payload } of [...messages, sent]) {
    expect(everything).not.toContain(payload.token)
    expect(everything).not.toContain(payload.entity_id)
  }
  expect(everything).not.toContain("is not known here")
})
