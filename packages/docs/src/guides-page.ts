import type { Guide } from "./guides.ts"
import { escapeHtml, sentence } from "./html.ts"
import { sandboxFactsPath } from "./pages.ts"
import { placeholders } from "./samples.ts"
import { ownPage } from "./site-shell.ts"

/** The address of a guide. */
export const guidePath = ({ id }: Pick<Guide, "id">): string => `/docs/guides/${id}`

/** The page at `/docs/guides`: what there is to read. */
export function guidesPage(guides: readonly Guide[]): string {
  const lead =
    "Whole stories, in the order in which most people need them. A test runs their commands as they stand here."
  return ownPage({
    path: "/docs/guides",
    title: "Guides · Covenant",
    description: lead,
    body: `      <div class="hero">
        <h1>Guides</h1>
        <p class="lead">${escapeHtml(lead)}</p>
      </div>

      <ol class="guides">
${guides
  .map(
    (guide) =>
      `        <li id="${guide.id}"><a href="${guidePath(guide)}">${escapeHtml(guide.title)}</a><p>${sentence(guide.lead)}</p></li>`,
  )
  .join("\n")}
      </ol>`,
    foot: `The same stories for programs are Arazzo files in <code>openapi/journeys</code>.`,
  })
}

/** The page of one guide, with the way to the ones before and after it. */
export function guidePage(guide: Guide, guides: readonly Guide[]): string {
  const index = guides.findIndex(({ id }) => id === guide.id)
  const [before, after] = [guides[index - 1], guides[index + 1]]
  const way = (other: Guide | undefined, word: string) =>
    other ? `<a href="${guidePath(other)}"><span>${word}</span>${escapeHtml(other.title)}</a>` : "<span></span>"
  const needsKey = guide.html.includes(placeholders.publishable_key)
  return ownPage({
    path: guidePath(guide),
    title: `${guide.title} · Covenant`,
    description: guide.lead.replaceAll("`", ""),
    data: { "sandbox-facts": sandboxFactsPath },
    body: `      <article class="guide">
        <div class="hero">
          <p class="eyebrow"><a href="/docs/guides">Guides</a></p>
          <h1>${escapeHtml(guide.title)}</h1>
          <p class="lead">${sentence(guide.lead)}</p>${
            needsKey
              ? `\n          <p class="note" data-without-key>Put your publishable key in place of <code>${placeholders.publishable_key}</code>. In the sandbox the start screen prints one.</p>`
              : ""
          }
        </div>
${guide.html}
      </article>
      <nav class="ways" aria-label="Other guides">${way(before, "Before")}${way(after, "Next")}</nav>`,
    foot: `Commands are for a shell with curl and sed; what one keeps in a variable, the next ones use.`,
  })
}
