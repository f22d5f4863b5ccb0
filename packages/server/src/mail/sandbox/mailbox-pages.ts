import { readFileSync } from "node:fs"
import { livePage, type LivePage } from "@covenant/docs/own-page"
import { escapeHtml } from "../../lib/html.ts"
import type { KeptMail } from "./read-mailbox.ts"

/** A page and the headers it is answered with. */
export type Page = ReturnType<typeof livePage>

const asset = (name: string): string => readFileSync(new URL(`./${name}`, import.meta.url), "utf8")
const style = asset("sandbox.css")
const script = asset("sandbox.js")
const foot = "This is the sandbox: its mail goes nowhere unless SMTP_URL is set. In production there is no such page."

/** A page of the sandbox. */
export const sandboxPage = (page: Omit<LivePage, "foot"> & { foot?: string }): Page =>
  livePage({ foot, ...page, style: `${style}${page.style ?? ""}` })

const time = (at: string): string =>
  `<time datetime="${escapeHtml(at)}">${escapeHtml(at.slice(0, 19).replace("T", " "))} UTC</time>`

/** `/sandbox/mail` */
export const mailboxPage = (mails: readonly KeptMail[]): Page =>
  sandboxPage({
    path: "/sandbox/mail",
    title: "Mail · Covenant sandbox",
    description: "The mail this sandbox has written.",
    body: `      <div class="hero">
        <h1>Mail</h1>
        <p class="lead">What this sandbox has written, newest first. Programs read <a href="/sandbox/mail.json"><code>/sandbox/mail.json</code></a>, with <code>?to=</code> for one address.</p>
      </div>
${
  mails.length === 0
    ? `      <p class="note">Nothing yet. Ask for a new password or invite somebody, and the mail is here.</p>`
    : `      <ol class="mails">
${mails.map(entry).join("\n")}
      </ol>`
}`,
  })

const entry = ({ id, subject, to, at, state }: KeptMail): string =>
  `        <li><a href="/sandbox/mail/${escapeHtml(id)}"><strong>${escapeHtml(subject)}</strong> ${time(at)} <span>${escapeHtml(to)}</span> <span class="state">${state}</span></a></li>`

/** `/sandbox/mail/{id}` */
export const mailPage = ({ id, subject, from, to, at, state, text, links }: KeptMail): Page =>
  sandboxPage({
    path: `/sandbox/mail/${id}`,
    title: `${subject} · Covenant sandbox`,
    description: "A mail of this sandbox.",
    frames: true,
    body: `      <div class="hero">
        <h1>${escapeHtml(subject)}</h1>
        <dl class="facts">
          <dt>To</dt><dd>${escapeHtml(to)}</dd>
          <dt>From</dt><dd>${escapeHtml(from)}</dd>
          <dt>Written</dt><dd>${time(at)}, ${state}</dd>
          ${links.map((link) => `<dt>Link</dt><dd><a href="${escapeHtml(link)}">${escapeHtml(link)}</a></dd>`).join("")}
        </dl>
        <p class="note"><a href="/sandbox/mail">All mail</a></p>
      </div>
      <section>
        <h2>As HTML</h2>
        <iframe class="letter" title="The mail as HTML" src="/sandbox/mail/${escapeHtml(id)}/html" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>
      </section>
      <section>
        <h2>As plain text</h2>
        <pre class="plain" tabindex="0" aria-label="The mail as plain text">${escapeHtml(text)}</pre>
      </section>`,
  })

/** `/sandbox/mail/{id}/html`: the mail itself, to be framed. Its links open beside it; it can do nothing else. */
export const letterPage = ({ html }: KeptMail): Page => ({
  html: html.replace("<head>", `<head>\n<base target="_blank">`),
  headers: {
    "cache-control": "no-store",
    "content-security-policy":
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
    "content-type": "text/html; charset=utf-8",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  },
})

interface Call {
  path: string
  headers: Record<string, string>
  body: Record<string, unknown>
  /** Said when it has worked. */
  done: string
}

interface Field {
  /** Where in the body: `user.password`. */
  name: string
  label: string
  type: "text" | "password"
  autocomplete: string
}

export interface LinkPage {
  path: string
  title: string
  /** What the form does. */
  lead: string
  /** Where the API is, for the command. */
  origin: string
  call: Call
  fields: readonly Field[]
}

/** A page a mailed link opens: a form that makes the call, and the call as a command. To open it changes nothing. */
export function linkPage({ path, title, lead, origin, call, fields }: LinkPage): Page {
  return sandboxPage({
    path,
    title: `${title} · Covenant sandbox`,
    description: lead,
    script,
    body: `      <div class="hero">
        <h1>${escapeHtml(title)}</h1>
        <p class="lead">${escapeHtml(lead)}</p>
      </div>
      <form class="call" data-call="${escapeHtml(JSON.stringify(call))}">
${fields.map(input).join("\n")}
        <button type="submit">${escapeHtml(title)}</button>
      </form>
      <p class="outcome" role="status"></p>
      <section>
        <h2>With curl</h2>
        <p>Your own page makes the same call. This one belongs to the sandbox, and opening it changed nothing.</p>
        <div class="sample"><button type="button" class="copy" aria-live="polite" hidden>Copy</button><pre tabindex="0" aria-label="The call with curl"><code>${escapeHtml(command(origin, call, fields))}</code></pre></div>
      </section>`,
  })
}

const input = ({ name, label, type, autocomplete }: Field): string =>
  `        <label>${escapeHtml(label)}<input name="${escapeHtml(name)}" type="${type}" autocomplete="${autocomplete}" required /></label>`

/** The call for a shell, with example values in place of the fields. */
function command(origin: string, { path, headers, body }: Call, fields: readonly Field[]): string {
  const filled = structuredClone(body)
  for (const { name, type } of fields) {
    const [key = "", inner] = name.split(".")
    const value = type === "password" ? "quiet harbour at seven lamps" : "Ada"
    if (inner === undefined) filled[key] = value
    else filled[key] = Object.assign(filled[key] ?? {}, { [inner]: value })
  }
  const all = { "content-type": "application/json", ...headers }
  return [
    `curl ${quote(`${origin}${path}`)}`,
    ...Object.entries(all).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    `-d ${quote(JSON.stringify(filled))}`,
  ].join(" \\\n  ")
}

/** One word for a POSIX shell, whatever it holds. */
const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

/** For a link that lost its end on the way. */
export const incompletePage = (path: string): Page =>
  sandboxPage({
    path,
    title: "Incomplete link · Covenant sandbox",
    description: "The link has no token.",
    body: `      <div class="hero">
        <h1>This link is incomplete</h1>
        <p class="lead">It has no token, or only a part of one. Open it from <a href="/sandbox/mail">the mail</a> again.</p>
      </div>`,
  })
