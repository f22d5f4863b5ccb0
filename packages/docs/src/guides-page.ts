import { guides, type Guide, type GuideStep } from "./guides.ts"
import { escapeHtml } from "./html.ts"
import { sandboxFactsPath } from "./pages.ts"
import { placeholders, sample, staffPlaceholders } from "./samples.ts"
import { ownPage } from "./site-shell.ts"

const step = ({ title, text, command, prints }: GuideStep): string => `          <li>
            <h3>${escapeHtml(title)}</h3>
            <p>${escapeHtml(text)}</p>
            ${sample(title, command)}
            <p class="prints">Look for <code>${escapeHtml(prints)}</code></p>
          </li>`

const section = ({ id, title, text, steps }: Guide): string => `      <section aria-labelledby="${id}">
        <h2 id="${id}"><a href="#${id}">${escapeHtml(title)}</a></h2>
        <p>${escapeHtml(text)}</p>
        <ol class="steps">
${steps.map(step).join("\n")}
        </ol>
      </section>`

/** The page at `/docs/guides`. */
export function guidesPage(): string {
  const all = guides({ ...placeholders, ...staffPlaceholders })
  const lead =
    "Whole stories in commands, for a shell with curl and sed. A test runs every one of them as it stands here."
  return ownPage({
    path: "/docs/guides",
    title: "Guides · Covenant",
    description: lead,
    data: { "sandbox-facts": sandboxFactsPath },
    body: `      <div class="hero">
        <h1>Guides</h1>
        <p class="lead">${escapeHtml(lead)}</p>
        <p class="note" data-without-key>Put your publishable key in place of <code>${placeholders.publishable_key}</code>. In the sandbox the start screen prints one.</p>
      </div>

      <nav aria-label="Guides">
        <ul class="contents">
${all.map(({ id, title }) => `          <li><a href="#${id}">${escapeHtml(title)}</a></li>`).join("\n")}
        </ul>
      </nav>

${all.map(section).join("\n\n")}`,
    foot: `The same stories for programs are Arazzo files in <code>openapi/journeys</code>.`,
  })
}
