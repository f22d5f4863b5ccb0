import { canonicalRedirect } from "../lib/redirect.ts"
import { Fields, jsonObject, SettingFault } from "./providers/provider-settings.ts"

/** How a finished sign-in is handed over. */
export type DeliveryMode = (typeof delivery_modes)[number]
const delivery_modes = ["query", "fragment", "code", "cookie", "json"] as const

/** An application that lets people sign in at a provider and gets them back, as `OAUTH_CLIENTS` says it. */
export interface OAuthClient {
  id: string
  /** Where people may be sent back to, in canonical form, each with the ways of handing over that it may use. */
  redirects: ReadonlyMap<string, readonly DeliveryMode[]>
  /** Where they go when the request does not say. */
  default_redirect_uri: string | undefined
}

/**
 * What the text of `OAUTH_CLIENTS` says: `{"shop": {"redirects": {"https://shop.example/signed-in": ["code"]}}}`. The
 * first is the one that requests mean which name none.
 *
 * Throws {@link SettingFault}.
 */
export function readClients(text: string): readonly OAuthClient[] {
  const like = '{"shop": {"redirects": {"https://shop.example/signed-in": ["code"]}}}'
  return Object.entries(jsonObject(text, like)).map(([id, value]) => {
    if (!/^[a-z][a-z0-9_-]{0,31}$/.test(id))
      throw new SettingFault("must have ids of a letter and up to 31 of a-z 0-9 _ -")
    return readClient(id, new Fields(value, id))
  })
}

function readClient(id: string, given: Fields): OAuthClient {
  const redirects = new Map<string, readonly DeliveryMode[]>()
  for (const [uri, modes] of Object.entries(given.object("redirects") ?? given.missing("redirects"))) {
    const canonical =
      canonicalRedirect(uri) ??
      given.refuse("redirects", "must have https addresses without wildcard, fragment, user info or dot segments")
    // Never a name to DNS, so nobody means it but as a wildcard.
    if (canonical.includes("*")) throw given.fault("redirects", "must name each address whole: there are no wildcards")
    redirects.set(
      canonical,
      readModes(modes) ?? given.refuse("redirects", `must give each a list of ${delivery_modes.join(", ")}`),
    )
  }
  const named = given.text("default_redirect_uri")
  const canonical = named === undefined ? undefined : canonicalRedirect(named)
  if (named !== undefined && (canonical === undefined || !redirects.has(canonical)))
    throw given.fault("default_redirect_uri", "must be one of redirects")
  given.refuseOthers()
  const [only] = redirects.keys()
  return { id, redirects, default_redirect_uri: canonical ?? (redirects.size === 1 ? only : undefined) }
}

function readModes(value: unknown): readonly DeliveryMode[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined
  const modes = value.flatMap((given) => delivery_modes.filter((known) => known === given))
  return modes.length === value.length ? modes : undefined
}
