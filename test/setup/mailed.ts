import { sql, type QueryExecutorProvider } from "kysely"
import { expect } from "vitest"
import type { Vault } from "../../packages/server/src/lib/encryption.ts"
import { readPayload } from "../../packages/server/src/lib/outbox.ts"
import type { TestApp } from "./app.ts"

/** A message of the outbox, as whoever sends it reads it. */
export interface Message {
  topic: string
  payload: Record<string, unknown>
}

/** Where messages are, and what opens them. */
export interface Outbox {
  db: QueryExecutorProvider
  vault: Vault
}

/** Every message to the address so far, sent or not, in the order they were written. */
export const mailed = (app: TestApp, address: string): Promise<Message[]> =>
  messagesTo({ db: app.db, vault: app.services.vault }, address)

/** The token of the reset that was mailed to the address last. */
export const lastResetToken = (app: TestApp, address: string): Promise<string> =>
  lastResetTokenIn({ db: app.db, vault: app.services.vault }, address)

/** The token that was mailed to the address last, to prove it. */
export async function lastVerificationToken(app: TestApp, address: string): Promise<string> {
  const token = (await mailed(app, address)).findLast(({ topic }) => topic === "auth.email_verification")?.payload[
    "token"
  ]
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
  return String(token)
}

/** As {@link mailed}, from the outside of whoever wrote them. */
export async function messagesTo({ db, vault }: Outbox, address: string): Promise<Message[]> {
  const { rows } = await sql<{ topic: string; payload_enc: Uint8Array }>`
    select topic, payload_enc from outbox order by id`.execute(db)
  return rows
    .map((row) => ({ topic: row.topic, payload: readPayload(vault, row) as Record<string, unknown> })) // objects all
    .filter(({ payload }) => payload["entity_id"] === address || payload["user_email"] === address)
}

/** As {@link lastResetToken}. */
export async function lastResetTokenIn(outbox: Outbox, address: string): Promise<string> {
  const resets = (await messagesTo(outbox, address)).filter(({ topic }) => topic === "auth.password_reset")
  const token = resets.at(-1)?.payload["token"]
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
  return String(token)
}
