import type { Services } from "../../context.ts"
import { renderMail } from "../render-mail.ts"

/** A mail of the sandbox, as `/sandbox/mail.json` shows it. */
export interface KeptMail {
  id: string
  /** What it is about, the same for every mail of its kind. */
  topic: string
  /** ISO 8601, UTC. */
  at: string
  /** `waiting` until the worker has been there; then `sent`, or `kept` where there is no mail server to send it to. */
  state: "waiting" | "sent" | "kept" | "given up"
  from: string
  /** One address. */
  to: string
  subject: string
  text: string
  html: string
  /** What it asks to open: one address or none. */
  links: string[]
  /** The secret in the link, so that a program need not take the link apart. */
  token: string | null
}

/** Rows looked at: enough for whoever tries things by hand, and a bound on the work. */
const most_mails = 200

/**
 * The newest mails, newest first. The outbox itself is the mailbox, so a mail is there as soon as its cause has
 * happened. What asks for no mail, or can no longer be read, is left out.
 */
export async function readMailbox(
  services: Pick<Services, "config" | "db" | "vault">,
  { to, id }: { to?: string | undefined; id?: string | undefined } = {},
): Promise<KeptMail[]> {
  const rows = await services.db
    .selectFrom("outbox")
    .select(["topic", "payload_enc", "message_id", "created_at", "delivered_at", "dead_at"])
    .$if(id !== undefined, (query) => query.where("message_id", "=", id ?? ""))
    .orderBy("id", "desc")
    .limit(most_mails)
    .execute()
  const delivered = services.config.smtp_url ? "sent" : "kept"
  const kept: KeptMail[] = []
  for (const row of rows) {
    // Its age does not matter: an old letter may be read.
    const { mail } = await renderMail(services, { ...row, age_seconds: 0 })
    if (!mail || (to !== undefined && mail.to !== to)) continue
    const { name, address } = mail.from
    kept.push({
      id: row.message_id,
      topic: row.topic,
      at: mail.at.toISOString(),
      state: row.delivered_at ? delivered : row.dead_at ? "given up" : "waiting",
      from: name ? `${name} <${address}>` : address,
      to: mail.to,
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      links: mail.link === undefined ? [] : [mail.link],
      token: mail.token ?? null,
    })
  }
  return kept
}
