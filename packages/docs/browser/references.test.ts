import { readFile } from "node:fs/promises"

import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"

import { operationsOf, referencePath } from "../src/contract-document.ts"
import {
  accessibilityFaults,
  backgroundLightness,
  openSite,
  readContract,
  sidewaysPixels,
  withoutBrowser,
  type Site,
} from "./site.ts"

/** The heading of an operation; Redoc puts an anchor link inside, so its accessible name is longer than its text. */
const headingOf = (page: Page, summary: string) => page.locator("h2").getByText(summary, { exact: true })

describe.skipIf(withoutBrowser)("references", () => {
  let site: Site
  beforeAll(async () => {
    site = await openSite()
  }, 60_000)
  afterEach(() => site.leave())
  afterAll(() => site.close())

  describe.each(["store", "admin"] as const)("/docs/%s", (surface) => {
    test("shows every operation at its address, also at 375 pixels; asks no other host, breaks no policy and throws nothing", async () => {
      const operations = operationsOf(await readContract(surface))
      const { page, foreign, violations, failures } = await site.visit(`/docs/${surface}`, {
        viewport: { width: 375, height: 800 },
      })
      const tooWide: string[] = []
      for (const placed of operations) {
        // One page, one address after the other.
        await page.goto(`${site.origin}${referencePath(surface, placed)}`)
        await headingOf(page, placed.operation.summary).waitFor()
        if ((await sidewaysPixels(page)) > 0) tooWide.push(placed.operation.operationId)
      }
      expect(tooWide).toEqual([])
      expect(operations.length).toBeGreaterThan(0)
      expect({ foreign, violations, failures }).toEqual({ foreign: [], violations: [], failures: [] })
    })

    test.each([
      ["light", 1280],
      ["light", 375],
      ["dark", 1280],
      ["dark", 375],
    ] as const)("is %s at %i pixels as the system asks, without sideways scrolling", async (colorScheme, width) => {
      const [first] = operationsOf(await readContract(surface))
      if (!first) throw new Error("no operation")
      const { page } = await site.visit(referencePath(surface, first), {
        colorScheme,
        viewport: { width, height: 800 },
      })
      await headingOf(page, first.operation.summary).waitFor()
      expect(await sidewaysPixels(page)).toBe(0)
      expect(await page.locator(".bar").evaluate((bar) => bar.scrollWidth - bar.clientWidth)).toBe(0)
      expect((await backgroundLightness(page)) > 128).toBe(colorScheme === "light")
      expect(await accessibilityFaults(page, ".bar")).toEqual([]) // the rest of the markup is Redoc's
    })

    test("leads to the landing page, the other surface, the guides, the errors and its own specification", async () => {
      const { page } = await site.visit(`/docs/${surface}`)
      const links = await page.locator(".bar a").evaluateAll((all) => all.map((link) => link.getAttribute("href")))
      expect(links).toEqual([
        "/docs",
        "/docs/store",
        "/docs/admin",
        "/docs/guides",
        "/docs/errors",
        `/openapi/${surface}.json`,
        `/openapi/${surface}.yaml`,
      ])
    })

    test("names every operation and what it does without JavaScript", async () => {
      const { page } = await site.visit(`/docs/${surface}`, { javaScriptEnabled: false })
      const text = await page.locator("body").innerText()
      const missing = operationsOf(await readContract(surface)).filter(
        ({ operation, method, path }) => !text.includes(operation.summary) || !text.includes(`${method} ${path}`),
      )
      expect(missing).toEqual([])
    })

    test("works as a file on disk, as strict as from a server", async () => {
      const file = site.pages.find(({ path }) => path === `/docs/${surface}`)?.file
      const { page, foreign, violations } = await site.visit(`file://${file}`)
      await page.locator(".menu-content").getByText("auth", { exact: true }).click()
      const [first] = operationsOf(await readContract(surface))
      await headingOf(page, first?.operation.summary ?? "").waitFor()
      expect({ foreign, violations }).toEqual({ foreign: [], violations: [] })
    })

    test("knows no chat service, no telemetry and no foreign logo", async () => {
      const file = site.pages.find(({ path }) => path === `/docs/${surface}`)?.file ?? ""
      const html = await readFile(file, "utf8")
      expect(html.match(/chatgpt\.com|claude\.ai|otel\.cloud|cdn\.redoc/g)).toBeNull()
      const { page } = await site.visit(`/docs/${surface}`)
      await page.getByRole("button", { name: "Copy" }).first().waitFor()
      expect(await page.getByRole("button", { name: "More actions" }).count()).toBe(0)
    })
  })

  test.each([
    ["path", "/store/customers/me", "Get the signed-in customer"],
    ["summary", "register a customer", "Register a customer"],
    ["parameter", "postal_code", "List the customer's addresses"],
  ])("the search finds an operation by %s, and Enter opens it", async (_, query, summary) => {
    const { page, violations } = await site.visit("/docs/store")
    await page.getByTestId("search-trigger").click()
    await page.keyboard.type(query)
    const found = page.getByTestId("search-dialog").locator("a", { has: page.getByText(summary, { exact: true }) })
    await found.first().waitFor()
    await found.first().focus()
    await page.keyboard.press("Enter")
    await headingOf(page, summary).waitFor()
    expect(violations).toEqual([])
  })

  test("at 375 pixels the menu opens and leads to an operation", async () => {
    const { page } = await site.visit("/docs/store", { viewport: { width: 375, height: 800 } })
    await page.getByTestId("floating-button").click()
    await page.locator(".menu-content").getByText("customers", { exact: true }).click()
    await page.locator(".menu-content").getByText("Register a customer").click()
    await headingOf(page, "Register a customer").waitFor()
    expect(new URL(page.url()).hash).toBe("#/customers/registercustomer")
  })

  test("shows a curl sample made from the contract's example", async () => {
    const { page } = await site.visit("/docs/store#/customers/registercustomer")
    const sample = page.getByText("Bearer your-registration-token").first()
    await sample.waitFor()
    expect(await sample.isVisible()).toBe(true)
  })
})
