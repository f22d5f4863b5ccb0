import { domainToASCII } from "node:url"

const longest_bytes = 254

/**
 * The one form under which an address identifies an account: NFC, all lower case, the domain in its ASCII form.
 *
 * Undefined when the text is no address we take: surrounding space (refused, not trimmed), not exactly one `@`, a control
 * character, a character that separates or quotes addresses in a mail header, an impossible domain, over 254 bytes.
 * Canonical addresses are their own canonical form.
 */
export function canonicalEmail(typed: string): string | undefined {
  // The bytes are bounded again below; this keeps the work small for a megabyte of text.
  if (typed.length > longest_bytes || !typed.isWellFormed()) return undefined
  const [local, domain, ...rest] = typed.normalize("NFC").split("@")
  if (!local || !domain || rest.length > 0) return undefined
  if (!usable_local_part.test(local)) return undefined
  // Of the ASCII characters only these: domainToASCII would cut the text at "/" or "?" and decode "%41".
  if (!usable_domain.test(domain)) return undefined
  const ascii = domainToASCII(domain)
  if (!ascii || !ascii.split(".").every((label) => dns_label.test(label))) return undefined
  // Lower case may leave NFC (İ becomes two characters), so it is normalized once more.
  const canonical = `${local.toLowerCase().normalize("NFC")}@${ascii.toLowerCase()}`
  return Buffer.byteLength(canonical) <= longest_bytes ? canonical : undefined
}

// What RFC 5322 allows unquoted, and letters of every script. No space of any kind, no control, no quoting.
const usable_local_part = /^[^\s\p{C}"(),:;<>[\]\\]+$/u
const usable_domain = /^(?:[A-Za-z0-9.-]|[^\p{ASCII}\s\p{C}])+$/u
const dns_label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/
