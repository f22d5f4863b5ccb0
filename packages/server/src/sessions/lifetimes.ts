import type { Config } from "../config.ts"
import type { Realm } from "../lib/access-token.ts"

/** How long things of a session last, in seconds. */
export interface Lifetimes {
  idle_seconds: number
  absolute_seconds: number
  access_seconds: number
}

const registration_absolute_seconds = 24 * 3600

/** The limits of a realm; those of a session that has no actor yet are shorter. */
export function lifetimesOf(config: Config, realm: Realm, scope: "full" | "registration"): Lifetimes {
  const full: Lifetimes =
    realm === "admin"
      ? {
          idle_seconds: config.admin_session_idle_seconds,
          absolute_seconds: config.admin_session_absolute_seconds,
          access_seconds: config.admin_access_ttl_seconds,
        }
      : {
          idle_seconds: config.session_idle_seconds,
          absolute_seconds: config.session_absolute_seconds,
          access_seconds: config.access_ttl_seconds,
        }
  if (scope === "full") return full
  const absolute_seconds = Math.min(full.absolute_seconds, registration_absolute_seconds)
  return {
    idle_seconds: Math.min(full.idle_seconds, absolute_seconds),
    absolute_seconds,
    access_seconds: config.registration_ttl_seconds,
  }
}

/** Longest `exp − iat` any of our tokens has, by realm. */
export const longestLives = (config: Config): Record<Realm, number> => ({
  store: Math.max(config.access_ttl_seconds, config.registration_ttl_seconds),
  admin: config.admin_access_ttl_seconds,
})
