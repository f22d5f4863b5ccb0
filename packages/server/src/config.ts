import { readFileSync } from "node:fs"
import { BlockList, isIP } from "node:net"
import { readApps } from "./apps/app-settings.ts"
import { exampleOrigin } from "./example-origin.ts"
import { readClients } from "./auth/client-settings.ts"
import { readProviders, SettingFault } from "./auth/providers/provider-settings.ts"
import { budget_names, budgetsOf, readBudgetSettings, type Budgets, type BudgetSettings } from "./lib/budgets.ts"
import { canonicalEmail } from "./lib/email.ts"
import { canonicalPassword, passwordFaults } from "./lib/password-policy.ts"
import { isHttpsOrLoopback, isLoopback } from "./lib/loopback.ts"
import { looksMadeUp } from "./lib/weak-key.ts"

/**
 * Every setting of the server: one line each, read once by main.ts from the environment, or from the file that
 * `NAME_FILE` names. A setting's value is never part of a message; its name always is.
 */
interface Setting<T> {
  /** Shown by `--help`. */
  help: string
  /** Text used when the setting is absent; without one the value is undefined. */
  fallback?: string
  /** The value, or a sentence about what it must be. */
  parse(text: string): T | Refusal
}

class Refusal {
  readonly sentence: string
  constructor(sentence: string) {
    this.sentence = sentence
  }
}

type Fallback = { fallback: string }
type Value<S> = S extends Setting<infer T> ? (S extends Fallback ? T : T | undefined) : never

const text = (text: string): string => text
const integer =
  (least: number, most: number) =>
  (text: string): number | Refusal => {
    const n = /^\d{1,15}$/.test(text) ? Number(text) : NaN
    return n >= least && n <= most ? n : new Refusal(`must be a whole number from ${least} to ${most}`)
  }
const seconds = integer(1, 400 * 86_400)
const flag = (text: string): boolean | Refusal =>
  text === "true" ? true : text === "false" ? false : new Refusal("must be true or false")
const oneOf =
  <T extends string>(...values: T[]) =>
  (text: string): T | Refusal =>
    values.find((value) => value === text) ?? new Refusal(`must be one of ${values.join(", ")}`)

/** `postgres://…`, and nothing that a driver would read in another way. */
const postgresUrl = (text: string): string | Refusal => {
  const url = URL.parse(text)
  return url && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1
    ? text
    : new Refusal("must be a postgres://user:password@host:5432/database address")
}

/** An http(s) address, answered as it is built upon: without a trailing slash. */
const baseUrl = (text: string): string | Refusal => {
  const url = URL.parse(text)
  return url &&
    /^https?:$/.test(url.protocol) &&
    !url.search &&
    !url.hash &&
    !url.username &&
    !url.password &&
    url.pathname === "/"
    ? url.origin
    : new Refusal("must be an http(s) origin such as https://api.example.com, without a path")
}

const list = (text: string): string[] =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")

/** Exact origins. A wildcard would let any page act for whoever is signed in. */
const origins = (text: string): readonly string[] | Refusal => {
  const all = list(text)
  return all.every((origin) => /^https?:/.test(origin) && URL.parse(origin)?.origin === origin)
    ? all
    : new Refusal("must be exact origins such as https://shop.example.com, separated by commas")
}

/** Addresses and networks of proxies whose `X-Forwarded-For` is believed. */
const proxies = (text: string): readonly string[] | Refusal => {
  const check = new BlockList()
  for (const entry of list(text)) {
    const [address = "", bits, rest] = entry.split("/")
    const family = isIP(address) === 4 ? "ipv4" : isIP(address) === 6 ? "ipv6" : undefined
    const most = family === "ipv4" ? 32 : 128
    const prefix = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : -1
    if (!family || rest !== undefined || prefix < 0 || prefix > most) {
      return new Refusal("must be IP addresses or networks such as 10.0.0.0/8, separated by commas")
    }
    check.addSubnet(address, prefix, family)
  }
  return list(text)
}

/** `{"<budget>": {"points", "seconds", "longest_block_seconds"}}`, and which defaults they change. */
const rateLimits = (text: string): BudgetSettings | Refusal =>
  readBudgetSettings(text) ??
  new Refusal(
    `must be JSON {"profile": "default" or "tests", "<budget>": {"points": 10, "seconds": 900}} with whole numbers from 1; budgets are ${budget_names.join(", ")}, and those that block take longest_block_seconds`,
  )

/** A setting that another file reads. */
const readBy =
  <T>(read: (text: string) => T) =>
  (text: string): T | Refusal => {
    try {
      return read(text)
    } catch (error) {
      if (error instanceof SettingFault) return new Refusal(error.message)
      throw error
    }
  }

/** A key of the server under its name. */
export interface NamedKey {
  /** Stored beside what the key encrypted, so that keys can be replaced one by one. */
  id: string
  /** 32 bytes. */
  key: Uint8Array
}

/** `{"<id>": "<32 bytes, base64 or base64url>"}`; the first is the current one. */
const namedKeys = (text: string): readonly NamedKey[] | Refusal => {
  const refusal = new Refusal(
    'must be JSON {"<id>": "<key>"}, current first; an id is a letter and up to 31 of a-z 0-9 _ -, a key is 32 random bytes in base64',
  )
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return refusal
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return refusal
  const keys: NamedKey[] = []
  for (const [id, value] of Object.entries(parsed)) {
    // An id that looks like a number would be moved to the front by JavaScript, and "first" would be a lie.
    if (!/^[a-z][a-z0-9_-]{0,31}$/.test(id) || typeof value !== "string") return refusal
    const key = new Uint8Array(Buffer.from(value, "base64"))
    if (key.length !== 32 || !/^[A-Za-z0-9+/_-]{43}=?$/.test(value)) return refusal
    keys.push({ id, key })
  }
  return keys.length > 0 ? keys : refusal
}

const email = (text: string): string | Refusal =>
  /^[^\s@]+@[^\s@]+$/.test(text) && text.length <= 254 ? text : new Refusal("must be an email address")

/** A mail server to hand messages to. */
export interface SmtpServer {
  host: string
  port: number
  /** TLS from the first byte (`smtps:`); otherwise STARTTLS where the server offers it. */
  tls: boolean
  auth?: { user: string; pass: string }
}

/** `smtps://user:password@host`. Nothing after the host: what a library reads there could switch its checks off. */
const smtpServer = (text: string): SmtpServer | Refusal => {
  const refusal = new Refusal("must be an smtp:// or smtps://user:password@mail.example.com address, without a path")
  const url = URL.parse(text)
  if (!url || !/^smtps?:$/.test(url.protocol) || !url.hostname || url.search || url.hash) return refusal
  if (url.pathname !== "" && url.pathname !== "/") return refusal
  if (Boolean(url.username) !== Boolean(url.password)) return refusal
  const tls = url.protocol === "smtps:"
  try {
    return {
      host: url.hostname.replace(/^\[|\]$/g, ""),
      port: url.port ? Number(url.port) : tls ? 465 : 587,
      tls,
      ...(url.username
        ? { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }
        : {}),
    }
  } catch {
    return refusal // a lone % in the credentials
  }
}

/** Who mail is from. */
export interface Mailbox {
  /** May be empty. */
  name: string
  address: string
}

/** `Shop <no-reply@shop.example>` or the address alone. */
const mailbox = (text: string): Mailbox | Refusal => {
  const refusal = new Refusal("must be an address such as no-reply@shop.example, or Shop <no-reply@shop.example>")
  const [, name = "", bracketed, bare] = /^(?:([^<>"\p{C}]*?)\s*<([^<>]+)>|([^<>]+))$/u.exec(text.trim()) ?? []
  const address = canonicalEmail(bracketed ?? bare ?? "")
  return address ? { name, address } : refusal
}

/** A page that a mailed link opens; the link's parameters are added to what it has. */
const pageUrl = (text: string): string | Refusal => {
  const url = URL.parse(text)
  return url && /^https?:$/.test(url.protocol) && !url.hash && !url.username && !url.password
    ? url.href
    : new Refusal("must be an http(s) address such as https://shop.example.com/reset-password")
}

const publishableKey = (text: string): string | Refusal =>
  /^pk_[0-9A-Za-z]{26,64}$/.test(text) ? text : new Refusal("must be pk_ and 26 to 64 letters or digits")

const schema = {
  NODE_ENV: { help: "production, or anything else for the sandbox", fallback: "sandbox", parse: text },
  HOST: { help: "Address to listen on", fallback: "127.0.0.1", parse: text },
  PORT: { help: "Port to listen on; 0 takes a free one", fallback: "9000", parse: integer(0, 65_535) },
  PUBLIC_BASE_URL: { help: "Origin clients reach the server at; default http://HOST:PORT", parse: baseUrl },
  SANDBOX_ALLOW_REMOTE: {
    help: "Lets the sandbox listen on, or be reached at, other than loopback",
    fallback: "false",
    parse: flag,
  },
  DATA_DIR: {
    help: "Folder of the embedded database and of the sandbox's secrets; default .covenant in the project",
    parse: text,
  },
  DATABASE_URL: { help: "PostgreSQL 15 or newer; default is the embedded database", parse: postgresUrl },
  DATABASE_DIRECT_URL: {
    help: "The same database past a pooler, for migrations; default DATABASE_URL",
    parse: postgresUrl,
  },
  DATABASE_POOL_SIZE: { help: "Most connections of this process", fallback: "10", parse: integer(1, 1000) },
  DATABASE_NAMED_STATEMENTS: {
    help: "Prepared statements; false for poolers without them",
    fallback: "true",
    parse: flag,
  },
  TRUSTED_PROXIES: { help: "Addresses or networks whose X-Forwarded-For is believed", fallback: "", parse: proxies },
  STORE_CORS: {
    help: "Exact origins that may call /store from a browser; in the sandbox pnpm examples",
    fallback: "",
    parse: origins,
  },
  ADMIN_CORS: {
    help: "Exact origins that may call /admin from a browser; in the sandbox pnpm examples",
    fallback: "",
    parse: origins,
  },
  AUTH_CORS: {
    help: "Exact origins that may call /auth from a browser; in the sandbox pnpm examples",
    fallback: "",
    parse: origins,
  },
  KEK_KEYS: {
    help: "Keys that protect everything secret, {id: key}, current first; generated in the sandbox",
    parse: namedKeys,
  },
  ACCESS_TTL_SECONDS: { help: "Life of a customer's access token", fallback: "86400", parse: integer(60, 86_400) },
  ADMIN_ACCESS_TTL_SECONDS: {
    help: "Life of an administrator's access token",
    fallback: "86400",
    parse: integer(60, 86_400),
  },
  REGISTRATION_TTL_SECONDS: { help: "Life of a registration token", fallback: "1800", parse: integer(60, 86_400) },
  SESSION_IDLE_SECONDS: {
    help: "A customer's session ends when unused this long",
    fallback: String(14 * 86_400),
    parse: seconds,
  },
  SESSION_ABSOLUTE_SECONDS: {
    help: "A customer's session ends after this long",
    fallback: String(90 * 86_400),
    parse: seconds,
  },
  ADMIN_SESSION_IDLE_SECONDS: {
    help: "An administrator's session ends when unused this long",
    fallback: "36000",
    parse: seconds,
  },
  ADMIN_SESSION_ABSOLUTE_SECONDS: {
    help: "An administrator's session ends after this long",
    fallback: String(7 * 86_400),
    parse: seconds,
  },
  REFRESH_GRACE_SECONDS: {
    help: "The previous refresh token still answers this long; 0 is strict",
    fallback: "10",
    parse: integer(0, 60),
  },
  PASSWORD_MIN_LENGTH: { help: "Characters of a customer's password", fallback: "8", parse: integer(8, 128) },
  ADMIN_PASSWORD_MIN_LENGTH: {
    help: "Characters of an administrator's password",
    fallback: "15",
    parse: integer(8, 128),
  },
  RESET_TTL_SECONDS: { help: "Life of a link that resets a password", fallback: "900", parse: integer(60, 86_400) },
  INVITE_TTL_SECONDS: {
    help: "Life of an invite",
    fallback: String(7 * 86_400),
    parse: integer(60, 90 * 86_400),
  },
  SIGNUP: {
    help: "Whether signing in at a provider makes new customers; on or off",
    fallback: "on",
    parse: oneOf("on", "off"),
  },
  OAUTH_PROVIDERS: {
    help: 'Where people can sign in, as JSON {"google": {"client_id", "client_secret"}}; see the README',
    fallback: "{}",
    parse: readBy(readProviders),
  },
  OAUTH_CLIENTS: {
    help: 'Who may let people sign in and get them back, as JSON {"shop": {"redirects": {"https://…": ["code"]}}}',
    fallback: "{}",
    parse: readBy(readClients),
  },
  OAUTH_APPS: {
    help: 'What the shop can be connected to, as JSON {"parcels": {"issuer", "client_id", "callback_url"}}; see the README',
    fallback: "{}",
    parse: readBy(readApps),
  },
  OAUTH_SPA_COMPAT: {
    help: "Whether a storefront may sign people in at a provider without a client_challenge, as the js-sdk does",
    fallback: "true",
    parse: flag,
  },
  ALLOW_LOOPBACK_REDIRECTS: {
    help: "Whether people may be sent back to plain http on their own machine; default true in the sandbox",
    parse: flag,
  },
  FLOW_TTL_SECONDS: { help: "Time to sign in at a provider", fallback: "600", parse: integer(60, 3600) },
  DELIVERY_CODE_TTL_SECONDS: {
    help: "Life of a code that is exchanged for tokens",
    fallback: "60",
    parse: integer(5, 600),
  },
  QUERY_ROTATE_WITHIN_SECONDS: {
    help: "A refresh token that travelled in an address must be used this soon; 0 is off",
    fallback: "60",
    parse: integer(0, 3600),
  },
  EMAIL_VERIFICATION: {
    help: "Whether customers prove their e-mail address before there is an account",
    fallback: "false",
    parse: flag,
  },
  REGISTER_ENUMERATION: {
    help: "compat: registering tells that an address is taken; strict: it does not. Default strict with EMAIL_VERIFICATION",
    parse: oneOf("compat", "strict"),
  },
  VERIFICATION_TTL_SECONDS: {
    help: "Life of a link that proves an address",
    fallback: "86400",
    parse: integer(60, 7 * 86_400),
  },
  SMTP_URL: {
    help: "Mail server, smtps:// or smtp://; the sandbox shows its mail at /sandbox/mail",
    parse: smtpServer,
  },
  MAIL_FROM: { help: "Who mail is from, such as Shop <no-reply@shop.example>", parse: mailbox },
  STOREFRONT_RESET_URL: {
    help: "Page of the storefront that resets a password; gets ?token= and &email=",
    parse: pageUrl,
  },
  STOREFRONT_VERIFICATION_URL: {
    help: "Page of the storefront that confirms an e-mail address; gets ?token=",
    parse: pageUrl,
  },
  ADMIN_RESET_URL: {
    help: "Page of the admin that resets a password; gets ?token= and &email=",
    parse: pageUrl,
  },
  ADMIN_INVITE_URL: { help: "Page of the admin that accepts an invite; gets ?token=", parse: pageUrl },
  COVENANT_ADMIN_EMAIL: { help: "First administrator, created when absent", parse: email },
  COVENANT_ADMIN_PASSWORD: { help: "Password of the first administrator", parse: text },
  COVENANT_PUBLISHABLE_KEY: { help: "Publishable key, created when absent", parse: publishableKey },
  RATE_LIMITS: {
    help: 'Changes single limits, as JSON {"sign_in": {"points": 10}}; see the README',
    fallback: "{}",
    parse: rateLimits,
  },
  LOG_LEVEL: {
    help: "trace, debug, info, warn, error, fatal or silent",
    fallback: "info",
    parse: oneOf("trace", "debug", "info", "warn", "error", "fatal", "silent"),
  },
} as const satisfies Record<string, Setting<unknown>>

type Schema = typeof schema
type SettingName = keyof Schema

/** The settings as they were given, by name in lower case. */
type Given = { -readonly [Name in SettingName as Lowercase<Name>]: Exclude<Value<Schema[Name]>, Refusal> }

/** The settings the server runs with. What has no default is undefined; what the sandbox makes up is there. */
export interface Config extends Given {
  /** Outside production the server is the sandbox: demo data, made-up secrets, loopback only. */
  production: boolean
  public_base_url: string
  /** The sandbox made the administrator up, so that nobody knows the password unless it is shown. */
  administrator_made_up: boolean
  data_dir: string
  kek_keys: readonly NamedKey[]
  mail_from: Mailbox
  allow_loopback_redirects: boolean
  register_enumeration: "compat" | "strict"
  /** What RATE_LIMITS comes to. */
  budgets: Budgets
}

/** What the sandbox makes up once and keeps (see sandbox-secrets.ts), for the settings that were not given. */
export interface MadeUp {
  kek_keys: readonly NamedKey[]
  covenant_admin_email: string
  covenant_admin_password: string
  covenant_publishable_key: string
}

/** A start refused by its settings; the message lists every problem. */
export class ConfigRefused extends Error {
  override name = "ConfigRefused"
  /** One sentence each, beginning with the setting's name. */
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(problems.join("\n"))
    this.problems = problems
  }
}

export interface ReadConfigOptions {
  /** Used when DATA_DIR is not set. */
  default_data_dir: string
  /** Called in the sandbox, with the data folder, for secrets that were not given. */
  madeUp(data_dir: string): MadeUp
}

/**
 * The settings, checked as a whole.
 *
 * Throws {@link ConfigRefused} naming all problems at once. An empty value counts as absent, as in a compose file.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>, options: ReadConfigOptions): Config {
  const problems: string[] = []
  const given: Record<string, unknown> = {}
  const names = Object.keys(schema) as SettingName[] // the keys of the literal above
  for (const name of names) {
    const setting: Setting<unknown> = schema[name]
    const raw = rawValue(name, env, problems) ?? setting.fallback
    const value = raw === undefined ? undefined : setting.parse(raw)
    if (value instanceof Refusal) problems.push(`${name} ${value.sentence}`)
    given[name.toLowerCase()] = value instanceof Refusal ? undefined : value
  }
  // Every key of the schema was just set; a refused one is undefined, and then this function throws below.
  const settings = given as Partial<Given>
  const production = settings.node_env === "production"
  problems.push(
    ...(production ? productionProblems(settings, problems) : sandboxProblems(settings)),
    ...pairProblems(settings),
    ...redirectProblems(settings, production),
  )
  if (problems.length > 0) throw new ConfigRefused(problems)

  const complete = settings as Given
  const data_dir = complete.data_dir ?? options.default_data_dir
  const origins = (given: readonly string[]) => (production || given.length > 0 ? given : [exampleOrigin])
  return {
    ...complete,
    store_cors: origins(complete.store_cors),
    admin_cors: origins(complete.admin_cors),
    auth_cors: origins(complete.auth_cors),
    ...(production ? {} : withoutUndefined(options.madeUp(data_dir), complete)),
    production,
    allow_loopback_redirects: complete.allow_loopback_redirects ?? !production,
    budgets: budgetsOf(complete.rate_limits, production),
    administrator_made_up: !production && !complete.covenant_admin_email,
    data_dir,
    public_base_url: complete.public_base_url ?? defaultBaseUrl(complete.host, complete.port),
    mail_from: complete.mail_from ?? { name: "Covenant sandbox", address: "sandbox@covenant.example" },
    register_enumeration: complete.register_enumeration ?? (complete.email_verification ? "strict" : "compat"),
    kek_keys: complete.kek_keys ?? (production ? [] : options.madeUp(data_dir).kek_keys),
  }
}

/** What was given wins over what was made up; an administrator is taken whole from one of the two. */
function withoutUndefined(madeUp: MadeUp, given: Given): Partial<MadeUp> {
  return {
    ...(given.covenant_publishable_key ? {} : { covenant_publishable_key: madeUp.covenant_publishable_key }),
    ...(given.covenant_admin_email
      ? {}
      : {
          covenant_admin_email: madeUp.covenant_admin_email,
          covenant_admin_password: madeUp.covenant_admin_password,
        }),
  }
}

/** `http://127.0.0.1:9000`: IPv6 in brackets, and loopback where the host means every address. */
export function defaultBaseUrl(host: string, port: number): string {
  const reached = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host
  return `http://${isIP(reached) === 6 ? `[${reached}]` : reached}:${port}`
}

function rawValue(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
  problems: string[],
): string | undefined {
  const value = env[name] || undefined
  const file = env[`${name}_FILE`] || undefined
  if (!file) return value
  if (value) {
    problems.push(`${name} and ${name}_FILE are both set: keep one`)
    return undefined
  }
  try {
    return readFileSync(file, "utf8").replace(/\r?\n$/, "") || undefined
  } catch {
    problems.push(`${name}_FILE names a file that cannot be read`)
    return undefined
  }
}

function productionProblems(settings: Partial<Given>, already: readonly string[]): string[] {
  const problems: string[] = []
  const refused = (name: SettingName) =>
    already.some((problem) => problem.startsWith(`${name} `) || problem.startsWith(`${name}_FILE `))
  if (!settings.kek_keys && !refused("KEK_KEYS")) {
    problems.push("KEK_KEYS is required in production: without it nothing secret survives a restart")
  }
  if (settings.kek_keys?.some(({ key }) => looksMadeUp(key))) {
    problems.push("KEK_KEYS must hold random keys only in production: pnpm secrets makes them")
  }
  if (
    settings.kek_keys &&
    new Set(settings.kek_keys.map(({ key }) => key.toString())).size < settings.kek_keys.length
  ) {
    problems.push("KEK_KEYS holds one key twice: the second would replace nothing")
  }
  if (isGuessedFirst(settings)) {
    problems.push("COVENANT_ADMIN_PASSWORD must be none that is guessed first in production: pnpm secrets makes one")
  }
  if (!refused("PUBLIC_BASE_URL") && !settings.public_base_url?.startsWith("https:")) {
    problems.push("PUBLIC_BASE_URL must be set and https in production: cookies and tokens must not travel in the open")
  }
  // Not "log instead": whoever waits for a reset or an invite would wait for ever, and the log would hold links.
  if (!settings.smtp_url && !refused("SMTP_URL")) {
    problems.push("SMTP_URL is required in production: without it no reset and no invite ever arrives")
  }
  if (!settings.mail_from && !refused("MAIL_FROM")) {
    problems.push("MAIL_FROM is required in production: mail servers refuse or hide mail from nobody")
  }
  for (const name of [
    "STOREFRONT_RESET_URL",
    "STOREFRONT_VERIFICATION_URL",
    "ADMIN_RESET_URL",
    "ADMIN_INVITE_URL",
  ] as const) {
    if (settings[lower(name)]?.startsWith("http:"))
      problems.push(`${name} must be https in production: its links carry secrets`)
  }
  if (settings.rate_limits?.profile === "tests") {
    problems.push("RATE_LIMITS must not name the profile of the tests in production: nothing would be limited")
  }
  for (const name of ["STORE_CORS", "ADMIN_CORS", "AUTH_CORS"] as const) {
    const key = name.toLowerCase() as Lowercase<typeof name> // toLowerCase forgets the literal
    if (settings[key]?.some((origin) => !origin.startsWith("https:")))
      problems.push(`${name} must hold https origins only in production`)
  }
  return problems
}

/** A password on every attacker's list, or made of the address. One that is too short is told apart. */
function isGuessedFirst({ covenant_admin_email, covenant_admin_password }: Partial<Given>): boolean {
  if (!covenant_admin_password) return false
  const policy = { min_length: 0, email: covenant_admin_email ?? "" }
  return passwordFaults(canonicalPassword(covenant_admin_password), policy).length > 0
}

function sandboxProblems(settings: Partial<Given>): string[] {
  if (settings.sandbox_allow_remote !== false) return []
  const cure = "set SANDBOX_ALLOW_REMOTE=true to open the sandbox to others, or NODE_ENV=production to leave it"
  const problems: string[] = []
  if (settings.host && !isLoopback(settings.host))
    problems.push(`HOST must be a loopback address in the sandbox: ${cure}`)
  if (settings.public_base_url && !isLoopback(new URL(settings.public_base_url).hostname)) {
    problems.push(`PUBLIC_BASE_URL must be a loopback address in the sandbox: ${cure}`)
  }
  return problems
}

/** Plain http only where the settings let it, and only to the machine of whoever signs in. */
function redirectProblems(settings: Partial<Given>, production: boolean): string[] {
  const { oauth_providers: providers = [], oauth_clients: clients = [], oauth_apps: apps = [] } = settings
  const loopback = settings.allow_loopback_redirects ?? !production
  const isRefused = (address: string) => (loopback ? !isHttpsOrLoopback(address) : !address.startsWith("https:"))
  const problems: string[] = []
  if (providers.some(({ callback_urls }) => callback_urls.some(isRefused)))
    problems.push("OAUTH_PROVIDERS must have https addresses as callback_urls: what arrives there signs people in")
  if (clients.some(({ redirects }) => [...redirects.keys()].some(isRefused)))
    problems.push("OAUTH_CLIENTS must have https addresses as redirects: what arrives there signs people in")
  const isPlain = (address: unknown) => !String(address).startsWith("https:")
  if (
    production &&
    providers.some(({ issuer, endpoints = {} }) => [issuer, Object.values(endpoints)].flat().some(isPlain))
  )
    problems.push("OAUTH_PROVIDERS must name providers by https addresses in production")
  if (apps.some(({ callback_url }) => isRefused(callback_url)))
    problems.push("OAUTH_APPS must have https addresses as callback_url: what arrives there connects the shop")
  if (
    production &&
    apps.some(({ issuer, endpoints = {}, revocation_endpoint = issuer }) =>
      [issuer, revocation_endpoint, ...Object.values(endpoints)].some(isPlain),
    )
  )
    problems.push("OAUTH_APPS must name providers by https addresses in production")
  return problems
}

function pairProblems(settings: Partial<Given>): string[] {
  const problems: string[] = []
  if (Boolean(settings.covenant_admin_email) !== Boolean(settings.covenant_admin_password)) {
    problems.push("COVENANT_ADMIN_EMAIL and COVENANT_ADMIN_PASSWORD must be set together")
  }
  const least = settings.admin_password_min_length
  if (settings.covenant_admin_password && least && [...settings.covenant_admin_password].length < least) {
    problems.push(`COVENANT_ADMIN_PASSWORD must have at least ${least} characters (ADMIN_PASSWORD_MIN_LENGTH)`)
  }
  for (const [idle, absolute] of [
    ["SESSION_IDLE_SECONDS", "SESSION_ABSOLUTE_SECONDS"],
    ["ADMIN_SESSION_IDLE_SECONDS", "ADMIN_SESSION_ABSOLUTE_SECONDS"],
  ] as const) {
    const [short, long] = [settings[lower(idle)], settings[lower(absolute)]]
    if (short !== undefined && long !== undefined && short > long)
      problems.push(`${idle} must not be longer than ${absolute}`)
  }
  if (settings.register_enumeration === "strict" && settings.email_verification === false)
    problems.push(
      "REGISTER_ENUMERATION=strict needs EMAIL_VERIFICATION=true: an address that is taken would be told by what follows",
    )
  if (settings.database_direct_url && !settings.database_url)
    problems.push("DATABASE_DIRECT_URL needs DATABASE_URL beside it")
  return problems
}

const lower = <Name extends string>(name: Name): Lowercase<Name> => name.toLowerCase() as Lowercase<Name> // toLowerCase forgets the literal

/** The settings as `--help` prints them. */
export function settingsHelp(): string {
  const names = Object.keys(schema) as SettingName[] // the keys of the literal above
  const width = Math.max(...names.map((name) => name.length))
  return names
    .map((name) => {
      const setting: Setting<unknown> = schema[name]
      return `  ${name.padEnd(width)}  ${setting.help}${setting.fallback ? ` (${setting.fallback})` : ""}`
    })
    .join("\n")
}
