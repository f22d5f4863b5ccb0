import { stringifySetCookie } from "cookie"
import { cookieValues } from "../lib/cookie.ts"

const prefixOf = (secure: boolean): string => `${secure ? "__Host-" : ""}oauth_`

/** One name for each journey, so that two tabs do not disturb each other. The end of the id is random, its beginning a time. */
export const flowCookieName = (flow_id: string, secure: boolean): string => `${prefixOf(secure)}${flow_id.slice(-8)}`

/** Journeys one browser may be on. */
const most_flows = 5

export interface FlowCookieOptions {
  secure: boolean
  /** The provider lets the browser post its answer, from its own page: a Lax cookie would stay behind. */
  form_post: boolean
}

/** `Set-Cookie` that binds a journey to the browser; with no seconds left it takes the cookie back. */
export const flowCookie = (
  name: string,
  secret: string,
  max_age_seconds: number,
  { secure, form_post }: FlowCookieOptions,
): string =>
  stringifySetCookie({
    name,
    value: secret,
    maxAge: max_age_seconds,
    path: "/",
    httpOnly: true,
    secure,
    sameSite: form_post && secure ? "none" : "lax",
  })

/** `Set-Cookie` for the journeys that must go, so that one more has room: browsers send the oldest first. */
export function droppedFlowCookies(header: string | undefined, options: FlowCookieOptions): string[] {
  const prefix = prefixOf(options.secure)
  const names = (header ?? "")
    .split(";")
    .map((pair) => pair.split("=", 1)[0]?.trim() ?? "")
    .filter((name) => name.startsWith(prefix) && /^[0-9a-f]{8}$/.test(name.slice(prefix.length)))
  return names.slice(0, Math.max(0, names.length - most_flows + 1)).map((name) => flowCookie(name, "", 0, options))
}

/** What the browser carries for a journey; undefined when it carries nothing, or two things. */
export function presentedFlow(header: string | undefined, name: string): string | undefined {
  const [secret, ...others] = cookieValues(header, name)
  return others.length > 0 ? undefined : secret
}
