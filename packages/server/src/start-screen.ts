import { styleText } from "node:util"

/** What a person needs to know to make the first call. */
export interface StartFacts {
  /** Where clients reach the server, without a trailing slash. */
  url: string
  /** Where it listens; the same unless something stands in front of it. */
  listens_at: string
  production: boolean
  /** `PGlite (PostgreSQL 18.6) in /shop/.covenant` */
  database: string
  /** Undefined when none was given and none was made. */
  publishable_key: string | undefined
  administrator: Administrator | undefined
  /** A customer of the demo data; undefined in production, or when it is gone. */
  demo_customer: { email: string; password: string } | undefined
  /** Where the sandbox's identity provider answers; undefined where there is none. */
  demo_provider: string | undefined
  /** From the start of the process to the first request that could be answered. */
  started_in_ms: number
}

/** The administrator of the settings. */
export interface Administrator {
  email: string
  /** Only when the sandbox made it up, and while it still is the password: one that was given is known. */
  password: string | undefined
}

/** Within a command for a shell. */
const next_line = " \\\n    "

/**
 * A command to copy that works as it is: signs in the demo customer and reads its address book. Without demo data it
 * asks whether the server lives.
 */
export function firstCommand({
  url,
  publishable_key,
  demo_customer,
}: Pick<StartFacts, "url" | "publishable_key" | "demo_customer">): string {
  if (!publishable_key || !demo_customer) return `curl ${url}/health`
  const token = [
    `curl -s ${url}/auth/customer/emailpass`,
    `-H 'content-type: application/json'`,
    `-d '${JSON.stringify(demo_customer)}'`,
    String.raw`| sed 's/.*"token":"\([^"]*\)".*/\1/'`,
  ]
  return [
    `curl ${url}/store/customers/me/addresses`,
    `-H 'x-publishable-api-key: ${publishable_key}'`,
    `-H "authorization: Bearer $(${token.join(next_line)})"`,
  ].join(next_line)
}

/** How to sign in as administrator; the password only where it may be shown. */
const signInCommand = ({ url }: Pick<StartFacts, "url">, { email, password }: Administrator): string =>
  [
    `curl ${url}/admin/auth/token`,
    `-H 'content-type: application/json'`,
    `-d '${JSON.stringify({ email, password: password ?? "<your password>" })}'`,
  ].join(next_line)

/** The start screen for a terminal. */
export function startScreen(facts: StartFacts, color: boolean): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    color ? styleText(style, text, { validateStream: false }) : text
  const row = (name: string, value: string) => `  ${paint("dim", name.padEnd(17))}${value}`
  const { url, administrator } = facts
  const lines = [
    "",
    `  ${paint("bold", "Covenant")} ${facts.production ? "" : "sandbox "}${paint("dim", `ready in ${(facts.started_in_ms / 1000).toFixed(1)} s`)}`,
    "",
    row("API", paint("cyan", url)),
    row("Docs", paint("cyan", `${url}/docs`)),
    row("Contract", `${paint("cyan", `${url}/openapi/store.yaml`)}  ${paint("cyan", `${url}/openapi/admin.yaml`)}`),
    ...(facts.production ? [] : [row("Mail", paint("cyan", `${url}/sandbox/mail`))]),
    ...(facts.demo_provider
      ? [row("Sign in", `${paint("cyan", `${url}/sandbox/sign-in`)}  with the demo provider at ${facts.demo_provider}`)]
      : []),
    row("Database", facts.database),
    row("Publishable key", facts.publishable_key ?? "none; set COVENANT_PUBLISHABLE_KEY to have one made"),
    row("Administrator", describeAdministrator(administrator)),
    "",
    `  ${paint("dim", "Try it")}`,
    `  ${firstCommand(facts)}`,
    ...(administrator
      ? ["", `  ${paint("dim", "Sign in as administrator")}`, `  ${signInCommand(facts, administrator)}`]
      : []),
    "",
    ...(facts.production
      ? []
      : [`  ${paint("dim", "Ctrl-C stops. This is the sandbox; NODE_ENV=production leaves it.")}`, ""]),
  ]
  return `${lines.join("\n")}\n`
}

/** The same facts for a machine: one JSON line. */
export const startLine = (facts: StartFacts, now: Date): string =>
  `${JSON.stringify({
    level: "info",
    time: now.toISOString(),
    msg: "ready",
    url: facts.listens_at,
    api: facts.url,
    docs: `${facts.url}/docs`,
    contracts: [`${facts.url}/openapi/store.yaml`, `${facts.url}/openapi/admin.yaml`],
    ...(facts.production ? {} : { mail: `${facts.url}/sandbox/mail.json` }),
    ...(facts.demo_provider ? { sign_in: `${facts.url}/sandbox/sign-in`, demo_provider: facts.demo_provider } : {}),
    database: facts.database,
    publishable_key: facts.publishable_key ?? null,
    administrator: facts.administrator
      ? { ...facts.administrator, sign_in: oneLine(signInCommand(facts, facts.administrator)) }
      : null,
    try: oneLine(firstCommand(facts)),
    started_in_ms: facts.started_in_ms,
  })}\n`

const oneLine = (command: string): string => command.replaceAll(next_line, " ")

function describeAdministrator(administrator: Administrator | undefined): string {
  if (!administrator) return "none; set COVENANT_ADMIN_EMAIL and COVENANT_ADMIN_PASSWORD to have one made"
  return administrator.password ? `${administrator.email}  ${administrator.password}` : administrator.email
}
