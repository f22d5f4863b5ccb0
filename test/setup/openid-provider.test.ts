import { createHash, randomBytes } from "node:crypto"
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose"
import { CookieJar } from "tough-cookie"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { signInAtProvider, startOpenIdProvider, walkProvider, type OpenIdProvider } from "./openid-provider.ts"

const redirect_uri = "http://127.0.0.1:1/callback"
let provider: OpenIdProvider

beforeAll(async () => {
  provider = await startOpenIdProvider({
    people: [
      { sub: "mira", claims: { name: "Mira", email: "mira@example.com", email_verified: true, role: "admin" } },
      { sub: "noor", claims: { email: "noor@example.com", email_verified: false } },
    ],
  })
})
afterAll(() => provider.close())

/** A start as a relying party makes it. */
function start(more: Record<string, string> = {}) {
  const verifier = randomBytes(32).toString("base64url")
  const [state, nonce] = [randomBytes(8).toString("hex"), randomBytes(8).toString("hex")]
  const url = new URL(`${provider.issuer}/auth`)
  url.search = String(
    new URLSearchParams({
      client_id: provider.client.id,
      redirect_uri,
      response_type: "code",
      scope: "openid profile email",
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
      state,
      nonce,
      ...more,
    }),
  )
  return { url, state, nonce, verifier }
}

interface Tokens {
  id_token: string
  access_token: string
}

async function exchange(code: string, verifier: string) {
  const { id, secret } = provider.client
  const answer = await fetch(`${provider.issuer}/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${id}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: "authorization_code", code, redirect_uri, code_verifier: verifier }),
  })
  return { status: answer.status, body: (await answer.json()) as Tokens }
}

async function signIn(as: string) {
  const { url, nonce, verifier } = start()
  const back = await signInAtProvider(url, { as })
  const { body } = await exchange(back.searchParams.get("code") ?? "", verifier)
  const keys = createRemoteJWKSet(new URL(`${provider.issuer}/jwks`))
  const { payload } = await jwtVerify(body.id_token, keys, { issuer: provider.issuer, audience: provider.client.id })
  expect(payload["nonce"]).toBe(nonce)
  return { claims: payload, ...body }
}

describe("the OpenID provider of the tests", () => {
  test("sends the browser back with code, state and iss, and the code brings an ID token", async () => {
    const { url, state, verifier } = start()
    const back = await signInAtProvider(url, { as: "mira" })
    expect(back.href.startsWith(`${redirect_uri}?`)).toBe(true)
    expect(back.searchParams.get("state")).toBe(state)
    expect(back.searchParams.get("iss")).toBe(provider.issuer)
    expect(await exchange(back.searchParams.get("code") ?? "", verifier)).toMatchObject({ status: 200 })
    expect(await exchange(back.searchParams.get("code") ?? "", verifier)).toMatchObject({ status: 400 })
  })

  test("tells what was said about the person, whatever it is", async () => {
    const { claims, access_token } = await signIn("mira")
    expect(claims).toMatchObject({ sub: "mira", email: "mira@example.com", email_verified: true, role: "admin" })
    const userinfo = await fetch(`${provider.issuer}/me`, { headers: { authorization: `Bearer ${access_token}` } })
    expect(await userinfo.json()).toMatchObject({ sub: "mira", name: "Mira" })
  })

  test("sends the browser back with an error when it was cancelled", async () => {
    const { url, state } = start()
    const back = await signInAtProvider(url, "cancel")
    expect(Object.fromEntries(back.searchParams)).toMatchObject({ error: "access_denied", state })
  })

  test("asks again at each visit: in one browser somebody else may sign in after somebody", async () => {
    const jar = new CookieJar()
    for (const as of ["mira", "noor", "noor", "mira"]) {
      const { url, verifier } = start()
      const back = await signInAtProvider(url, { as }, jar)
      const { body } = await exchange(back.searchParams.get("code") ?? "", verifier)
      expect(decodeJwt(body.id_token).sub).toBe(as)
    }
  })

  test("answers with a form where that is asked for", async () => {
    const { url, state } = start({ response_mode: "form_post" })
    const { url: action, form } = await walkProvider(url, { as: "noor" })
    expect(action.href).toBe(redirect_uri)
    expect(form?.get("state")).toBe(state)
  })

  test("signs with another key after a rotation, and publishes it alone", async () => {
    const before = decodeProtectedHeader((await signIn("mira")).id_token).kid
    await provider.rotateKeys()
    expect(decodeProtectedHeader((await signIn("mira")).id_token).kid).not.toBe(before)
  })

  test("counts what is asked of it, and is away when told", async () => {
    const discovery = `${provider.issuer}/.well-known/openid-configuration`
    const before = provider.requests("/.well-known/openid-configuration")
    expect((await fetch(discovery)).status).toBe(200)
    provider.goAway()
    expect((await fetch(discovery)).status).toBe(503)
    provider.comeBack()
    expect(provider.requests("/.well-known/openid-configuration")).toBe(before + 2)
  })
})
