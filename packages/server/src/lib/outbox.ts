import type { Kysely } from "kysely"
import { sql } from "kysely"
import type { Database } from "../db/generated/database.ts"
import type { Vault } from "./encryption.ts"
import { afterCommit } from "./retry.ts"

type ActorType = "customer" | "user"

/** Someone who signs in with an address, which is also where mail reaches them. */
interface PasswordOwner {
  /** The canonical address. */
  entity_id: string
  actor_type: ActorType
}

/** What can be written, by topic. */
export interface OutboxTopics {
  /** Someone asked to reset a password; `token` does it. `metadata` is the caller's and passed on as it is. */
  "auth.password_reset": PasswordOwner & { token: string; metadata?: unknown }
  /** … for an account that has none: `providers` are the ids it signs in with. */
  "auth.password_reset_without_password": PasswordOwner & { providers: readonly string[] }
  "auth.password_changed": PasswordOwner
  /** `token` proves the address. */
  "auth.email_verification": PasswordOwner & { token: string }
  /** Somebody tried to register an address that has an account. */
  "auth.registration_tried": PasswordOwner
  /** A refresh token was used by two parties, and the session ended. */
  "auth.refresh_reuse": {
    realm: "store" | "admin"
    actor_type: ActorType
    /** Undefined while the identity is nobody yet. */
    actor_id?: string | undefined
    auth_identity_id: string
    session_id: string
  }
  /** Somebody can sign in to the account at one more provider, by its name for people. */
  "auth.provider_linked": {
    realm: "store" | "admin"
    actor_type: ActorType
    auth_identity_id: string
    provider: string
  }
  "invite.created": { user_email: string; token: string }
}

export type OutboxTopic = keyof OutboxTopics

/** Something to be sent after the transaction has committed, at least once. */
export interface OutboxMessage<Topic extends OutboxTopic> {
  topic: Topic
  /** May hold links and addresses, so it is stored sealed. */
  payload: OutboxTopics[Topic]
  /** Of two messages with one key only the first is kept. */
  dedupe_key?: string
}

/**
 * Writes the message in the transaction of what it speaks of: both happen, or neither. In a transaction of
 * `inTransaction` the worker of this process begins to send right after the commit; otherwise it finds the message later.
 */
export async function enqueue<Topic extends OutboxTopic>(
  trx: Kysely<Database>,
  vault: Vault,
  { topic, payload, dedupe_key }: OutboxMessage<Topic>,
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
  afterCommit(trx, wakeSenders)
}

/**
 * As {@link enqueue}, for whoever must not learn by the time taken whether there was anything to send: the statement runs
 * either way, and writes when it is `wanted`.
 */
export async function enqueueIf<Topic extends OutboxTopic>(
  trx: Kysely<Database>,
  vault: Vault,
  wanted: boolean,
  { topic, payload }: Omit<OutboxMessage<Topic>, "dedupe_key">,
): Promise<void> {
  const payload_enc = vault.seal("outbox", JSON.stringify(payload), topic)
  await trx
    .insertInto("outbox")
    .columns(["topic", "payload_enc"])
    .expression(
      trx
        .selectNoFrom([sql<string>`${topic}::text`.as("topic"), sql<Buffer>`${payload_enc}::bytea`.as("payload_enc")])
        .where(sql<boolean>`${wanted}::boolean`),
    )
    .execute()
  if (wanted) afterCommit(trx, wakeSenders)
}

/**
 * What other programs may like to know, for whoever reads the table: nobody waits for them, so an event counts as delivered
 * when it is written, and is swept with the mail that was sent. No payload holds a secret.
 */
export interface OutboxEvent {
  /** An app was connected, at first or again. */
  topic: `oauth.token_generated.${string}`
  payload: { app_id: string; scopes: readonly string[]; account: string | null; authorized_by: string }
}

/** Writes the event in the transaction of what it speaks of. */
export async function publish(trx: Kysely<Database>, vault: Vault, { topic, payload }: OutboxEvent): Promise<void> {
  const payload_enc = vault.seal("outbox", JSON.stringify(payload), topic)
  await trx
    .insertInto("outbox")
    .values({ topic, payload_enc, delivered_at: sql<Date>`now()` })
    .execute()
}

/** What {@link enqueue} and {@link publish} sealed. Throws `Unreadable`. */
export const readPayload = (
  vault: Vault,
  { topic, payload_enc }: { topic: string; payload_enc: Uint8Array },
): unknown => JSON.parse(vault.open("outbox", payload_enc, topic).toString())

// Of the whole process: to be woken for somebody else's message costs one query that finds nothing.
const senders = new Set<() => void>()
const wakeSenders = (): void => {
  for (const wake of senders) wake()
}

/** Calls back whenever this process has committed a message. Answers how to stop that. */
export function onMessageCommitted(wake: () => void): () => void {
  senders.add(wake)
  return () => void senders.delete(wake)
}
