import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"

import { areaOf, originLists } from "./cors.ts"
import { startSmallApi, type SmallApi } from "./testing/small-api.ts"

let api: SmallApi
beforeAll(async () => {
  api = await startSmallApi()
})
afterAll(() => api.close())
beforeEach(() => {
  api.trace.steps = []
})

const shop = "https://shop.example"
const own = "https://api.example"
const evil = "https://evil.example"

const allowed = async (path: string, origin: string, method = "GET") => {
  const { headers } = await api.send(method, path, { headers: { origin } })
  return headers["access-control-allow-origin"]
}

describe("CORS", () => {
  test("an origin of the list may read every answer of its part of the API, with credentials", async () => {
    const { headers } = await api.send("GET", "/store/birds/b1", { headers: { origin: shop } })
    expect(headers).toMatchObject({
      "access-control-allow-origin": shop,
      "access-control-allow-credentials": "true",
      "access-control-expose-headers": "idempotent-replayed, retry-after, x-csrf-token, x-request-id",
    })
    expect(headers.vary).toContain("Origin")
  })

  test("the lists of store, auth and admin are kept apart", async () => {
    expect(await allowed("/store/birds/b1", shop)).toBe(shop)
    expect(await allowed("/auth/nest", shop, "OPTIONS")).toBe(shop)
    expect(await allowed("/admin/keeper", shop)).toBeUndefined()
    expect(await allowed("/admin/keeper", "https://admin.example")).toBe("https://admin.example")
    expect(await allowed("/store/birds/b1", "https://admin.example")).toBeUndefined()
  })

  test("the server's own pages may read everything", async () => {
    const paths = ["/store/birds/b1", "/admin/keeper", "/auth/none"]
    expect(await Promise.all(paths.map((path) => allowed(path, own)))).toEqual([own, own, own])
  })

  test.each([
    evil,
    "null",
    `${shop}.evil.example`,
    "http://shop.example",
    `${shop}:444`,
    `${shop}/`,
    "HTTPS://SHOP.EXAMPLE",
    "*",
    "",
  ])("%j may read nothing, and the answer does not echo it", async (origin) => {
    const { headers } = await api.send("GET", "/store/birds/b1", { headers: { origin } })
    expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([])
    expect(headers.vary).toContain("Origin")
  })

  test("refusals can be read too: unknown path, wrong method, wrong credentials", async () => {
    const answers = await Promise.all([
      allowed("/store/none", shop),
      allowed("/store/birds", shop, "PUT"),
      allowed("/store/birds", shop),
    ])
    expect(answers).toEqual([shop, shop, shop])
  })

  test("a preflight learns methods and headers, and asks for no key and no credentials", async () => {
    const headers = {
      origin: shop,
      "access-control-request-method": "POST",
      "access-control-request-headers": "x-csrf-token",
    }
    const answer = await api.send("OPTIONS", "/store/birds", { headers })
    expect(answer.status).toBe(204)
    expect(answer.headers["access-control-allow-methods"]).toBe("GET, HEAD, OPTIONS, POST")
    const names = answer.headers["access-control-allow-headers"]?.split(", ")
    const documented = [
      "content-type",
      "authorization",
      "accept",
      "x-publishable-api-key",
      "x-medusa-access-token",
      "x-medusa-locale",
      "x-csrf-token",
      "idempotency-key",
    ]
    expect(names?.toSorted()).toEqual(documented.toSorted())
    expect(api.trace.steps).toEqual([])
  })

  test("a preflight of a foreign page learns nothing", async () => {
    const headers = { origin: evil, "access-control-request-method": "POST" }
    const answer = await api.send("OPTIONS", "/store/birds", { headers })
    expect(answer.status).toBe(204)
    expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control"))).toEqual([])
  })

  test("a base URL with a path or a slash stands for its origin", () => {
    const { store } = originLists({
      origins: { auth: [], store: [shop], admin: [] },
      own_origin: "https://api.example/base/",
    })
    expect([...store]).toEqual([own, shop])
  })

  test("a path belongs to one part of the API, or to none", () => {
    const paths = [
      "/auth/session",
      "/api/auth/oauth/x",
      "/store/a",
      "/admin/auth",
      "/stores/a",
      "/api/x",
      "/docs",
      "/",
      "/authx",
      "/admin",
    ]
    const areas = ["auth", "auth", "store", "admin", undefined, undefined, undefined, undefined, undefined, "admin"]
    expect(paths.map(areaOf)).toEqual(areas)
  })
})

describe("CSRF, for a request that a cookie speaks for", () => {
  const cookie = "__Host-sid=customer"
  const json = "application/json"
  const token = "csrf-of-s1"
  const refused = [403, "csrf_failed"]
  const accepted = [200, "accepted"]

  const post = async (headers: Record<string, string>, path = "/auth/nest/refresh", method = "POST") => {
    const { status, json: body } = await api.send(method, path, { headers: { cookie, ...headers } })
    return [status, body?.["code"] ?? "accepted"]
  }

  test.each([
    // headers, verdict
    [{ "sec-fetch-site": "same-origin" }, accepted],
    [{ "sec-fetch-site": "none" }, accepted],
    [{ "sec-fetch-site": "same-site" }, refused],
    [{ "sec-fetch-site": "cross-site" }, refused],
    [{ "sec-fetch-site": "" }, refused],
    [{ origin: shop }, accepted],
    [{ origin: own }, accepted],
    [{ origin: shop, "sec-fetch-site": "cross-site" }, accepted],
    [{ origin: shop, "sec-fetch-site": "same-site", "content-type": json }, accepted],
    // neither header: what a plain form cannot send
    [{ "content-type": json }, accepted],
    [{ "content-type": "application/json; charset=utf-8" }, accepted],
    [{}, refused],
    // one of the headers is there: JSON alone proves nothing
    [{ "content-type": json, "sec-fetch-site": "cross-site" }, refused],
    [{ "content-type": json, "sec-fetch-site": "same-site" }, refused],
    // the session's token
    [{ "x-csrf-token": token }, accepted],
    [{ "x-csrf-token": token, "sec-fetch-site": "cross-site" }, accepted],
    [{ "x-csrf-token": "csrf-of-s2" }, refused],
    [{ "x-csrf-token": "" }, refused],
    [{ "x-csrf-token": `${token}x` }, refused],
    // a wrong origin is refused whatever else is sent
    [{ origin: evil }, refused],
    [{ origin: "null" }, refused],
    [{ origin: "" }, refused],
    [{ origin: evil, "x-csrf-token": token }, refused],
    [{ origin: evil, "sec-fetch-site": "same-origin" }, refused],
    [{ origin: evil, "sec-fetch-site": "none", "content-type": json, "x-csrf-token": token }, refused],
    [{ origin: `${shop}, ${shop}`, "content-type": json }, refused],
  ])("%j is %j", async (headers, verdict) => {
    expect(await post(headers)).toEqual(verdict)
  })

  test("DELETE needs no more where neither header is there, and as much as others where one is", async () => {
    expect(await post({}, "/store/birds/b1", "DELETE")).toEqual([204, "accepted"])
    expect(await post({ "sec-fetch-site": "cross-site" }, "/store/birds/b1", "DELETE")).toEqual(refused)
    expect(await post({ origin: evil }, "/store/birds/b1", "DELETE")).toEqual(refused)
  })

  test("GET and HEAD are exempt: they change nothing", async () => {
    const headers = { origin: evil, "sec-fetch-site": "cross-site" }
    expect(await post(headers, "/store/birds/b1", "GET")).toEqual(accepted)
    expect(await post(headers, "/store/birds/b1", "HEAD")).toEqual(accepted)
  })

  test("a bearer token is exempt, also beside a cookie", async () => {
    expect(await post({ authorization: "Bearer customer", origin: evil })).toEqual(accepted)
    expect(await post({ authorization: "Bearer customer", "sec-fetch-site": "cross-site" })).toEqual(accepted)
  })
})

const signIn = async (headers: Record<string, string>) => {
  const { status, json } = await api.send("POST", "/auth/nest", { headers })
  return [status, json?.["code"] ?? "accepted"]
}

describe("an operation that sets a cookie", () => {
  test("403 for a present Origin outside of the list, whatever else is sent", async () => {
    expect(await signIn({ origin: evil, "sec-fetch-site": "same-origin" })).toEqual([403, "csrf_failed"])
    expect(await signIn({ origin: "null", "content-type": "application/json" })).toEqual([403, "csrf_failed"])
    expect(await signIn({ origin: "https://admin.example" })).toEqual([403, "csrf_failed"])
  })

  test("asks for nothing else: no Origin, and one of the list, are fine", async () => {
    expect(await signIn({})).toEqual([200, "accepted"])
    expect(await signIn({ origin: shop })).toEqual([200, "accepted"])
    expect(await signIn({ origin: own })).toEqual([200, "accepted"])
  })
})
