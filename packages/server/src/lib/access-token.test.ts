import { ApiFailure } from "@covenant/contract"
import fc from "fast-check"
import { CompactSign, generateKeyPair } from "jose"
import { describe, expect, test } from "vitest"
import type { AccessClaims, SigningKey } from "./access-token.ts"
import { createAccessTokenVerifier, signAccessToken } from "./access-token.ts"

const { publicKey, privateKey } = await generateKeyPair("ES256")
const key: SigningKey = { kid: "k1", alg: "ES256", public_key: publicKey, private_key: privateKey }
const now = new Date("2026-01-12T09:30:00Z")
const at = now.getTime() / 1000
const claims: AccessClaims = {
  iss: "https://shop.test",
  aud: "store",
  sub: "authid_01KERRMXE0WZV8YBTMG9YFM2NJ",
  sid: "019aa7a5-0000-7000-8000-000000000001",
  jti: "j",
  iat: at,
  exp: at + 60,
  auth_time: at,
  amr: ["pwd"],
  aal: 1,
  scope: "full",
  actor_id: "cus_1",
  actor_type: "customer",
  auth_identity_id: "authid_01KERRMXE0WZV8YBTMG9YFM2NJ",
  auth_provider: "emailpass",
  app_metadata: { customer_id: "cus_1" },
  user_metadata: {},
}
const options = {
  findKey: async (kid: string) => (kid === key.kid ? key : undefined),
  issuer: "https://shop.test",
  now,
  longest_life: { store: 3_600, admin: 60 },
}
const verify = (token: string, change: Partial<typeof options> = {}) =>
  createAccessTokenVerifier().verify(token, { ...options, ...change })

describe("an access token", () => {
  test("says what was signed, whatever the profile holds", async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), async (user_metadata, actor_id) => {
        const said = JSON.parse(JSON.stringify({ ...claims, user_metadata, actor_id })) as AccessClaims // what JSON can say
        expect(await verify(await signAccessToken(said, key))).toEqual(said)
      }),
      { numRuns: 50 },
    )
  })

  test("no text makes the verifier throw anything but a 401", async () => {
    const part = fc.oneof(
      fc.base64String(),
      fc.string(),
      fc.json().map((text) => Buffer.from(text).toString("base64url")),
      fc.constantFrom(
        ...["alg", "kid", "typ"].map((name) => Buffer.from(JSON.stringify({ [name]: 1 })).toString("base64url")),
      ),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 5 }), async (parts) => {
        const failure = await verify(parts.join(".")).catch((error: unknown) => error)
        expect(failure).toBeInstanceOf(ApiFailure)
        expect(failure).toMatchObject({ status: 401, code: "token_invalid" })
      }),
      { numRuns: 500 },
    )
  })

  test("no claims, signed by our own key, make it throw anything but a 401", async () => {
    const name = fc.constantFrom("iss", "aud", "sub", "sid", "iat", "exp", "nbf", "scope", "__proto__")
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(name, fc.jsonValue()), { minLength: 1, maxLength: 4 }), async (changes) => {
        const token = await new CompactSign(Buffer.from(JSON.stringify({ ...claims, ...Object.fromEntries(changes) })))
          .setProtectedHeader({ alg: "ES256", kid: "k1", typ: "at+jwt" })
          .sign(privateKey)
        const outcome = await verify(token).then(
          () => 200,
          (error: unknown) => (error instanceof ApiFailure ? error.status : 500),
        )
        expect([200, 401]).toContain(outcome)
      }),
      { numRuns: 200 },
    )
  })

  test("the seconds of its edges: expired at exp + 5, not before; from the future beyond iat − 5", async () => {
    const token = await signAccessToken(claims, key)
    const seconds = (offset: number) => ({ now: new Date(now.getTime() + offset * 1_000) })
    await verify(token, seconds(64))
    await expect(verify(token, seconds(65))).rejects.toMatchObject({ code: "token_expired" })
    await verify(token, seconds(-5))
    await expect(verify(token, seconds(-6))).rejects.toMatchObject({ code: "token_invalid" })
  })

  test("a life of exactly the realm's longest is good, a second more is not", async () => {
    const living = (aud: "store" | "admin", life: number) => signAccessToken({ ...claims, aud, exp: at + life }, key)
    await verify(await living("store", 3_600))
    await expect(verify(await living("store", 3_601))).rejects.toMatchObject({ code: "token_invalid" })
    await verify(await living("admin", 60))
    await expect(verify(await living("admin", 61))).rejects.toMatchObject({ code: "token_invalid" })
  })

  test.each([
    ["an audience list that contains ours", { aud: ["store"] }],
    ["no audience", { aud: undefined }],
    ["a session that is no UUID", { sid: "1" }],
    ["an unknown scope", { scope: "mfa" }],
    ["no iat", { iat: undefined }],
    ["no exp", { exp: undefined }],
  ])("%s is 401 before anything is looked up", async (_title, change) => {
    const token = await signAccessToken({ ...claims, ...(change as object) }, key)
    await expect(verify(token)).rejects.toMatchObject({ code: "token_invalid" })
  })

  test("a remembered signature does not outlive its key, nor excuse another issuer or a later hour", async () => {
    const verifier = createAccessTokenVerifier()
    const token = await signAccessToken(claims, key)
    await verifier.verify(token, options)
    await verifier.verify(token, options)
    await expect(verifier.verify(token, { ...options, findKey: async () => undefined })).rejects.toMatchObject({
      status: 401,
    })
    await expect(verifier.verify(token, { ...options, issuer: "https://other.test" })).rejects.toMatchObject({
      status: 401,
    })
    await expect(
      verifier.verify(token, { ...options, now: new Date(now.getTime() + 3_600_000) }),
    ).rejects.toMatchObject({
      code: "token_expired",
    })
  })

  test("a refused token is not remembered as good", async () => {
    const verifier = createAccessTokenVerifier()
    const token = await signAccessToken({ ...claims, iss: "https://other.test" }, key)
    for (let i = 0; i < 2; i++) await expect(verifier.verify(token, options)).rejects.toMatchObject({ status: 401 })
  })
})
