import { existsSync } from "node:fs"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

import { buildDocs, docsPages, sandboxFactsPath, type DocsPage, type SandboxFacts } from "@covenant/docs"
import axe, { type AxeResults } from "axe-core"
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core"

import type { ContractDocument } from "../src/contract-document.ts"

const root = fileURLToPath(new URL("../../../", import.meta.url))

const browsers = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
]
const installed = browsers.find((path) => existsSync(path))

/** Whether the browser tests can be left out: nothing to run them with, and nobody who promised it. CI has promised. */
export const withoutBrowser = installed === undefined && !process.env["CI"]

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]

/** A page that is open, and what it did that it should not. */
export interface Visit {
  page: Page
  /** Addresses of other hosts that it asked for. */
  foreign: string[]
  /** Directives of its policy that it broke, with what broke them. */
  violations: string[]
  /** Errors that its scripts threw. */
  failures: string[]
}

export interface Site {
  origin: string
  pages: readonly DocsPage[]
  visit(path: string, options?: BrowserContextOptions): Promise<Visit>
  /** Closes what was opened; a reference that stays open goes on working. */
  leave(): Promise<void>
  close(): Promise<void>
}

/** The contract of a surface, as the pages were built from it. */
export async function readContract(surface: "store" | "admin"): Promise<ContractDocument> {
  const document: ContractDocument = JSON.parse(
    await readFile(`${root}packages/contract/build/openapi/${surface}.json`, "utf8"),
  )
  return document
}

/**
 * The pages behind a server that sends exactly the headers the package exports, and a browser to read them.
 *
 * With `facts` it plays the sandbox, without it any other server. Everything else is 404.
 */
export async function openSite(facts?: SandboxFacts): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), "covenant-pages-")) // a folder of its own: nobody rebuilds it meanwhile
  await buildDocs({ root, folder })
  const pages = docsPages(folder)
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname
    const page = pages.find((one) => one.path === path)
    if (page) {
      readFile(page.gzip_file).then(
        (bytes) => response.writeHead(200, { ...page.headers, "content-encoding": "gzip" }).end(bytes),
        () => response.writeHead(500).end(),
      )
    } else if (facts && path === sandboxFactsPath) {
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(facts))
    } else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  if (typeof address !== "object" || address === null) throw new Error("The server of the test does not listen.")
  const origin = `http://127.0.0.1:${address.port}`
  const browser = await launchBrowser()

  return {
    origin,
    pages,
    visit: (path, options) => visitPage(browser, origin, path, options),
    async leave() {
      await Promise.all(browser.contexts().map((context) => context.close()))
    },
    async close() {
      await browser.close()
      await rm(folder, { recursive: true })
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A browser of this machine. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: installed ?? browsers[0], args: flags })

/** Opens a page of the origin, or a file, in a context of its own. */
export async function visitPage(
  browser: Browser,
  origin: string,
  path: string,
  options?: BrowserContextOptions,
): Promise<Visit> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const visit: Visit = { page, foreign: [], violations: [], failures: [] }
  page.on("request", (request) => {
    const asked = request.url()
    if (!/^(?:data|blob|file):/.test(asked) && !asked.startsWith(`${origin}/`)) visit.foreign.push(asked)
  })
  page.on("pageerror", (error) => visit.failures.push(error.message))
  page.on("console", (message) => {
    if (message.text().startsWith("policy violated:")) visit.violations.push(message.text())
  })
  await page.addInitScript(() =>
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) =>
      // oxlint-disable-next-line no-console -- the way out of the page that no policy can close
      console.error("policy violated:", violatedDirective, blockedURI, sample),
    ),
  )
  page.setDefaultTimeout(10_000)
  await page.goto(path.startsWith("file:") ? path : `${origin}${path}`)
  return visit
}

/** What axe finds against WCAG 2.2 AA: the rule, and the elements that break it. `within` leaves the rest out. */
export async function accessibilityFaults(page: Page, within?: string): Promise<string[]> {
  // Through the debugger: no policy stands in its way.
  if (await page.evaluate(() => !("axe" in globalThis))) await page.evaluate(axe.source)
  return page.evaluate(async (selector) => {
    const options = { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }
    // @ts-expect-error -- put there by the line above
    const { violations }: AxeResults = await globalThis.axe.run(selector ?? document, options)
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
  }, within)
}

/** How many pixels the page is wider than the window. */
export const sidewaysPixels = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** Lightness of the page's background, 0 black to 255 white. */
export const backgroundLightness = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const painted = [document.body, document.documentElement].map(
      (element) => getComputedStyle(element).backgroundColor,
    )
    const channels = (painted.find((colour) => !colour.endsWith(", 0)")) ?? "rgb(255, 255, 255)").match(/\d+/g) ?? []
    return channels.slice(0, 3).reduce((sum, channel) => sum + Number(channel), 0) / 3
  })
