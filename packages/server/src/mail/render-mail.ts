import type { Mailbox } from "../config.ts"
import type { Services } from "../context.ts"
import { canonicalEmail } from "../lib/email.ts"
import { Unreadable } from "../lib/encryption.ts"
import type { OutboxTopic, OutboxTopics } from "../lib/outbox.ts"
import { readPayload } from "../lib/outbox.ts"
import { findAccountEmail } from "./find-account-email.ts"
import { letters, type Template } from "./letters.ts"
import { writeLetter } from "./letter.ts"

/** A mail, ready to be sent or shown. The same row gives the same mail. */
export interface Mail {
  /** With its angle brackets; the same at every try, so that a mailbox can tell that two copies are one message. */
  message_id: string
  /** When it was written, not when it was sent. */
  at: Date
  from: Mailbox
  /** One canonical address. */
  to: string
  subject: string
  text: string
  html: string
  /** The address the reader is asked to open, if any. */
  link: string | undefined
  /** The secret the letter brings, if any. */
  token: string | undefined
}

/** Why a row gives no mail, now or ever. */
export type NoMail = "unreadable" | "unknown_topic" | "no_recipient" | "too_late"

export interface OutboxRow {
  topic: string
  payload_enc: Uint8Array
  message_id: string
  created_at: Date
  /** Since it was written, by the clock of the database. */
  age_seconds: number
}

export interface Rendered {
  mail: Mail | undefined
  /** There when there is no mail. */
  reason?: NoMail
  realm?: "store" | "admin"
}

/** The mail a row of the outbox asks for. Throws only when the database does not answer. */
export async function renderMail(
  services: Pick<Services, "config" | "db" | "vault">,
  row: OutboxRow,
): Promise<Rendered> {
  if (!isTopic(row.topic)) return { mail: undefined, reason: "unknown_topic" }
  return render(services, row, row.topic)
}

const isTopic = (topic: string): topic is OutboxTopic => Object.hasOwn(letters, topic)

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it ties the letter to its payload inside
async function render<Topic extends OutboxTopic>(
  { config, db, vault }: Pick<Services, "config" | "db" | "vault">,
  row: OutboxRow,
  topic: Topic,
): Promise<Rendered> {
  const template: Template<Topic> = letters[topic]
  let payload: OutboxTopics[Topic]
  try {
    payload = readPayload(vault, row) as OutboxTopics[Topic] // sealed under the topic's name by enqueue, which is typed
  } catch (error) {
    if (error instanceof Unreadable) return { mail: undefined, reason: "unreadable" }
    throw error
  }
  const realm = template.realm(payload)
  const useful_seconds = template.useful_seconds?.(config)
  if (useful_seconds !== undefined && row.age_seconds >= useful_seconds) {
    return { mail: undefined, reason: "too_late", realm }
  }
  const named =
    template.recipient(payload) ?? ("auth_identity_id" in payload ? await findAccountEmail(db, payload) : "")
  // Canonical addresses hold nothing that ends a header line or begins a second address (W9).
  const to = canonicalEmail(named ?? "")
  if (to === undefined || to !== named) return { mail: undefined, reason: "no_recipient", realm }

  const letter = template.letter(payload, config, to)
  const { action } = letter
  const domain = config.mail_from.address.split("@")[1] ?? "localhost"
  return {
    realm,
    mail: {
      message_id: `<${row.message_id}@${domain}>`,
      at: row.created_at,
      from: config.mail_from,
      to,
      link: action && "url" in action ? action.url : undefined,
      token: "token" in payload ? payload.token : undefined,
      ...writeLetter(letter),
    },
  }
}
