import type { Mail } from "./render-mail.ts"

/** Hands mail to somebody who delivers it. */
export interface Mailer {
  /** Resolves when the mail was accepted. Throws {@link NotSent}. When `signal` aborts, the connection is cut. */
  send(mail: Mail, signal: AbortSignal): Promise<void>
}

/** The mail was not accepted, or nobody knows whether it was. */
export class NotSent extends Error {
  override name = "NotSent"
  /** What happened, in words of ours and numbers of the protocol: servers repeat addresses and more in their answers. */
  readonly summary: string
  /** The recipient does not exist, so that another try would be told the same. */
  readonly permanent: boolean
  constructor(summary: string, permanent: boolean, cause: unknown) {
    super(`The mail was not sent: ${summary}`, { cause })
    this.summary = summary
    this.permanent = permanent
  }
}
