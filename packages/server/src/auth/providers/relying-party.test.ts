import { createServer, type RequestListener, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { afterEach, describe, expect, test } from "vitest"
import { refusalOf } from "./provider-refusals.ts"
import { createRelyingParty, type RelyingPartyOptions } from "./relying-party.ts"

const servers: Server[] = []
afterEach(async () => {
  await Promise.all(
    servers.splice(0).map((server) => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    }),
  )
})

/** A server that answers as told; its origin. */
async function listening(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}` // a TCP server that listens has one
}

const party = (origin: string, overrides: Partial<RelyingPartyOptions> = {}) =>
  createRelyingParty({
    issuer: origin,
    endpoints: { authorization_endpoint: `${origin}/authorize`, token_endpoint: `${origin}/token` },
    client_id: "covenant",
    client_secret: "s3cret",
    token_auth: "basic",
    loopback: true,
    within_ms: 5_000,
    ...overrides,
  })

const code = { code: "c", verifier: "v".repeat(43), redirect_uri: "https://shop.example/cb", nonce: undefined }

/** What becomes of a code at a server that answers its token requests so. */
async function refusedBy(answer: RequestListener, overrides: Partial<RelyingPartyOptions> = {}) {
  const origin = await listening(answer)
  try {
    await party(origin, overrides).exchange().grantCode(code)
  } catch (error) {
    return refusalOf(error)
  }
  return undefined
}

const json =
  (status: number, body: unknown): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body))
  }

describe("exchanging a code", () => {
  test("sends code, verifier and redirect address, and proves who we are in the header", async () => {
    const seen: { authorization?: string | undefined; body: string }[] = []
    const origin = await listening((request, response) => {
      let body = ""
      request.on("data", (chunk: Buffer) => (body += chunk.toString()))
      request.on("end", () => {
        seen.push({ authorization: request.headers.authorization, body })
        json(200, { access_token: "at", token_type: "Bearer", refresh_token: "rt" })(request, response)
      })
    })
    const { tokens } = await party(origin).exchange().grantCode(code)
    expect(tokens).toMatchObject({ access_token: "at", refresh_token: "rt" })
    const sent = new URLSearchParams(seen[0]?.body)
    expect(Object.fromEntries(sent)).toEqual({
      grant_type: "authorization_code",
      code: "c",
      code_verifier: code.verifier,
      redirect_uri: code.redirect_uri,
    })
    expect(seen[0]?.authorization).toBe(`Basic ${Buffer.from("covenant:s3cret").toString("base64")}`)
  })

  test.each<[string, string, string, RequestListener]>([
    [
      "a code the provider does not know",
      "oauth_code_rejected",
      "code_rejected",
      json(400, { error: "invalid_grant" }),
    ],
    [
      "a 200 with an error inside",
      "oauth_code_rejected",
      "code_rejected",
      json(200, { error: "bad_verification_code" }),
    ],
    ["a client the provider does not know", "provider_error", "client_refused", json(401, { error: "invalid_client" })],
    [
      "GitHub's way of not knowing us",
      "provider_error",
      "client_refused",
      json(200, { error: "incorrect_client_credentials" }),
    ],
    ["another kind of token", "provider_error", "unusable_answer", json(200, { access_token: "a", token_type: "mac" })],
    ["no token", "provider_error", "unusable_answer", json(200, {})],
    ["a list", "provider_error", "unusable_answer", json(200, [])],
    ["a 502", "provider_error", "server_error", json(502, { error: "server_error" })],
    [
      "a 503 as HTML",
      "provider_error",
      "server_error",
      (_, response) => response.writeHead(503, { "content-type": "text/html" }).end("<html>"),
    ],
    [
      "a 200 as HTML",
      "provider_error",
      "not_json",
      (_, response) => response.writeHead(200, { "content-type": "text/html" }).end("<html>"),
    ],
    [
      "JSON that is none",
      "provider_error",
      "not_json",
      (_, response) => response.writeHead(200, { "content-type": "application/json" }).end("{"),
    ],
    ["a connection that breaks", "provider_error", "unreachable", (request) => request.socket.destroy()],
    [
      "an announced 50 MB",
      "provider_error",
      "too_large",
      (_, response) =>
        response.writeHead(200, { "content-type": "application/json", "content-length": 50_000_000 }).write("{"),
    ],
  ])("%s is %s (%s)", async (_, refused_as, reason, answer) => {
    expect(await refusedBy(answer)).toMatchObject({ code: refused_as, reason })
  })

  test("only a client the provider does not know is a fault of ours", async () => {
    expect(await refusedBy(json(401, { error: "invalid_client" }))).toMatchObject({ is_ours: true })
    expect(await refusedBy(json(400, { error: "invalid_grant" }))).toMatchObject({ is_ours: false })
  })

  test("a redirect is not followed", async () => {
    let followed = 0
    const target = await listening((_request, response) => {
      followed += 1
      response.end()
    })
    const refused = await refusedBy((_, response) => response.writeHead(302, { location: target }).end())
    expect(refused).toMatchObject({ code: "provider_error", reason: "redirect" })
    expect(followed).toBe(0)
  })

  test.each<[string, RequestListener]>([
    ["no headers", () => undefined],
    [
      "a body that drips",
      (_, response) => {
        response.writeHead(200, { "content-type": "application/json" }).write("{")
        const drip = setInterval(() => response.write(" "), 20)
        response.on("close", () => clearInterval(drip))
      },
    ],
  ])("%s is over in time", async (_, answer) => {
    const began = performance.now()
    expect(await refusedBy(answer, { within_ms: 150 })).toMatchObject({ code: "provider_timeout", reason: "timeout" })
    expect(performance.now() - began).toBeLessThan(2_000)
  })

  test("an endless body is not read to its end", async () => {
    let sent = 0
    const refused = await refusedBy((_, response) => {
      response.writeHead(200, { "content-type": "application/json" })
      const more = () => {
        sent += 65_536
        if (sent < 50_000_000 && !response.destroyed) response.write(Buffer.alloc(65_536, 32), more)
      }
      more()
    })
    expect(refused).toMatchObject({ code: "provider_error", reason: "too_large" })
    expect(sent).toBeLessThan(20_000_000)
  })

  test("a server nobody listens at is unreachable", async () => {
    const origin = await listening(() => undefined)
    servers.splice(0).forEach((server) => server.close())
    await expect(party(origin).exchange().grantCode(code)).rejects.toSatisfy((error) => {
      expect(refusalOf(error)).toMatchObject({ code: "provider_error", reason: "unreachable" })
      return true
    })
  })

  test("plain http is let through to this machine alone, and in production not even there", async () => {
    const origin = await listening(json(200, { access_token: "a", token_type: "bearer" }))
    expect(
      await refusedBy(() => undefined, {
        loopback: false,
        endpoints: { authorization_endpoint: origin, token_endpoint: origin },
      }),
    ).toMatchObject({ code: "provider_error" })
    const token_endpoint = "http://provider.example/token"
    expect(
      await refusedBy(() => undefined, { endpoints: { authorization_endpoint: origin, token_endpoint } }),
    ).toMatchObject({ reason: "address_without_tls" })
  })
})

describe("discovery", () => {
  const described = (origin: string, issuer = origin) => ({
    issuer,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    jwks_uri: `${origin}/jwks`,
  })

  test("asks once however many begin, and not again within the hour", async () => {
    let asked = 0
    const origin = await listening((request, response) => {
      asked += 1
      json(200, described(`http://${request.headers.host ?? ""}`))(request, response)
    })
    const discovered = party(origin, { endpoints: undefined })
    const urls = await Promise.all(
      Array.from({ length: 5 }, () => discovered.exchange().authorizationUrl({ state: "s" })),
    )
    await discovered.exchange().authorizationUrl({ state: "s" })
    expect(asked).toBe(1)
    expect(urls[0]?.href).toBe(`${origin}/authorize?state=s&client_id=covenant&response_type=code`)
  })

  test("a provider that is down is asked again, and used once it is back", async () => {
    let is_down = true
    const origin = await listening((request, response) => {
      if (is_down) response.writeHead(503).end()
      else json(200, described(`http://${request.headers.host ?? ""}`))(request, response)
    })
    const discovered = party(origin, { endpoints: undefined })
    await expect(discovered.exchange().metadata()).rejects.toThrow()
    is_down = false
    await expect(discovered.exchange().metadata()).resolves.toMatchObject({ issuer: origin })
  })

  test("an issuer that differs by a slash is another", async () => {
    const origin = await listening((request, response) => {
      const self = `http://${request.headers.host ?? ""}`
      json(200, described(self, `${self}/`))(request, response)
    })
    await expect(party(origin, { endpoints: undefined }).exchange().metadata()).rejects.toThrow("another_issuer")
  })
})
