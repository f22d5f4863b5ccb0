/** Bytes of an address we send a browser to, at most. */
const longest = 2048

/** Letters of the scheme in any case, then `//` and a host: what browsers and servers read alike. */
const absolute = /^https?:\/\/[^/\\?#@]/i

/** A segment of dots, also percent-encoded, which parsers resolve. */
const dotted = /(^|\/)(\.|%2e){1,2}(?=\/|$)/i

/**
 * The one form of an address to which a browser may be sent back, or undefined when it is none.
 *
 * Two addresses are the same when their forms are: the host in lower case, a default port left out (WHATWG URL). Refused
 * is whatever two parsers read in two ways: other schemes, user info, fragments, backslashes, spaces and control
 * characters, dot segments, and a host that ends in a dot.
 *
 * @see RFC 9700, section 4.1.3: exact matching
 * @example canonicalRedirect("https://SHOP.example:443/cb") // "https://shop.example/cb"
 */
export function canonicalRedirect(text: string): string | undefined {
  if (text.length > longest || !absolute.test(text) || /[\s\\#\p{C}]/u.test(text)) return undefined
  const url = URL.parse(text)
  if (!url || url.username || url.password || url.hostname.endsWith(".")) return undefined
  return dotted.test(text.split("?", 1)[0] ?? "") || url.href.length > longest ? undefined : url.href
}

/**
 * The address with what is handed over added to its own query, or put behind a `#`.
 *
 * It starts from what was registered and changes nothing before that; throws a plain error otherwise.
 */
export function redirectTo(
  registered: string,
  parameters: Readonly<Record<string, string | undefined>>,
  place: "query" | "fragment" = "query",
): string {
  const from = new URL(registered)
  const to = new URL(registered)
  const given = Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  if (place === "fragment") to.hash = new URLSearchParams(given).toString()
  else for (const [name = "", value = ""] of given) to.searchParams.append(name, value)
  if (to.origin !== from.origin || to.pathname !== from.pathname) throw new Error("a redirect left its address")
  return to.href
}
