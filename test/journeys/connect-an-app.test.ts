/** What the guide "Connect an app" tells to write: the settings are taken, and the page of the admin connects. */
import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { readGuides } from "../../packages/docs/src/guides.ts"
import { placeholders } from "../../packages/docs/src/samples.ts"
import { readApps } from "../../packages/server/src/apps/app-settings.ts"
import { startTestApp, type TestApp } from "../setup/app.ts"
import { sharedAppProvider } from "../setup/app-provider.ts"
import { adminToken, succeed } from "../setup/people.ts"

const files = readGuides().find(({ id }) => id === "connect-an-app")?.files ?? {}

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

test("the settings are taken as they stand", () => {
  const secret = join(mkdtempSync(join(tmpdir(), "covenant-guide-")), "parcels")
  writeFileSync(secret, "a secret\n")
  const [parcels] = readApps(files["OAUTH_APPS"]?.replace("/run/secrets/parcels", secret) ?? "")
  expect(parcels).toMatchObject({ application_name: "parcels", client_secret: "a secret", token_auth: "basic" })
})

test("the page that takes people back connects the app", async () => {
  const token = await adminToken(app)
  const { body } = await succeed(app, "POST /admin/apps/parcels/install", { token })
  const location = {
    search: `?${String(new URLSearchParams({ ...(await sharedAppProvider()).agree(body["install_url"]) }))}`,
  }
  const printed: unknown[] = []
  const page = (files["apps.mjs"] ?? "").replace(placeholders.origin, app.url)
  const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as FunctionConstructor // it has no name of its own
  const run = AsyncFunction("location", "token", "console", page) as (...given: unknown[]) => Promise<void> // async, as its name says

  await run(location, token, { log: (...words: unknown[]) => printed.push(...words) })

  expect(printed).toEqual([true, "larkspur-goods"])
})
