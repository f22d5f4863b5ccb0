/** The guide "Sign in with Google": its commands, pasted one after the other into a shell, against a provider on loopback. */
import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { afterAll, beforeAll, expect, test } from "vitest"
import { readFileSync } from "node:fs"
import type { TestApp } from "../setup/app.ts"
import { freshEmail } from "../setup/fresh.ts"
import { Browser, pkce, providerSettings, startOauthApp } from "../setup/oauth.ts"
import { signInAtProvider, startOpenIdProvider, type OpenIdProvider } from "../setup/openid-provider.ts"

const run = promisify(execFile)
const guide = readFileSync(new URL("../../packages/docs/guides/30-sign-in-with-google.md", import.meta.url), "utf8")

let op: OpenIdProvider
let app: TestApp

beforeAll(async () => {
  op = await startOpenIdProvider()
  app = await startOauthApp([providerSettings("google", op)])
})
afterAll(async () => {
  await app.close()
  await op.close()
})

/** The shell blocks, each with what the reader is told to look for. */
const steps = [...guide.matchAll(/```sh\n(.*?)```\n\n(?:Look for `([^`]+)`)?/gsu)].map(([, command = "", prints]) => ({
  command,
  prints,
}))

test("every command prints what the page says, and a real code is exchanged for tokens", async () => {
  const email = freshEmail()
  op.people.push({ sub: email, claims: { email, email_verified: true } })
  const browser = new Browser(app)
  const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
  const { challenge } = pkce(verifier)
  const begun = await browser.start("google", { response_mode: "code", code_challenge: challenge })
  const back = await browser.go(await signInAtProvider(begun, { as: email }))
  const CODE = back.location?.searchParams.get("code") ?? ""

  expect(steps).toHaveLength(3)
  const [start, foreign, exchange] = steps
  const script = (until: number) =>
    steps
      .slice(0, until)
      .map(({ command }) => command.replaceAll("http://127.0.0.1:9000", app.url))
      .join("\necho\n")
  const printed = async (until: number) => {
    const { stdout } = await run("sh", ["-c", script(until)], { env: { ...process.env, CODE } })
    return stdout
  }
  expect(await printed(1)).toContain(start?.prints)
  expect(await printed(2)).toContain(foreign?.prints)
  const all = await printed(3)
  expect(exchange?.command).toContain("/api/auth/oauth/exchange")
  expect(all).toContain(`"email":"${email}"`)
  expect(all).toContain(`"refreshToken":"`)
})
