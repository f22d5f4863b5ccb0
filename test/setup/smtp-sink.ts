/** A mail server on loopback that keeps what it is sent, and fails as it is told. */
import type { AddressInfo } from "node:net"
import PostalMime, { type Email } from "postal-mime"
import { SMTPServer } from "smtp-server"

export interface ReceivedMail {
  /** Envelope: who it was handed over for, whatever the headers say. */
  envelope_to: string[]
  envelope_from: string
  /** As it travelled. */
  raw: string
  /** As a mail reader sees it. */
  mail: Email
}

/** What the sink does with a mail: takes it, refuses the recipient for good or for now, or takes it in and says nothing. */
export type SinkMood = "accept" | "unknown recipient" | "busy" | "silent"

export interface SmtpSink {
  /** The value for `SMTP_URL`. */
  url: string
  /** The same, as the server has read it. */
  server: { host: string; port: number; tls: false }
  /** Everything that was taken in so far, in order. */
  received: readonly ReceivedMail[]
  mood: SinkMood
  /** Resolves when so many were received in all. Throws after 10 s. */
  arrived(count: number): Promise<readonly ReceivedMail[]>
  /** Nobody listens any more, on the same port until {@link SmtpSink.comeBack}. */
  goAway(): Promise<void>
  comeBack(): Promise<void>
  close(): Promise<void>
}

export async function startSmtpSink(): Promise<SmtpSink> {
  const received: ReceivedMail[] = []
  const waiting = new Set<() => void>()
  let server = await listening(0)
  const { port } = server.server.address() as AddressInfo // a TCP server that listens has one

  async function listening(on: number): Promise<SMTPServer> {
    const smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      disableReverseLookup: true,
      closeTimeout: 100,
      onRcptTo(_address, _session, callback) {
        if (sink.mood === "unknown recipient") callback(failure(550, "5.1.1 <nobody@mail.example> is not known here"))
        else if (sink.mood === "busy") callback(failure(451, "4.3.0 later please"))
        else callback()
      },
      onData(stream, session, callback) {
        const { mailFrom, rcptTo } = session.envelope
        const keep = async () => {
          const bytes = Buffer.concat(await stream.toArray())
          received.push({
            envelope_to: rcptTo.map(({ address }) => address),
            envelope_from: mailFrom ? mailFrom.address : "",
            raw: bytes.toString("utf8"),
            mail: await PostalMime.parse(bytes),
          })
          if (sink.mood !== "silent") callback()
          for (const look of waiting) look()
        }
        keep().catch(callback)
      },
    })
    smtp.on("error", () => undefined) // a client that is cut off is what some tests are about
    await new Promise<void>((resolve) => smtp.listen(on, "127.0.0.1", resolve))
    return smtp
  }

  const sink: SmtpSink = {
    url: `smtp://127.0.0.1:${port}`,
    server: { host: "127.0.0.1", port, tls: false },
    received,
    mood: "accept",
    arrived: (count) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => {
          waiting.delete(look)
          reject(new Error(`only ${received.length} of ${count} mails came within 10 s`))
        }, 10_000)
        const look = () => {
          if (received.length < count) return
          clearTimeout(late)
          waiting.delete(look)
          resolve(received)
        }
        waiting.add(look)
        look()
      }),
    goAway: () => stopped(server),
    async comeBack() {
      server = await listening(port)
    },
    close: () => stopped(server),
  }
  return sink
}

const stopped = (server: SMTPServer): Promise<void> => new Promise((resolve) => server.close(() => resolve()))

const failure = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode })
