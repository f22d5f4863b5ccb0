import { Marked } from "marked"

import { sentence } from "./html.ts"
import { markdownRenderer, partsOf } from "./markdown.ts"
import { asset, ownPage } from "./site-shell.ts"

/** The page at `/docs/security`: `SECURITY.md` as it stands, which begins with its title and one paragraph. */
export function securityPage(markdown: string): string {
  const marked = new Marked({ renderer: markdownRenderer })
  const { title, lead, rest } = partsOf("SECURITY.md", marked, markdown)
  return ownPage({
    path: "/docs/security",
    title: "Security · Covenant",
    description: lead,
    style: asset("security.css"),
    body: `      <div class="hero">
        <h1>${sentence(title)}</h1>
        <p class="lead">${sentence(lead)}</p>
      </div>
      <article class="guide security">
${marked.parser(rest)}
      </article>`,
    foot: `The same text is <code>SECURITY.md</code> in the repository. A test finds every test that it names.`,
  })
}
