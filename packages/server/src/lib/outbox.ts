import type { Kysely } from "kysely"
import type { Database } from "../db/generated/database.ts"
import type { Vault } from "./encryption.ts"

/** Something to be sent after the transaction has committed, at least once. */
export interface OutboxMessage {
  topic: string
  /** May hold links and addresses, so it is stored sealed. */
  payload: Record<string, unknown>
  /** Of two messages with one key only the first is kept. */
  dedupe_key?: string
}

/** Writes the message in the transaction of what it speaks of: both happen, or neither. */
export async function enqueue(
  trx: Kysely<Database>,
  vault: Vault,
  { topic, payload, dedupe_key }: OutboxMessage,
): Promise<void> {
  await trx
    .insertInto("outbox")
    .values({
      topic,
      payload_enc: vault.seal("outbox", JSON.stringify(payload), topic),
      dedupe_key: dedupe_key ?? null,
    })
    .onConflict((conflict) => conflict.column("dedupe_key").doNothing())
    .execute()
}

/** What {@link enqueue} sealed. Throws `Unreadable`. */
export const readPayload = (
  vault: Vault,
  { topic, payload_enc }: { topic: string; payload_enc: Uint8Array },
): unknown => JSON.parse(vault.open("outbox", payload_enc, topic).toString())
