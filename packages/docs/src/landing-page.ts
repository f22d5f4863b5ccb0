import { operationsOf, type ContractDocument } from "./contract-document.ts"
import { firstCalls, type SampleCall } from "./first-calls.ts"
import { escapeHtml, sentence } from "./html.ts"
import { sandboxFactsPath } from "./pages.ts"
import { placeholders, sample } from "./samples.ts"
import { ownPage, surfaces, surfaceTitle, type Surface } from "./site-shell.ts"

const step = ({ title, text, command }: SampleCall): string => `          <li>
            <h3>${escapeHtml(title)}</h3>
            <p>${escapeHtml(text)}</p>
            ${sample(title, command)}
          </li>`

const purpose: Readonly<Record<Surface, string>> = {
  store: "What a storefront calls: registering and signing in, and what customers see and change.",
  admin: "What staff and back-office tools call: signing in as an administrator, and running the shop.",
}

function card(surface: Surface, document: ContractDocument): string {
  const operations = operationsOf(document)
  const tags = [...new Set(operations.map(({ tag }) => tag))]
  return `          <a class="card" href="/docs/${surface}">
            <h2>${surfaceTitle[surface]} API</h2>
            <p>${purpose[surface]}</p>
            <p class="tags">${operations.length} operations · ${tags.map(escapeHtml).join(", ")}</p>
          </a>`
}

const addresses: readonly (readonly [path: string, text: string])[] = [
  ["/openapi/store.json", "The Store contract, OpenAPI 3.1."],
  ["/openapi/store.yaml", "The same as YAML."],
  ["/openapi/admin.json", "The Admin contract, OpenAPI 3.1."],
  ["/openapi/admin.yaml", "The same as YAML."],
  ["/docs/guides", "Whole stories with curl: a forgotten password, a colleague who joins the staff."],
  ["/docs/errors", "Every error code: cause, remedy, and whether to try again."],
  ["/docs/security", "What is promised against which threat, and the test that keeps each promise."],
  ["/.well-known/jwks.json", "The public keys that verify access tokens."],
  ["/health", "200 while the server can answer."],
]

export interface LandingInput {
  documents: Readonly<Record<Surface, ContractDocument>>
  /** How many operations the published interfaces have. */
  planned: Readonly<Record<Surface, number>>
}

/** The page at `/docs`. */
export function landingPage({ documents, planned }: LandingInput): string {
  const done = surfaces.reduce((sum, surface) => sum + operationsOf(documents[surface]).length, 0)
  const total = surfaces.reduce((sum, surface) => sum + planned[surface], 0)
  const perSurface = surfaces
    .map((surface) => `${surfaceTitle[surface]} ${operationsOf(documents[surface]).length} of ${planned[surface]}`)
    .join(", ")
  const lead = `A contract-first commerce API. People write the contract; routes, validation, types and these pages are made from it, so what you read is what the server does.`
  return ownPage({
    path: "/docs",
    title: "Covenant",
    description: lead,
    data: { "sandbox-facts": sandboxFactsPath },
    body: `      <div class="hero">
        <h1>Commerce, by contract.</h1>
        <p class="lead">${escapeHtml(lead)}</p>
      </div>

      <div class="cards">
${surfaces.map((surface) => card(surface, documents[surface])).join("\n")}
      </div>
      <div class="progress">
        <strong id="done">${done} of ${total} operations</strong>
        <progress max="${total}" value="${done}" aria-labelledby="done"></progress>
        <span>${perSurface}. An operation counts when the contract describes it and the server answers it.</span>
      </div>

      <section aria-labelledby="first-calls">
        <h2 id="first-calls">The first three calls</h2>
        <p>Paste them into a terminal, one after the other.</p>
        <ol class="steps">
${firstCalls(placeholders).map(step).join("\n")}
        </ol>
        <p class="note" data-without-key>Put your publishable key in place of <code>${placeholders.publishable_key}</code>. In the sandbox the start screen prints one.</p>
        <p class="note">How they go on, with mail, resets and invites, is in the <a href="/docs/guides">guides</a>.</p>
      </section>

      <section aria-labelledby="addresses">
        <h2 id="addresses">What this server answers</h2>
        <dl class="addresses">
${addresses.map(([path, text]) => `          <div><dt><a href="${path}"><code>${path}</code></a></dt><dd>${sentence(text)}</dd></div>`).join("\n")}
        </dl>
      </section>`,
    foot: `Contract ${surfaces.map((surface) => `${surfaceTitle[surface]} ${escapeHtml(documents[surface].info.version)}`).join(", ")}. MIT licence.`,
  })
}
