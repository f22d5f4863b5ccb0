import { readFile } from "node:fs/promises"

import { firstCalls, sandboxFactsPath } from "@covenant/docs"
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"

import { errorCodesOf, operationsOf, plannedOperations } from "../src/contract-document.ts"
import { readGuides } from "../src/guides.ts"
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

const publishable_key = "pk_01KB0EXAMPLE"

describe.skipIf(withoutBrowser)("own pages", () => {
  let site: Site
  beforeAll(async () => {
    site = await openSite({
      publishable_key,
      customer: { email: "ada@covenant.test", password: "seven lamps in the harbour" },
      administrator: "admin@covenant.test",
      sign_in: null,
    })
  }, 60_000)
  afterAll(() => site.close())

  describe.each(["/docs", "/docs/guides", "/docs/guides/sessions", "/docs/clients", "/docs/errors", "/docs/security"])(
    "%s",
    (path) => {
      let visit: Visit
      let page: Page
      beforeAll(async () => {
        visit = await site.visit(path)
        page = visit.page
      })
      afterAll(() => site.leave())

      test("asks no other host, breaks no policy and throws nothing", async () => {
        const { foreign, violations, failures } = visit
        await page.waitForLoadState("networkidle")
        expect({ foreign, violations, failures }).toEqual({ foreign: [], violations: [], failures: [] })
      })

      test("shows where the keyboard is, from the skip link on", async () => {
        const stops: { name: string; outline: number }[] = []
        for (let stop = 0; stop < 16; stop += 1) {
          await page.keyboard.press("Tab")
          const reached = await page.evaluate(() => {
            const focused = document.activeElement ?? document.body
            if (focused === document.body) return undefined // behind the last stop of a short page
            const { outlineStyle, outlineWidth } = getComputedStyle(focused)
            return {
              name: focused.textContent.trim(),
              outline: outlineStyle === "none" ? 0 : Number.parseFloat(outlineWidth),
            }
          })
          if (!reached) break
          stops.push(reached)
        }
        expect(stops.length).toBeGreaterThan(6)
        expect(stops[0]?.name).toBe("Skip to the content")
        expect(stops.filter(({ outline }) => outline < 2)).toEqual([])
      })

      test("links only to pages that are built and to what the server answers", async () => {
        const targets = await page
          .locator("a[href^='/']")
          .evaluateAll((links) => links.map((link) => new URL(link.getAttribute("href") ?? "", location.href).pathname))
        const answered = new Set([
          ...site.pages.map((one) => one.path),
          ...["store", "admin", "store-3.0", "admin-3.0"].flatMap((name) => [
            `/openapi/${name}.json`,
            `/openapi/${name}.yaml`,
          ]),
          "/sandbox/mail",
          "/sandbox/sign-in",
          "/.well-known/jwks.json",
          "/health",
        ])
        expect(targets.length).toBeGreaterThan(0)
        expect(targets.filter((target) => !answered.has(target))).toEqual([])
      })

      test.each([
        ["light", 1280],
        ["light", 375],
        ["dark", 1280],
        ["dark", 375],
      ] as const)(
        "is %s at %i pixels as the system asks, without sideways scrolling or a fault that axe finds",
        async (colorScheme, width) => {
          await page.emulateMedia({ colorScheme })
          await page.setViewportSize({ width, height: 800 })
          expect(await sidewaysPixels(page)).toBe(0)
          expect(await page.locator(".bar").evaluate((bar) => bar.scrollWidth - bar.clientWidth)).toBe(0)
          expect((await backgroundLightness(page)) > 128).toBe(colorScheme === "light")
          expect(await accessibilityFaults(page)).toEqual([])
        },
      )
    },
  )

  describe("what they do", () => {
    afterEach(() => site.leave())

    test("the samples call operations of the contract", async () => {
      const operations = new Set(operationsOf(await readContract("store")).map(({ path }) => path))
      const commands = firstCalls({ origin: "http://host", publishable_key, email: "ada@example.com" })
      const called = commands.flatMap(({ command }) =>
        [...command.matchAll(/http:\/\/host(\S+)/g)].map(([, path]) => path),
      )
      expect(called).toEqual([
        "/auth/customer/emailpass/register",
        "/store/customers",
        "/auth/customer/emailpass",
        "/store/customers/me",
      ])
      const templates = called.map((path) => path?.replace("/emailpass", "/{auth_provider}") ?? "")
      expect(templates.filter((path) => !operations.has(path))).toEqual([])
    })

    test("a copy button copies the command with this server's address and the sandbox's key", async () => {
      const { page } = await site.visit("/docs", { permissions: ["clipboard-read", "clipboard-write"] })
      await page.getByText(publishable_key).first().waitFor()
      const sample = page.locator(".sample").nth(1)
      await sample.getByRole("button", { name: "Copy" }).click()
      await sample.getByRole("button", { name: "Copied" }).waitFor()
      const copied = await page.evaluate(() => navigator.clipboard.readText())
      const email = await page.locator("[data-fill=email]").first().innerText()
      expect(copied).toBe(firstCalls({ origin: site.origin, publishable_key, email })[1]?.command)
    })

    test("a guide's copy buttons copy its commands, for this server and for new people", async () => {
      const { page } = await site.visit("/docs/guides/new-colleague", {
        permissions: ["clipboard-read", "clipboard-write"],
      })
      const email = page.locator("[data-fill=colleague_email]").first()
      await expect.poll(() => email.innerText()).toMatch(/^noor\.[0-9a-f]{6}@example\.com$/)
      const copied: string[] = []
      for (const sample of await page.locator(".sample").all()) {
        // One clipboard, one command after the other.
        await sample.getByRole("button", { name: "Copy", exact: true }).click()
        await sample.getByRole("button", { name: "Copied" }).waitFor()
        copied.push(await page.evaluate(() => navigator.clipboard.readText()))
      }
      expect(copied).toEqual(await page.locator(".sample code").allInnerTexts())
      expect(copied[1]).toContain(`curl -s ${site.origin}/admin/invites`)
      expect(copied[1]).toContain(`"user":"${await email.innerText()}"`)
    })

    test("the guides lead to each guide, and each guide to its neighbours", async () => {
      const { page } = await site.visit("/docs/guides")
      const guides = readGuides()
      const listed = page.locator(".guides a")
      expect(await listed.allInnerTexts()).toEqual(guides.map(({ title }) => title))
      await listed.first().click()
      const seen: string[] = [await page.locator("h1").innerText()]
      for (const { title } of guides.slice(1)) {
        await page.getByRole("navigation", { name: "Other guides" }).getByRole("link", { name: title }).click()
        seen.push(await page.locator("h1").innerText())
      }
      expect(seen).toEqual(guides.map(({ title }) => title))
    })

    test("a copy button works where the browser offers no clipboard", async () => {
      const { page } = await site.visit("/docs", { permissions: ["clipboard-read", "clipboard-write"] })
      await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }))
      await page.locator(".sample").first().getByRole("button", { name: "Copy" }).click()
      await page.getByRole("button", { name: "Copied" }).waitFor()
      const { page: reader } = await site.visit("/docs/errors", { permissions: ["clipboard-read"] })
      expect(await reader.evaluate(() => navigator.clipboard.readText())).toContain("/auth/customer/emailpass/register")
    })

    test("without JavaScript the samples are there to read, and nothing that does nothing", async () => {
      const { page } = await site.visit("/docs", { javaScriptEnabled: false })
      const placeholders = { origin: "http://127.0.0.1:9000", publishable_key: "pk_your_key", email: "ada@example.com" }
      const shown = await page.locator(".steps li .sample code").allInnerTexts()
      expect(shown).toEqual(firstCalls(placeholders).map(({ command }) => command))
      expect(await page.getByRole("button").count()).toBe(0)
    })

    test("the landing page counts the planned operations of both surfaces that are there", async () => {
      const { page } = await site.visit("/docs")
      const [store, admin] = await Promise.all([readContract("store"), readContract("admin")])
      const planned = plannedOperations(
        await readFile(new URL("../../../openapi/planned.yaml", import.meta.url), "utf8"),
      )
      const done = [
        ...operationsOf(store).filter(({ method, path }) => planned.store.has(`${method} ${path}`)),
        ...operationsOf(admin).filter(({ method, path }) => planned.admin.has(`${method} ${path}`)),
      ].length
      expect(done).toBeGreaterThan(30)
      await expect(page.locator("#done").innerText()).resolves.toBe(`${done} of 310 operations`)
    })

    test("the colour that someone chooses holds for the references too", async () => {
      const { page } = await site.visit("/docs", { colorScheme: "light" })
      await page.getByRole("button", { name: "Switch to dark" }).click()
      expect(await backgroundLightness(page)).toBeLessThan(64)
      await page.goto(`${site.origin}/docs/store`)
      expect(await backgroundLightness(page)).toBeLessThan(64)
      await page.goto(`${site.origin}/docs/errors`)
      expect(await backgroundLightness(page)).toBeLessThan(64)
    })

    test("every error code of the contract has its anchor, and nothing else has one", async () => {
      const { page } = await site.visit("/docs/errors")
      const codes = errorCodesOf(await readContract("store")).map(({ code }) => code)
      const anchors = await page.locator("article").evaluateAll((articles) => articles.map(({ id }) => id))
      expect(anchors.toSorted()).toEqual(codes.toSorted())
    })

    test("an error's address shows that error, below the bar", async () => {
      const { page } = await site.visit("/docs/errors#weak_password")
      const heading = page.getByRole("heading", { name: "weak_password" })
      await expect.poll(async () => (await heading.boundingBox())?.y ?? -1).toBeGreaterThan(52)
      expect((await heading.boundingBox())?.y).toBeLessThan(300)
    })

    test("outside the sandbox the landing page keeps the placeholder of the key and says where a key comes from", async () => {
      const { page } = await site.visit("/docs/guides")
      await page.route(`**${sandboxFactsPath}`, (route) => route.fulfill({ status: 404 }))
      await page.goto(`${site.origin}/docs`)
      await page.waitForLoadState("networkidle")
      expect(await page.locator("[data-fill=publishable_key]").first().innerText()).toBe("pk_your_key")
      expect(await page.getByText("Put your publishable key in place of").isVisible()).toBe(true)
    })
  })
})
