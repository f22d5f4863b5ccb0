import { readFile } from "node:fs/promises"

import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"

import { operationsOf, referencePath, type PlacedOperation } from "../src/contract-document.ts"
import {
  accessibilityFaults,
  backgroundLightness,
  openSite,
  readContract,
  sidewaysPixels,
  withoutBrowser,
  type Site,
  type Visit,
} from "./site.ts"

/** The heading of an operation; Redoc puts an anchor link inside, so its accessible name is longer than its text. */
const headingOf = (page: Page, summary: string) => page.locator("h2").getByText(summary, { exact: true })

/** Judges a reference at 1280 and at 375 pixels, and empties it on the way. */
async function expectToLook(colorScheme: "light" | "dark", page: Page): Promise<void> {
  expect((await backgroundLightness(page)) > 128).toBe(colorScheme === "light")
  for (const width of [1280, 375]) {
    await page.setViewportSize({ width, height: 800 })
    const beyond_bar = await page.locator(".bar").evaluate((bar) => bar.scrollWidth - bar.clientWidth)
    expect([width, await sidewaysPixels(page), beyond_bar]).toEqual([width, 0, 0])
  }
  // The rest of the markup is Redoc's; axe would walk through all of it to judge the bar.
  await page.locator("body > :not(.bar, style, script)").evaluateAll((all) => {
    for (const element of all) element.remove()
  })
  for (const width of [1280, 375]) {
    await page.setViewportSize({ width, height: 800 })
    expect([width, await accessibilityFaults(page, ".bar")]).toEqual([width, []])
  }
}

describe.skipIf(withoutBrowser)("references", () => {
  let site: Site
  beforeAll(async () => {
    site = await openSite()
  }, 60_000)
  afterAll(() => site.close())

  describe.each(["store", "admin"] as const)("/docs/%s", (surface) => {
    let operations: PlacedOperation[]
    let first: PlacedOperation
    beforeAll(async () => {
      operations = operationsOf(await readContract(surface))
      const [placed] = operations
      if (!placed) throw new Error("no operation")
      first = placed
    })
    afterAll(() => site.leave())

    describe("in one visit", () => {
      let visit: Visit
      let page: Page
      beforeAll(async () => {
        visit = await site.visit(`/docs/${surface}`, {
          colorScheme: "light",
          viewport: { width: 375, height: 800 },
        })
        page = visit.page
      })

      test("leads to the landing page, the other surface, the guides, the errors and its own specification", async () => {
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

      test("knows no chat service, no telemetry and no foreign logo", async () => {
        const file = site.pages.find(({ path }) => path === `/docs/${surface}`)?.file ?? ""
        const html = await readFile(file, "utf8")
        expect(html.match(/chatgpt\.com|claude\.ai|otel\.cloud|cdn\.redoc/g)).toBeNull()
        await page.getByRole("button", { name: "Copy" }).first().waitFor()
        expect(await page.getByRole("button", { name: "More actions" }).count()).toBe(0)
      })

      test("shows every operation at its address, also at 375 pixels; asks no other host, breaks no policy and throws nothing", async () => {
        const shown = await page.evaluate(
          async (all) => {
            const seen: Record<string, number> = {}
            for (const { id, hash, summary } of all) {
              location.hash = hash
              for (let frame = 0; frame < 300 && seen[id] === undefined; frame += 1) {
                await new Promise(requestAnimationFrame)
                const headings = [...document.querySelectorAll("h2")].filter((one) => one.checkVisibility())
                if (headings.some((one) => one.innerText.includes(summary)))
                  seen[id] = document.documentElement.scrollWidth - document.documentElement.clientWidth
              }
            }
            return seen
          },
          operations.map((placed) => ({
            id: placed.operation.operationId,
            hash: new URL(referencePath(surface, placed), site.origin).hash,
            summary: placed.operation.summary,
          })),
        )
        expect(shown).toEqual(Object.fromEntries(operations.map(({ operation }) => [operation.operationId, 0])))
        const { foreign, violations, failures } = visit
        expect({ foreign, violations, failures }).toEqual({ foreign: [], violations: [], failures: [] })
      })

      test("is light as the system asks, at 1280 and 375 pixels without sideways scrolling or a fault in its bar", async () => {
        await expectToLook("light", page)
      })
    })

    test("is dark as the system asks, at 1280 and 375 pixels without sideways scrolling or a fault in its bar", async () => {
      const { page } = await site.visit(referencePath(surface, first), { colorScheme: "dark" })
      await headingOf(page, first.operation.summary).waitFor()
      await expectToLook("dark", page)
    })

    test("names every operation and what it does without JavaScript", async () => {
      const { page } = await site.visit(`/docs/${surface}`, { javaScriptEnabled: false })
      const text = await page.locator("body").innerText()
      const missing = operations.filter(
        ({ operation, method, path }) => !text.includes(operation.summary) || !text.includes(`${method} ${path}`),
      )
      expect(missing).toEqual([])
    })

    test("works as a file on disk, as strict as from a server", async () => {
      const file = site.pages.find(({ path }) => path === `/docs/${surface}`)?.file
      const { page, foreign, violations } = await site.visit(`file://${file}`)
      await page.locator(".menu-content").getByText("auth", { exact: true }).click()
      await headingOf(page, first.operation.summary).waitFor()
      expect({ foreign, violations }).toEqual({ foreign: [], violations: [] })
    })
  })

  describe("what a reader does", () => {
    let visit: Visit
    let page: Page
    beforeAll(async () => {
      visit = await site.visit("/docs/store")
      page = visit.page
    })
    afterAll(() => site.leave())

    test.each([
      ["path", "/store/customers/me", "Get the signed-in customer"],
      ["summary", "register a customer", "Register a customer"],
      ["parameter", "postal_code", "List the customer's addresses"],
    ])("the search finds an operation by %s, and Enter opens it", async (_, query, summary) => {
      await page.getByTestId("search-trigger").click()
      await page.keyboard.type(query)
      const found = page.getByTestId("search-dialog").locator("a", { has: page.getByText(summary, { exact: true }) })
      await found.first().waitFor()
      await found.first().focus()
      await page.keyboard.press("Enter")
      await headingOf(page, summary).waitFor()
      expect(visit.violations).toEqual([])
    })

    test("at 375 pixels the menu opens and leads to an operation", async () => {
      await page.setViewportSize({ width: 375, height: 800 })
      await page.getByTestId("floating-button").click()
      await page.locator(".menu-content").getByText("customers", { exact: true }).click()
      await page.locator(".menu-content").getByText("Register a customer").click()
      await headingOf(page, "Register a customer").waitFor()
      expect(new URL(page.url()).hash).toBe("#/customers/registercustomer")
    })

    test("shows a curl sample made from the contract's example", async () => {
      const sample = page.getByText("Bearer your-registration-token").first()
      await sample.waitFor()
      expect(await sample.isVisible()).toBe(true)
    })
  })
})
