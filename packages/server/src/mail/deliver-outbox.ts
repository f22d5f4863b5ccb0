import type { Kysely } from "kysely"
import { sql } from "kysely"
import type { Services } from "../context.ts"
import type { Database } from "../db/generated/database.ts"
import { recordAudit } from "../lib/audit.ts"
import { inTransaction } from "../lib/retry.ts"
import type { Mailer } from "./mailer.ts"
import { NotSent } from "./mailer.ts"
import type { OutboxRow } from "./render-mail.ts"
import { renderMail } from "./render-mail.ts"

/** Sent at the same time. */
const batch = 8
/** Nobody else takes a row for so long. Longer than a send can last, so that only a crash leads to a second one. */
const claim_seconds = 120
const send_timeout_ms = 60_000
/** Tries a row gets: the waits between them add up to about eleven hours. */
export const most_attempts = 20
const first_wait_seconds = 5
const longest_wait_seconds = 3600

type DeliveryServices = Pick<Services, "config" | "db" | "log" | "vault">

interface ClaimedRow extends OutboxRow {
  id: number
  /** This one included. */
  attempts: number
}

/**
 * Sends what is due, one batch. Answers how many rows it took; with fewer than {@link full_batch} nothing is left for now.
 * Throws when the database does not answer; what was being sent is finished first.
 *
 * A row is claimed for a while by the statement that finds it, so several workers never send one row at the same time,
 * and no transaction is open while a mail server thinks. A worker that dies leaves its claims to run out: what it had
 * sent without noting it is sent again, as the same message. Without a mailer (the sandbox) a row counts as sent when
 * it can be shown.
 */
export async function deliverOutbox(
  services: DeliveryServices,
  mailer: Mailer | undefined,
  signal: AbortSignal = new AbortController().signal,
): Promise<number> {
  const rows = await claimDue(services.db)
  const done = await Promise.allSettled(rows.map((row) => deliver(services, mailer, row, signal)))
  const failed = done.find((outcome) => outcome.status === "rejected")
  if (failed) throw failed.reason
  return rows.length
}

export const full_batch = batch

async function claimDue(db: Kysely<Database>): Promise<ClaimedRow[]> {
  return db
    .with(
      (cte) => cte("due").materialized(),
      (query) =>
        query
          .selectFrom("outbox")
          .select("id")
          .where("delivered_at", "is", null)
          .where("dead_at", "is", null)
          .where("available_at", "<=", sql<Date>`now()`)
          .orderBy("available_at")
          .orderBy("id")
          .limit(batch)
          .forUpdate()
          .skipLocked(),
    )
    .updateTable("outbox")
    .from("due")
    .set({
      attempts: sql<number>`attempts + 1`,
      available_at: sql<Date>`now() + make_interval(secs => ${claim_seconds})`,
    })
    .whereRef("outbox.id", "=", "due.id")
    .returning([
      "outbox.id",
      "topic",
      "payload_enc",
      "message_id",
      "created_at",
      "attempts",
      sql<number>`extract(epoch from now() - created_at)::float8`.as("age_seconds"),
    ])
    .execute()
}

async function deliver(
  services: DeliveryServices,
  mailer: Mailer | undefined,
  row: ClaimedRow,
  signal: AbortSignal,
): Promise<void> {
  const { log } = services
  const facts = { outbox_id: row.id, topic: row.topic, attempt: row.attempts }
  const { mail, reason, realm } = await renderMail(services, row)
  if (!mail) {
    await bury(services, row, reason ?? "unknown", realm)
    log.warn({ ...facts, reason }, "a message of the outbox cannot be sent")
    return
  }
  try {
    await mailer?.send(mail, AbortSignal.any([signal, AbortSignal.timeout(send_timeout_ms)]))
  } catch (error) {
    if (!(error instanceof NotSent)) throw error
    const dead = error.permanent || row.attempts >= most_attempts
    if (dead) await bury(services, row, error.summary, realm)
    else await postpone(services.db, row, error.summary)
    log.warn({ ...facts, reason: error.summary, dead }, "mail was not sent")
    return
  }
  await noteDelivered(services.db, row.id)
  if (mailer) log.info({ ...facts, message_id: mail.message_id }, "mail sent")
}

/** Once more than a lost connection takes: a sent mail that is not noted as sent is sent again. */
async function noteDelivered(db: Kysely<Database>, id: number): Promise<void> {
  const note = () =>
    db
      .updateTable("outbox")
      .set({ delivered_at: sql<Date>`now()`, last_error: null })
      .where("id", "=", id)
      .execute()
  await note().catch(note)
}

// `attempts` says whose claim it is: a worker that was stopped for long must not judge a row that another one has now.
const own = (db: Kysely<Database>, { id, attempts }: ClaimedRow) =>
  db.updateTable("outbox").where("id", "=", id).where("attempts", "=", attempts).where("delivered_at", "is", null)

/** Another try, after 5 s, 10 s, 20 s, … and at last every hour, by the clock of the database. */
async function postpone(db: Kysely<Database>, row: ClaimedRow, last_error: string): Promise<void> {
  const wait_seconds = Math.min(longest_wait_seconds, first_wait_seconds * 2 ** (row.attempts - 1))
  await own(db, row)
    .set({ last_error, available_at: sql<Date>`now() + make_interval(secs => ${wait_seconds})` })
    .execute()
}

/** Given up, on record. The row stays until it is swept, for people to look at. */
async function bury(
  { db }: DeliveryServices,
  row: ClaimedRow,
  reason: string,
  realm: "store" | "admin" | undefined,
): Promise<void> {
  await inTransaction(db, async (trx) => {
    const [dead] = await own(trx, row)
      .set({ last_error: reason, dead_at: sql<Date>`now()` })
      .returning("id")
      .execute()
    if (!dead) return
    await recordAudit(
      trx,
      {
        event: "mail_given_up",
        outcome: "failure",
        reason,
        realm,
        details: { outbox_id: String(row.id), topic: row.topic },
      },
      undefined,
    )
  })
}
