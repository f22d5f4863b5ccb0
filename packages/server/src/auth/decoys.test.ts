import type { KyselyPlugin } from "kysely"
import { sql } from "kysely"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { startTestApp, type TestApp } from "../../../../test/setup/app.ts"
import { freshEmail } from "../../../../test/setup/fresh.ts"
import { lastVerificationToken, mailed } from "../../../../test/setup/mailed.ts"
import {
  anotherInstance,
  ask,
  claimsOf,
  good_password,
  newCustomer,
  newIdentity,
  refuse,
  succeed,
  type Answered,
} from "../../../../test/setup/people.ts"
import { budgetsOf } from "../lib/budgets.ts"
import { sweepEnded } from "../sweep.ts"

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ email_verification: true, register_enumeration: "strict" })
})
afterAll(() => app.close())

const register = "POST /auth/customer/emailpass/register"
const login = "POST /auth/customer/emailpass"
const guess = "an attacker's own password"

/** Addresses whose account cannot be continued with the attacker's password, and one that is free. */
async function addresses() {
  const begun = await newIdentity(app)
  const customer = await newCustomer(app)
  const disabled = await newCustomer(app)
  await sql`update auth_identity set disabled_at = now() where id = ${disabled.identity_id}`.execute(app.db)
  const proven = freshEmail()
  const values = { realm: "store", email: proven, auth_identity_id: begun.identity_id, via_provider: "google" }
  await app.db.insertInto("verified_email").values(values).execute()
  return { begun: begun.email, customer: customer.email, disabled: disabled.email, proven, free: freshEmail() }
}

const tried = async (email: string) =>
  (await mailed(app, email)).filter(({ topic }) => topic === "auth.registration_tried").length
const shapeOf = ({ status, headers, body, text }: Answered) => ({
  status,
  headers: [...headers].map(([name]) => name).toSorted(),
  keys: Object.keys(body),
  length: text.length,
})
const registerAs = (email: string, password = guess) => ask(app, register, { body: { email, password } })

/** Statements sent and hashes made by a piece of work on an instance of its own. */
async function workOf(what: (on: TestApp) => Promise<unknown>) {
  const statements: string[] = []
  const noting: KyselyPlugin = {
    transformQuery({ node }) {
      statements.push(node.kind)
      return node
    },
    transformResult: async ({ result }) => result,
  }
  const on = await anotherInstance(app, app.db.withPlugin(noting))
  try {
    await on.services.keys.active()
    const ran = on.services.passwords.runs()
    statements.length = 0
    await what(on)
    return { statements: statements.filter((kind) => kind !== "RawNode"), hashes: on.services.passwords.runs() - ran }
  } finally {
    await on.close()
  }
}

describe("registering where accounts are hidden", () => {
  test("a taken address is answered like a free one, in status, headers, keys and length", async () => {
    const { free, ...taken } = await addresses()
    const like = shapeOf(await registerAs(free))
    expect(like).toMatchObject({ status: 200, keys: ["token", "verification_required"] })
    for (const email of Object.values(taken)) expect(shapeOf(await registerAs(email)), email).toEqual(like)
  })

  test("the claims of a decoy's token differ from a real one's in nothing but ids and times", async () => {
    const { email } = await newCustomer(app)
    const claims = async (address: string) => {
      const { sub, sid, jti, iat, exp, auth_time, auth_identity_id, ...rest } = claimsOf(
        (await registerAs(address)).body["token"],
      )
      expect([sub, sid, jti].every((id) => typeof id === "string")).toBe(true)
      return { rest, lives: Number(exp) - Number(iat), at: Number(auth_time) > 0, same: sub === auth_identity_id }
    }
    expect(await claims(email)).toEqual(await claims(freshEmail()))
  })

  test("free and taken cost the same statements and one hash, begun and continued", async () => {
    const { customer, proven, free } = await addresses()
    const once = (email: string) => workOf((on) => ask(on, register, { body: { email, password: guess } }))
    const begun = await once(free)
    expect(begun.hashes).toBe(1)
    expect(begun.statements.length).toBeGreaterThan(10)
    expect(await once(customer)).toEqual(begun)
    expect(await once(proven)).toEqual(begun)
    const continued = await once(free)
    expect(continued.hashes).toBe(1)
    expect(await once(customer)).toEqual(continued)
    expect(await once(proven)).toEqual(continued)
  })

  test("the same address and password are the same identity, another password is another, as with a free address", async () => {
    const { customer, free } = await addresses()
    const sub = async (email: string, password: string) =>
      claimsOf((await registerAs(email, password)).body["token"])["sub"]
    for (const email of [customer, free]) {
      const first = await sub(email, guess)
      expect(await sub(email, guess)).toBe(first)
      expect(await sub(email, `${guess} too`)).not.toBe(first)
    }
  })

  test("the owner is mailed that somebody tried, with no link; a disabled account is not", async () => {
    const { customer, disabled } = await addresses()
    await registerAs(customer)
    await registerAs(disabled)
    expect([await tried(customer), await tried(disabled)]).toEqual([1, 0])
    const mail = (await mailed(app, customer)).find(({ topic }) => topic === "auth.registration_tried")
    expect(mail?.payload).toEqual({ entity_id: customer, actor_type: "customer" })
  })

  test("the owner is mailed three times an hour at most, whoever tries and however often", async () => {
    const strict = await startTestApp({
      email_verification: true,
      register_enumeration: "strict",
      budgets: budgetsOf({ profile: "default", overrides: { register_ip: { points: 1000 } } }, true),
    })
    try {
      const { email, identity_id } = await newCustomer(strict)
      for (let n = 0; n < 5; n += 1) {
        await succeed(strict, register, { body: { email, password: `${guess} ${n}` } })
        await sql`update audit_event set at = at - interval '61 seconds' where auth_identity_id = ${identity_id}`.execute(
          strict.db,
        )
      }
      const letters = (await mailed(strict, email)).map(({ topic }) => topic)
      expect(letters).toEqual(["auth.email_verification", "auth.registration_tried", "auth.registration_tried"])
    } finally {
      await strict.close()
    }
  })

  test("20 parallel registers of a taken address with one password are one decoy", async () => {
    const { email } = await newCustomer(app)
    const answers = await Promise.all(Array.from({ length: 20 }, () => registerAs(email)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(new Set(answers.map(({ body }) => claimsOf(body["token"])["sub"])).size).toBe(1)
  })
})

describe("a decoy", () => {
  const pair = async () => {
    const { email } = await newCustomer(app)
    const free = freshEmail()
    return {
      decoy: { email, token: (await registerAs(email)).body["token"] },
      real: { email: free, token: (await registerAs(free)).body["token"] },
    }
  }

  test("refreshes, gets a cookie, asks for a link and is refused like an identity whose address is unproven", async () => {
    const both = await pair()
    const steps = async ({ email, token }: { email: string; token: unknown }) => {
      const answers = [
        await ask(app, "POST /auth/token/refresh", { token }),
        await ask(app, "POST /auth/session", { token }),
        await ask(app, "POST /auth/verification/request", { token }),
        await ask(app, "POST /store/customers", { token, body: { email } }),
        await ask(app, "POST /store/customers", { token, body: { email: freshEmail() } }),
        await ask(app, "GET /store/customers/me", { token }),
        await ask(app, "GET /auth/sessions", { token }),
        await ask(app, "POST /auth/customer/emailpass/password", {
          token,
          body: { current_password: guess, password: `${guess} new` },
        }),
        await ask(app, login, { body: { email, password: guess } }),
        await ask(app, login, { body: { email, password: `${guess}?` } }),
        await ask(app, "DELETE /auth/session", { token }),
      ]
      return answers.map(shapeOf)
    }
    const real = await steps(both.real)
    expect(real.map(({ status }) => status)).toEqual([200, 200, 200, 403, 403, 401, 401, 401, 200, 401, 200])
    expect(await steps(both.decoy)).toEqual(real)
  })

  test("signing in costs a decoy, an unproven account and a stranger's guess the same hashes, and the first two the same statements", async () => {
    const { decoy, real } = await pair()
    const signIn = (email: string, password: string) => workOf((on) => ask(on, login, { body: { email, password } }))
    const as_real = await signIn(real.email, guess)
    expect(as_real.hashes).toBe(1)
    expect(await signIn(decoy.email, guess)).toEqual(as_real)
    const wrong = await signIn(freshEmail(), "a wrong password of some length")
    expect(wrong.hashes).toBe(1)
    expect(await signIn(decoy.email, "a wrong password of some length")).toEqual(wrong)
  })

  test("asking for a link costs both the same statements, and nothing it asks for can prove it", async () => {
    const { decoy, real } = await pair()
    const asked = (token: unknown) => workOf((on) => ask(on, "POST /auth/verification/request", { token }))
    expect(await asked(decoy.token)).toEqual(await asked(real.token))
    const identity = String(claimsOf(decoy.token)["sub"])
    expect(
      await app.db.selectFrom("one_time_token").selectAll().where("auth_identity_id", "=", identity).execute(),
    ).toEqual([])
    // The one the owner got when they registered.
    expect((await mailed(app, decoy.email)).filter(({ topic }) => topic === "auth.email_verification")).toHaveLength(1)
  })

  test("does not keep the owner from signing in, and its password opens nothing of theirs", async () => {
    const { email, customer_id } = await newCustomer(app)
    await registerAs(email)
    const owner = await succeed(app, login, { body: { email, password: good_password } })
    expect(claimsOf(owner.body["token"])).toMatchObject({ actor_id: customer_id, scope: "full" })
    const other = await succeed(app, login, { body: { email, password: guess } })
    expect(claimsOf(other.body["token"])).toMatchObject({ actor_id: "", scope: "registration" })
    await refuse(app, "GET /store/customers/me", "token_invalid", { token: other.body["token"] })
  })

  test("buys no guesses at the owner's password: its sign-ins clear no count and make no device known", async () => {
    const strict = await startTestApp({
      email_verification: true,
      register_enumeration: "strict",
      budgets: budgetsOf({ profile: "default", overrides: { register_ip: { points: 1000 } } }, true),
    })
    try {
      const attempt = (email: string, password: string) => ask(strict, login, { body: { email, password } })
      const run = async (email: string) => {
        await succeed(strict, register, { body: { email, password: guess } })
        const statuses: number[] = []
        for (let n = 0; n < 3; n += 1) statuses.push((await attempt(email, `${guess} ${n}`)).status)
        const good = await attempt(email, guess)
        expect(good.headers.getSetCookie()).toEqual([])
        statuses.push(good.status)
        for (let n = 3; n < 6; n += 1) statuses.push((await attempt(email, `${guess} ${n}`)).status)
        return statuses
      }
      const { email } = await newCustomer(strict)
      const expected = [401, 401, 401, 200, 401, 401, 429]
      expect(await run(email)).toEqual(expected)
      expect(await run(freshEmail())).toEqual(expected)
    } finally {
      await strict.close()
    }
  })

  test("is swept after seven days, as a registration is that proved no address, and nothing else", async () => {
    const { decoy, real } = await pair()
    const proven = await newIdentity(app)
    await succeed(app, "POST /auth/verification/confirm", {
      body: { token: await lastVerificationToken(app, proven.email) },
    })
    const customer = await newCustomer(app)
    const young = await pair()
    const id = ({ token }: { token: unknown }) => String(claimsOf(token)["sub"])
    const old = [id(decoy), id(real), proven.identity_id, customer.identity_id]
    const present = async () => {
      const all = [...old, id(young.decoy), id(young.real)]
      const rows = await app.db.selectFrom("auth_identity").select("id").where("id", "in", all).execute()
      return all.filter((one) => rows.some((row) => row.id === one))
    }
    await sql`update auth_identity set created_at = created_at - interval '8 days' where id = any(${old})`.execute(
      app.db,
    )
    await sweepEnded(app.services)
    expect(await present()).toHaveLength(6) // they are signed in
    await sql`update session set expires_at = now() - interval '1 hour' where auth_identity_id = any(${old})`.execute(
      app.db,
    )
    await sweepEnded(app.services)
    expect(await present()).toEqual([proven.identity_id, customer.identity_id, id(young.decoy), id(young.real)])
    expect((await ask(app, login, { body: { email: decoy.email, password: guess } })).status).toBe(401)
    expect((await ask(app, login, { body: { email: real.email, password: guess } })).status).toBe(401)
  })

  test("keeps nothing of the address or the password it was made with", async () => {
    const { email } = await newCustomer(app)
    const { body } = await registerAs(email)
    const { rows } = await sql<{ text: string }>`
      select to_jsonb(i)::text || coalesce(to_jsonb(p)::text, '') || coalesce(to_jsonb(k)::text, '') as text
      from auth_identity i join provider_identity p on p.auth_identity_id = i.id
      left join password_credential k on k.provider_identity_id = p.id
      where i.id = ${claimsOf(body["token"])["sub"]}`.execute(app.db)
    expect(rows).toHaveLength(1)
    expect(rows[0]?.text).not.toContain(email)
    expect(rows[0]?.text).not.toContain("argon2")
  })
})
