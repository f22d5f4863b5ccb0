import { createServer, type AddressInfo } from "node:net"
import { afterEach, describe, expect, test } from "vitest"
import { startTestApp } from "../../../../test/setup/app.ts"
import { readClients } from "../auth/client-settings.ts"
import { readProviders } from "../auth/providers/provider-settings.ts"
import { startDemoProvider, type DemoProvider } from "./demo-provider.ts"

const base = {
  production: false,
  public_base_url: "http://127.0.0.1:9000",
  port: 47_310,
  oauth_providers: readProviders("{}"),
  oauth_clients: readClients("{}"),
}
const running: DemoProvider[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((demo) => demo.stop()))
})

async function start(more: Partial<typeof base> = {}): Promise<DemoProvider> {
  const demo = await startDemoProvider({ ...base, ...more })
  if (!demo) throw new Error("it did not start")
  running.push(demo)
  return demo
}

describe("the sandbox's provider", () => {
  test("is one that this server can sign people in at, and its client takes every way of handing over", async () => {
    const { issuer, settings } = await start()
    expect(settings.oauth_providers).toMatchObject([{ id: "demo", name: "Demo", kind: "oidc", issuer }])
    const [client] = settings.oauth_clients
    expect(client?.redirects).toEqual(
      new Map([["http://127.0.0.1:9000/sandbox/sign-in", ["query", "fragment", "code", "cookie", "json"]]]),
    )
    const discovery = await fetch(`${issuer}/.well-known/openid-configuration`)
    expect(await discovery.json()).toMatchObject({ issuer, code_challenge_methods_supported: ["S256"] })
  })

  test("asks who you are on a page that loads nothing, and its own refusals tell nothing", async () => {
    const { issuer } = await start()
    const refused = await fetch(`${issuer}/auth?client_id=<script>`)
    expect(refused.status).toBe(400)
    expect(refused.headers.get("content-security-policy")).toContain("default-src 'none'")
    expect(await refused.text()).not.toContain("<script>alert")
  })

  test("takes the next port that is free", async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve))
    const { port } = other.address() as AddressInfo // it listens
    const { issuer } = await start({ port: port - 1 })
    expect(Number(new URL(issuer).port)).not.toBe(port)
    await new Promise((resolve) => other.close(resolve))
  })

  test("does not start where the settings have a provider or a client of its name", async () => {
    const oauth_providers = readProviders('{"demo": {"issuer": "https://id.example", "client_id": "a"}}')
    const oauth_clients = readClients('{"sandbox": {"redirects": {"https://shop.example/": ["code"]}}}')
    expect(await startDemoProvider({ ...base, oauth_providers })).toBeUndefined()
    expect(await startDemoProvider({ ...base, oauth_clients })).toBeUndefined()
  })

  test("is never there in production: not itself, not its page, not its sign-in", async () => {
    await expect(startDemoProvider({ ...base, production: true })).rejects.toThrow("sandbox alone")
    const app = await startTestApp({ production: true })
    const answers = await Promise.all(["/sandbox/sign-in", "/api/auth/oauth/demo"].map((path) => app.fetch(path)))
    expect(answers.map(({ status }) => status)).toEqual([404, 404])
    await app.close()
  })
})
