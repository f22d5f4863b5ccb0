import { createPrivateKey, createPublicKey, createSecretKey } from "node:crypto"
import { createServer } from "node:http"
import { connect } from "node:net"
import { storeOperations } from "@covenant/contract/store"
import { adminOperations } from "@covenant/contract/admin"
import { CompactSign, exportJWK, generateKeyPair, importJWK } from "jose"
import { sql } from "kysely"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { age } from "../../../../test/setup/age.ts"
import type { TestApp } from "../../../../test/setup/app.ts"
import { startTestApp } from "../../../../test/setup/app.ts"
import {
  adminToken,
  anotherInstance,
  ask,
  claimsOf,
  good_password,
  newCustomer,
  newIdentity,
  refuse,
  succeed,
} from "../../../../test/setup/people.ts"
import { contents } from "../../../../test/setup/rows.ts"
import { insertSigningKey } from "../lib/key-ring.ts"

let app: TestApp
let other: TestApp
let customer: Awaited<ReturnType<typeof newCustomer>>

beforeAll(async () => {
  app = await startTestApp()
  customer = await newCustomer(app)
})
afterAll(() => app.close())

const me = "GET /store/customers/me"
const now = () => Math.floor(app.clock.now().getTime() / 1000)

/** The server's own key: what an attacker does not have, and what forges everything but the claims. */
async function sign(claims: unknown, header: Record<string, unknown> = {}): Promise<string> {
  const key = await app.services.keys.active()
  const all = { alg: key.alg, kid: key.kid, typ: "at+jwt", ...header }
  return new CompactSign(Buffer.from(JSON.stringify(claims))).setProtectedHeader(all).sign(key.private_key)
}
const claims = () => claimsOf(customer.token)
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url")
const parts = () => customer.token.split(".") as [string, string, string]

describe("an access token that is not ours", () => {
  test("J1 alg none with valid claims is 401, and nothing is written", async () => {
    const before = await contents(app.db)
    const { kid } = await app.services.keys.active()
    for (const alg of ["none", "None", "NONE", ""]) {
      const unsigned = `${encode({ alg, kid, typ: "at+jwt" })}.${encode(claims())}.`
      for (const token of [unsigned, `${unsigned}AA`, unsigned.slice(0, -1)])
        await refuse(app, me, "token_invalid", { token })
    }
    expect(await contents(app.db)).toEqual(before)
  })

  test("J2 HS256 with the public key as secret, as JWK and as PEM, is 401", async () => {
    const [jwk] = await app.services.keys.publicKeys()
    const pem = createPublicKey({ key: jwk as never, format: "jwk" }).export({ type: "spki", format: "pem" })
    for (const secret of [JSON.stringify(jwk), String(pem), String(pem).trim()]) {
      const token = await new CompactSign(Buffer.from(JSON.stringify(claims())))
        .setProtectedHeader({ alg: "HS256", kid: String(jwk?.kid), typ: "at+jwt" })
        .sign(createSecretKey(Buffer.from(secret)))
      await refuse(app, me, "token_invalid", { token })
    }
  })

  test("J3 a kid we do not know, of any form, is 401, and a hundred of them ask the database at most once in 10 s", async () => {
    const kids = [
      "unknown",
      "../../dev/null",
      "'; drop table session; --",
      "__proto__",
      "constructor",
      "",
      "k".repeat(5_000),
    ]
    for (const kid of kids) await refuse(app, me, "token_invalid", { token: await sign(claims(), { kid }) })
    await refuse(app, me, "token_invalid", { token: await sign(claims(), { kid: 7 }) })
    await refuse(app, me, "token_invalid", { token: await sign(claims(), { kid: "k".repeat(10_000) }) })
    await refuse(app, me, "token_invalid", { token: await sign(claims(), { kid: undefined }) })

    let reads = 0
    const counting = await startTestApp()
    try {
      const { db } = counting.services
      const { createKeyRing } = await import("../lib/key-ring.ts")
      const ring = createKeyRing({
        ...counting.services,
        db: db.withPlugin({
          transformQuery: ({ node }) => {
            reads++
            return node
          },
          transformResult: async ({ result }) => result,
        }),
      })
      for (let i = 0; i < 100; i++) expect(await ring.find(`unknown ${i}`)).toBeUndefined()
      expect(reads).toBe(1)
      counting.clock.advance(11)
      for (let i = 0; i < 100; i++) expect(await ring.find(`unknown ${i}`)).toBeUndefined()
      expect(reads).toBe(2)
      expect(await ring.find((await counting.services.keys.active()).kid)).toBeDefined()
    } finally {
      await counting.close()
    }
  })

  test("J4 a key that the token itself names is never followed: jwk, jku and x5u are 401, and nobody is asked", async () => {
    let asked = 0
    const listener = createServer((_request, response) => {
      asked++
      response.end("{}")
    })
    listener.on("connection", () => asked++)
    await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve))
    const { port } = listener.address() as { port: number } // it listens on TCP
    const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true })
    const jwk = await exportJWK(publicKey)
    const { kid } = await app.services.keys.active()
    const url = `http://127.0.0.1:${port}/keys`
    try {
      for (const header of [{ jwk }, { jku: url }, { x5u: url }, { jwk, jku: url, x5u: url, x5c: ["AA=="] }]) {
        for (const named of [{ kid }, { kid: "mine" }, {}]) {
          const token = await new CompactSign(Buffer.from(JSON.stringify(claims())))
            .setProtectedHeader({ alg: "ES256", typ: "at+jwt", ...header, ...named })
            .sign(privateKey)
          await refuse(app, me, "token_invalid", { token })
        }
      }
      expect(asked).toBe(0)
    } finally {
      listener.close()
    }
  })

  test("J5 an unknown crit is 401, and so is one that names what we know", async () => {
    const [, payload, signature] = parts()
    const { kid, alg } = await app.services.keys.active()
    for (const crit of [["exp"], ["b64"], [], "exp", ["http://example.test/unknown"]]) {
      const header = encode({ alg, kid, typ: "at+jwt", crit, b64: true, exp: 1 })
      await refuse(app, me, "token_invalid", { token: `${header}.${payload}.${signature}` })
    }
    const key = await app.services.keys.active()
    const token = await new CompactSign(Buffer.from(JSON.stringify(claims())))
      .setProtectedHeader({ alg, kid, typ: "at+jwt", b64: true, crit: ["b64"] })
      .sign(key.private_key)
    await refuse(app, me, "token_invalid", { token })
  })

  test("J9 swapped payload, flipped bits, wrong number of parts and other spellings are 401", async () => {
    const [header, payload, signature] = parts()
    const { token: another } = await newCustomer(app)
    const bytes = Buffer.from(signature, "base64url")
    const flipped = [0, 31, 32, 63].map((at) => {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      return `${header}.${payload}.${changed.toString("base64url")}`
    })
    // 64 bytes leave four bits of the last character unused: 15 other texts decode to the same signature.
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    const last = alphabet.indexOf(signature.at(-1) ?? "")
    const respelt = [1, 2, 15].map((bits) => `${header}.${payload}.${signature.slice(0, -1)}${alphabet[last ^ bits]}`)
    for (const token of [
      `${header}.${another.split(".")[1]}.${signature}`,
      ...flipped,
      ...respelt,
      `${customer.token}.`,
      `${customer.token}.${signature}`,
      `${customer.token}.${signature}.${signature}`,
      `${header}.${payload}`,
      `${header}..${signature}`,
      `.${payload}.${signature}`,
      `${header}=.${payload}.${signature}`,
      `${customer.token}=`,
      `${customer.token}==`,
      `${header}.${payload}.${signature.replaceAll("_", "/").replaceAll("-", "+")}A`,
      "a.b.c",
      "not-a-token",
      "x".repeat(9_000),
    ]) {
      await refuse(app, me, "token_invalid", { token })
    }
  })

  test("J9 the header: no scheme, Bearer alone, two spaces, empty and another scheme are 401; lower case is 200", async () => {
    for (const authorization of [
      "Bearer",
      "Bearer ",
      `Bearer  ${customer.token}`,
      `Bearer\t${customer.token}`,
      `Bearer ${customer.token} x`,
      `Bearer ${customer.token},`,
      customer.token,
      `Basic ${customer.token}`,
      `Bearer Bearer ${customer.token}`,
    ]) {
      await refuse(app, me, "token_invalid", { headers: { authorization } })
    }
    await refuse(app, me, "token_missing")
    for (const scheme of ["bearer", "BEARER", "bEaReR"]) {
      await succeed(app, me, { headers: { authorization: `${scheme} ${customer.token}` } })
    }
  })

  test("J9 two Authorization headers are 401, also when both are good", async () => {
    const header = `authorization: Bearer ${customer.token}\r\n`
    expect(
      await raw(
        `GET /store/customers/me HTTP/1.1\r\nhost: x\r\nx-publishable-api-key: ${app.publishable_key}\r\nconnection: close\r\n${header}${header}\r\n`,
      ),
    ).toContain("401")
  })

  test("K1 a publishable key is no bearer token", async () => {
    await refuse(app, me, "token_invalid", { token: app.publishable_key })
    await refuse(app, "GET /admin/auth", "token_invalid", { token: app.publishable_key })
  })
})

/** The answer to a request sent as it is. */
async function raw(request: string): Promise<string> {
  const { hostname, port } = new URL(app.url)
  const socket = connect(Number(port), hostname)
  socket.write(request)
  let answer = ""
  for await (const chunk of socket) answer += String(chunk)
  return answer
}

describe("the claims of an access token, signed by our own key", () => {
  test("the control: the same claims signed again are 200", async () => {
    await succeed(app, me, { token: await sign(claims()) })
  })

  test("J6 exp 6 seconds ago is 401 token_expired, 3 seconds ago is 200", async () => {
    const at = now()
    await refuse(app, me, "token_expired", { token: await sign({ ...claims(), iat: at - 60, exp: at - 6 }) })
    await succeed(app, me, { token: await sign({ ...claims(), iat: at - 60, exp: at - 3 }) })
  })

  test("J6 a token that was good expires by the clock, also when its signature is remembered", async () => {
    const own = await startTestApp({ access_ttl_seconds: 60 })
    try {
      const { token } = await newCustomer(own)
      await succeed(own, me, { token })
      own.clock.advance(63)
      await succeed(own, me, { token })
      own.clock.advance(4)
      await refuse(own, me, "token_expired", { token })
    } finally {
      await own.close()
    }
  })

  test("J7 iat or nbf 60 seconds ahead is 401, 3 seconds ahead is 200", async () => {
    const at = now()
    await refuse(app, me, "token_invalid", { token: await sign({ ...claims(), iat: at + 60, exp: at + 120 }) })
    await refuse(app, me, "token_invalid", { token: await sign({ ...claims(), nbf: at + 60 }) })
    await refuse(app, me, "token_invalid", { token: await sign({ ...claims(), nbf: "soon" }) })
    await succeed(app, me, { token: await sign({ ...claims(), iat: at + 3, exp: at + 60 }) })
    await succeed(app, me, { token: await sign({ ...claims(), nbf: at + 3 }) })
  })

  test.each([
    ["another issuer", { iss: "https://evil.test" }],
    ["the issuer with a slash", { iss: "slash" }],
    ["no issuer", { iss: undefined }],
    ["an audience list that contains ours", { aud: ["store"] }],
    ["another audience", { aud: "shop" }],
    ["the other realm's audience", { aud: "admin" }],
    ["no audience", { aud: undefined }],
    ["no exp", { exp: undefined }],
    ["exp as text", { exp: "9999999999" }],
    ["an endless exp", { exp: 9_999_999_999 }],
    ["exp beyond numbers", { exp: 1e300 }],
    ["no iat", { iat: undefined }],
    ["a negative iat", { iat: -1 }],
    ["no session", { sid: undefined }],
    ["a session id of another form", { sid: "' or 1=1 --" }],
    ["a session id in upper case", { sid: "upper" }],
    ["another identity", { sub: "authid_01KERRMXE0WZV8YBTMG9YFM2NJ" }],
    ["no identity", { sub: undefined }],
    ["another customer", { actor_id: "cus_01KERRMXE0WZV8YBTMG9YFM2NJ" }],
    ["no customer", { actor_id: "" }],
    ["scope mfa", { scope: "mfa" }],
    ["no scope", { scope: undefined }],
  ])("%s is 401", async (_title, change) => {
    const changed: Record<string, unknown> = { ...claims(), ...change }
    if (changed["iss"] === "slash") changed["iss"] = `${String(claims()["iss"])}/`
    if (changed["sid"] === "upper") changed["sid"] = String(claims()["sid"]).toUpperCase()
    await refuse(app, me, "token_invalid", { token: await sign(changed) })
  })

  test("a session that never was is 401 session_revoked", async () => {
    await refuse(app, me, "session_revoked", {
      token: await sign({ ...claims(), sid: "019aa7a5-0000-7000-8000-000000000001" }),
    })
  })

  test.each([
    ["typ JWT", { typ: "JWT" }],
    ["no typ", { typ: undefined }],
    ["typ with its prefix", { typ: "application/at+jwt" }],
    ["typ as a list", { typ: ["at+jwt"] }],
  ])("%s is 401: another kind of token is no access token", async (_title, header) => {
    await refuse(app, me, "token_invalid", { token: await sign(claims(), header) })
  })

  test("a payload that is no object is 401", async () => {
    for (const payload of [[], null, "text", 7]) await refuse(app, me, "token_invalid", { token: await sign(payload) })
  })

  test("J15 claims named __proto__ and constructor pollute nothing", async () => {
    const text = JSON.stringify(claims()).replace(
      "{",
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},',
    )
    const key = await app.services.keys.active()
    const token = await new CompactSign(Buffer.from(text))
      .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: "at+jwt" })
      .sign(key.private_key)
    expect((await ask(app, me, { token })).status).toBe(200)
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  test("a token over 8 KiB is refused unread, though its signature is good", async () => {
    await refuse(app, me, "token_invalid", { token: await sign({ ...claims(), padding: "x".repeat(7_000) }) })
  })
})

describe("who a token is for", () => {
  test("J8 a customer's token on every admin operation, and an administrator's on the store, are 401", async () => {
    const admin = await adminToken(app)
    await refuse(app, me, "token_invalid", { token: admin })
    await refuse(app, "POST /auth/session", "token_invalid", { token: admin })
    await refuse(app, "DELETE /auth/session", "token_invalid", { token: admin })
    for (const { method, path, credentials } of Object.values(adminOperations)) {
      if (credentials.length === 0) continue
      await refuse(app, `${method.toUpperCase()} ${path}`, "token_invalid", { token: customer.token })
    }
  })

  test("J10 a registration token is 401 on every protected operation but those that take it", async () => {
    const taking = new Set([
      "registerCustomer",
      "refreshAuthToken",
      "createAuthSession",
      "deleteAuthSession",
      "requestEmailVerification",
    ])
    for (const [id, { method, path, credentials }] of Object.entries({ ...storeOperations, ...adminOperations })) {
      if (credentials.length === 0 || taking.has(id)) continue
      const { token } = await newIdentity(app)
      // Where a mailed token is asked for, what was sent is judged as one, once the body is good.
      const resets = credentials.some(({ actor }) => actor === "reset")
      const code = resets ? "reset_token_invalid" : "token_invalid"
      await refuse(app, `${method.toUpperCase()} ${path.replace(/\{.*?\}/, "x")}`, code, {
        token,
        ...(method === "get" ? {} : { body: resets ? { password: good_password } : {} }),
      })
    }
  })

  test("M2 every protected operation without credentials is 401", async () => {
    for (const { method, path, credentials, anonymous } of Object.values({ ...storeOperations, ...adminOperations })) {
      if (credentials.length === 0 || anonymous) continue
      await refuse(
        app,
        `${method.toUpperCase()} ${path.replace(/\{.*?\}/, "x")}`,
        "token_missing",
        method === "get" ? {} : { body: {} },
      )
    }
  })

  test("a registration token goes on being one after the customer exists, until it is refreshed", async () => {
    const { registration_token } = await newCustomer(app)
    await refuse(app, me, "token_invalid", { token: registration_token })
    const refreshed = await succeed(app, "POST /auth/token/refresh", { token: registration_token })
    await succeed(app, me, { token: refreshed.body["token"] })
  })
})

describe("J12 a token whose session is over is 401 session_revoked at the next request, on every instance", () => {
  beforeAll(async () => {
    other = await anotherInstance(app)
  })
  afterAll(() => other.close())

  const cases: [string, (person: Awaited<ReturnType<typeof newCustomer>>) => Promise<unknown>][] = [
    ["signed out", ({ token }) => succeed(app, "DELETE /auth/session", { token })],
    [
      "its customer is deleted",
      ({ customer_id }) =>
        app.db.updateTable("customer").set({ deleted_at: new Date() }).where("id", "=", customer_id).execute(),
    ],
    [
      "its customer is unlinked",
      ({ customer_id }) => app.db.deleteFrom("actor_link").where("actor_id", "=", customer_id).execute(),
    ],
    [
      "its identity is disabled",
      ({ identity_id }) =>
        app.db.updateTable("auth_identity").set({ disabled_at: new Date() }).where("id", "=", identity_id).execute(),
    ],
    [
      "its identity is deleted",
      ({ identity_id }) =>
        app.db.updateTable("auth_identity").set({ deleted_at: new Date() }).where("id", "=", identity_id).execute(),
    ],
    [
      "the epoch of its identity was raised, as a reset does",
      ({ identity_id }) =>
        app.db
          .updateTable("auth_identity")
          .set({ session_epoch: sql<number>`session_epoch + 1` })
          .where("id", "=", identity_id)
          .execute(),
    ],
    [
      "the identity is gone",
      ({ identity_id }) => app.db.deleteFrom("auth_identity").where("id", "=", identity_id).execute(),
    ],
    ["idle for too long", ({ session_id }) => age(app.db, "session", session_id, app.config.session_idle_seconds + 1)],
    [
      "past its absolute end",
      ({ session_id }) => age(app.db, "session", session_id, app.config.session_absolute_seconds + 1),
    ],
  ]

  test.each(cases)("%s", async (_title, end) => {
    const person = await newCustomer(app)
    await succeed(other, me, { token: person.token }) // remembered
    await end(person)
    await refuse(other, me, "session_revoked", { token: person.token })
    await refuse(app, "POST /auth/token/refresh", "session_revoked", { token: person.token })
    await refuse(app, "POST /auth/token/refresh", "session_revoked", { body: { refresh_token: person.refresh_token } })
  })

  test("a customer that comes back does not bring the session back", async () => {
    const { token, customer_id } = await newCustomer(app)
    const setDeleted = (deleted_at: Date | null) =>
      app.db.updateTable("customer").set({ deleted_at }).where("id", "=", customer_id).execute()
    await setDeleted(new Date())
    await refuse(app, me, "session_revoked", { token })
    await setDeleted(null)
    await refuse(app, me, "session_revoked", { token })
  })
})

describe("the key ring", () => {
  const move = async (kid: string, state: "active" | "retired") =>
    app.db.updateTable("signing_key").set({ state }).where("kid", "=", kid).execute()

  test.each(["ES256", "EdDSA", "RS256"] as const)(
    "J13 J14 next → active → retired → removed, to %s: both keys verify until the old one is removed, then 401",
    async (alg) => {
      const own = await startTestApp()
      const { keys, vault, db } = own.services
      const original = await db
        .selectFrom("signing_key")
        .selectAll()
        .where("state", "=", "active")
        .executeTakeFirstOrThrow()
      try {
        const before = await newCustomer(own)
        const { kid: old } = await keys.active()
        const next = await insertSigningKey(db, vault, "next", alg)
        own.clock.advance(31)
        expect((await keys.publicKeys()).map(({ kid }) => kid)).toEqual(expect.arrayContaining([old, next]))
        expect((await keys.active()).kid).toBe(old)

        await db.transaction().execute(async (trx) => {
          await trx.updateTable("signing_key").set({ state: "retired" }).where("kid", "=", old).execute()
          await trx
            .updateTable("signing_key")
            .set({ state: "active" })
            .where("kid", "=", next ?? "")
            .execute()
        })
        own.clock.advance(31)
        const after = await newCustomer(own)
        expect(headerOf(after.token)).toMatchObject({ kid: next, alg })
        await succeed(own, me, { token: before.token })
        await succeed(own, me, { token: after.token })

        const retired = await importJWK(
          JSON.parse(vault.open("signing key", original.private_enc, old).toString()) as never,
          "ES256",
        )
        await db.deleteFrom("signing_key").where("kid", "=", old).execute()
        own.clock.advance(31)
        await refuse(own, me, "token_invalid", { token: before.token })
        await succeed(own, me, { token: after.token })
        const forged = await new CompactSign(
          Buffer.from(JSON.stringify({ ...claimsOf(after.token), actor_id: before.customer_id })),
        )
          .setProtectedHeader({ alg: "ES256", kid: old, typ: "at+jwt" })
          .sign(retired)
        await refuse(own, me, "token_invalid", { token: forged })
      } finally {
        // Other apps of the file may share the database, and sign with the old key.
        await db.deleteFrom("signing_key").execute()
        await db
          .insertInto("signing_key")
          .values({ ...original, public_jwk: JSON.stringify(original.public_jwk) })
          .execute()
        await own.close()
      }
    },
  )

  test("J3 a key rotated in elsewhere is found at its first token", async () => {
    const own = await startTestApp()
    const { keys, vault, db } = own.services
    try {
      const { kid: old } = await keys.active()
      own.clock.advance(11)
      const next = await insertSigningKey(db, vault, "next")
      expect(await keys.find(String(next))).toBeDefined()
      expect((await keys.active()).kid).toBe(old)
    } finally {
      await own.close()
    }
  })

  test("the published keys have no private part, and verify our tokens", async () => {
    const answer = await app.fetch("/.well-known/jwks.json")
    expect(answer.headers.get("cache-control")).toBe("public, max-age=300")
    const { keys } = (await answer.json()) as { keys: Record<string, unknown>[] } // RFC 7517
    const { kid } = headerOf(customer.token)
    const key = keys.find((candidate) => candidate["kid"] === kid)
    expect(key).toEqual({
      kty: "EC",
      crv: "P-256",
      alg: "ES256",
      use: "sig",
      kid,
      x: expect.any(String),
      y: expect.any(String),
    })
    expect(() => createPrivateKey({ key: key as never, format: "jwk" })).toThrow()
    const { jwtVerify } = await import("jose")
    const { payload } = await jwtVerify(customer.token, await importJWK(key as never, "ES256"), {
      audience: "store",
      issuer: app.url,
    })
    expect(payload.sub).toBe(customer.identity_id)
  })

  test("of two active keys the second is refused by the table", async () => {
    expect(await insertSigningKey(app.db, app.services.vault, "active")).toBeUndefined()
    await expect(move((await insertSigningKey(app.db, app.services.vault, "next")) ?? "", "active")).rejects.toThrow()
  })
})

const headerOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString()) as Record<string, unknown>

describe("what a token says", () => {
  test("all claims of a customer's token", async () => {
    const { token, identity_id, session_id, customer_id } = await newCustomer(app)
    const said = claimsOf(token)
    expect(said).toEqual({
      iss: app.url,
      aud: "store",
      sub: identity_id,
      sid: session_id,
      jti: expect.any(String),
      iat: expect.any(Number),
      exp: Number(said["iat"]) + 86_400,
      auth_time: expect.any(Number),
      amr: ["pwd"],
      aal: 1,
      scope: "full",
      actor_id: customer_id,
      actor_type: "customer",
      auth_identity_id: identity_id,
      auth_provider: "emailpass",
      app_metadata: { customer_id },
      user_metadata: {},
    })
    expect(headerOf(token)).toEqual({ alg: "ES256", kid: expect.any(String), typ: "at+jwt" })
  })

  test("a registration token has no actor, and 30 minutes", async () => {
    const { token } = await newIdentity(app)
    const said = claimsOf(token)
    expect(said).toMatchObject({ actor_id: "", scope: "registration", actor_type: "customer", app_metadata: {} })
    expect(Number(said["exp"]) - Number(said["iat"])).toBe(1_800)
  })

  test("the administrator's token adds what its clients look for", async () => {
    const said = claimsOf(await adminToken(app))
    expect(said).toMatchObject({ aud: "admin", domain: "admin", actor_type: "user", scope: "full" })
    expect(said["user_id"]).toBe(said["actor_id"])
    expect(said["app_metadata"]).toEqual({ user_id: said["user_id"] })
  })

  test("a profile over 2 KiB stays out of the token", async () => {
    const { token, identity_id } = await newCustomer(app)
    await app.db
      .updateTable("provider_identity")
      .set({ user_metadata: JSON.stringify({ picture: "x".repeat(3_000) }) })
      .where("auth_identity_id", "=", identity_id)
      .execute()
    const { body } = await succeed(app, "POST /auth/token/refresh", { token })
    expect(claimsOf(body["token"])["user_metadata"]).toEqual({})
  })
})
