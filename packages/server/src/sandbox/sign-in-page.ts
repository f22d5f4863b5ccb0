import { readFileSync } from "node:fs"
import type { Router } from "express"
import express from "express"
import type { Services } from "../context.ts"
import { escapeHtml } from "../lib/html.ts"
import { sandboxPage, type Page } from "../mail/sandbox/mailbox-pages.ts"
import { forThisMachine } from "../mail/sandbox/sandbox-pages.ts"
import { sign_in_path } from "./sign-in-path.ts"

const asset = (name: string): string => readFileSync(new URL(`./${name}`, import.meta.url), "utf8")

/** How a sign-in can be handed over, in the words of somebody who has to choose. */
const modes = [
  ["code", "A code that is good once, for whoever began. The page exchanges it for the tokens. Recommended."],
  ["query", "The tokens, in the query of the address. Addresses are kept in many places: rotate at once."],
  ["fragment", "The tokens, behind the <code>#</code>, which browsers keep to themselves."],
  ["cookie", "No token: a session cookie of this server."],
  ["json", "No redirect: the callback itself answers, in a window of its own."],
] as const

/** `/sandbox/sign-in`: signs in at a provider in each way there is, and shows what came back. */
export function signInPages(services: Pick<Services, "config">): Router {
  const { config } = services
  const router = express.Router()
  router.get(sign_in_path, forThisMachine(config), (request, response) => {
    // Cookies and what a page remembers belong to one name of this machine: that of the addresses we build.
    if (request.headers.host !== new URL(config.public_base_url).host) {
      response.redirect(302, `${config.public_base_url}${sign_in_path}`)
      return
    }
    const { html, headers } = signInPage(config)
    response.set(headers).send(html)
  })
  return router
}

function signInPage({
  oauth_providers: providers,
  public_base_url: origin,
  covenant_publishable_key: key = "",
}: Services["config"]): Page {
  const start = (id: string, mode: string) =>
    escapeHtml(`${origin}/api/auth/oauth/${id}?client_id=sandbox&response_mode=${mode}&app_state=${mode}`)
  const links = (mode: string) =>
    providers
      .map(({ id, name }) => `<a class="button" href="${start(id, mode)}">Sign in with ${escapeHtml(name)}</a>`)
      .join(" ")
  return sandboxPage({
    path: sign_in_path,
    title: "Sign in · Covenant sandbox",
    description: "Signs in at a provider in each way there is, and shows what came back.",
    style: asset("sign-in.css"),
    script: asset("sign-in.js"),
    data: { key },
    foot: "This is the sandbox: its Demo provider knows no passwords. In production there is no such page, and no such provider.",
    body: `      <div class="hero">
        <h1>Sign in at a provider</h1>
        <p class="lead">A sign-in can come back in five ways. Each address that is registered for a client says which of them it takes; this page takes all.</p>
      </div>
      <section class="came" hidden>
        <h2>What came back</h2>
        <p class="outcome" role="status"></p>
        <pre class="plain" tabindex="0" aria-label="What came back"></pre>
        <p class="note" data-samples hidden>The samples of <a href="/docs">the docs</a> now have this token.</p>
      </section>
      <dl class="modes">
${modes.map(([mode, text]) => `        <div data-mode="${mode}"><dt><code>${mode}</code></dt><dd>${text}</dd><dd>${links(mode)}</dd></div>`).join("\n")}
      </dl>
      <p class="note">What each parameter means is in <a href="/docs/store#/auth/startoauthsignin">the reference</a>. Whoever signs in becomes a customer: see <a href="/docs/guides">the guides</a>.</p>`,
  })
}
