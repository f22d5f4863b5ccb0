/** Signing in at the sandbox's provider, as a person does it: on a whole server, in a browser. */
import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { backgroundLightness, sidewaysPixels, withoutBrowser } from "../../packages/docs/browser/site.ts"
import { openSandbox, type Sandbox } from "./sandbox.ts"

describe.skipIf(withoutBrowser)("signing in at the sandbox's provider", () => {
  let sandbox: Sandbox
  let origin: string
  beforeAll(async () => {
    sandbox = await openSandbox()
    origin = sandbox.server.listens_at
  }, 60_000)
  afterAll(() => sandbox.close(), 60_000)

  /** Chooses somebody at the provider, on whichever page it is. */
  const choose = (page: Page, name: string) => page.getByRole("button", { name }).click()
  const linkOf = (page: Page, mode: string) => page.locator(`[data-mode="${mode}"]`).getByRole("link")
  const outcome = (page: Page) => page.getByRole("status")

  test.each([
    ["code", ["code", "token", "refreshToken", "expiresIn", "user"]],
    ["query", ["token", "refreshToken", "expiresIn"]],
    ["fragment", ["token", "refreshToken", "expiresIn"]],
    ["cookie", []],
  ])("by %s: the page shows what came back and who that is, and keeps it out of its address", async (mode, names) => {
    const page = await sandbox.visit("/sandbox/sign-in")
    await linkOf(page, mode).click()
    await choose(page, "Clara Okafor")
    await outcome(page).getByText(`Signed in by ${mode} as Clara Okafor, clara@people.example.`).waitFor()
    const shown = await page.getByLabel("What came back").innerText()
    for (const name of names) expect(shown).toContain(`"${name}": `)
    expect(shown).toContain(`"state": "${mode}"`)
    expect(page.url()).toBe(`${origin}/sandbox/sign-in`)
    // The provider's are of the same host, for which ports make no difference.
    const cookies = (await page.context().cookies()).map(({ name }) => name)
    expect(cookies.filter((name) => /^(?:store|admin|oauth)_/u.test(name))).toEqual(
      mode === "cookie" ? ["store_sid"] : [],
    )
  })

  test("by json: what the callback answers in its window is shown beside it", async () => {
    const page = await sandbox.visit("/sandbox/sign-in")
    const [popup] = await Promise.all([page.waitForEvent("popup"), linkOf(page, "json").click()])
    await choose(popup, "Emil Sand")
    await outcome(page).getByText("Signed in by json as Emil Sand, emil@people.example.").waitFor()
    const shown = JSON.parse(await page.getByLabel("What came back").innerText()) as Record<string, unknown> // what the page wrote
    expect(Object.keys(shown).toSorted()).toEqual(["expiresIn", "refreshToken", "token", "user"])
  })

  test("cancelled: the page says so, and the address keeps nothing", async () => {
    const page = await sandbox.visit("/sandbox/sign-in")
    await linkOf(page, "query").click()
    await choose(page, "Cancel")
    await outcome(page).getByText("Refused: This is not allowed.").waitFor()
    expect(await page.getByLabel("What came back").innerText()).toContain(`"error": "access_denied"`)
    expect(page.url()).toBe(`${origin}/sandbox/sign-in`)
  })

  test("from the docs it is one click, and their samples then have the token; another click, another person", async () => {
    const page = await sandbox.visit("/docs")
    for (const [name, email] of [
      ["Noa Peretz", "noa@people.example"],
      ["Emil Sand", "emil@people.example"],
    ] as const) {
      await page.getByRole("link", { name: "Sign in with Demo" }).click()
      await choose(page, name)
      await outcome(page).getByText(`Signed in by fragment as ${name}`).waitFor()
      const { token } = JSON.parse(await page.getByLabel("What came back").innerText()) as { token: string } // what the page wrote
      await page.getByText("now have this token").getByRole("link", { name: "the docs" }).click()
      await page.getByText(`${email}, good for`).waitFor()
      expect(await page.locator("[data-fill=customer_token]").first().textContent()).toBe(token)
    }
  })

  test("with the keyboard alone", async () => {
    const page = await sandbox.visit("/sandbox/sign-in")
    await linkOf(page, "fragment").focus()
    await page.keyboard.press("Enter")
    await page.getByRole("button", { name: "Clara Okafor" }).focus()
    await page.keyboard.press("Enter")
    await outcome(page).getByText("Signed in by fragment as Clara Okafor").waitFor()
  })

  test.each([
    ["light", 1280],
    ["light", 375],
    ["dark", 1280],
    ["dark", 375],
  ] as const)(
    "is %s at %i pixels as the system asks, here and at the provider, without sideways scrolling",
    async (colorScheme, width) => {
      const page = await sandbox.visit("/sandbox/sign-in", { colorScheme, viewport: { width, height: 800 } })
      const looks = async () => [await sidewaysPixels(page), (await backgroundLightness(page)) > 128]
      expect(await looks()).toEqual([0, colorScheme === "light"])
      await linkOf(page, "fragment").click()
      await page.getByRole("button", { name: "Clara Okafor" }).waitFor()
      expect(await looks()).toEqual([0, colorScheme === "light"])
      await choose(page, "Clara Okafor")
      await outcome(page).getByText("Signed in by").waitFor()
      expect(await looks()).toEqual([0, colorScheme === "light"])
    },
  )

  test("asked by another name of this machine, the page goes where its cookies are", async () => {
    const answer = await fetch(`${origin.replace("127.0.0.1", "localhost")}/sandbox/sign-in`, {
      redirect: "manual",
    })
    expect([answer.status, answer.headers.get("location")]).toEqual([302, `${origin}/sandbox/sign-in`])
  })

  test("all that while no page asked another machine, broke its policy or threw", () => {
    const own = new Set([origin, sandbox.server.demo_provider])
    const foreign = sandbox.visits.flatMap((one) => one.foreign).filter((url) => !own.has(new URL(url).origin))
    const [violations, failures] = [
      sandbox.visits.flatMap((one) => one.violations),
      sandbox.visits.flatMap((one) => one.failures),
    ]
    expect({ foreign, violations, failures }).toEqual({ foreign: [], violations: [], failures: [] })
  })
})
