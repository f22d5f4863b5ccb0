import { randomBytes } from "node:crypto"
import { stringifySetCookie } from "cookie"
import type { Realm } from "./access-token.ts"

/**
 * Name of a realm's session cookie. Two names, so that leaving the admin keeps the customer signed in.
 *
 * `__Host-` makes the browser refuse it from a sibling host or without `Secure`, which plain http does not have.
 */
export const sessionCookieName = (realm: Realm, secure: boolean): string => `${secure ? "__Host-" : ""}${realm}_sid`

/** Whether cookies are `Secure`. Only plain http outside production goes without. */
export const areCookiesSecure = (config: { production: boolean; public_base_url: string }): boolean =>
  config.production || !config.public_base_url.startsWith("http:")

/** `Set-Cookie` that gives the session to the browser for `max_age_seconds`. */
export const sessionCookie = (realm: Realm, secret: string, max_age_seconds: number, secure: boolean): string =>
  stringifySetCookie({
    name: sessionCookieName(realm, secure),
    value: secret,
    maxAge: max_age_seconds,
    path: "/",
    httpOnly: true,
    secure,
    sameSite: "lax",
  })

/** `Set-Cookie` that takes the cookie back; the attributes must be those it was given with. */
export const clearedSessionCookie = (realm: Realm, secure: boolean): string => sessionCookie(realm, "", 0, secure)

/** 256 random bits in base64url: 43 characters. Only their SHA-256 is stored. */
export const newSecret = (): string => randomBytes(32).toString("base64url")

/** Whether a text could be one of ours; what could not need not be looked up. */
export const isSecret = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text)

/** The values a `Cookie` header carries under a name. */
export const cookieValues = (header: string | undefined, name: string): string[] =>
  (header ?? "").split(";").flatMap((pair) => {
    const equals = pair.indexOf("=")
    return equals !== -1 && pair.slice(0, equals).trim() === name ? [pair.slice(equals + 1).trim()] : []
  })

/** The secrets a `Cookie` header carries under a name; what could not be ours is left out. */
export const presentedSecrets = (header: string | undefined, name: string): string[] => [
  ...new Set(cookieValues(header, name).filter(isSecret)),
]
