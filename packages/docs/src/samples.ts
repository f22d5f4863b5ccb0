import type { SampleFacts } from "./first-calls.ts"
import { escapeHtml } from "./html.ts"

/** What stands in a sample until the page knows better, by the name of the place. */
export const placeholders = {
  origin: "http://127.0.0.1:9000",
  publishable_key: "pk_your_key",
  email: "ada@example.com",
} as const satisfies SampleFacts

/** Of the staff. The address and the password are the sandbox's administrator's, whose password its start screen shows. */
export const staffPlaceholders = {
  admin_email: "admin@covenant.test",
  admin_password: "the-administrators-password",
  colleague_email: "noor@example.com",
} as const

/** What a reader signs in for. */
export const tokenPlaceholders = {
  customer_token: "your-customer-token",
  staff_token: "your-staff-token",
} as const

const languages: Readonly<Record<string, string>> = {
  sh: "shell command",
  js: "JavaScript",
  ts: "TypeScript",
  py: "Python",
  go: "Go",
  java: "Java",
  json: "JSON",
  nginx: "nginx configuration",
}

export interface SampleKind {
  /** As a fence of Markdown names it. */
  language?: string
  /** The file it belongs in. */
  file?: string
}

/** The text as HTML, with each placeholder in a place that the page's script can fill. */
export const withPlaces = (text: string): string =>
  Object.entries({ ...placeholders, ...staffPlaceholders, ...tokenPlaceholders }).reduce(
    (html, [name, value]) =>
      html.replaceAll(escapeHtml(value), `<span class="fill" data-fill="${name}">${escapeHtml(value)}</span>`),
    escapeHtml(text),
  )

/** Code that can be copied. */
export function sample(title: string, code: string, { language = "sh", file }: SampleKind = {}): string {
  const caption = file ? `<span class="file">${escapeHtml(file)}</span>` : ""
  return `<div class="sample" data-language="${escapeHtml(language)}">${caption}<button type="button" class="copy" aria-live="polite" hidden>Copy</button><pre tabindex="0" aria-label="${escapeHtml(`${title}: ${languages[language] ?? language}`)}"><code>${withPlaces(code)}</code></pre></div>\n`
}
