/** The commands of the guides, taken from their pages and run in a shell: a reader copies them, so they have to work. */
import { execFile } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { guidePage } from "../../packages/docs/src/guides-page.ts"
import { readGuides } from "../../packages/docs/src/guides.ts"
import { placeholders, staffPlaceholders } from "../../packages/docs/src/samples.ts"
import { startTestApp, type TestApp } from "../setup/app.ts"
import { freshEmail } from "../setup/fresh.ts"

const run = promisify(execFile)

/** Guides whose commands need more than a server to talk to, with the test that runs them. */
const elsewhere: Readonly<Record<string, string>> = {}

let app: TestApp
let folder: string

beforeAll(async () => {
  app = await startTestApp()
  folder = await mkdtemp(join(tmpdir(), "covenant-guides-"))
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true })
})

interface Step {
  /** The heading it stands under. */
  title: string
  command: string
  /** What the page tells to look for, right behind the command. */
  prints: string | undefined
}

/** The text of a piece of HTML, as a browser copies it. */
const textOf = (html: string): string =>
  html.replace(/<[^>]+>/gu, "").replace(/&(?:lt|gt|quot|amp|#\d+);/gu, (entity) => {
    const named: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&" }
    return named[entity] ?? String.fromCodePoint(Number(entity.slice(2, -1)))
  })

/** The shell commands of a page, in order. */
function stepsOf(page: string): Step[] {
  const parts = page.matchAll(
    /<h2 [^>]*>(.*?)<\/h2>|<div class="sample" data-language="sh">.*?<pre[^>]*><code>(.*?)<\/code><\/pre><\/div>\s*(?:<p>Look for <code>(.*?)<\/code>)?/gsu,
  )
  let title = ""
  const steps: Step[] = []
  for (const [, heading, command, prints] of parts) {
    if (heading !== undefined) title = textOf(heading)
    else steps.push({ title, command: textOf(command ?? ""), prints: prints === undefined ? prints : textOf(prints) })
  }
  return steps
}

const guides = readGuides()
const told = guides
  .map((guide) => ({ id: guide.id, title: guide.title, steps: stepsOf(guidePage(guide, guides)) }))
  .filter(({ steps }) => steps.length > 0)

/** Puts what is true of this server in the places that the page fills, or asks its reader to fill. */
function filled(
  text: string,
  facts: Record<keyof typeof placeholders | keyof typeof staffPlaceholders, string>,
): string {
  const places = Object.entries({ ...placeholders, ...staffPlaceholders })
  return places.reduce((so_far, [name, place]) => so_far.replaceAll(place, facts[name as keyof typeof facts]), text)
}

const separator = "\u001e"

describe("/docs/guides", () => {
  test("the commands were found, and most say what they print", () => {
    const counts = new Map(told.map(({ id, steps }) => [id, steps.length]))
    expect([counts.get("forgotten-password"), counts.get("new-colleague")]).toEqual([8, 7])
    for (const { title, steps } of told) {
      expect(steps.filter(({ prints }) => prints).length, title).toBeGreaterThan(0)
    }
  })

  test("what runs elsewhere is a guide", () => {
    expect(Object.keys(elsewhere).filter((id) => !told.some((guide) => guide.id === id))).toEqual([])
  })

  test.each(told.filter(({ id }) => elsewhere[id] === undefined))(
    "$title: every command, pasted one after the other, prints what the page says",
    async ({ steps }) => {
      const facts = {
        origin: app.url,
        publishable_key: app.publishable_key,
        email: freshEmail(),
        admin_email: app.admin.email,
        admin_password: app.admin.password,
        colleague_email: freshEmail(),
      }
      const script = steps.map(({ command }) => filled(command, facts)).join(`\nprintf '${separator}'\n`)

      const { stdout, stderr } = await run("bash", ["-euo", "pipefail", "-c", script], { cwd: folder })

      expect(stderr).toBe("")
      const printed = stdout.split(separator)
      expect(printed).toHaveLength(steps.length)
      for (const [index, { title, prints }] of steps.entries()) {
        if (prints) expect(printed[index], title).toContain(filled(prints, facts))
      }
    },
  )
})
