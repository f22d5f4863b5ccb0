/** The commands of the guides, taken from their pages and run in a shell: a reader copies them, so they have to work. */
import { execFile } from "node:child_process"
import { existsSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest"
import { placeholders, staffPlaceholders } from "../../packages/docs/src/samples.ts"
import { startTestApp, type TestApp } from "../setup/app.ts"
import { freshEmail } from "../setup/fresh.ts"
import { guidesInSteps } from "../setup/guide-steps.ts"

const run = promisify(execFile)

/** Guides whose commands need more than a server to talk to, with the test that runs them. */
const elsewhere: Readonly<Record<string, string>> = {
  production: "test/journeys/production-guide.test.ts",
  "sign-in-with-google": "test/journeys/provider-guide.test.ts",
}

/** Guides that tell of another setting than the usual. */
const settings: Readonly<Record<string, Parameters<typeof startTestApp>[0]>> = {
  "prove-an-address": { email_verification: true, register_enumeration: "strict" },
}

let usual: TestApp
let folder: string

beforeAll(async () => {
  usual = await startTestApp()
  folder = await mkdtemp(join(tmpdir(), "covenant-guides-"))
})
afterAll(async () => {
  await usual.close()
  await rm(folder, { recursive: true })
})

const told = guidesInSteps().filter(({ steps }) => steps.length > 0)

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

  test("what runs elsewhere is a guide, and the test that runs it is there", () => {
    for (const [id, file] of Object.entries(elsewhere)) {
      expect(told.map((guide) => guide.id)).toContain(id)
      expect(existsSync(new URL(`../../${file}`, import.meta.url)), file).toBe(true)
    }
    for (const id of Object.keys(settings)) expect(told.map((guide) => guide.id)).toContain(id)
  })

  test.each(told.filter(({ id }) => elsewhere[id] === undefined))(
    "$title: every command, pasted one after the other, prints what the page says",
    async ({ id, steps }) => {
      const own = settings[id]
      const app = own ? await startTestApp(own) : usual
      onTestFinished(() => (own ? app.close() : undefined))
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
    60_000, // a password is hashed at most steps, on a machine that may be busy
  )
})
