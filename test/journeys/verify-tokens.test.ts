/** The service of the guide "Protect your own service with our keys", run as it stands there beside a real server. */
import { spawn } from "node:child_process"
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, expect, test } from "vitest"
import { readGuides } from "../../packages/docs/src/guides.ts"
import { startTestApp, type TestApp } from "../setup/app.ts"
import { newCustomer, newIdentity } from "../setup/people.ts"
import { freePort } from "../setup/processes.ts"
import { newStaff } from "../setup/staff.ts"

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

async function enter(token: string): Promise<string> {
  const answer = await fetch(service, { headers: { authorization: `Bearer ${token}` } })
  return `${answer.status} ${await answer.text()}`
}

test("fifteen lines know a customer by the token", async () => {
  expect(source.split("\n").filter((line) => line.trim() !== "").length).toBe(15)
  const { token, customer_id } = await newCustomer(app)
  expect(await enter(token)).toBe(`200 Hello ${customer_id}`)
})

test("they refuse staff, a registration that is not finished, another server's word, and a forged one", async () => {
  const { token } = await newCustomer(app)
  const [staff, identity] = await Promise.all([newStaff(app), newIdentity(app)])
  const [head, , signature] = token.split(".")
  const claims = Buffer.from(JSON.stringify({ actor_id: "cus_1", aud: "store", iss: app.url })).toString("base64url")
  for (const other of [staff.token, identity.token, "", `${head}.${claims}.${signature}`]) {
    expect(await enter(other)).toBe("401 Sign in first")
  }
})
