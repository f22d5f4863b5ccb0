import { readFileSync } from "node:fs"
import { isHttpsOrLoopback } from "../../lib/loopback.ts"
import { canonicalRedirect } from "../../lib/redirect.ts"

/** Where an OAuth2 provider without discovery is found. */
export interface ProviderEndpoints {
  authorization_endpoint: string
  token_endpoint: string
  /** Answers who signed in, as JSON. */
  userinfo_endpoint: string
  /** GitHub's list of addresses. */
  emails_endpoint?: string
}

/** Which property of the answer of an OAuth2 provider says what. */
export interface ProviderFields {
  subject: string
  email: string
  email_verified: string
  first_name: string
  last_name: string
  name: string
  picture: string
}

/** A provider people can sign in at, as `OAUTH_PROVIDERS` says it. */
export interface ProviderSettings {
  /** What the paths call it. */
  id: string
  /** What people call it. */
  name: string
  /** How it says who signed in: an ID token that it signed, or an answer to be read field by field. */
  kind: "oidc" | "oauth2" | "github"
  /** As its ID tokens and its answers (`iss`) name it, to the character. */
  issuer: string
  /** Given where it is not discovered from the issuer. */
  endpoints: ProviderEndpoints | undefined
  fields: ProviderFields
  client_id: string
  client_secret: string | undefined
  token_auth: "basic" | "post" | "none"
  scopes: readonly string[]
  /** Pages of storefronts it may send people back to, as they are registered there; the first is the default. */
  callback_urls: readonly string[]
  /** Whether an address that it has proven signs in to the account that has proven the same one here. */
  link_by_email: boolean
  /** Whether every address it tells counts as proven. */
  trust_email: boolean
  /** Whether it is asked for more than its ID token says. */
  userinfo: boolean
  /** Whether it answers by a form that the browser posts, instead of an address. */
  form_post: boolean
}

const standard_fields: ProviderFields = {
  subject: "sub",
  email: "email",
  email_verified: "email_verified",
  first_name: "given_name",
  last_name: "family_name",
  name: "name",
  picture: "picture",
}

type Preset = Partial<ProviderSettings> & Pick<ProviderSettings, "kind">

/** What is known of a provider, so that its id, a client id and a secret are enough. */
const presets: Readonly<Record<string, Preset>> = {
  google: {
    kind: "oidc",
    name: "Google",
    issuer: "https://accounts.google.com",
    scopes: ["openid", "email", "profile"],
    userinfo: false, // its ID token says all of it
  },
  github: {
    kind: "github",
    name: "GitHub",
    issuer: "https://github.com/login/oauth",
    endpoints: {
      authorization_endpoint: "https://github.com/login/oauth/authorize",
      token_endpoint: "https://github.com/login/oauth/access_token",
      userinfo_endpoint: "https://api.github.com/user",
      emails_endpoint: "https://api.github.com/user/emails",
    },
    fields: { ...standard_fields, subject: "id", first_name: "", last_name: "", picture: "avatar_url" },
    scopes: ["read:user", "user:email"],
  },
}

/** Ids that would be read as another path or another way to sign in. */
const reserved = new Set(["callback", "exchange", "emailpass"])

/** What is wrong with the setting, as a sentence that continues its name. Never a value. */
export class SettingFault extends Error {
  override name = "SettingFault"
}

/**
 * What the text of `OAUTH_PROVIDERS` says: `{"google": {"client_id": "…", "client_secret_file": "/run/secrets/google"}}`.
 *
 * Throws {@link SettingFault}.
 */
export function readProviders(text: string): readonly ProviderSettings[] {
  return Object.entries(jsonObject(text, '{"google": {"client_id": "…", "client_secret": "…"}}')).map(([id, value]) => {
    if (!/^[a-z][a-z0-9-]{0,31}$/.test(id) || reserved.has(id)) {
      throw new SettingFault(
        `must have ids of a letter and up to 31 of a-z 0-9 -, and none of ${[...reserved].join(", ")}`,
      )
    }
    return readProvider(id, new Fields(value, id))
  })
}

function readProvider(id: string, given: Fields): ProviderSettings {
  const named = given.oneOf("type", ["oidc", "oauth2", "github"])
  const preset = presets[id] ?? (named === "github" ? presets["github"] : undefined)
  const kind = named ?? preset?.kind ?? "oidc"
  const endpoints = readEndpoints(given, preset)
  const secret = given.secret("client_secret")
  const issuer =
    given.address("issuer") ?? preset?.issuer ?? (endpoints && new URL(endpoints.authorization_endpoint).origin)
  if (issuer === undefined) throw given.fault("issuer", "is required: the endpoints are discovered from it")
  if (kind !== "oidc" && !endpoints)
    throw given.fault("authorization_endpoint", "is required where nothing is discovered")
  // What an ID token says is believed by the keys that discovery names.
  if (kind === "oidc" && endpoints)
    throw given.fault("authorization_endpoint", 'is discovered from the issuer; without discovery the type is "oauth2"')
  const provider: ProviderSettings = {
    id,
    name: given.text("name") ?? preset?.name ?? id,
    kind,
    issuer,
    endpoints,
    fields: { ...standard_fields, ...preset?.fields, ...given.texts("fields", Object.keys(standard_fields)) },
    client_id: given.text("client_id") ?? given.missing("client_id"),
    client_secret: secret,
    token_auth: given.oneOf("token_auth", ["basic", "post", "none"]) ?? (secret === undefined ? "none" : "basic"),
    scopes: given.list("scopes") ?? preset?.scopes ?? (kind === "oidc" ? ["openid", "email", "profile"] : []),
    callback_urls: (given.list("callback_urls") ?? []).map((url) => {
      const canonical = url.includes("?") || url.includes("*") ? undefined : canonicalRedirect(url)
      return canonical ?? given.refuse("callback_urls", "must hold whole https addresses without query or fragment")
    }),
    link_by_email: given.flag("link_by_email") ?? true,
    trust_email: given.flag("trust_email") ?? false,
    userinfo: given.flag("userinfo") ?? preset?.userinfo ?? true,
    form_post: given.flag("form_post") ?? false,
  }
  if (kind === "oidc" && !provider.scopes.includes("openid")) throw given.fault("scopes", "must have openid")
  if (provider.token_auth !== "none" && secret === undefined) throw given.fault("client_secret", "is required")
  given.refuseOthers()
  return provider
}

function readEndpoints(given: Fields, preset: Preset | undefined): ProviderEndpoints | undefined {
  const [authorization_endpoint, token_endpoint, userinfo_endpoint] = [
    given.address("authorization_endpoint"),
    given.address("token_endpoint"),
    given.address("userinfo_endpoint"),
  ]
  const emails_endpoint = given.address("emails_endpoint") ?? `${userinfo_endpoint}/emails`
  if (authorization_endpoint && token_endpoint && userinfo_endpoint)
    return { authorization_endpoint, token_endpoint, userinfo_endpoint, emails_endpoint }
  if (authorization_endpoint ?? token_endpoint ?? userinfo_endpoint)
    throw given.fault("authorization_endpoint", "token_endpoint and userinfo_endpoint must be given together")
  return preset?.endpoints
}

/** The object a setting's JSON is. `like` shows its form. */
export function jsonObject(text: string, like: string): Record<string, unknown> {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new SettingFault(`must be JSON such as ${like}`)
  }
  if (!isObject(parsed)) throw new SettingFault(`must be JSON such as ${like}`)
  return parsed
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Reads an object of a setting field by field. Every fault names the field, never its value. */
export class Fields {
  readonly #fields: Record<string, unknown>
  readonly #owner: string
  readonly #read = new Set<string>()

  constructor(value: unknown, owner: string) {
    this.#owner = owner
    if (!isObject(value)) throw new SettingFault(`must have an object for ${owner}`)
    this.#fields = value
  }

  fault(field: string, sentence: string): SettingFault {
    return new SettingFault(`is wrong at ${this.#owner}.${field}: it ${sentence}`)
  }

  refuse(field: string, sentence: string): never {
    throw this.fault(field, sentence)
  }

  missing(field: string): never {
    throw this.fault(field, "is required")
  }

  #get(field: string): unknown {
    this.#read.add(field)
    return Object.hasOwn(this.#fields, field) ? this.#fields[field] : undefined
  }

  text(field: string): string | undefined {
    const value = this.#get(field)
    if (value === undefined) return undefined
    if (typeof value !== "string" || value === "" || /\p{C}/u.test(value)) throw this.fault(field, "must be text")
    return value
  }

  address(field: string): string | undefined {
    const value = this.text(field)
    if (value !== undefined && !isHttpsOrLoopback(value)) throw this.fault(field, "must be an https address")
    return value
  }

  /** From the field, or from the file that `<field>_file` names. */
  secret(field: string): string | undefined {
    const file = this.text(`${field}_file`)
    const value = this.text(field)
    if (file === undefined) return value
    if (value !== undefined) throw this.fault(field, `and ${field}_file are both set: keep one`)
    try {
      return readFileSync(file, "utf8").replace(/\r?\n$/, "")
    } catch {
      throw this.fault(`${field}_file`, "names a file that cannot be read")
    }
  }

  flag(field: string): boolean | undefined {
    const value = this.#get(field)
    if (value !== undefined && typeof value !== "boolean") throw this.fault(field, "must be true or false")
    return value
  }

  oneOf<T extends string>(field: string, values: readonly T[]): T | undefined {
    const value = this.#get(field)
    if (value === undefined) return undefined
    return values.find((known) => known === value) ?? this.refuse(field, `must be one of ${values.join(", ")}`)
  }

  list(field: string): string[] | undefined {
    const value = this.#get(field)
    if (value === undefined) return undefined
    if (!Array.isArray(value)) throw this.fault(field, "must be a list of texts")
    return value.map((item) =>
      typeof item === "string" && item !== "" ? item : this.refuse(field, "must be a list of texts"),
    )
  }

  /** An object of texts with these names, all of them optional. */
  texts(field: string, names: readonly string[]): Record<string, string> {
    const value = this.#get(field) ?? {}
    if (!isObject(value)) throw this.fault(field, "must be an object of texts")
    return Object.fromEntries(
      Object.entries(value).map(([name, text]) =>
        names.includes(name) && typeof text === "string"
          ? [name, text]
          : this.refuse(field, `must be an object of texts named ${names.join(", ")}`),
      ),
    )
  }

  object(field: string): Record<string, unknown> | undefined {
    const value = this.#get(field)
    if (value !== undefined && !isObject(value)) throw this.fault(field, "must be an object")
    return value
  }

  /** A field nobody reads is a mistake of whoever wrote it. */
  refuseOthers(): void {
    if (Object.keys(this.#fields).some((field) => !this.#read.has(field)))
      throw new SettingFault(`has a field of ${this.#owner} that is not known; there are ${[...this.#read].join(", ")}`)
  }
}
