/** The service of the guide "Protect your own service with our keys", run as it stands there beside a real server. */
import { spawn } from "node:child_process"
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, expect, test } from "vitest"
import { createAdminClient, createStoreClient } from "../../packages/client/src/index.ts"
import { readGuides } from "../../packages/docs/src/guides.ts"
import { startTestApp, type TestApp } from "../setup/app.ts"
import { freshEmail } from "../setup/fresh.ts"
import { good_password, newIdentity } from "../setup/people.ts"
import { freePort } from "../setup/processes.ts"

const source = readGuides().find(({ id }) => id === "verify-tokens")?.files["verify.mjs"] ?? ""
/** From there Node finds jose. */
const cache = fileURLToPath(new URL("../../packages/server/node_modules/.cache/", import.meta.url))

let app: TestApp
let folder: string
let stop: () => Promise<void>
let service: string

beforeAll(async () => {
  app = await startTestApp()
  await mkdir(cache, { recursive: true })
  folder = await mkdtemp(join(cache, "verify-"))
  await writeFile(join(folder, "verify.mjs"), source)
  const port = await freePort()
  service = `http://127.0.0.1:${port}`
  const child = spawn(process.execPath, [join(folder, "verify.mjs")], {
    env: { COVENANT: app.url, PORT: String(port) },
    stdio: "inherit",
  })
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()))
  stop = async () => {
    child.kill()
    await gone
  }
  const answers = () =>
    fetch(service).then(
      ({ status }) => status === 401,
      () => false, // not yet
    )
  for (let tries = 0; !(await answers()); tries += 1) {
    if (tries > 200) throw new Error("The service of the guide does not answer.")
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
})
afterAll(async () => {
  await stop()
  await rm(folder, { recursive: true })
  await app.close()
})

/** Somebody who has just become a customer, by the typed client: what it gives for a service of one's own. */
async function customer() {
  const { auth } = createStoreClient({ baseUrl: app.url, publishableKey: app.publishable_key })
  const { id } = await auth.register({ email: freshEmail(), password: good_password })
  return { id, token: (await auth.token()) ?? "" }
}

async function enter(token = ""): Promise<string> {
  const answer = await fetch(service, { headers: { authorization: `Bearer ${token}` } })
  return `${answer.status} ${await answer.text()}`
}

test("fifteen lines know a customer by the token", async () => {
  expect(source.split("\n").filter((line) => line.trim() !== "").length).toBe(15)
  const { id, token } = await customer()
  expect(await enter(token)).toBe(`200 Hello ${id}`)
})

test("they refuse staff, a registration that is not finished, another server's word, and a forged one", async () => {
  const { token } = await customer()
  const identity = await newIdentity(app)
  const admin = createAdminClient({ baseUrl: app.url })
  await admin.auth.signIn(app.admin)
  const [head, , signature] = token.split(".")
  const claims = Buffer.from(JSON.stringify({ actor_id: "cus_1", aud: "store", iss: app.url })).toString("base64url")
  for (const other of [await admin.auth.token(), identity.token, "", `${head}.${claims}.${signature}`]) {
    expect(await enter(other)).toBe("401 Sign in first")
  }
})
