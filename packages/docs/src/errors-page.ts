import { errorCodes, type ErrorCode } from "@covenant/contract"

import {
  errorCodesOf,
  operationsOf,
  operationsThatEmit,
  referencePath,
  type ContractDocument,
  type DeclaredCode,
} from "./contract-document.ts"
import { errorGuidance } from "./error-guidance.ts"
import { escapeHtml, sentence } from "./html.ts"
import { errorPath } from "./pages.ts"
import { ownPage, surfaces, surfaceTitle, type Surface } from "./site-shell.ts"

const isKnown = (code: string): code is ErrorCode => Object.hasOwn(errorCodes, code)

interface CatalogueEntry extends DeclaredCode {
  code: ErrorCode
}

/** The codes of all documents, each once, by status and then by name. Throws when a document declares one we cannot explain. */
function catalogue(documents: Readonly<Record<Surface, ContractDocument>>): CatalogueEntry[] {
  const entries = new Map<ErrorCode, CatalogueEntry>()
  for (const surface of surfaces) {
    for (const { code, cause } of errorCodesOf(documents[surface])) {
      if (!isKnown(code))
        throw new Error(
          `The ${surface} contract declares the error ${code}, which packages/contract/src/errors.ts does not know.`,
        )
      entries.set(code, { code, cause })
    }
  }
  return [...entries.values()].toSorted(
    (a, b) => errorCodes[a.code].status - errorCodes[b.code].status || (a.code < b.code ? -1 : 1),
  )
}

/** So many operations are worth a list in sight. */
const in_sight = 8

function emittedBy(documents: Readonly<Record<Surface, ContractDocument>>, code: string): string {
  const items = surfaces.flatMap((surface) =>
    operationsThatEmit(documents[surface], code).map(
      (placed) =>
        `<li><a href="${escapeHtml(referencePath(surface, placed))}">${escapeHtml(placed.operation.summary)}</a> (${surfaceTitle[surface]})</li>`,
    ),
  )
  const all = surfaces.reduce((sum, surface) => sum + operationsOf(documents[surface]).length, 0)
  if (items.length === 0) return "No single operation: it can be the answer to any request."
  const list = `<ul>${items.join("")}</ul>`
  if (items.length <= in_sight) return list
  const how_many = items.length === all ? `All ${all} operations` : `${items.length} of ${all} operations`
  return `<details><summary>${how_many}</summary>${list}</details>`
}

function entry(documents: Readonly<Record<Surface, ContractDocument>>, { code, cause }: CatalogueEntry): string {
  const { status, type, message } = errorCodes[code]
  const { remedy, retryable, retry } = errorGuidance[code]
  return `      <article class="error" id="${code}">
        <h2><a href="#${code}">${code}</a> <span class="badge">${status}</span></h2>
        <p class="message">${escapeHtml(message)}</p>
        <dl>
          <dt>Cause</dt><dd>${sentence(cause)}</dd>
          <dt>Remedy</dt><dd>${sentence(remedy)}</dd>
          <dt>Retryable</dt><dd>${retryable ? "Yes" : "Not as it is"}. ${sentence(retry)}</dd>
          <dt>Type</dt><dd><code>${type}</code></dd>
          <dt>Answered by</dt><dd>${emittedBy(documents, code)}</dd>
        </dl>
      </article>`
}

function byStatus(entries: readonly CatalogueEntry[]): string {
  const groups = Map.groupBy(entries, ({ code }) => errorCodes[code].status)
  return [...groups]
    .map(([status, group]) => {
      const links = group.map(({ code }) => `<a href="#${code}"><code>${code}</code></a>`)
      return `          <div><dt>${status}</dt><dd>${links.join(" ")}</dd></div>`
    })
    .join("\n")
}

const sampleBody = JSON.stringify(
  {
    type: errorCodes.weak_password.type,
    code: "weak_password",
    message: errorCodes.weak_password.message,
    request_id: "req_01KB0EXAMPLE",
    documentation_url: `http://127.0.0.1:9000${errorPath("weak_password")}`,
    errors: [{ path: "password", code: "too_short", message: "Use at least 8 characters." }],
  },
  null,
  2,
)

/** The page at `/docs/errors`: one anchor per code, which is where `documentation_url` leads. */
export function errorsPage(documents: Readonly<Record<Surface, ContractDocument>>): string {
  const entries = catalogue(documents)
  return ownPage({
    path: "/docs/errors",
    title: "Errors · Covenant",
    description: "Every error code of the Covenant API: what causes it, what to do, and whether to try again.",
    body: `      <div class="hero">
        <h1>Errors</h1>
        <p class="lead">Every refusal has the same body. Programs read <code>code</code>, people read <code>message</code>, and nobody needs to parse a sentence.</p>
      </div>
      <div class="sample"><button type="button" class="copy" aria-live="polite" hidden>Copy</button><pre tabindex="0" aria-label="An error body"><code>${escapeHtml(sampleBody)}</code></pre></div>
      <p class="note"><code>errors</code> is there only when single fields are to blame. <code>request_id</code> equals the header <code>x-request-id</code> and finds the request in the server's log. Codes are added over time; treat one you do not know by its status.</p>
      <dl class="statuses">
${byStatus(entries)}
      </dl>
      <section>
${entries.map((one) => entry(documents, one)).join("\n")}
      </section>`,
    foot: `${entries.length} codes.`,
  })
}
