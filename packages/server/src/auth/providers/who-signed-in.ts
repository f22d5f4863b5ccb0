import { ApiFailure } from "@covenant/contract"
import { canonicalEmail } from "../../lib/email.ts"
import type { ProviderSettings } from "./provider-settings.ts"
import type { CodeToExchange, Exchange, Grant } from "./relying-party.ts"
import { ProviderTrouble } from "./provider-fetch.ts"

/** What a provider says about who signed in, with what we cannot use left out. */
export interface ProvenPerson {
  /** 1 to 255 bytes; the same person for good, whatever the address becomes. */
  subject: string
  /** Canonical. */
  email: string | undefined
  /** Whether the provider has proven the address. */
  email_is_proven: boolean
  profile: Profile
}

export interface Profile {
  first_name?: string
  last_name?: string
  picture?: string
}

type Claims = Readonly<Record<string, unknown>>

/** The provider does not prove who signed in. `reason` is for the record. */
export class IdentityInvalid extends ApiFailure {
  readonly reason: string
  constructor(reason: string) {
    super("oauth_identity_invalid")
    this.reason = reason
  }
}

/**
 * Exchanges the code and answers who signed in.
 *
 * Rejects with {@link IdentityInvalid}, and with what `refusalOf` reads.
 */
export async function whoSignedIn(
  provider: ProviderSettings,
  exchange: Exchange,
  code: CodeToExchange,
): Promise<ProvenPerson> {
  const grant = await exchange.grantCode(code)
  if (provider.kind === "oidc") return fromIdToken(provider, exchange, grant)
  return provider.kind === "github" ? fromGithub(provider, exchange, grant) : fromFields(provider, exchange, grant)
}

/** Seconds that two clocks may differ. */
const clock_tolerance_seconds = 10

async function fromIdToken(
  provider: ProviderSettings,
  exchange: Exchange,
  { tokens, claims }: Grant,
): Promise<ProvenPerson> {
  if (!claims) throw new IdentityInvalid("no_id_token")
  // What the library leaves to its users.
  if (Number(claims["iat"]) > Date.now() / 1000 + clock_tolerance_seconds) throw new IdentityInvalid("issued_in_future")
  if (claims["azp"] !== undefined && claims["azp"] !== provider.client_id) throw new IdentityInvalid("another_party")
  const subject = subjectOf(claims["sub"])
  const more = provider.userinfo ? await exchange.userinfo(tokens.access_token, subject) : undefined
  // Address and proof come from one source: the signed one if it has an address.
  const about_email = claims["email"] === undefined && more ? more : claims
  return personOf(provider, subject, about_email, { ...more, ...claims })
}

async function fromFields(provider: ProviderSettings, exchange: Exchange, { tokens }: Grant): Promise<ProvenPerson> {
  const { fields } = provider
  const said = await exchange.getJson(provider.endpoints?.userinfo_endpoint ?? "", tokens.access_token)
  if (!isObject(said)) throw new ProviderTrouble("unusable", "no_object")
  const read = (field: string): unknown => (field !== "" && Object.hasOwn(said, field) ? said[field] : undefined)
  const claims: Claims = {
    email: read(fields.email),
    email_verified: read(fields.email_verified),
    given_name: read(fields.first_name),
    family_name: read(fields.last_name),
    name: read(fields.name),
    picture: read(fields.picture),
  }
  return personOf(provider, subjectOf(read(fields.subject), { numbers: true }), claims, claims)
}

/** GitHub tells addresses apart: the account's own is the one that is primary, and proven when it says so. */
async function fromGithub(provider: ProviderSettings, exchange: Exchange, grant: Grant): Promise<ProvenPerson> {
  const person = await fromFields(provider, exchange, grant)
  const { emails_endpoint } = provider.endpoints ?? {}
  const listed = await exchange.getJson(emails_endpoint ?? "", grant.tokens.access_token)
  const primary = Array.isArray(listed)
    ? listed.find((entry) => isObject(entry) && entry["primary"] === true)
    : undefined
  const email = isObject(primary) ? { email: primary["email"], email_verified: primary["verified"] } : {}
  return { ...personOf(provider, person.subject, email, {}), profile: person.profile }
}

/** The subject as it is stored: text, which a number of GitHub becomes. */
function subjectOf(value: unknown, { numbers = false } = {}): string {
  const text = numbers && Number.isSafeInteger(value) ? String(value) : value
  const bytes = typeof text === "string" ? Buffer.byteLength(text) : 0
  if (typeof text !== "string" || bytes < 1 || bytes > 255 || text.includes("\0") || !text.isWellFormed())
    throw new IdentityInvalid("no_subject")
  return text
}

function personOf(
  provider: ProviderSettings,
  subject: string,
  about_email: Claims,
  about_profile: Claims,
): ProvenPerson {
  const { email: typed, email_verified: verified } = about_email
  const email = typeof typed === "string" ? canonicalEmail(typed) : undefined
  const email_is_proven = email !== undefined && (verified === true || verified === "true" || provider.trust_email)
  return { subject, email, email_is_proven, profile: profileOf(about_profile) }
}

const longest_name = 255
const longest_picture = 2048

/** Name and picture; nothing a provider says about roles or rights is looked at. */
function profileOf({ given_name, family_name, name, picture }: Claims): Profile {
  const [first_name, last_name] = [nameOf(given_name), nameOf(family_name)]
  const whole = first_name === undefined && last_name === undefined ? nameOf(name) : undefined
  const address = typeof picture === "string" && picture.length <= longest_picture ? URL.parse(picture) : null
  return {
    ...(whole === undefined ? {} : splitName(whole)),
    ...(first_name === undefined ? {} : { first_name }),
    ...(last_name === undefined ? {} : { last_name }),
    ...(address && /^https?:$/.test(address.protocol) && address.href.length <= longest_picture
      ? { picture: address.href }
      : {}),
  }
}

/** Where a provider knows one name alone: what is before the last space is the given one. */
function splitName(whole: string): Profile {
  const space = whole.lastIndexOf(" ")
  return space === -1 ? { first_name: whole } : { first_name: whole.slice(0, space), last_name: whole.slice(space + 1) }
}

/** One line of text, or undefined. */
function nameOf(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined
  const name = value.trim()
  return name === "" || name.length > longest_name || /[\p{Cc}\p{Cs}]/u.test(name) ? undefined : name
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
