import { withCodeSamples } from "./code-samples.ts"
import { operationsOf, type ContractDocument } from "./contract-document.ts"
import { escapeHtml, sentence } from "./html.ts"
import { asset, headOf, surfaceTitle, topBar, type Surface } from "./site-shell.ts"

/** Height of our bar with its border, in pixels: how far Redoc keeps its side menu and its headings from the top. */
const barHeight = 52

/** Settings of Redoc. @see https://redocly.com/docs/realm/config/openapi */
export const redocOptions = {
  disableTelemetry: true,
  hideDownloadButtons: true, // the bar has the files
  scrollYOffset: barHeight,
  jsonSamplesExpandLevel: "all",
  sortRequiredPropsFirst: true,
  maxDisplayedEnumValues: 24,
}

/**
 * The contract as Redoc likes it: the sentences of an enum's values by value, not by position, and samples of each operation.
 * Returns a copy.
 */
export function forRedoc(surface: Surface, document: ContractDocument): ContractDocument {
  const copy = withCodeSamples(document, surface)
  for (const schema of Object.values(copy.components?.schemas ?? {})) {
    const sentences = schema["x-enum-descriptions"]
    if (!schema.enum || !sentences) continue
    schema["x-enumDescriptions"] = Object.fromEntries(
      schema.enum.map((value, index) => [String(value), sentences[index] ?? ""]),
    )
  }
  return copy
}

/** What a reader without JavaScript gets, since Redoc draws its operations only when it runs. */
function contents(surface: Surface, document: ContractDocument): string {
  const items = operationsOf(document).map(
    ({ method, path, operation: { summary, description } }) =>
      `<li><p><strong>${escapeHtml(summary)}</strong><br /><code>${method} ${escapeHtml(path)}</code></p>${description ? `<p>${sentence(description)}</p>` : ""}</li>`,
  )
  return `<noscript><div class="contents"><p>This reference needs JavaScript to unfold. Its whole text is also in <a href="/openapi/${surface}.yaml">${surface}.yaml</a>. The operations:</p><ul>${items.join("")}</ul></div></noscript>`
}

/** The Handlebars template that `redocly build-docs` fills. */
export const referenceTemplate = (surface: Surface, document: ContractDocument): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    ${headOf(`${surfaceTitle[surface]} API · Covenant`, `Reference of the Covenant ${surfaceTitle[surface]} API.`)}
    <script>${asset("reference.js")}</script>
    {{{redocHead}}}
    <style>${asset("bar.css")}${asset("reference.css")}</style>
  </head>
  <body>
    ${topBar(`/docs/${surface}`)}
    ${contents(surface, document)}
    {{{redocHTML}}}
  </body>
</html>
`

/**
 * The page with the links of Redoc's menu as they work in a single file: Redoc prints them as paths (`/customers`), and
 * routes by fragment (`#/customers`). Without this they lead nowhere until it runs, and in a new tab never.
 */
export const withFragmentLinks = (html: string): string =>
  html.replaceAll(/(<a\b[^>]*\shref=")(\/[^"]*)("[^>]*\sdata-discover="true")/g, "$1#$2$3")

/**
 * The page with samples that know who reads it: `assets/reference.js` fills them before Redoc draws them, because Redoc
 * copies a sample from its data and not from the page. Throws when Redoc starts in another way.
 */
export function withYourSamples(html: string): string {
  const start = "hydrate(__redoc_definition,"
  const at = html.lastIndexOf(start)
  if (at < 0) throw new Error("Redoc is not started as it used to be; its samples cannot be filled.")
  return `${html.slice(0, at)}hydrate(withYours(__redoc_definition),${html.slice(at + start.length)}`
}

/** Hosts that Redoc's bundle names: its telemetry, its icons and logo, and the chat services of its copy menu. */
const foreignHosts = ["otel.cloud.redocly.com", "cdn.redoc.ly", "cdn.redocly.com", "chatgpt.com", "claude.ai"]
const foreignAddress = new RegExp(
  `https://(?:${foreignHosts.map((host) => host.replaceAll(".", "\\.")).join("|")})[^\`"'\\s\\\\)]*`,
  "g",
)

/**
 * The page without the addresses it could call on its own: each becomes `data:,`, which is nowhere.
 *
 * The second guard is the page's policy, which lets no request leave the origin. Throws when a resource of another host
 * is still loaded by an element.
 */
export function neutralise(html: string): string {
  const quiet = html.replaceAll(foreignAddress, "data:,")
  const markup = quiet.replaceAll(/<script\b[^>]*>[\s\S]*?<\/script>/gi, (script) =>
    script.slice(0, script.indexOf(">") + 1),
  )
  const loaded =
    /<(?:script|img|iframe|source)\b[^>]*\ssrc="(?:https?:)?\/\/[^"]*"|<link\b[^>]*\shref="(?:https?:)?\/\/[^"]*"/i.exec(
      markup,
    )
  if (loaded) throw new Error(`The page loads from another host: ${loaded[0]}`)
  return quiet
}
