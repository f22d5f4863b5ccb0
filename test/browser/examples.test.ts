/** The example pages, and with them the client in a browser: on a whole server of another origin. */
import type { BrowserContextOptions, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import {
  accessibilityFaults,
  backgroundLightness,
  sidewaysPixels,
  withoutBrowser,
} from "../../packages/docs/browser/site.ts"
import { listen } from "../../packages/server/src/listen.ts"
import type { RunningServer } from "../../packages/server/src/serve.ts"
import { serveExamples } from "../../scripts/serve-examples.ts"
import { freshEmail } from "../setup/fresh.ts"
import { good_password } from "../setup/people.ts"
import { tenLines } from "../setup/ten-lines.ts"
import { openSandbox, type Sandbox } from "./sandbox.ts"

describe.skipIf(withoutBrowser)("the example pages", () => {
  let sandbox: Sandbox
  let api: RunningServer
  let pages: Awaited<ReturnType<typeof serveExamples>>
  let origin: string

  beforeAll(async () => {
    // The API has to know the pages' origin before it starts, and the pages the API's: one port is found first.
    const free = await listen("127.0.0.1", 0)
    origin = `http://127.0.0.1:${free.port}`
    await free.stop(0)
    sandbox = await openSandbox({ STORE_CORS: origin, ADMIN_CORS: origin, AUTH_CORS: origin })
    api = sandbox.server
    pages = await serveExamples({
      api_url: api.listens_at,
      publishable_key: api.seeded.publishable_key ?? "",
      port: free.port,
    })
  }, 120_000)
  afterAll(async () => {
    await pages.close()
    await sandbox.close()
  }, 60_000)

  const visit = (path: string, options?: BrowserContextOptions): Promise<Page> =>
    sandbox.visit(path, { origin, ...options })
  const register = async (page: Page, email = freshEmail()): Promise<string> => {
    await page.getByLabel("E-mail").fill(email)
    await page.getByLabel("Password").fill(good_password)
    await page.getByRole("button", { name: "Register" }).click()
    await page.getByText(`Signed in as ${email}`).waitFor()
    return email
  }

  test("a customer registers, keeps an address book and signs out, by keyboard alone", async () => {
    const page = await visit("/storefront/")
    const email = freshEmail()
    await page.getByLabel("E-mail").waitFor()
    await page.keyboard.press("Tab")
    await page.keyboard.type(email)
    await page.keyboard.press("Tab")
    await page.keyboard.type("short")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.getByText("Use at least 8 characters.").waitFor()
    await page.getByLabel("Password").focus()
    await page.keyboard.press("Control+A")
    await page.keyboard.type(good_password)
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.getByText(`Signed in as ${email}`).waitFor()

    await page.getByLabel("Street").focus()
    for (const typed of ["Kungsgatan 4", "Stockholm", "SE"]) {
      await page.keyboard.type(typed)
      await page.keyboard.press("Tab")
    }
    await page.keyboard.press("Enter")
    await page.getByText("Stockholm, SE").waitFor()
    await page.getByRole("button", { name: "Send parcels here" }).press("Enter")
    await page.getByText("Stockholm, SE, parcels go here").waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.reload()
    await page.getByText("Stockholm, SE, parcels go here").waitFor()
    await page.getByRole("button", { name: "Remove: Kungsgatan 4" }).press("Enter")
    await page.getByText("None yet").waitFor()
    await page.getByRole("button", { name: "Sign out", exact: true }).press("Enter")
    await page.getByRole("heading", { name: "Sign in, or register" }).waitFor()
  })

  test("two tabs refresh at once, which is one rotation, and one hears of the other's sign-out", async () => {
    const here = await visit("/storefront/")
    const email = await register(here)
    const there = await here.context().newPage()
    await there.goto(here.url())
    await there.getByText(`Signed in as ${email}`).waitFor()

    const rotations: string[] = []
    here.context().on("request", (request) => {
      if (request.url().endsWith("/auth/token/refresh") && request.method() === "POST") rotations.push(request.url())
    })
    await here.evaluate(() => {
      const [key = ""] = Object.keys(localStorage)
      const session: object = JSON.parse(localStorage.getItem(key) ?? "{}")
      localStorage.setItem(key, JSON.stringify({ ...session, renew_at: 0 }))
    })
    await Promise.all([here.reload(), there.reload()])
    for (const tab of [here, there]) await tab.getByText(`Signed in as ${email}`).waitFor()
    expect(rotations).toHaveLength(1)

    await here.getByRole("button", { name: "Sign out everywhere" }).click()
    await there.getByRole("heading", { name: "Sign in, or register" }).waitFor()
  })

  test("staff sign in, see the people and invite a colleague; no script could read a token", async () => {
    const page = await visit("/admin/")
    const { email = "", password = "" } = api.seeded.administrator ?? {}
    await page.getByLabel("E-mail").first().fill(email)
    await page.getByLabel("Password").fill(password)
    await page.getByRole("button", { name: "Sign in" }).click()
    await page.getByRole("heading", { name: "People" }).waitFor()
    await page.locator("#people").getByText(`${email}, admin`).waitFor()
    await page.locator("#invite").getByLabel("E-mail").fill("teo@staff.example")
    await page.getByRole("button", { name: "Send the invite" }).click()
    await page.getByText("invited as member").waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.reload()
    await page.getByText("invited as member").waitFor()
    expect(await page.evaluate(() => document.cookie + JSON.stringify(localStorage))).not.toMatch(/token|eyJ|_sid/u)
    await page.getByRole("button", { name: "Withdraw: teo@staff.example" }).click()
    await page.getByText("invited as member").waitFor({ state: "detached" })
    await page.getByRole("button", { name: "Sign out" }).click()
    await page.getByRole("heading", { name: "Sign in" }).waitFor()
  })

  test("the ten lines of the client's README sign in", async () => {
    const page = await visit("/storefront/")
    const said = page.waitForEvent("console", (message) => message.text() === "Signed in as Mira")
    const api_here = { url: api.listens_at, publishable_key: api.seeded.publishable_key ?? "" }
    // What a bundler does with the name, the pages' server does at this address.
    const content = tenLines(api_here).replace('"@covenant/client"', '"/@id/@covenant/client"')
    await page.addScriptTag({ type: "module", content })
    await said
    await page.reload()
    await page.getByText("Signed in as customer-").waitFor()
  })

  test("every page fits a phone and is clean to axe, in light and in dark", async () => {
    for (const path of ["/storefront/", "/admin/"]) {
      for (const colorScheme of ["light", "dark"] as const) {
        const page = await visit(path, { viewport: { width: 375, height: 700 }, colorScheme })
        await page.getByLabel("E-mail").first().waitFor()
        expect({ path, pixels: await sidewaysPixels(page) }).toEqual({ path, pixels: 0 })
        expect((await backgroundLightness(page)) > 128).toBe(colorScheme === "light")
        expect({ path, faults: await accessibilityFaults(page) }).toEqual({ path, faults: [] })
      }
    }
  })

  test("a long address that cannot be broken anywhere fits a phone as well", async () => {
    const page = await visit("/storefront/", { viewport: { width: 375, height: 700 } })
    await register(page, `${"a".repeat(60)}@example.com`)
    expect(await sidewaysPixels(page)).toBe(0)
  })

  test("nothing above threw, or asked a host that is not ours", () => {
    const foreign = sandbox.visits.flatMap((one) => one.foreign).filter((url) => !url.startsWith(`${api.listens_at}/`))
    expect([...foreign, ...sandbox.visits.flatMap(({ failures }) => failures)]).toEqual([])
  })
})
