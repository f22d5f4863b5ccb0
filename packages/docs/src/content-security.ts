import { createHash } from "node:crypto"

const scriptElement = /<script\b([^>]*)>([\s\S]*?)<\/script>/gi
const styleElement = /<style\b[^>]*>([\s\S]*?)<\/style>/gi

/** The source expression that allows exactly this inline text: `'sha256-…'`. @see CSP Level 3, section 2.3.1 */
export const sourceHash = (text: string): string =>
  `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`

/** The hashes of every inline script of the page, without repetition, in order of appearance. */
export function scriptHashes(html: string): string[] {
  const inline = [...html.matchAll(scriptElement)].filter(([, attributes = ""]) => !/\ssrc\s*=/i.test(attributes))
  return [...new Set(inline.map(([, , text = ""]) => sourceHash(text)))]
}

/** The hashes of every style element of the page, without repetition, in order of appearance. */
const styleHashes = (html: string): string[] => [
  ...new Set([...html.matchAll(styleElement)].map(([, text = ""]) => sourceHash(text))),
]

/** Directives by name; a page's policy in one piece. */
export type Policy = Readonly<Record<string, readonly string[]>>

/** The policy of a page of ours: its own scripts and styles, and answers of its own origin. */
export const ownPagePolicy = (html: string): Policy => ({
  "default-src": ["'none'"],
  "script-src": scriptHashes(html),
  "style-src": styleHashes(html),
  "img-src": ["'self'", "data:"],
  "connect-src": ["'self'"],
  "base-uri": ["'none'"],
  "form-action": ["'none'"],
})

/**
 * The policy of a Redoc page. Redoc writes styles while it runs, so those are wider than in a page of ours. Its scripts
 * are allowed by hash alone, and a page that has everything in it needs to ask for nothing.
 */
export const referencePolicy = (html: string): Policy => ({
  "default-src": ["'none'"],
  "script-src": scriptHashes(html),
  "style-src": ["'unsafe-inline'"],
  "img-src": ["data:"],
  "font-src": ["data:"],
  "base-uri": ["'none'"],
  "form-action": ["'none'"],
})

/** The policy as the value of a header or a meta element. */
export const printPolicy = (policy: Policy): string =>
  Object.entries(policy)
    .map(([directive, sources]) => `${directive} ${sources.length > 0 ? sources.join(" ") : "'none'"}`)
    .join("; ")

/**
 * The page with its policy in a meta element right behind the charset, so that a copy on disk is as strict as a served one.
 *
 * Throws when the page has no `<meta charset>` to put it behind.
 */
export function withPolicy(html: string, policy: Policy): string {
  const charset = /<meta charset="[^"]+"\s*\/?>/i
  if (!charset.test(html)) throw new Error("The page declares no charset, so there is no place for its policy.")
  return html.replace(
    charset,
    (meta) => `${meta}\n    <meta http-equiv="content-security-policy" content="${printPolicy(policy)}" />`,
  )
}
