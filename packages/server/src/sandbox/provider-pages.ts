import { readFileSync } from "node:fs"
import { livePage } from "@covenant/docs/own-page"
import { escapeHtml } from "../lib/html.ts"
import type { Page, Person } from "./identity-provider.ts"

const style = readFileSync(new URL("./provider.css", import.meta.url), "utf8")
const foot = "This provider is part of the sandbox. It runs on this machine, and nobody needs a password."

const page = (title: string, body: string): Page =>
  livePage({
    path: "/",
    title: `${title} · Demo`,
    description: "A provider to try signing in with.",
    body,
    foot,
    style,
    bare: true,
    posts: true,
  })

/** The page that asks who you are: one button a person, and one to cancel. */
export const choicePage = (people: readonly Person[]): Page =>
  page(
    "Who are you?",
    `      <div class="hero">
        <p class="eyebrow">Demo provider</p>
        <h1>Who are you?</h1>
        <p class="lead">Choose somebody to sign in as. The sandbox is told their name and address.</p>
      </div>
      <form method="post" class="people">
${people.map(choice).join("\n")}
        <button name="person" value="" class="cancel">Cancel</button>
      </form>`,
  )

const choice = ({ sub, claims }: Person): string => {
  const [name, email] = [String(claims["name"]), String(claims["email"])]
  const proven = claims["email_verified"] === true ? "proven" : "not proven"
  return `        <button name="person" value="${escapeHtml(sub)}"><strong>${escapeHtml(name)}</strong> <span>${escapeHtml(email)}, ${proven}</span></button>`
}

/** For a request that cannot be answered to whoever sent it: what it is called, and nothing it contained. */
export const errorPage = (code: string): Page =>
  page(
    "This did not work",
    `      <div class="hero">
        <p class="eyebrow">Demo provider</p>
        <h1>This did not work</h1>
        <p class="lead">Begin again where you came from. The reason is called <code>${escapeHtml(code)}</code>.</p>
      </div>`,
  )
