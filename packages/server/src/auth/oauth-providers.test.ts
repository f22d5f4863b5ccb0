import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { TestApp } from "../../../../test/setup/app.ts"
import {
  headersAfter,
  lies,
  misdeeds,
  oddities,
  startEvilProvider,
  type Endpoint,
  type EvilProvider,
  type Lie,
  type Misdeed,
} from "../../../../test/setup/evil-provider.ts"
import { freshEmail } from "../../../../test/setup/fresh.ts"
import { expectedPlain500s } from "../../../../test/setup/no-plain-500.ts"
import { asGithub, Browser, providerSettings, startOauthApp, type Seen } from "../../../../test/setup/oauth.ts"

let ep: EvilProvider
let app: TestApp

beforeAll(async () => {
  ep = await startEvilProvider()
  app = await startOauthApp([providerSettings("ep", ep), asGithub(ep)])
})
afterAll(async () => {
  await app.close()
  await ep.close()
})

/** A sign-in, with the callback as the provider makes it; JSON, so that a refusal is its status. */
async function journey(
  provider = "ep",
  { misdeed, lie }: { misdeed?: [Endpoint, Misdeed]; lie?: Lie } = {},
): Promise<Seen> {
  const browser = new Browser(app)
  const back = ep.callback(await browser.start(provider, { response_mode: "json" }))
  if (misdeed) ep.misbehave(...misdeed)
  ep.lie(lie)
  try {
    return await browser.go(back)
  } finally {
    if (misdeed) ep.misbehave(misdeed[0])
    ep.lie()
  }
}

/** Somebody new signs in from now on. */
function newPerson(more: Record<string, unknown> = {}): { sub: string; email: string } {
  const email = freshEmail()
  const person = { sub: `ep-${email}`, email, email_verified: true, name: "Mira", ...more }
  ep.person = person
  ep.emails = [{ email, primary: true, verified: true }]
  return person
}

const outcomeOf = (seen: Seen) => ({ status: seen.status, code: seen.body["code"] })
const identities = async (sub: string) =>
  (await app.db.selectFrom("provider_identity").select("id").where("entity_id", "=", sub).execute()).length

/** What this process holds once the garbage is collected, the bodies of answers included. */
function heldBytes(): number {
  setFlagsFromString("--expose-gc")
  runInNewContext("gc")()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

describe("O8 a token endpoint that misbehaves: the flow is consumed, nobody is made", () => {
  test.each<[keyof typeof misdeeds, number, string]>([
    ["a reset", 502, "provider_error"],
    ["a reset in the body", 502, "provider_error"],
    ["a 500", 502, "provider_error"],
    ["a 503 as HTML", 502, "provider_error"],
    ["a 200 as HTML", 502, "provider_error"],
    ["a 200 without a body", 502, "provider_error"],
    ["bad JSON", 502, "provider_error"],
    ["JSON that is no object", 502, "provider_error"],
    ["a redirect to 169.254.169.254", 502, "provider_error"],
    ["a body of 50 MB", 502, "provider_error"],
    ["invalid_client", 502, "provider_error"],
    ["an unknown token_type", 502, "provider_error"],
    ["an answer without an access token", 502, "provider_error"],
    ["invalid_grant", 401, "oauth_code_rejected"],
    ["a 200 with an error inside", 401, "oauth_code_rejected"],
  ])("%s is %i %s", async (name, status, code) => {
    const { sub } = newPerson()
    expect(outcomeOf(await journey("ep", { misdeed: ["token", misdeeds[name]] }))).toEqual({ status, code })
    if (name === "a 500") expectedPlain500s() // the provider's own
    expect(await identities(sub)).toBe(0)
    const [flow] = await app.db.selectFrom("oauth_flow").select("consumed_at").orderBy("id", "desc").limit(1).execute()
    expect(flow?.consumed_at).toBeInstanceOf(Date)
  })

  test("headers after 6 s, a dripping body and a black hole are 504 within 6 s", async () => {
    const { sub } = newPerson()
    const stalling = [headersAfter(6_000), misdeeds["a dripping body"], misdeeds["a black hole"]]
    const travellers = await Promise.all(
      stalling.map(async () => {
        const browser = new Browser(app)
        return { browser, back: ep.callback(await browser.start("ep", { response_mode: "json" })) }
      }),
    )
    const turns = [...stalling]
    ep.misbehave("token", (response) => turns.shift()?.(response))
    const began = performance.now()
    const seen = await Promise.all(travellers.map(({ browser, back }) => browser.go(back)))
    ep.misbehave("token")
    expect(performance.now() - began).toBeLessThan(6_000)
    expect(seen.map(outcomeOf)).toEqual(stalling.map(() => ({ status: 504, code: "provider_timeout" })))
    expect(turns).toEqual([])
    expect(await identities(sub)).toBe(0)
  })

  test("a body of 50 MB is cut off, and the heap grows by less than 10 MB", async () => {
    let sent = Number.POSITIVE_INFINITY
    const cutOff = async () => {
      const closed = Promise.withResolvers<void>()
      const misdeed: Misdeed = (response) => {
        const { socket } = response
        response.once("close", () => {
          sent = socket?.bytesWritten ?? sent
          closed.resolve()
        })
        return misdeeds["a body of 50 MB"](response)
      }
      expect((await journey("ep", { misdeed: ["token", misdeed] })).status).toBe(502)
      await closed.promise
      return heldBytes()
    }
    const before = await cutOff()
    for (let again = 0; again < 3; again++) expect((await cutOff()) - before).toBeLessThan(10_000_000)
    expect(sent).toBeLessThan(10_000_000)
  })

  test("an alarm is logged when the provider refuses us, and it holds no secret", async () => {
    newPerson()
    await journey("ep", { misdeed: ["token", misdeeds.invalid_client] })
    const lines = app.logs().filter((line) => line.includes("the provider refuses us"))
    expect(lines.length).toBeGreaterThan(0)
    expect(app.logs().join("\n")).not.toContain(ep.client.secret)
  })
})

describe("O9 a provider that is down", () => {
  test("at the start of the server keeps nobody from starting; 502 at first use; works when it is back", async () => {
    const down = await startEvilProvider()
    down.misbehave("discovery", misdeeds["a 503 as HTML"])
    down.misbehave("jwks", misdeeds["a 503 as HTML"])
    const other = await startOauthApp([providerSettings("ep", down)])
    try {
      const browser = new Browser(other)
      expect(outcomeOf(await browser.go("/api/auth/oauth/ep"))).toEqual({ status: 502, code: "provider_error" })
      down.misbehave("discovery")
      const back = down.callback(await browser.start("ep", { response_mode: "json" }))
      expect(outcomeOf(await browser.go(back))).toEqual({ status: 502, code: "provider_error" }) // no keys yet
      down.misbehave("jwks")
      down.person = { sub: "back", email: freshEmail(), email_verified: true }
      const again = down.callback(await browser.start("ep", { response_mode: "json" }))
      expect((await browser.go(again)).status).toBe(200)
    } finally {
      await other.close()
      await down.close()
    }
  })
})

describe("O10 an ID token that does not hold is 401 oauth_identity_invalid", () => {
  test.each(Object.entries<Lie>(lies))("%s", async (_, lie) => {
    const { sub } = newPerson()
    expect(outcomeOf(await journey("ep", { lie }))).toEqual({ status: 401, code: "oauth_identity_invalid" })
    expect(await identities(sub)).toBe(0)
  })

  test.each(Object.entries<Lie>(oddities))("%s is taken", async (_, lie) => {
    newPerson()
    const asked = ep.count("jwks")
    expect((await journey("ep", { lie })).status).toBe(200)
    expect(ep.count("jwks") - asked).toBeLessThanOrEqual(1)
  })
})

describe("O11 userinfo that does not agree", () => {
  /** Claims are in the ID token too, which is what the provider signs. */
  test("another sub is 401", async () => {
    const { sub } = newPerson()
    const misdeed: Misdeed = (response) => {
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ sub: "somebody else" }))
    }
    expect(outcomeOf(await journey("ep", { misdeed: ["userinfo", misdeed] }))).toEqual({
      status: 401,
      code: "oauth_identity_invalid",
    })
    expect(await identities(sub)).toBe(0)
  })

  test("a 401 and HTML are 502, and nobody is made", async () => {
    const { sub } = newPerson()
    const refusal: Misdeed = (response) => {
      response.writeHead(401, { "content-type": "application/json", "www-authenticate": "Bearer" }).end("{}")
    }
    const outcomes = [
      outcomeOf(await journey("ep", { misdeed: ["userinfo", refusal] })),
      outcomeOf(await journey("ep", { misdeed: ["userinfo", misdeeds["a 200 as HTML"]] })),
    ]
    expect(outcomes).toEqual(Array.from({ length: 2 }, () => ({ status: 502, code: "provider_error" })))
    expect(await identities(sub)).toBe(0)
  })
})

describe("the issuer of the answer (RFC 9207)", () => {
  test("another than the provider's is 400 oauth_response_invalid, and its token endpoint is not asked", async () => {
    const browser = new Browser(app)
    const back = ep.callback(await browser.start("ep", { response_mode: "json" }), { iss: "https://accounts.example" })
    const asked = ep.count("token")
    expect(outcomeOf(await browser.go(back))).toEqual({ status: 400, code: "oauth_response_invalid" })
    expect(ep.count("token")).toBe(asked)
  })

  test("the provider's own is taken", async () => {
    newPerson()
    const browser = new Browser(app)
    const back = ep.callback(await browser.start("ep", { response_mode: "json" }), { iss: ep.issuer })
    expect((await browser.go(back)).status).toBe(200)
  })
})

describe("GitHub", () => {
  test("a number is the subject, and the primary, verified address is the proven one", async () => {
    const { email } = newPerson({
      id: 583_231,
      email: "shown@example.com",
      avatar_url: "https://a.example/1",
    })
    ep.emails = [
      { email: "other@example.com", primary: false, verified: true },
      { email, primary: true, verified: true },
    ]
    const seen = await journey("github")
    expect(seen.body["user"]).toMatchObject({ email, emailVerified: true, avatar: "https://a.example/1" })
    const row = await app.db
      .selectFrom("provider_identity")
      .select("entity_id")
      .where("provider", "=", "github")
      .where("email", "=", email)
      .executeTakeFirst()
    expect(row?.entity_id).toBe("583231")
  })

  test("O7 a 200 with an error inside is 401 oauth_code_rejected", async () => {
    const seen = await journey("github", { misdeed: ["token", misdeeds["a 200 with an error inside"]] })
    expect(outcomeOf(seen)).toEqual({ status: 401, code: "oauth_code_rejected" })
  })
})

test("O14 two providers with one subject are two identities", async () => {
  const one = newPerson({ sub: "123", id: 123 })
  const first = await journey("ep")
  const two = newPerson({ sub: "123", id: 123 })
  const second = await journey("github")
  expect([first, second].map(({ body }) => (body["user"] as { email: string }).email)).toEqual([one.email, two.email])
  expect(await identities("123")).toBe(2)
})
