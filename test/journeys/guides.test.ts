/** The commands of the guides page, taken from the page and run in a shell: a reader copies them, so they have to work. */
import { execFile } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { guidesPage } from "../../packages/docs/src/guides-page.ts"
import { placeholders, staffPlaceholders } from "../../packages/docs/src/samples.ts"
import { startTestApp, type TestApp } from "../setup/app.ts"
import { freshEmail } from "../setup/fresh.ts"

const run = promisify(execFile)

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
  title: string
  command: string
  prints: string
}

/** The text of a piece of HTML, as a browser copies it. */
const textOf = (html: string): string =>
  html.replace(/<[^>]+>/gu, "").replace(/&(?:lt|gt|quot|amp|#\d+);/gu, (entity) => {
    const named: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&" }
    return named[entity] ?? String.fromCodePoint(Number(entity.slice(2, -1)))
  })

/** Title and steps of each guide on the page. */
function guidesOf(page: string): { title: string; steps: Step[] }[] {
  return [...page.matchAll(/<section .*?<h2[^>]*>(.*?)<\/h2>(.*?)<\/section>/gsu)].map(([, title = "", rest = ""]) => ({
    title: textOf(title),
    steps: [
      ...rest.matchAll(
        /<h3>(.*?)<\/h3>.*?<pre[^>]*><code>(.*?)<\/code><\/pre>.*?<p class="prints">Look for <code>(.*?)<\/code>/gsu,
      ),
    ].map(([, step = "", command = "", prints = ""]) => ({
      title: textOf(step),
      command: textOf(command),
      prints: textOf(prints),
    })),
  }))
}

const found = guidesOf(guidesPage())

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
  test("tells both stories, in steps", () => {
    expect(found.map(({ title, steps }) => [title, steps.length])).toEqual([
      ["A customer forgets the password", 8],
      ["A colleague joins the staff, and leaves", 7],
    ])
  })

  test.each(found)(
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
        expect(printed[index], title).toContain(filled(prints, facts))
      }
    },
  )
})
