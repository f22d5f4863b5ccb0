import type { Marked, RendererObject, Token, Tokens } from "marked"

import { escapeHtml } from "./html.ts"

/** An anchor: the words of a heading. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .replaceAll(/^-|-$/gu, "")

/** How every Markdown file of ours becomes HTML: headings that can be linked to, and tables that scroll by themselves. */
export const markdownRenderer = {
  heading({ tokens, depth, text }) {
    const anchor = anchorOf(text)
    return `<h${depth} id="${anchor}"><a href="#${anchor}">${this.parser.parseInline(tokens)}</a></h${depth}>\n`
  },
  codespan: ({ text }) => `<code>${escapeHtml(text)}</code>`,
  table(token) {
    const row = (cells: Tokens.TableCell[], tag: string) =>
      `<tr>${cells.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join("")}</tr>`
    const body = token.rows.map((cells) => row(cells, "td")).join("\n")
    // Wide ones scroll by themselves, also with the keyboard.
    return `<div class="table" tabindex="0" role="group" aria-label="Table"><table>\n<thead>${row(token.header, "th")}</thead>\n<tbody>${body}</tbody>\n</table></div>\n`
  },
} satisfies RendererObject

/** A Markdown file of ours in its parts: a title (`# …`), one paragraph, plain, and the rest. Throws for any other. */
export function partsOf(
  name: string,
  marked: Marked,
  markdown: string,
): { title: string; lead: string; rest: Token[] } {
  const [title, lead, ...rest] = marked.lexer(markdown).filter(({ type }) => type !== "space")
  if (title?.type !== "heading" || title["depth"] !== 1 || lead?.type !== "paragraph") {
    throw new Error(`${name}: it begins with its title (# …) and one paragraph.`)
  }
  return { title: String(title["text"]), lead: String(lead["text"]), rest }
}
