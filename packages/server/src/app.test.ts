import { errorCodes } from "@covenant/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { startTestApp, type TestApp } from "../../../test/setup/app.ts"

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

describe("the contract", () => {
  test.each(["store", "admin"])("of the %s surface is served as JSON and as YAML, for any tool", async (surface) => {
    const json = await app.fetch(`/openapi/${surface}.json`)
    expect(json.headers.get("content-type")).toBe("application/json; charset=utf-8")
    expect(json.headers.get("access-control-allow-origin")).toBe("*")
    expect(await json.json()).toMatchObject({ openapi: "3.1.0", paths: expect.any(Object) })
    const yaml = await app.fetch(`/openapi/${surface}.yaml`)
    expect(yaml.headers.get("content-type")).toBe("application/yaml; charset=utf-8")
    expect(await yaml.text()).toMatch(/^openapi: ["']?3\.1\.0/mu)
  })

  test("is not sent again to who has it", async () => {
    const etag = (await app.fetch("/openapi/store.json")).headers.get("etag") ?? ""
    const again = await app.fetch("/openapi/store.json", {
      headers: { "if-none-match": etag, "cache-control": "max-age=0" }, // fetch would ask for a reload
    })
    expect(again.status).toBe(304)
    expect(await again.text()).toBe("")
  })
})

describe("the other files of @covenant/openapi", () => {
  test.each([
    ["store-3.0.json", "application/json; charset=utf-8"],
    ["admin.postman.json", "application/json; charset=utf-8"],
    ["schemas/store/ApiError.json", "application/json; charset=utf-8"],
    ["journeys/forgotten-password.arazzo.yaml", "application/yaml; charset=utf-8"],
    ["overlays/store.speakeasy.yaml", "application/yaml; charset=utf-8"],
    ["CHANGELOG.md", "text/markdown; charset=utf-8"],
    ["LICENSE", "text/plain; charset=utf-8"],
  ])("%s is served beside it, with an ETag", async (file, type) => {
    const answer = await app.fetch(`/openapi/${file}`)
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, type])
    expect(answer.headers.get("etag")).toMatch(/^"[\w-]{22}"$/u)
    expect((await answer.text()).length).toBeGreaterThan(100)
  })

  test.each(["package.json", "../server/store.json", "%2e%2e/server/store.json", "nowhere.json", "schemas"])(
    "404 for %s, which is none of them",
    async (file) => {
      expect((await app.fetch(`/openapi/${file}`)).status).toBe(404)
    },
  )

  test("/.well-known/api-catalog leads to descriptions and documentation, as RFC 9727 has it", async () => {
    const answer = await app.fetch("/.well-known/api-catalog")
    expect(answer.headers.get("content-type")).toMatch(/^application\/linkset\+json; profile=/u)
    const { linkset } = (await answer.json()) as { linkset: Record<string, unknown>[] } // RFC 9264
    const links = linkset.flatMap((context) =>
      ["service-desc", "service-doc", "service-meta"].flatMap(
        (relation) => (context[relation] ?? []) as { href: string }[], // those relations hold lists
      ),
    )
    expect(links.length).toBeGreaterThan(8)
    const statuses = await Promise.all(links.map(async ({ href }) => [href, (await fetch(href)).status]))
    expect(statuses.filter(([, status]) => status !== 200)).toEqual([])
    expect(linkset[0]).toMatchObject({ item: linkset.slice(1).map(({ anchor }) => ({ href: anchor })) })
  })
})

describe("the docs", () => {
  test.each(["/docs", "/docs/store", "/docs/admin", "/docs/"])(
    "%s is a page with a policy that allows no foreign host",
    async (path) => {
      const page = await app.fetch(path)
      expect(page.status).toBe(200)
      expect(page.headers.get("content-type")).toMatch(/^text\/html/u)
      expect(page.headers.get("content-security-policy")).toMatch(/default-src 'none'/u)
      expect(page.headers.get("content-security-policy")).not.toMatch(/https?:|unsafe-eval/u)
    },
  )

  test("come compressed to who can read that, and the same otherwise", async () => {
    const plain = await app.fetch("/docs", { headers: { "accept-encoding": "identity" } })
    const zipped = await app.fetch("/docs", { headers: { "accept-encoding": "gzip" } })
    expect([plain, zipped].map(({ headers }) => headers.get("content-encoding"))).toEqual([null, "gzip"])
    expect(await zipped.text()).toBe(await plain.text())
  })

  test("every error leads to the paragraph about its code", async () => {
    const { documentation_url } = (await (await app.fetch("/nowhere")).json()) as { documentation_url: string } // an ApiError
    const answer = await fetch(documentation_url, { redirect: "manual" })
    expect([answer.status, answer.headers.get("location")]).toEqual([302, "/docs/errors#not_found"])
  })

  test("every code has such a paragraph", async () => {
    const catalogue = await (await app.fetch("/docs/errors")).text()
    const entries = new Set([...catalogue.matchAll(/<article class="error" id="(\w+)">/g)].map(([, id]) => id))
    const lost = await Promise.all(
      Object.keys(errorCodes).map(async (code) => {
        const { headers } = await app.fetch(`/docs/errors/${code}`, { redirect: "manual" })
        return headers.get("location") === `/docs/errors#${code}` && entries.has(code) ? [] : [code]
      }),
    )
    expect(lost.flat()).toEqual([])
  })

  test("know key, demo customer and the administrator's address in the sandbox, and have no such page in production", async () => {
    const facts = await app.fetch("/docs/sandbox.json")
    expect(await facts.json()).toEqual({
      publishable_key: app.publishable_key,
      customer: { email: "ada@covenant.test", password: expect.any(String) },
      administrator: app.admin.email,
      sign_in: null,
    })
    const production = await startTestApp({ production: true })
    expect((await production.fetch("/docs/sandbox.json")).status).toBe(404)
    await production.close()
  })
})

describe("signs of life", () => {
  test("/health is 200 and text, /ready asks the database", async () => {
    for (const path of ["/health", "/ready"]) {
      const answer = await app.fetch(path)
      expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/plain; charset=utf-8"])
    }
  })

  test("the public keys are served without their private halves", async () => {
    const answer = await app.fetch("/.well-known/jwks.json")
    expect(answer.headers.get("cache-control")).toBe("public, max-age=300")
    const { keys } = (await answer.json()) as { keys: Record<string, unknown>[] } // a key set
    expect(keys.length).toBeGreaterThan(0)
    for (const key of keys) expect(Object.keys(key).toSorted()).toEqual(["alg", "crv", "kid", "kty", "use", "x", "y"])
  })
})

test("a path nobody knows is 404 as an ApiError, on any method", async () => {
  for (const method of ["GET", "POST", "DELETE"]) {
    const answer = await app.fetch("/store/nothing/here", { method })
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({
      type: "not_found",
      code: "not_found",
      request_id: answer.headers.get("x-request-id"),
    })
  }
})

describe("the log", () => {
  test("has one line for a request: its operation, status and duration, and nothing that came with it", async () => {
    const answer = await app.fetch("/store/customers/me?token=hush-hush", {
      headers: {
        "x-publishable-api-key": app.publishable_key,
        authorization: "Bearer hush-hush",
        cookie: "store_sid=hush-hush",
      },
    })
    await answer.text()
    const mine = app.logs().filter((line) => line.includes(answer.headers.get("x-request-id") ?? "none"))
    expect(mine).toHaveLength(1)
    expect(JSON.parse(mine[0] ?? "")).toMatchObject({
      level: "info",
      msg: "request",
      operation: "getMe",
      method: "GET",
      path: "/store/customers/me",
      status: 401,
      duration_ms: expect.any(Number),
    })
    expect(app.logs().join("")).not.toContain("hush-hush")
  })

  test("names the operation of a path with a parameter", async () => {
    const answer = await app.fetch("/store/customers/me/addresses/cuaddr_1", { method: "DELETE" })
    await answer.text()
    const line = app.logs().find((entry) => entry.includes(answer.headers.get("x-request-id") ?? "none"))
    expect(JSON.parse(line ?? "{}")).toMatchObject({
      operation: "deleteMyAddress",
      path: "/store/customers/me/addresses/cuaddr_1",
    })
  })
})
