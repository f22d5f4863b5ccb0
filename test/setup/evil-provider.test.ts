import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import {
  headersAfter,
  lies,
  misdeeds,
  oddities,
  startEvilProvider,
  type EvilProvider,
  type Lie,
} from "./evil-provider.ts"

let provider: EvilProvider
beforeAll(async () => {
  provider = await startEvilProvider()
})
afterAll(() => provider.close())
afterEach(() => {
  provider.lie()
  provider.misbehave("token")
  provider.misbehave("userinfo")
})

/** Asks for tokens as a relying party does after a sign-in, and gives up after 200 ms. */
async function exchange() {
  const url = new URL(`${provider.issuer}/authorize`)
  url.search = String(new URLSearchParams({ redirect_uri: "http://127.0.0.1:1/back", state: "s", nonce: "n-1" }))
  const back = provider.callback(url)
  const answer = await fetch(`${provider.issuer}/token`, {
    method: "POST",
    redirect: "manual",
    signal: AbortSignal.timeout(200),
    body: new URLSearchParams({ code: back.searchParams.get("code") ?? "" }),
  })
  return { back, status: answer.status, answer }
}

async function idToken(lie?: Lie): Promise<string> {
  provider.lie(lie)
  const { answer } = await exchange()
  return ((await answer.json()) as { id_token: string }).id_token
}

const verified = (token: string) =>
  jwtVerify(token, createRemoteJWKSet(new URL(`${provider.issuer}/jwks`)), {
    issuer: provider.issuer,
    audience: provider.client.id,
    algorithms: ["ES256"],
    clockTolerance: 10,
    requiredClaims: ["exp", "iat", "nonce", "sub"],
  })

describe("the provider that misbehaves", () => {
  test("is a good one until it is told otherwise", async () => {
    const { back } = await exchange()
    expect(back.href).toMatch(/^http:\/\/127\.0\.0\.1:1\/back\?code=[\w-]+&state=s$/)
    const { payload } = await verified(await idToken())
    expect(payload).toMatchObject({ sub: "mira", nonce: "n-1", email_verified: true })
  })

  test("counts what is asked of it", async () => {
    const before = provider.count("token")
    await exchange()
    expect(provider.count("token")).toBe(before + 1)
    expect(provider.requests.at(-1)).toBe("POST /token")
  })

  test.each(Object.entries({ ...misdeeds, "headers that come late": headersAfter(60_000) }))(
    "%s is nothing a careful client takes for tokens",
    async (_name, misdeed) => {
      provider.misbehave("token", misdeed)
      const tokens = await exchange()
        .then(async ({ status, answer }) => (status === 200 ? ((await answer.json()) as object) : {}))
        .catch((error: unknown) => ({ error }))
      expect("access_token" in tokens && (tokens as { token_type?: unknown }).token_type === "Bearer").toBe(false)
    },
  )

  test("answers elsewhere while one endpoint misbehaves", async () => {
    provider.misbehave("userinfo", misdeeds["a 500"])
    expect((await fetch(`${provider.issuer}/userinfo`)).status).toBe(500)
    expect((await exchange()).status).toBe(200)
  })

  test.each(Object.entries(lies))("an ID token with %s differs from an honest one", async (name, lie) => {
    const [honest, lying] = [decodeJwt(await idToken()), await idToken(lie)]
    const changed = (["iss", "aud", "exp", "iat", "nonce", "sub"] as const).filter(
      (claim) => JSON.stringify(honest[claim]) !== JSON.stringify(decodeJwt(lying)[claim]),
    )
    if (/key|alg|HS256/.test(name)) await expect(verified(lying)).rejects.toThrow()
    else expect(changed.length).toBeGreaterThan(0)
  })

  test.each(Object.entries(oddities))("an ID token with %s is good", async (_name, lie) => {
    const { payload } = await verified(await idToken(lie))
    expect(payload.sub).toBe("mira")
  })

  test("HS256 is the right MAC of the client secret", async () => {
    const token = await idToken(lies["HS256 with the client secret"])
    expect(decodeProtectedHeader(token).alg).toBe("HS256")
    const secret = new TextEncoder().encode(provider.client.secret)
    expect((await jwtVerify(token, secret, { algorithms: ["HS256"] })).payload.sub).toBe("mira")
  })
})
