import { Marked } from "marked"

import { escapeHtml, sentence } from "./html.ts"
import { anchorOf, markdownRenderer, partsOf } from "./markdown.ts"
import { sandboxFactsPath } from "./pages.ts"
import { sample } from "./samples.ts"
import { ownPage } from "./site-shell.ts"

const how_to = "Generate a client in "

/** The page at `/docs/clients`: the report of `pnpm clients` as it stands, with a way to each language in front. */
export function clientsPage(report: string): string {
  const marked = new Marked({
    renderer: {
      ...markdownRenderer,
      code: ({ lang = "sh", text }) => sample(lang === "sh" ? "Commands" : "First program", text, { language: lang }),
    },
  })
  const { title, lead, rest } = partsOf("docs/clients.md", marked, report.replace(/^<!--.*-->\n/u, ""))
  const languages = rest.flatMap((token) =>
    token.type === "heading" && String(token["text"]).startsWith(how_to) ? [String(token["text"])] : [],
  )
  const ways = languages.map(
    (heading) => `<a href="#${anchorOf(heading)}">${escapeHtml(heading.slice(how_to.length))}</a>`,
  )
  return ownPage({
    path: "/docs/clients",
    title: `${title} · Covenant`,
    description: lead,
    data: { "sandbox-facts": sandboxFactsPath },
    body: `      <div class="hero">
        <h1>${escapeHtml(title)}</h1>
        <p class="lead">${sentence(lead)}</p>
        <p>${how_to}${ways.join(", ")}.</p>
      </div>
      <article class="guide">
${marked.parser(rest)}
      </article>`,
    foot: `The same text is <code>docs/clients.md</code> in the repository, written by <code>pnpm clients</code>.`,
  })
}
