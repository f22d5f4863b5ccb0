/** The sandbox's mailbox and the pages its links open, as a person sees them: on a whole server, in a browser. */
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { backgroundLightness, sidewaysPixels, withoutBrowser } from "../../packages/docs/browser/site.ts"
import { openSandbox, type Sandbox } from "./sandbox.ts"

const new_password = "quiet harbour at seven lamps"

describe.skipIf(withoutBrowser)("the sandbox's mail", () => {
  let sandbox: Sandbox
  let origin: string
  beforeAll(async () => {
    sandbox = await openSandbox()
    origin = sandbox.server.listens_at
  }, 60_000)
  afterAll(() => sandbox.close(), 60_000)

  const post = async (path: string, body: unknown, token?: string) => {
    const answer = await fetch(`${origin}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(body),
    })
    const text = await answer.text()
    const parsed: Record<string, unknown> = text === "" ? {} : JSON.parse(text)
    return { status: answer.status, body: parsed }
  }
  const demo = () => {
    const customer = sandbox.server.seeded.demo_customer
    if (!customer) throw new Error("the sandbox has a demo customer")
    return customer
  }
  const administrator = async (): Promise<string> => {
    const { email, password } = sandbox.server.seeded.administrator ?? {}
    const { body } = await post("/admin/auth/token", { email, password })
    return String(body["access_token"])
  }

  test("a customer who forgot the password: mailbox, mail, link, new password, sign-in", async () => {
    const { email } = demo()
    expect((await post("/auth/customer/emailpass/reset-password", { identifier: email })).status).toBe(201)

    const page = await sandbox.visit("/sandbox/mail")
    await page.getByRole("link", { name: email }).first().click()
    await page.getByRole("heading", { name: "Choose a new password" }).waitFor()
    expect(await page.locator("pre.plain").textContent()).toContain(`for ${email}`)
    const letter = page.frameLocator("iframe.letter")
    await letter.getByText(`for ${email}`).waitFor()

    // The letter's own link opens beside it, out of its sandbox.
    const [opened] = await Promise.all([
      page.context().waitForEvent("page"),
      letter.getByRole("link", { name: "Choose a new password" }).click(),
    ])
    await opened.getByLabel("New password").fill("short")
    await opened.getByRole("button", { name: "Choose a new password" }).click()
    await opened.getByText("Use at least 8 characters.").waitFor()
    await opened.getByLabel("New password").fill(new_password)
    await opened.getByRole("button", { name: "Choose a new password" }).click()
    await opened.getByText("The password was changed.").waitFor()

    expect((await post("/auth/customer/emailpass", { email, password: new_password })).status).toBe(200)
    await page.goto(`${origin}/sandbox/mail`)
    await page.getByRole("link", { name: "Your password was changed" }).waitFor()
  })

  test("somebody invited to the staff: link, name and password, sign-in", async () => {
    const email = "grace@staff.example"
    expect((await post("/admin/invites", { user: email, role: "member" }, await administrator())).status).toBe(200)
    const page = await sandbox.visit("/sandbox/mail")
    await page.getByRole("link", { name: email }).click()
    await page.locator(".facts a").click()
    await page.getByLabel("First name").fill("Grace")
    await page.getByLabel("Last name").fill("O'Hopper <3")
    await page.getByLabel("New password").fill(new_password)
    await page.getByRole("button", { name: "Accept the invite" }).click()
    await page.getByText("Welcome.").waitFor()
    expect((await post("/admin/auth/token", { email, password: new_password })).status).toBe(200)
  })

  test("a member of the staff who forgot the password", async () => {
    const email = sandbox.server.seeded.administrator?.email ?? ""
    expect((await post("/admin/users/password-token", { email })).status).toBe(204)
    const page = await sandbox.visit("/sandbox/mail")
    await page.getByRole("link", { name: email }).first().click()
    await page.locator(".facts a").click()
    await page.getByLabel("New password").fill(new_password)
    await page.getByRole("button").filter({ hasText: "Choose" }).click()
    await page.getByText("The password was changed.").waitFor()
    expect((await post("/admin/auth/token", { email, password: new_password })).status).toBe(200)
  })

  test("every page fits a phone, in light and in dark", async () => {
    const answer = await fetch(`${origin}/sandbox/mail.json`)
    const { mail }: { mail: { id: string; links: string[] }[] } = JSON.parse(await answer.text())
    const linked = mail.find(({ links }) => links.length > 0)
    const paths = ["/sandbox/mail", `/sandbox/mail/${linked?.id}`, linked?.links[0]?.slice(origin.length) ?? ""]
    expect(paths[2]).toMatch(/^\/sandbox\//u)
    for (const path of [...paths, "/sandbox/invite"]) {
      for (const colorScheme of ["light", "dark"] as const) {
        const page = await sandbox.visit(path, { viewport: { width: 375, height: 700 }, colorScheme })
        expect({ path, pixels: await sidewaysPixels(page) }).toEqual({ path, pixels: 0 })
        const lightness = await backgroundLightness(page)
        expect(lightness > 128).toBe(colorScheme === "light")
      }
    }
  })

  test("nothing above broke its policy, threw, or asked another host", () => {
    expect(sandbox.visits.length).toBeGreaterThan(8)
    expect(
      sandbox.visits.flatMap(({ foreign, violations, failures }) => [foreign, violations, failures].flat()),
    ).toEqual([])
  })
})
