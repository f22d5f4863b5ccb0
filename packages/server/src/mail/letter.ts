import { escapeHtml } from "../lib/html.ts"

/** The one thing a letter asks its reader to do. */
export type Action =
  | { label: string; url: string }
  /** Where no page is configured, the reader takes the token to one. */
  | { label: string; token: string }

/** What a letter says. Everything is plain text and may hold anything; {@link writeLetter} escapes it. */
export interface Letter {
  /** A single line. */
  subject: string
  /** What happened. */
  paragraphs: readonly string[]
  action?: Action
  /** What to do, and what to do if it was somebody else. */
  afterwards: readonly string[]
}

/** Both bodies of the mail. */
export interface WrittenLetter {
  subject: string
  text: string
  html: string
}

/** Writes the letter twice, as plain text and as HTML that loads nothing from anywhere. */
export const writeLetter = (letter: Letter): WrittenLetter => ({
  subject: oneLine(letter.subject),
  text: `${[...letter.paragraphs, ...textAction(letter.action), ...letter.afterwards].map(oneLine).join("\n\n")}\n`,
  html: htmlOf(letter),
})

const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ").trim()

const textAction = (action: Action | undefined): string[] =>
  action ? [`${action.label}:`, "url" in action ? action.url : action.token] : []

const ink = "#1c2128"
const accent = "#0b6b4f"
const paragraph = (html: string, style = ""): string => `<p style="margin:0 0 18px;${style}">${html}</p>`

// Styles stand on the elements, because mail readers drop style sheets. Wide words break, so that phones need not scroll.
const htmlOf = ({ subject, paragraphs, action, afterwards }: Letter): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${escapeHtml(oneLine(subject))}</title>
</head>
<body style="margin:0;padding:32px 16px;background:#f6f7f5;color:${ink};font:16px/1.6 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif">
<div style="max-width:520px;margin:0 auto;padding:32px;background:#ffffff;border:1px solid #dfe3e0;border-radius:12px;overflow-wrap:anywhere">
${[
  ...paragraphs.map((text) => paragraph(escapeHtml(oneLine(text)))),
  ...htmlAction(action),
  ...afterwards.map((text) => paragraph(escapeHtml(oneLine(text)), "color:#555f6d;")),
].join("\n")}
</div>
</body>
</html>
`

function htmlAction(action: Action | undefined): string[] {
  if (!action) return []
  const label = escapeHtml(action.label)
  if ("token" in action) {
    return [paragraph(`${label}:<br><code style="font-size:15px">${escapeHtml(action.token)}</code>`)]
  }
  const style = `display:inline-block;padding:12px 22px;border-radius:8px;background:${accent};color:#ffffff;font-weight:600;text-decoration:none`
  return [
    paragraph(`<a href="${escapeHtml(action.url)}" style="${style}">${label}</a>`),
    paragraph(
      `If the button does nothing, copy this address:<br>${escapeHtml(action.url)}`,
      "font-size:14px;color:#555f6d;",
    ),
  ]
}
