import { readFileSync } from "node:fs"

import { escapeHtml } from "./html.ts"

/** A small file that is set into the pages: a style sheet or a script. */
export const asset = (name: string): string => readFileSync(new URL(`./assets/${name}`, import.meta.url), "utf8")

export type Surface = "store" | "admin"
export const surfaces: readonly Surface[] = ["store", "admin"]
export const surfaceTitle: Readonly<Record<Surface, string>> = { store: "Store", admin: "Admin" }

/** The mark of the site, also its icon: two sheets that share an edge, what is promised and what is kept. */
const mark = `<svg viewBox="0 0 18 18" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round" aria-hidden="true"><path d="M9 4.2 2 2v11.8L9 16l7-2.2V2L9 4.2Zm0 0V16"/></svg>`
const icon = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 18 18" fill="none" stroke="#0b6b4f" stroke-width="1.8" stroke-linejoin="round"><path d="M9 4.2 2 2v11.8L9 16l7-2.2V2L9 4.2Zm0 0V16"/></svg>')}`

/** An entry of the bar; pages below it make it current too. */
function link(href: string, text: string, current: string): string {
  const below = current.startsWith(`${href}/`) ? ' aria-current="true"' : ""
  return `<a href="${href}"${href === current ? ' aria-current="page"' : below}>${text}</a>`
}

/** The bar on top of every page. On a reference it ends with that surface's specification files. */
export function topBar(current: string): string {
  const home = current === "/docs" ? ' aria-current="page"' : ""
  const surface = surfaces.find((name) => current === `/docs/${name}`)
  const end = surface
    ? `<a href="/openapi/${surface}.json">JSON</a><a href="/openapi/${surface}.yaml">YAML</a>`
    : `<button type="button" data-colour-switch hidden><svg viewBox="0 0 16 16" width="16" height="16" fill="currentColor" aria-hidden="true"><path d="M8 1.5a6.5 6.5 0 1 0 0 13v-13Z"/><circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.2"/></svg></button>`
  return `<header class="bar">
      <a class="bar-home" href="/docs"${home}>${mark}<span>Covenant</span></a>
      ${surfaces.map((name) => link(`/docs/${name}`, `${surfaceTitle[name]}<span class="wide"> API</span>`, current)).join("\n      ")}
      ${link("/docs/guides", "Guides", current)}
      ${link("/docs/errors", "Errors", current)}${current.startsWith("/sandbox") ? `\n      ${link("/sandbox/mail", "Mail", current)}` : ""}
      <div class="bar-end">${end}</div>
    </header>`
}

/** What every page says about itself in its head. */
export const headOf = (title: string, description: string): string => `<title>${escapeHtml(title)}</title>
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="description" content="${escapeHtml(description)}" />
    <link rel="icon" href="${icon}" />`

export interface OwnPage {
  /** Its path: which entry of the bar is the current one. */
  path: string
  title: string
  /** One sentence, for search engines and previews. */
  description: string
  /** What stands in `<main>`. */
  body: string
  /** The line at the foot. */
  foot: string
  /** Rules of this page alone. */
  style?: string
  /** A script of this page alone, run as a module when the page is there. */
  script?: string
  /** Without the bar, where it is nobody's page of ours. */
  bare?: boolean
  /** Attributes of `<body>` that the page's script reads. */
  data?: Readonly<Record<string, string>>
}

/** A page of ours, complete and readable without its script. */
export function ownPage({
  path,
  title,
  description,
  body,
  foot,
  style,
  script,
  bare = false,
  data = {},
}: OwnPage): string {
  const attributes = Object.entries(data).map(([name, value]) => ` data-${name}="${escapeHtml(value)}"`)
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    ${headOf(title, description)}
    <script>${asset("colour-mode.js")}</script>
    <style>${asset("bar.css")}${asset("page.css")}${style ?? ""}</style>
  </head>
  <body${attributes.join("")}>
${bare ? "" : `    <a class="skip" href="#content">Skip to the content</a>\n    ${topBar(path)}\n`}    <main id="content" tabindex="-1">
${body}
    </main>
    <footer class="foot">${foot}</footer>
    <script type="module">${asset("page.js")}</script>${script ? `\n    <script type="module">${script}</script>` : ""}
  </body>
</html>
`
}
