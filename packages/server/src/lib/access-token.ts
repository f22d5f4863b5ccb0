import { hash } from "node:crypto"
import { compactVerify, CompactSign } from "jose"
import type { CryptoKey } from "jose"
import { ApiFailure } from "@covenant/contract"
import { createLru } from "./lru.ts"

export type Realm = "store" | "admin"

/** What an access token says. Times are seconds since 1970, UTC. */
export interface AccessClaims {
  /** `PUBLIC_BASE_URL`. */
  iss: string
  aud: Realm
  /** The identity, the same as `auth_identity_id`. */
  sub: string
  /** The session all of this hangs on. */
  sid: string
  jti: string
  iat: number
  exp: number
  auth_time: number
  amr: string[]
  aal: number
  /** `registration` is good for becoming a customer and little else. */
  scope: "full" | "registration"
  /** Empty until there is an actor. */
  actor_id: string
  actor_type: "customer" | "user"
  auth_identity_id: string
  auth_provider: string
  app_metadata: Record<string, unknown>
  user_metadata: Record<string, unknown>
  /** Only in tokens of `POST /admin/auth/token`, whose clients look for it; the same as `actor_id`. */
  user_id?: string
  domain?: "admin"
}

/** A key that may have signed a token. */
export interface VerifyingKey {
  kid: string
  /** The algorithm belongs to the key; what a token's header says is only compared with it. */
  alg: string
  public_key: CryptoKey
}

export interface SigningKey extends VerifyingKey {
  private_key: CryptoKey
}

const typ = "at+jwt"
const longest_token = 8 * 1024
const tolerance_seconds = 5
/** Three parts in base64url without padding; the header is never empty. */
const compact_form = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/

/** Signs the claims. RFC 9068: the type says that this is an access token and nothing else. */
export function signAccessToken(claims: AccessClaims, key: SigningKey): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: key.alg, kid: key.kid, typ })
    .sign(key.private_key)
}

interface VerifyOptions {
  /** The key of that id, if the ring has it. */
  findKey(kid: string): Promise<VerifyingKey | undefined>
  issuer: string
  now: Date
  /** Longest `exp − iat` of a token of each realm, in seconds. */
  longest_life: Readonly<Record<Realm, number>>
}

/** Verifies tokens and remembers whose signature it has seen. */
export interface AccessTokenVerifier {
  /** Throws 401 `token_expired` when nothing but time is against the token, else 401 `token_invalid`. */
  verify(token: string, options: VerifyOptions): Promise<AccessClaims>
}

interface Signed {
  kid: string
  claims: AccessClaims
}

/**
 * A verifier with a memory of `most` tokens, by hash.
 *
 * Only the signature is remembered: that the key is still in the ring, the times and everything about the session are
 * judged at each use.
 */
export function createAccessTokenVerifier(most = 10_000): AccessTokenVerifier {
  const seen = createLru<Signed>(most)
  return {
    async verify(token, options) {
      if (token.length > longest_token) throw invalid()
      const id = hash("sha256", token, "base64")
      const known = seen.get(id)
      const signed = known && (await options.findKey(known.kid)) ? known : await readSigned(token, options.findKey)
      judge(signed.claims, options)
      if (signed !== known) seen.set(id, signed)
      return signed.claims
    },
  }
}

const invalid = () => new ApiFailure("token_invalid")

async function readSigned(token: string, findKey: VerifyOptions["findKey"]): Promise<Signed> {
  const parts = token.split(".")
  // Base64 has several spellings of one signature; a token has one, so that nobody can make a second of it.
  if (!compact_form.test(token) || !parts.every(isCanonicalBase64url)) throw invalid()
  const header = readObject(Buffer.from(parts[0] ?? "", "base64url"))
  // jose alone takes a token without kid, so this does not. Keys named by the token itself (jwk, jku, x5u) are not
  // even looked at. We never send crit, so whatever it demands is not ours.
  const { kid, alg, typ: type, crit } = header ?? {}
  if (typeof kid !== "string" || type !== typ || crit !== undefined) throw invalid()
  const key = await findKey(kid)
  if (!key || alg !== key.alg) throw invalid()
  const payload = await compactVerify(token, key.public_key, { algorithms: [key.alg] }).then(
    (result) => result.payload,
    () => undefined,
  )
  const claims = payload && readObject(Buffer.from(payload))
  if (!claims || !isAccessClaims(claims)) throw invalid()
  return { kid, claims }
}

function judge(claims: AccessClaims, { issuer, now, longest_life }: VerifyOptions): void {
  const at = Math.floor(now.getTime() / 1000)
  if (claims.iss !== issuer) throw invalid()
  if (claims.iat > at + tolerance_seconds) throw invalid()
  if (claims.exp - claims.iat > longest_life[claims.aud]) throw invalid()
  const { nbf } = claims as { nbf?: unknown } // we send none; a token that has one is held to it
  if (nbf !== undefined && !(typeof nbf === "number" && nbf <= at + tolerance_seconds)) throw invalid()
  if (claims.exp <= at - tolerance_seconds) throw new ApiFailure("token_expired")
}

const isCanonicalBase64url = (part: string): boolean => Buffer.from(part, "base64url").toString("base64url") === part

function readObject(bytes: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString("utf8"))
    // Arrays and null are objects to typeof; JSON.parse makes plain objects of the rest.
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}

const isSeconds = (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value > 0
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The claims that are acted upon. A valid signature already says that we wrote them, if never with which version of us. */
function isAccessClaims(claims: Record<string, unknown>): claims is Record<string, unknown> & AccessClaims {
  const { iss, aud, sub, sid, iat, exp, scope } = claims
  return (
    typeof iss === "string" &&
    // A string: jose would also take a list that contains ours.
    (aud === "store" || aud === "admin") &&
    typeof sub === "string" &&
    typeof sid === "string" &&
    uuid.test(sid) &&
    isSeconds(iat) &&
    isSeconds(exp) &&
    (scope === "full" || scope === "registration")
  )
}
