/** The first minute in a browser: the landing page's sign-in box on a whole server, and the samples it fills. */
import { errorCodes } from "@covenant/contract"
import type { BrowserContext, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { accessibilityFaults, withoutBrowser } from "../../packages/docs/browser/site.ts"
import { openSandbox, type Sandbox } from "./sandbox.ts"

describe.skipIf(withoutBrowser)("the sign-in box of /docs", () => {
  let sandbox: Sandbox
  let origin: string
  let page: Page
  let context: BrowserContext

  beforeAll(async () => {
    sandbox = await openSandbox()
    origin = sandbox.server.listens_at
  }, 60_000)
  afterAll(() => sandbox.close(), 60_000)

  beforeEach(async () => {
    page = await sandbox.visit("/docs", { permissions: ["clipboard-read", "clipboard-write"] })
    context = page.context()
  })
  afterEach(async () => {
    await context.close()
    const faults = sandbox.visits.flatMap(({ foreign, violations, failures }) => [foreign, violations, failures].flat())
    if (faults.length > 0) throw new Error(faults.join("\n"))
  })

  const signIn = async () => {
    await page.getByRole("button", { name: "Sign in" }).click()
    await page.getByText("The samples now have your token").waitFor()
  }
  const kept = async (): Promise<{ customer?: { token: string }; staff?: { token: string } }> =>
    JSON.parse(await page.evaluate(() => localStorage.getItem("covenant.docs") ?? "{}"))
  const key = () => sandbox.server.seeded.publishable_key ?? ""

  test("signs the demo customer in with one key press, and the sample below answers what it says", async () => {
    await page.getByLabel("Password").press("Enter")
    await page.getByText("The samples now have your token").waitFor()
    const sample = page.locator("[data-with-token] .sample")
    await sample.getByRole("button", { name: "Copy" }).click()
    await sample.getByRole("button", { name: "Copied" }).waitFor()
    const command = await page.evaluate(() => navigator.clipboard.readText())
    const [, address = ""] = /curl (\S+)/u.exec(command) ?? []
    const headers = [...command.matchAll(/-H '([^:]+): ([^']+)'/gu)].map(([, name = "", value = ""]) => [name, value])
    const answer = await fetch(address, { headers: Object.fromEntries(headers) as Record<string, string> })
    const { addresses } = (await answer.json()) as { addresses: { city: string }[] } // as the contract says
    expect(addresses.map(({ city }) => city).toSorted()).toEqual(["Göteborg", "Stockholm"])
    expect(await accessibilityFaults(page)).toEqual([])
  })

  test("fills the samples of both references, where Redoc copies them from", async () => {
    await signIn()
    await page.getByLabel("Staff").check()
    const { email, password } = sandbox.server.seeded.administrator ?? {}
    expect(await page.getByLabel("E-mail").inputValue()).toBe(email)
    await page.getByLabel("Password").fill(password ?? "")
    await page.getByRole("button", { name: "Sign in" }).click()
    await page.getByText(`${email}, good for`).waitFor()
    const { customer, staff } = await kept()

    await page.goto(`${origin}/docs/store#/customers/getme`)
    await page.getByText(`x-publishable-api-key: ${key()}`).first().waitFor()
    await page.getByText(`Bearer ${customer?.token}`).first().waitFor()
    await page.getByText(`curl ${origin}/store/customers/me`).first().waitFor()
    await page.goto(`${origin}/docs/admin#/auth/getadminauth`)
    await page.getByText(`Bearer ${staff?.token}`).first().waitFor()
  })

  test("keeps the token out of every address, and forgets it when told", async () => {
    const addresses: string[] = []
    page.on("request", (request) => void addresses.push(request.url()))
    page.on("framenavigated", (frame) => void addresses.push(frame.url()))
    await signIn()
    const { customer } = await kept()
    await page.goto(`${origin}/docs/guides/sessions`)
    await page.goto(`${origin}/docs`)
    expect(addresses.length).toBeGreaterThan(2)
    expect(addresses.filter((address) => address.includes(customer?.token ?? "no token"))).toEqual([])

    await page.getByRole("button", { name: "Forget the token of ada@covenant.test" }).click()
    await page.getByText("Forgotten.").waitFor()
    expect((await kept()).customer).toBeUndefined()
    expect(await page.locator("[data-fill=customer_token]").first().textContent()).toBe("your-customer-token")
  })

  test("says what the server says of a wrong password, and keeps nothing", async () => {
    await page.getByLabel("Password").fill("not the one")
    await page.getByRole("button", { name: "Sign in" }).click()
    await page.locator(".outcome").getByText(errorCodes.invalid_credentials.message).waitFor()
    expect((await kept()).customer).toBeUndefined()
  })

  test("says that the sandbox runs, and leads to its mailbox, which axe finds nothing against", async () => {
    await page.getByText(`The sandbox is running at ${origin}`).waitFor()
    await page.getByRole("link", { name: "mailbox" }).click()
    await page.getByRole("heading", { name: "Mail" }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
  })
})
