import { uuidv7 } from "uuidv7"
import type { Services } from "../context.ts"
import type { AccessClaims } from "../lib/access-token.ts"
import { signAccessToken } from "../lib/access-token.ts"
import { lifetimesOf } from "./lifetimes.ts"
import type { TokenSession } from "./queries.ts"

/** An access token and how long it is good for. */
export interface IssuedToken {
  token: string
  /** Seconds. */
  expires_in: number
}

const largest_metadata_bytes = 2048

/**
 * What a token of this session says now, all of it from the database.
 *
 * Without an actor it is a registration token. It never outlives the session.
 */
export function accessClaims({ config, clock }: Services, session: TokenSession): AccessClaims {
  const scope = session.actor_id === null ? "registration" : "full"
  const iat = Math.floor(clock.now().getTime() / 1000)
  const { access_seconds } = lifetimesOf(config, session.realm, scope)
  return {
    iss: config.public_base_url,
    aud: session.realm,
    sub: session.auth_identity_id,
    sid: session.id,
    jti: uuidv7(),
    iat,
    exp: Math.min(iat + access_seconds, Math.floor(session.expires_at.getTime() / 1000)),
    auth_time: Math.floor(session.auth_time.getTime() / 1000),
    amr: session.amr,
    aal: session.aal,
    scope,
    actor_id: session.actor_id ?? "",
    actor_type: session.actor_type,
    auth_identity_id: session.auth_identity_id,
    auth_provider: session.auth_provider,
    app_metadata: {
      ...plainObject(session.app_metadata),
      ...(session.actor_id === null ? {} : { [`${session.actor_type}_id`]: session.actor_id }),
    },
    user_metadata: smallEnough(plainObject(session.user_metadata)),
  }
}

/** Signs a token for the session. Not to be called inside a transaction: the key ring may have to ask the database. */
export async function issueAccessToken(
  services: Services,
  session: TokenSession,
  extra: Pick<AccessClaims, "user_id" | "domain"> = {},
): Promise<IssuedToken> {
  const claims = { ...accessClaims(services, session), ...extra }
  const token = await signAccessToken(claims, await services.keys.active())
  return { token, expires_in: Math.max(0, claims.exp - claims.iat) }
}

const plainObject = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {}

/** A profile too large for a header is left out of the token. */
const smallEnough = (profile: Record<string, unknown>): Record<string, unknown> =>
  Buffer.byteLength(JSON.stringify(profile)) <= largest_metadata_bytes ? profile : {}
