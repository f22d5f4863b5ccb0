import { randomBytes } from "node:crypto"
import { sql, type KyselyPlugin } from "kysely"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { age } from "../../../../test/setup/age.ts"
import { startTestApp, type TestApp } from "../../../../test/setup/app.ts"
import { startAppProvider, type AppProvider } from "../../../../test/setup/app-provider.ts"
import { atOnce } from "../../../../test/setup/at-once.ts"
import { misdeeds, startEvilProvider, type EvilProvider } from "../../../../test/setup/evil-provider.ts"
import { signInAtProvider, startOpenIdProvider, type OpenIdProvider } from "../../../../test/setup/openid-provider.ts"
import { anotherInstance, ask, newCustomer, refuse, succeed } from "../../../../test/setup/people.ts"
import { contents, dump } from "../../../../test/setup/rows.ts"
import { newStaff, recordsOf, type Staff } from "../../../../test/setup/staff.ts"
import { createVault, keyTag } from "../lib/encryption.ts"
import { readPayload } from "../lib/outbox.ts"
import { rewrapAll } from "../keys/rewrap.ts"
import { readApps } from "./app-settings.ts"
import { refreshAppTokens } from "./refresh-app-tokens.ts"
import { openTokens } from "./token-vault.ts"

let app: TestApp
let parcels: AppProvider
let evil: EvilProvider
let real: OpenIdProvider
/** An administrator who has just signed in. */
let ines: Staff
beforeAll(async () => {
  ;[parcels, evil, real] = await Promise.all([
    startAppProvider(),
    startEvilProvider(),
    startOpenIdProvider({
      people: [{ sub: "shop", claims: {} }],
    }),
  ])
  const callback_url = "https://admin.larkspur.example/apps"
  const { id: client_id, secret: client_secret } = evil.client
  const oauth_apps = readApps(
    JSON.stringify({
      parcels: parcels.settings,
      ledger: { issuer: evil.issuer, client_id, client_secret, callback_url, name: "Ledger" },
      books: {
        issuer: real.issuer,
        client_id: real.client.id,
        client_secret: real.client.secret,
        callback_url: "http://127.0.0.1:7/apps",
        scopes: ["openid"],
      },
      "switched-off": { ...parcels.settings, name: "Switched off", enabled: false },
    }),
  )
  app = await startTestApp({ oauth_apps })
  ines = await newStaff(app, "admin")
})
afterAll(async () => {
  await app.close()
  await Promise.all([parcels.close(), evil.close(), real.close()])
})
beforeEach(() => {
  parcels.misbehave()
  parcels.grants.length = 0
  parcels.revoked.length = 0
  for (const endpoint of ["discovery", "token"] as const) evil.misbehave(endpoint)
})

interface Connection {
  connected: boolean
  scopes: string[]
  account: string | null
  expires_at: string | null
  last_error: string | null
}
interface AppShown {
  id: string
  application_name: string
  data: Connection | null
}
const authorize = "POST /admin/apps/authorizations"
const install = async (name = "parcels", { token } = ines) =>
  (await succeed(app, `POST /admin/apps/${name}/install`, { token })).body["install_url"]
const list = async (token = ines.token) => {
  const { body } = await succeed(app, "GET /admin/apps", { token })
  return body["apps"] as AppShown[] // the second reader holds it to the contract
}
const shown = async (name = "parcels") => (await list()).find(({ application_name }) => application_name === name)
const coming = (come_back: object, application_name = "parcels") => ({
  token: ines.token,
  body: { application_name, ...come_back },
})
const connect = async () => {
  const { body } = await succeed(app, authorize, coming(parcels.agree(await install())))
  return body["apps"] as AppShown // as above
}
const row = () =>
  app.db.selectFrom("app_credential").selectAll().where("app_id", "=", "oauth_parcels").executeTakeFirstOrThrow()
const stored = async (vault = app.services.vault) => {
  const found = await row()
  return openTokens(vault, found, found)
}
/** Makes the access of the app due to be renewed. */
const makeDue = () => age(app.db, "app_credential", "oauth_parcels", 3_000)

describe("GET /admin/apps", () => {
  test("200 what the settings name, by name, for any member of staff; nothing is asked of a provider or changed", async () => {
    const { token } = await newStaff(app)
    const before = await contents(app.db, [])
    const names = (await list(token)).map(({ application_name }) => application_name)
    expect(names).toEqual(["books", "ledger", "parcels", "switched-off"])
    const page = await succeed(app, "GET /admin/apps?order=-display_name&limit=2&offset=1&fields=display_name", {
      token,
    })
    expect(page.body).toEqual({
      apps: [
        { id: "oauth_switched-off", display_name: "Switched off" },
        { id: "oauth_parcels", display_name: "Parcels" },
      ],
      count: 4,
      offset: 1,
      limit: 2,
    })
    expect(await contents(app.db, [])).toEqual(before)
    expect(evil.requests).toEqual([])
  })

  test("401 for nobody and for a customer", async () => {
    await refuse(app, "GET /admin/apps", "token_missing")
    await refuse(app, "GET /admin/apps", "token_invalid", { token: (await newCustomer(app)).token })
  })
})

describe("POST /admin/apps/{application_name}/install", () => {
  test("200 an address of the provider with a state, PKCE and what is asked for; only a hash of the state is stored", async () => {
    const answer = await succeed(app, "POST /admin/apps/parcels/install", { token: ines.token })
    const url = new URL(String(answer.body["install_url"]))
    expect(url.origin + url.pathname).toBe(parcels.settings["authorization_endpoint"])
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: "code",
      client_id: "larkspur",
      redirect_uri: "https://admin.larkspur.example/apps",
      scope: "labels tracking",
      code_challenge_method: "S256",
    })
    expect(answer.headers.get("cache-control")).toBe("no-store")
    const state = url.searchParams.get("state") ?? ""
    expect(Buffer.from(state, "base64url")).toHaveLength(32)
    expect(`${await dump(app.db)}\n${app.logs().join("\n")}`).not.toContain(state)
    expect(String(await install())).not.toContain(state)
  })

  test("403 for others than administrators, 404 for an app there is not, 400 for one that is switched off", async () => {
    const { token } = await newStaff(app)
    const before = await contents(app.db)
    await refuse(app, "POST /admin/apps/parcels/install", "access_denied", { token })
    await refuse(app, "POST /admin/apps/carrier-pigeon/install", "not_found", { token: ines.token })
    const off = await refuse(app, "POST /admin/apps/switched-off/install", "invalid_request", { token: ines.token })
    expect(off.type).toBe("not_allowed")
    expect(await contents(app.db)).toEqual(before)
  })

  test("502 while the provider that has to be asked is down, and it works once it is back", async () => {
    const before = await contents(app.db)
    evil.misbehave("discovery", misdeeds["a 503 as HTML"])
    await refuse(app, "POST /admin/apps/ledger/install", "provider_error", { token: ines.token })
    expect(await contents(app.db)).toEqual(before)
    evil.misbehave("discovery")
    await install("ledger")
  })
})

describe("POST /admin/apps/authorizations", () => {
  test("200 a single app called `apps`, connected; what it acts with is sealed and nowhere to be seen", async () => {
    const answer = await succeed(app, authorize, coming(parcels.agree(await install())))
    expect(answer.body["apps"]).toMatchObject({
      id: "oauth_parcels",
      application_name: "parcels",
      display_name: "Parcels",
      install_url: null,
      uninstall_url: "https://parcels.example/settings",
      data: { connected: true, scopes: ["labels", "tracking"], account: "larkspur-goods", last_error: null },
    })
    expect(await shown()).toEqual(answer.body["apps"])
    expect(await stored()).toEqual(parcels.issued)
    const everything = `${await dump(app.db)}\n${app.logs().join("\n")}\n${answer.text}`
    for (const token of parcels.tokens) expect(everything).not.toContain(token)
    expect(answer.headers.get("cache-control")).toBe("no-store")
    const [record] = (await recordsOf(app, "app_authorized", ines.id)).slice(-1)
    expect(record).toEqual(
      expect.objectContaining({
        outcome: "success",
        details: { app_id: "oauth_parcels", scopes: ["labels", "tracking"] },
      }),
    )
  })

  test("200 at a real OpenID provider, which verifies the PKCE verifier", async () => {
    const back = await signInAtProvider(String(await install("books")), { as: "shop" })
    const come_back = { state: back.searchParams.get("state"), code: back.searchParams.get("code") }
    const { body } = await succeed(app, authorize, coming(come_back, "books"))
    expect(body["apps"]).toMatchObject({ data: { connected: true, scopes: ["openid"], account: null } })
  })

  test("an event without a secret is in the outbox, delivered, so that it is swept and never tried", async () => {
    await connect()
    const topic = "oauth.token_generated.parcels"
    const event = await app.db
      .selectFrom("outbox")
      .selectAll()
      .where("topic", "=", topic)
      .orderBy("id", "desc")
      .executeTakeFirstOrThrow()
    expect(event.delivered_at).not.toBeNull()
    expect(readPayload(app.services.vault, event)).toEqual({
      app_id: "oauth_parcels",
      scopes: ["labels", "tracking"],
      account: "larkspur-goods",
      authorized_by: ines.id,
    })
  })

  test("connecting again replaces the tokens, and gives the old ones back to the provider", async () => {
    await connect()
    const [old, before] = [parcels.issued, await row()]
    await connect()
    expect(await stored()).toEqual(parcels.issued)
    expect(await row()).toMatchObject({ version: before.version + 1 })
    await expect.poll(() => parcels.revoked).toEqual(expect.arrayContaining(Object.values(old)))
    expect(parcels.revoked).not.toContain(parcels.issued.access_token)
  })

  test("403 for others than administrators, and an hour after signing in; the state stays usable", async () => {
    const bea = await newStaff(app, "admin")
    const come_back = parcels.agree(await install("parcels", bea))
    const asking = { token: bea.token, body: { application_name: "parcels", ...come_back } }
    const sign_in = (seconds: number) =>
      app.db
        .updateTable("session")
        .set({ auth_time: sql<Date>`now() - make_interval(secs => ${seconds})` })
        .where("id", "=", bea.session_id)
        .execute()
    await sign_in(3_601)
    await refuse(app, authorize, "reauthentication_required", asking)
    const api_token = randomBytes(24).toString("base64url")
    await succeed(app, `POST /admin/users/${bea.id}`, { token: ines.token, body: { api_token } })
    const by_program = { headers: { "x-medusa-access-token": api_token }, body: asking.body }
    await refuse(app, authorize, "reauthentication_required", by_program)
    await sign_in(3_590)
    await succeed(app, `POST /admin/users/${bea.id}`, { token: ines.token, body: { role: "member" } })
    await refuse(app, authorize, "access_denied", asking)
    await succeed(app, `POST /admin/users/${bea.id}`, { token: ines.token, body: { role: "admin" } })
    expect(parcels.grants).toEqual([])
    await succeed(app, authorize, asking)
  })

  test("A1 400 for a state that is foreign, another administrator's, another app's, that of a sign-in, expired or used; none is used up", async () => {
    const bea = await newStaff(app, "admin")
    const hers = parcels.agree(await install("parcels", bea))
    const of_ledger = parcels.agree(await install("ledger"))
    const expired = parcels.agree(await install())
    await age(app.db, "oauth_flow", await flowOf(expired.state), 601)
    const of_sign_in = parcels.agree(await install())
    await app.db
      .updateTable("oauth_flow")
      .set({ kind: "login" })
      .where("id", "=", await flowOf(of_sign_in.state))
      .execute()
    const used = parcels.agree(await install())
    await succeed(app, authorize, coming(used))
    parcels.grants.length = 0
    const before = await contents(app.db)
    const foreign = { state: randomBytes(32).toString("base64url"), code: used.code }
    for (const come_back of [hers, of_ledger, expired, of_sign_in, used, foreign, { ...used, state: "x" }]) {
      await refuse(app, authorize, "oauth_state_invalid", coming(come_back))
    }
    expect(await contents(app.db)).toEqual(before)
    expect(parcels.grants).toEqual([])
    expect((await recordsOf(app, "app_authorized", ines.id)).slice(-7).map(({ reason }) => reason)).toEqual([
      "state_foreign",
      "state_foreign",
      "state_expired",
      "state_foreign",
      "state_used",
      "state_unknown",
      "state_unknown",
    ])
    await succeed(app, authorize, { token: bea.token, body: { application_name: "parcels", ...hers } })
  })

  test.each<[string, string, keyof typeof misdeeds]>([
    ["oauth_response_invalid", "the code is rejected", "invalid_grant"],
    ["oauth_response_invalid", "an error comes with a 200", "a 200 with an error inside"],
    ["provider_error", "the provider does not know us", "invalid_client"],
    ["provider_error", "it answers a page", "a 200 as HTML"],
    ["provider_error", "it breaks off", "a reset"],
    ["provider_error", "it redirects", "a redirect to 169.254.169.254"],
    ["provider_error", "it gives no token", "an answer without an access token"],
    ["provider_timeout", "it does not answer", "a black hole"],
  ])("%s when %s: nothing is connected or disconnected, and the state is used up", async (code, _title, misdeed) => {
    await connect()
    const before = await row()
    const come_back = parcels.agree(await install())
    parcels.misbehave(misdeeds[misdeed])
    await refuse(app, authorize, code, coming(come_back))
    parcels.misbehave()
    await refuse(app, authorize, "oauth_state_invalid", coming(come_back))
    expect(await row()).toEqual(before)
  })

  test("of ten who come back with one state at once one is 200, the others 409 or 400, and the provider is asked once", async () => {
    for (let round = 0; round < 5; round++) {
      const body = { application_name: "parcels", ...parcels.agree(await install()) }
      parcels.grants.length = 0
      const answers = await atOnce(
        Array.from({ length: 10 }, () => ({
          url: `${app.url}/admin/apps/authorizations`,
          headers: { authorization: `Bearer ${ines.token}` },
          body,
        })),
      )
      const statuses = answers.map(({ status }) => status)
      expect(statuses.filter((status) => status === 200)).toHaveLength(1)
      expect(statuses.filter((status) => ![200, 400, 409].includes(status))).toEqual([])
      expect(parcels.grants).toEqual(["authorization_code"])
      expect(await stored()).toEqual(parcels.issued)
    }
  })

  test("409 while the same state is being used", async () => {
    const come_back = parcels.agree(await install())
    let second: Promise<unknown> | undefined
    parcels.onGrant = async () => {
      parcels.onGrant = () => undefined
      second = refuse(app, authorize, "invalid_state_error", coming(come_back))
      await second
    }
    await succeed(app, authorize, coming(come_back))
    expect(second).toBeDefined()
  })

  test("whoever is no administrator any more when the provider has answered connects nothing", async () => {
    const bea = await newStaff(app, "admin")
    const come_back = parcels.agree(await install("parcels", bea))
    const before = await row()
    parcels.onGrant = async () => {
      parcels.onGrant = () => undefined
      await succeed(app, `POST /admin/users/${bea.id}`, { token: ines.token, body: { role: "member" } })
    }
    await refuse(app, authorize, "access_denied", {
      token: bea.token,
      body: { application_name: "parcels", ...come_back },
    })
    expect(await row()).toEqual(before)
    await expect.poll(() => parcels.revoked).toEqual(expect.arrayContaining(Object.values(parcels.issued)))
    await refuse(app, authorize, "access_denied", {
      token: bea.token,
      body: { application_name: "parcels", ...come_back },
    })
  })

  test("A5 400 or 404 for a name that is none", async () => {
    for (const name of [
      "../",
      "..%2f",
      "__proto__",
      "constructor",
      "x".repeat(300),
      "ünï",
      "parcels ",
      "PARCELS",
      "%00",
    ]) {
      const sent = await ask(app, authorize, coming({ state: "x", code: "x" }, name))
      expect([400, 404], name).toContain(sent.status)
      const path = `POST /admin/apps/${name.includes("%") ? name : encodeURIComponent(name)}/install`
      expect([400, 404], path).toContain((await ask(app, path, { token: ines.token })).status)
    }
    await refuse(app, authorize, "not_found", coming({ state: "x", code: "x" }, "carrier-pigeon"))
    await refuse(app, authorize, "invalid_request", coming({ state: "x", code: "x" }, "switched-off"))
  })

  test.each<[string, object]>([
    ["neither state nor code", {}],
    ["no code", { state: "x" }],
    ["an empty state", { state: "", code: "x" }],
    ["a state of 513 characters", { state: "x".repeat(513), code: "x" }],
    ["a code of 4097 characters", { state: "x", code: "x".repeat(4097) }],
    ["a list of states", { state: ["x"], code: "x" }],
    ["NUL in the code", { state: "x", code: "x\u0000" }],
    ["a property nobody knows", { state: "x", code: "x", token: "y" }],
  ])("400 for %s", async (_title, come_back) => {
    await refuse(app, authorize, "invalid_request", coming(come_back))
  })

  const flowOf = async (state: string) => {
    const { id } = await app.db
      .selectFrom("oauth_flow")
      .select("id")
      .where("state_hash", "=", sql<Buffer>`sha256(${Buffer.from(state)})`)
      .executeTakeFirstOrThrow()
    return id
  }
})

describe("A2 what is stored of a connection", () => {
  test("200 and `last_error` when a byte was flipped or the row is another app's; the other apps are as before", async () => {
    await connect()
    const good = await row()
    const others = async () => (await list()).filter(({ application_name }) => application_name !== "parcels")
    const before = await others()
    for (const column of ["access_token_sealed", "refresh_token_sealed", "data_key_enc"] as const) {
      const bytes = Buffer.from(good[column] ?? [])
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
      await app.db
        .updateTable("app_credential")
        .set({ [column]: bytes })
        .where("app_id", "=", "oauth_parcels")
        .execute()
      expect((await shown())?.data, column).toMatchObject({ connected: false, last_error: "unreadable" })
      await app.db
        .updateTable("app_credential")
        .set({ [column]: good[column] })
        .where("app_id", "=", "oauth_parcels")
        .execute()
    }
    const { app_id: _, ...rest } = good
    await app.db
      .insertInto("app_credential")
      .values({ app_id: "oauth_ledger", ...rest })
      .execute()
    expect((await shown("ledger"))?.data).toMatchObject({ connected: false, last_error: "unreadable" })
    await app.db.deleteFrom("app_credential").where("app_id", "=", "oauth_ledger").execute()
    expect(await others()).toEqual(before)
    expect((await shown())?.data).toMatchObject({ connected: true, last_error: null })
  })

  test("a row that does not open is not renewed, disturbs no other and is mended by connecting again", async () => {
    await connect()
    await app.db
      .updateTable("app_credential")
      .set({ data_key_enc: randomBytes(61) })
      .where("app_id", "=", "oauth_parcels")
      .execute()
    await makeDue()
    parcels.grants.length = 0
    await refreshAppTokens(app.services)
    expect(parcels.grants).toEqual([])
    expect((await connect()).data).toMatchObject({ connected: true, last_error: null })
  })
})

describe("A3 when the encryption key is replaced", () => {
  const young = { id: "young", key: new Uint8Array(randomBytes(32)) }
  const restarted = () =>
    anotherInstance({
      ...app,
      services: { ...app.services, config: { ...app.config, kek_keys: [young, ...app.config.kek_keys] } },
    })
  const tagOf = async () => Buffer.from((await row()).data_key_enc).subarray(1, 5)

  test("old rows stay readable, and are sealed by the new key at their next renewal", async () => {
    await connect()
    const other = await restarted()
    const { body } = await succeed(other, "GET /admin/apps?fields=data", { token: ines.token })
    expect((body["apps"] as AppShown[])[2]?.data).toMatchObject({ connected: true }) // as above
    await makeDue()
    await refreshAppTokens(other.services)
    expect(await tagOf()).toEqual(keyTag("young"))
    expect(await stored(other.services.vault)).toEqual(parcels.issued)
    await other.close()
    await app.db.deleteFrom("app_credential").where("app_id", "=", "oauth_parcels").execute()
  })

  test("and at once by `keys:rewrap`, which leaves the tokens as they are", async () => {
    await connect()
    const [before, other] = [await row(), await restarted()]
    const done = await rewrapAll(app.db, other.services.vault)
    const ours = done.find(({ table }) => table === "app_credential")
    expect(ours).toMatchObject({ unreadable: 0 })
    expect(ours?.rewrapped).toBeGreaterThan(0)
    expect(await tagOf()).toEqual(keyTag("young"))
    expect(await row()).toEqual({ ...before, data_key_enc: expect.anything() as Buffer })
    expect(await stored(other.services.vault)).toEqual(parcels.issued)
    // And back, for the tests that follow.
    await rewrapAll(app.db, createVault(new Map([...app.config.kek_keys, young].map(({ id, key }) => [id, key]))))
    await other.close()
    await app.db.deleteFrom("app_credential").where("app_id", "=", "oauth_parcels").execute()
  })
})

describe("renewing the access of an app", () => {
  test("nothing is asked before it is due, and the next time is before the access ends", async () => {
    await connect()
    parcels.grants.length = 0
    await refreshAppTokens(app.services)
    expect(parcels.grants).toEqual([])
    await makeDue()
    await refreshAppTokens(app.services)
    expect(parcels.grants).toEqual(["refresh_token"])
    expect(await stored()).toEqual(parcels.issued)
    const { refresh_at, access_expires_at, refreshed_at, attempts } = await row()
    expect(refreshed_at).not.toBeNull()
    expect(attempts).toBe(0)
    expect(Number(access_expires_at) - Number(refresh_at)).toBe(600_000)
    await refreshAppTokens(app.services)
    expect(parcels.grants).toHaveLength(1)
  })

  test("A4 of ten workers one renews where refresh tokens are good once, and what is stored is the last that was issued", async () => {
    await connect()
    for (let round = 0; round < 5; round++) {
      await makeDue()
      parcels.grants.length = 0
      await Promise.all(Array.from({ length: 10 }, () => refreshAppTokens(app.services)))
      expect(parcels.grants).toEqual(["refresh_token"])
      expect(await stored()).toEqual(parcels.issued)
      expect((await shown())?.data).toMatchObject({ connected: true, last_error: null })
    }
  })

  test("A4 writes that fail after the provider has answered lose nothing: they are tried until one does not", async () => {
    await connect()
    await makeDue()
    parcels.grants.length = 0
    let failures = 3
    const failing: KyselyPlugin = {
      transformQuery({ node }) {
        if (
          node.kind === "UpdateQueryNode" &&
          JSON.stringify(node.updates).includes("refreshed_at") &&
          failures-- > 0
        ) {
          throw Object.assign(new Error("the connection was lost"), { code: "57P01" })
        }
        return node
      },
      transformResult: async ({ result }) => result,
    }
    await refreshAppTokens({ ...app.services, db: app.db.withPlugin(failing) })
    expect(failures).toBeLessThan(0)
    expect(parcels.grants).toEqual(["refresh_token"])
    expect(await stored()).toEqual(parcels.issued)
  })

  test("a connection that is made anew meanwhile wins, and what came for the old one is given back", async () => {
    await connect()
    await makeDue()
    let renewed: string[] = []
    parcels.onGrant = async () => {
      parcels.onGrant = () => undefined
      renewed = Object.values(parcels.issued)
      await connect()
    }
    await refreshAppTokens(app.services)
    expect(await stored()).toEqual(parcels.issued)
    expect(renewed).toHaveLength(2)
    expect(renewed).not.toContain(parcels.issued.access_token)
    await expect.poll(() => parcels.revoked).toEqual(expect.arrayContaining(renewed))
  })

  test.each<[string, keyof typeof misdeeds]>([
    ["provider_error", "a 503 as HTML"],
    ["provider_timeout", "a black hole"],
    ["client_refused", "invalid_client"],
  ])("%s is shown when it fails for now (%s); it is tried again, and then forgotten", async (trouble, misdeed) => {
    await connect()
    const before = parcels.issued
    await makeDue()
    parcels.misbehave(misdeeds[misdeed])
    await refreshAppTokens(app.services)
    expect((await shown())?.data).toMatchObject({ connected: true, last_error: trouble })
    expect(await stored()).toEqual(before)
    parcels.misbehave()
    parcels.grants.length = 0
    await refreshAppTokens(app.services)
    expect(parcels.grants).toEqual([]) // not at once
    await age(app.db, "app_credential", "oauth_parcels", 61)
    await refreshAppTokens(app.services)
    expect((await shown())?.data).toMatchObject({ connected: true, last_error: null })
    expect(await stored()).toEqual(parcels.issued)
  })

  test("authorization_lost is shown and recorded when the provider takes it back, and nobody asks again", async () => {
    await connect()
    await makeDue()
    parcels.misbehave(misdeeds.invalid_grant)
    await refreshAppTokens(app.services)
    expect((await shown())?.data).toMatchObject({ connected: false, last_error: "authorization_lost" })
    parcels.grants.length = 0
    await age(app.db, "app_credential", "oauth_parcels", 100_000)
    await refreshAppTokens(app.services)
    expect(parcels.grants).toEqual([])
    expect((await recordsOf(app, "app_authorization_lost", null)).at(-1)).toMatchObject({
      outcome: "failure",
      details: { app_id: "oauth_parcels" },
    })
    parcels.misbehave()
    expect((await connect()).data).toMatchObject({ connected: true, last_error: null })
  })
})
