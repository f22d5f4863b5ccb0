import { readdirSync, readFileSync } from "node:fs"

import { Marked } from "marked"

import { escapeHtml } from "./html.ts"
import { markdownRenderer, partsOf } from "./markdown.ts"
import { sample, withPlaces } from "./samples.ts"

/** A guide: one Markdown file in `guides/`, as a page shows it. */
export interface Guide {
  /** Name of the file without its number and ending, and the last part of the page's address. */
  id: string
  title: string
  /** The first paragraph, plain: what the reader will have done. */
  lead: string
  /** Everything after it. */
  html: string
  /** Code that stands in a file, by the name that its fence gives it: ` ```js verify.mjs `. */
  files: Readonly<Record<string, string>>
}

/** Where the guides lie. */
export const guidesFolder = new URL("../guides/", import.meta.url)

/** The guides, in the order of their numbers. Throws for a file that is not made like the others. */
export function readGuides(folder: URL = guidesFolder): Guide[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .toSorted()
  return names.map((name) => guideOf(name, readFileSync(new URL(name, folder), "utf8"), new Set(names)))
}

/** `20-sessions.md` → `sessions`. */
function idOf(name: string): string {
  const id = /^\d+-([a-z0-9-]+)\.md$/u.exec(name)?.[1]
  if (!id) throw new Error(`guides/${name}: a guide is called like 20-sessions.md.`)
  return id
}

/** The guide that the file holds: a title, a paragraph that leads to it, and the rest. */
export function guideOf(name: string, markdown: string, siblings: ReadonlySet<string> = new Set()): Guide {
  const id = idOf(name)
  const files: Record<string, string> = {}
  const marked = new Marked({
    renderer: {
      ...markdownRenderer,
      code({ lang = "", text }) {
        const [language = "", file] = lang.split(" ")
        if (file) files[file] = text
        return sample(file ?? language, text, { language, ...(file ? { file } : {}) })
      },
      codespan: ({ text }) => `<code>${withPlaces(text)}</code>`,
      link({ href, tokens }) {
        const [path = "", fragment] = href.split("#")
        if (!path.endsWith(".md")) return `<a href="${escapeHtml(href)}">${this.parser.parseInline(tokens)}</a>`
        if (!siblings.has(path)) throw new Error(`guides/${name} leads to ${path}, which is not there.`)
        const address = `/docs/guides/${idOf(path)}${fragment ? `#${fragment}` : ""}`
        return `<a href="${address}">${this.parser.parseInline(tokens)}</a>`
      },
    },
  })
  const { title, lead, rest } = partsOf(`guides/${name}`, marked, markdown)
  const html = marked.parser(rest)
  return { id, title, lead, html, files }
}
