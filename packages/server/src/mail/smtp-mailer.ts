import { createTransport } from "nodemailer"
import type { Config } from "../config.ts"
import { isLoopback } from "../lib/loopback.ts"
import type { Mailer } from "./mailer.ts"
import { NotSent } from "./mailer.ts"

/**
 * Sends over SMTP, one connection for each mail: nothing is left open, so nothing can go stale between two mails, and a
 * send can be cut without touching another.
 *
 * In production a server that is not on this machine must offer TLS; elsewhere it is used when offered.
 */
export function createSmtpMailer({ smtp_url: server, production }: Pick<Config, "smtp_url" | "production">): Mailer {
  if (!server) throw new Error("There is no mail server. Set SMTP_URL.")
  const transport = createTransport({
    host: server.host,
    port: server.port,
    secure: server.tls,
    requireTLS: production && !server.tls && !isLoopback(server.host),
    ...(server.auth ? { auth: server.auth } : {}),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true, // nothing in a mail is read from a file or an address
    disableUrlAccess: true,
  })
  return {
    async send(mail, signal) {
      try {
        await transport.sendMail({
          from: mail.from,
          to: { name: "", address: mail.to },
          envelope: { from: mail.from.address, to: [mail.to] }, // not parsed from a header
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          date: mail.at,
          messageId: mail.message_id,
          headers: { "Auto-Submitted": "auto-generated" }, // RFC 3834: no holiday notices back
          xMailer: false,
          signal,
        })
      } catch (error) {
        throw notSent(error)
      }
    },
  }
}

function notSent(error: unknown): NotSent {
  const { code, command, responseCode }: { code?: unknown; command?: unknown; responseCode?: unknown } = Object(error)
  const status = typeof responseCode === "number" ? responseCode : undefined
  const words = [
    typeof code === "string" && /^[A-Z_0-9]{2,40}$/.test(code) ? code : "unknown error",
    typeof command === "string" && /^[A-Z ]{2,20}$/.test(command) ? command : "",
    status ?? "",
  ]
  // RFC 5321, 4.2.1: a 5yz is final. Only of the recipient is it about this mail; the rest somebody can mend.
  const permanent = command === "RCPT TO" && status !== undefined && status >= 500
  return new NotSent(words.filter((word) => word !== "").join(" "), permanent, error)
}
