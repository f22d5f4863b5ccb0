import { operationsOf, type ContractDocument } from "./contract-document.ts"
import { firstCalls, type SampleCall } from "./first-calls.ts"
import { guidePath } from "./guides-page.ts"
import type { Guide } from "./guides.ts"
import { escapeHtml, sentence } from "./html.ts"
import { sandboxFactsPath } from "./pages.ts"
import { placeholders, sample, tokenPlaceholders } from "./samples.ts"
import { asset, ownPage, surfaces, surfaceTitle, type Surface } from "./site-shell.ts"

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

/** The box that signs in. It needs its script, and is hidden until that runs. */
const signInBox = (): string => `      <section class="sign-in" aria-labelledby="sign-in" data-sign-in hidden>
        <div>
          <h2 id="sign-in">Sign in once, and every sample is yours</h2>
          <p>The token and the key are put into the samples of all these pages. They stay in this browser until you
            forget them, and are never part of an address.</p>
          <p class="running" data-running hidden><span>The sandbox is running at <code></code>. Its mail is in the <a href="/sandbox/mail">mailbox</a>, and its <a href="/sandbox/sign-in">demo provider</a> signs people in.</span></p>
          <dl class="credentials" data-credentials hidden></dl>
        </div>
        <form method="post">
          <fieldset>
            <legend>Who you are</legend>
            <label><input type="radio" name="who" value="customer" checked /> A customer</label>
            <label><input type="radio" name="who" value="staff" /> Staff</label>
          </fieldset>
          <label>E-mail<input name="email" type="email" autocomplete="username" required /></label>
          <label>Password<input name="password" type="password" autocomplete="current-password" required /></label>
          <p class="hint" data-hint></p>
          <button type="submit">Sign in</button>
          <p class="outcome" role="status"></p>
        </form>
      </section>`

const withYourToken: SampleCall = {
  title: "With your token",
  text: "The address book of the customer who is signed in above.",
  command: `curl ${placeholders.origin}/store/customers/me/addresses \\
  -H 'x-publishable-api-key: ${placeholders.publishable_key}' \\
  -H 'authorization: Bearer ${tokenPlaceholders.customer_token}'`,
}

/** Who comes here, and where they want to go. */
const readers: readonly (readonly [who: string, where: string])[] = [
  [
    "building a storefront",
    `<a href="/docs/store">Store API</a>, and the guide <a href="/docs/guides/sign-in-with-email">Sign in with e-mail</a>`,
  ],
  ["building a back office", `<a href="/docs/admin">Admin API</a>`],
  [
    "generating a client",
    `<a href="/docs/clients">the commands</a>, language by language, and what came out; for TypeScript there is <code>@covenant/client</code>`,
  ],
  [
    "implementing the contract",
    `the two documents, the <a href="/docs/errors">error catalogue</a>, and the journeys in <code>openapi/journeys</code>`,
  ],
  ["running a shop", `the guide <a href="/docs/guides/production">Run it in production</a>`],
  ["changing Covenant", `<code>CONTRIBUTING.md</code> in the repository adds one operation step by step`],
]

const downloads: readonly (readonly [name: string, text: string])[] = [
  ["", "OpenAPI 3.1"],
  ["-3.0", "OpenAPI 3.0.3, for tools that read no 3.1"],
]

const addresses: readonly (readonly [path: string, text: string])[] = [
  ["/docs/clients", "Clients in other languages: how to generate one, and which generator was tried."],
  ["/docs/errors", "Every error code: cause, remedy, and whether to try again."],
  ["/docs/security", "What is promised against which threat, and the test that keeps each promise."],
  ["/.well-known/jwks.json", "The public keys that verify access tokens."],
  ["/health", "200 while the server can answer."],
]

export interface LandingInput {
  documents: Readonly<Record<Surface, ContractDocument>>
  /** The operations of the published interfaces, as `GET /path`. */
  planned: Readonly<Record<Surface, ReadonlySet<string>>>
  guides: readonly Guide[]
}

/** The page at `/docs`. */
export function landingPage({ documents, planned, guides }: LandingInput): string {
  const counts = surfaces.map((surface) => {
    const all = operationsOf(documents[surface])
    const done = all.filter(({ method, path }) => planned[surface].has(`${method} ${path}`)).length
    return { surface, done, of: planned[surface].size, more: all.length - done }
  })
  const sum = (pick: (count: (typeof counts)[number]) => number): number =>
    counts.reduce((so_far, count) => so_far + pick(count), 0)
  const [done, total, more] = [sum((count) => count.done), sum((count) => count.of), sum((count) => count.more)]
  const perSurface = counts.map((count) => `${surfaceTitle[count.surface]} ${count.done} of ${count.of}`).join(", ")
  const lead = `A contract-first commerce API. People write the contract; routes, validation, types and these pages are made from it, so what you read is what the server does.`
  return ownPage({
    path: "/docs",
    title: "Covenant",
    description: lead,
    data: { "sandbox-facts": sandboxFactsPath },
    script: asset("sign-in.js"),
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
        <span>${perSurface}; ${more} more that the published interfaces lack. An operation counts when the contract describes it and the server answers it.</span>
      </div>

${signInBox()}

      <section aria-labelledby="you-are">
        <h2 id="you-are">You are …</h2>
        <dl class="addresses readers">
${readers.map(([who, where]) => `          <div><dt>… ${who}</dt><dd>${where}</dd></div>`).join("\n")}
        </dl>
      </section>

      <section aria-labelledby="first-calls">
        <h2 id="first-calls">The first calls</h2>
        <p>Paste them into a terminal, one after the other: a new customer, from nothing.</p>
        <ol class="steps">
${firstCalls(placeholders).map(step).join("\n")}
        </ol>
        <p class="note" data-without-key>Put your publishable key in place of <code>${placeholders.publishable_key}</code>. In the sandbox the start screen prints one.</p>
        <p class="note" data-in-sandbox hidden><a data-demo></a> on this machine: one click, and what came back. There is <a data-demo-modes>a page with every way</a> that a sign-in can come back.</p>
        <div class="steps one" data-with-token hidden>
          <h3>${escapeHtml(withYourToken.title)}</h3>
          <p>${escapeHtml(withYourToken.text)}</p>
          ${sample(withYourToken.title, withYourToken.command)}
        </div>
      </section>

      <section aria-labelledby="guides">
        <h2 id="guides">Whole stories</h2>
        <p>Each <a href="/docs/guides">guide</a> is a page of commands to copy, in order.</p>
        <ul class="plain-list">
${guides.map((guide) => `          <li><a href="${guidePath(guide)}">${escapeHtml(guide.title)}</a></li>`).join("\n")}
        </ul>
      </section>

      <section aria-labelledby="addresses">
        <h2 id="addresses">To download, and what else this server answers</h2>
        <dl class="addresses">
${downloads
  .map(
    ([name, text]) =>
      `          <div><dt>${text}</dt><dd>${surfaces
        .map(
          (surface) =>
            `${surfaceTitle[surface]} ${["yaml", "json"].map((kind) => `<a href="/openapi/${surface}${name}.${kind}" download>${kind.toUpperCase()}</a>`).join(" ")}`,
        )
        .join(" · ")}</dd></div>`,
  )
  .join("\n")}
          <div data-sandbox-only hidden><dt><a href="/sandbox/mail"><code>/sandbox/mail</code></a></dt><dd>The mail that this sandbox has written.</dd></div>
${addresses.map(([path, text]) => `          <div><dt><a href="${path}"><code>${path}</code></a></dt><dd>${sentence(text)}</dd></div>`).join("\n")}
        </dl>
      </section>`,
    foot: `Contract ${surfaces.map((surface) => `${surfaceTitle[surface]} ${escapeHtml(documents[surface].info.version)}`).join(", ")}. MIT licence.`,
  })
}
