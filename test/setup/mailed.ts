import { expect } from "vitest"
import { readPayload } from "../../packages/server/src/lib/outbox.ts"
import type { TestApp } from "./app.ts"

/** A message of the outbox, as whoever sends it reads it. */
export interface Message {
  topic: string
  payload: Record<string, unknown>
}

/** Every message to the address so far, sent or not, in the order they were written. */
export async function mailed(app: TestApp, address: string): Promise<Message[]> {
  const rows = await app.db.selectFrom("outbox").select(["topic", "payload_enc"]).orderBy("id").execute()
  return rows
    .map(({ topic, payload_enc }) => ({
      topic,
      payload: readPayload(app.services.vault, { topic, payload_enc }) as Record<string, unknown>, // objects all
    }))
    .filter(({ payload }) => payload["entity_id"] === address)
}

/** The token of the reset that was mailed to the address last. */
export async function lastResetToken(app: TestApp, address: string): Promise<string> {
  const resets = (await mailed(app, address)).filter(({ topic }) => topic === "auth.password_reset")
  const token = resets.at(-1)?.payload["token"]
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
  return String(token)
}
