import { randomBytes, randomUUID } from "node:crypto"
import type { Operation } from "@covenant/contract"
import { adminOperations } from "@covenant/contract/admin"
import { storeOperations } from "@covenant/contract/store"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { age } from "../../../../test/setup/age.ts"
import { startTestApp, type TestApp } from "../../../../test/setup/app.ts"
import { atOnce } from "../../../../test/setup/at-once.ts"
import { goodRequests } from "../../../../test/setup/good-requests.ts"
import {
  adminToken,
  anotherInstance,
  ask,
  newCustomer,
  refuse,
  succeed,
  type Asking,
} from "../../../../test/setup/people.ts"
import { contents, dump } from "../../../../test/setup/rows.ts"
import { newStaff, recordsOf, type Role, type Staff } from "../../../../test/setup/staff.ts"

let app: TestApp
let other: TestApp
/** An administrator who has just signed in. */
let ines: Staff
beforeAll(async () => {
  app = await startTestApp()
  other = await anotherInstance(app)
  ines = await newStaff(app, "admin")
})
afterAll(async () => {
  await other.close()
  await app.close()
})

interface Key {
  id: string
  title: string
  role: Role
  redacted: string
  revoked_at: string | null
  revoked_by: string | null
  last_used_at: string | null
}
const keys = "/admin/secret-api-keys"
const keyOf = ({ body }: { body: Record<string, unknown> }) => body["secret_api_key"] as Key // the second reader holds it to the contract
const create = `POST ${keys}`
/** Something a program may do, and a member of staff too. */
const work = "GET /admin/sales-channels?limit=1"

async function newKey(body: Record<string, unknown> = {}, by: Staff = ines) {
  const answer = await ask(app, create, { token: by.token, body: { title: "Warehouse", ...body } })
  expect(answer.status, answer.text).toBe(201)
  return { ...keyOf(answer), secret: String(answer.body["token"]), answer }
}
const inHeader = (secret: string): Asking => ({ headers: { "x-medusa-access-token": secret } })
/** The status of something a program may do, with this secret. */
const statusOf = async (secret: string, instance = app) => (await ask(instance, work, { token: secret })).status
const shown = async (id: string) => keyOf(await succeed(app, `GET ${keys}/${id}`, { token: ines.token }))
/** Uses are noted while nobody waits; this waits. */
async function noted(id: string): Promise<number> {
  for (;;) {
    const { last_used_at } = await shown(id)
    if (last_used_at !== null) return Date.parse(last_used_at)
  }
}

describe("POST /admin/secret-api-keys", () => {
  test("201 shows the secret once, of which the database and the log have nothing but a hash", async () => {
    const { answer, secret, id, redacted, ...key } = await newKey()
    expect(secret).toMatch(/^sk_[0-9a-f]{64}$/u)
    expect(redacted).toBe(`${secret.slice(0, 6)}***${secret.slice(-3)}`)
    expect(key).toMatchObject({ title: "Warehouse", role: "member", created_by: ines.id, expires_at: null })
    expect(answer.headers.get("cache-control")).toBe("no-store")
    expect(await statusOf(secret)).toBe(200)
    for (const { text } of [
      await succeed(app, `GET ${keys}`, { token: ines.token }),
      await succeed(app, `GET ${keys}/${id}`, { token: ines.token }),
    ]) {
      expect(text).not.toContain(secret)
      expect(text).not.toContain("hash")
    }
    expect(`${await dump(app.db)}\n${app.logs().join("\n")}`).not.toContain(secret.slice(3))
    const [record] = (await recordsOf(app, "secret_key_created", ines.id)).slice(-1)
    expect(record).toMatchObject({ outcome: "success", details: { secret_key_id: id, role: "member" } })
  })

  test.each(["member", "developer"] as const)("403 for a %s, whatever is asked of secret keys", async (role) => {
    const { token, id: user_id } = await newStaff(app, role)
    const { id, secret } = await newKey()
    const before = await contents(app.db)
    await refuse(app, create, "access_denied", { token, body: { title: "x" } })
    for (const one of [id, "apk_none"]) {
      await refuse(app, `GET ${keys}/${one}`, "access_denied", { token })
      await refuse(app, `POST ${keys}/${one}/revoke`, "access_denied", { token })
      await refuse(app, `DELETE ${keys}/${one}`, "access_denied", { token })
    }
    await refuse(app, `GET ${keys}`, "access_denied", { token })
    expect(await contents(app.db)).toEqual(before)
    expect(await statusOf(secret)).toBe(200)
    const [record] = await recordsOf(app, "secret_key_created", user_id)
    expect(record).toMatchObject({ outcome: "failure", reason: "not_an_administrator" })
  })

  test("403 reauthentication_required an hour after signing in, and by an api token", async () => {
    const bea = await newStaff(app, "admin")
    const api_token = randomBytes(24).toString("base64url")
    await succeed(app, `POST /admin/users/${bea.id}`, { token: bea.token, body: { api_token } })
    await newKey({}, bea)
    await app.db
      .updateTable("session")
      .set({ auth_time: new Date(Date.now() - 3_601_000) })
      .where("id", "=", bea.session_id)
      .execute()
    const body = { title: "Late" }
    await refuse(app, create, "reauthentication_required", { token: bea.token, body })
    await refuse(app, create, "reauthentication_required", { ...inHeader(api_token), body })
    expect((await recordsOf(app, "secret_key_created", bea.id)).map(({ reason }) => reason)).toEqual([
      null,
      "signed_in_long_ago",
      "signed_in_long_ago",
    ])
  })

  test("400 naming `expires_at` for an end that is no time to come, by the clock of the database", async () => {
    for (const expires_at of [new Date(Date.now() - 1000).toISOString(), "2020-01-01T00:00:00Z"]) {
      const error = await refuse(app, create, "invalid_request", {
        token: ines.token,
        body: { title: "x", expires_at },
      })
      expect(error.errors).toMatchObject([{ path: "expires_at", code: "in_the_past" }])
    }
  })

  test.each([
    {},
    { title: "" },
    { title: "x", role: "owner" },
    { title: "x", role: null },
    { title: "x", expires_at: "tomorrow" },
    { title: "x", expires_at: 5 },
    { title: "x", token: "sk_mine" },
    { title: "a\u0000" },
  ])("400 for %j, and nothing is stored", async (body) => {
    const before = await contents(app.db)
    await refuse(app, create, "invalid_request", { token: ines.token, body })
    expect(await contents(app.db)).toEqual(before)
  })
})

describe("a secret key", () => {
  test("is taken as Bearer and in x-medusa-access-token, and needs no proof of where the request is from", async () => {
    const { secret } = await newKey()
    const origin = { origin: "https://evil.test" }
    const body = { name: "Market stall" }
    await succeed(app, "POST /admin/sales-channels", { token: secret, headers: origin, body })
    await succeed(app, "POST /admin/sales-channels", { headers: { ...inHeader(secret).headers, ...origin }, body })
  })

  test("401 for one that is unknown, cut, or in other letters, in either place", async () => {
    const { secret } = await newKey()
    for (const wrong of [
      `sk_${randomBytes(32).toString("hex")}`,
      secret.slice(0, -1),
      `${secret}0`,
      secret.toUpperCase(),
      secret.slice(3),
      "sk_",
    ]) {
      await refuse(app, work, "token_invalid", { token: wrong })
      await refuse(app, work, "token_invalid", inHeader(wrong))
    }
  })

  test("proves nothing to the store", async () => {
    const { secret } = await newKey({ role: "admin" })
    await refuse(app, "GET /store/customers/me", "token_invalid", { token: secret })
    await refuse(app, "GET /auth/sessions", "token_invalid", { token: secret })
    await refuse(app, "POST /auth/token/refresh", "token_invalid", { token: secret })
    const [error] = [await ask(app, "POST /auth/token/refresh", { body: { refresh_token: secret } })]
    expect(error.status).toBe(401)
  })

  test("acts in its own name: the record names the key, and no person", async () => {
    const { secret, id } = await newKey()
    const { customer_id } = await newCustomer(app)
    await succeed(app, `POST /admin/customers/${customer_id}/disable`, { token: secret })
    expect(await recordsOf(app, "customer_disabled", id)).toMatchObject([
      { outcome: "success", details: { customer_id } },
    ])
  })

  const operations: Readonly<Record<string, Operation>> = { ...adminOperations, ...storeOperations }
  const takesKeys = ({ credentials }: Operation) => credentials.some(({ scheme }) => scheme === "secret_key")
  const mustNot = Object.entries(operations).filter(
    ([, one]) => one.credentials.length > 0 && !one.anonymous && !takesKeys(one),
  )

  test("no operation about staff, keys, passwords, sessions or signing in takes one", () => {
    const open = Object.values(operations).filter(takesKeys)
    expect(open.length).toBeGreaterThan(8)
    const closed = /^\/(?:auth|api|store)\b|^\/admin\/(?:auth|users|invites|secret-api-keys)\b/u
    expect(open.filter(({ path }) => closed.test(path))).toEqual([])
    const changes_keys = Object.values(operations).filter(
      ({ method, path }) => method !== "get" && /^\/admin\/publishable-api-keys(?:\/\{id\}(?:\/revoke)?)?$/u.test(path),
    )
    expect(changes_keys).toHaveLength(4)
    expect(changes_keys.filter(takesKeys)).toEqual([])
  })

  test("with the role `admin` it is refused with 401 by each of them, and nothing changes", async () => {
    const { secret } = await newKey({ role: "admin" })
    const before = await contents(app.db)
    for (const [id, { method, path }] of mustNot) {
      for (const by of [{ token: secret }, ...(path.startsWith("/admin") ? [inHeader(secret)] : [])]) {
        const body = method === "get" ? {} : { body: { password: "whatever it is" } }
        const { status, text } = await ask(app, `${method.toUpperCase()} ${path.replaceAll(/\{.*?\}/gu, "x")}`, {
          ...by,
          ...body,
        })
        expect(status, `${id}: ${text}`).toBe(401)
      }
    }
    expect(await contents(app.db)).toEqual(before)
  }, 60_000)

  test("does what each operation that takes it does", async () => {
    const { secret } = await newKey()
    for (const [id] of Object.entries(operations).filter(([, one]) => takesKeys(one))) {
      const prepare = goodRequests[id]
      if (!prepare) throw new Error(`no good request for ${id}`)
      const { route, asking } = await prepare(app)
      await succeed(app, route, { ...asking, token: secret })
    }
  }, 60_000)
})

describe("a secret key ends", () => {
  const endings: Record<string, (key: { id: string; by: Staff }) => Promise<unknown>> = {
    "when it is revoked": ({ id }) => succeed(app, `POST ${keys}/${id}/revoke`, { token: ines.token }),
    "when it is deleted": ({ id }) => succeed(app, `DELETE ${keys}/${id}`, { token: ines.token }),
    "when who made it is disabled": ({ by }) =>
      succeed(app, `POST /admin/users/${by.id}/disable`, { token: ines.token }),
    "when who made it is deleted": ({ by }) => succeed(app, `DELETE /admin/users/${by.id}`, { token: ines.token }),
    "when its time is over": ({ id }) =>
      app.db
        .updateTable("secret_api_key")
        .set({ expires_at: new Date(0) })
        .where("id", "=", id)
        .execute(),
  }

  test.each(Object.keys(endings))("with the next request, on every instance, %s", async (how) => {
    const by = await newStaff(app, "admin")
    const key = await newKey({ expires_at: new Date(Date.now() + 60_000).toISOString() }, by)
    expect([await statusOf(key.secret), await statusOf(key.secret, other)]).toEqual([200, 200])
    await endings[how]?.({ id: key.id, by })
    expect([await statusOf(key.secret, other), await statusOf(key.secret)]).toEqual([401, 401])
  })

  test("for good when who made it is disabled: enabling them brings no key back, and the record says which ended", async () => {
    const by = await newStaff(app, "admin")
    const { secret, id } = await newKey({}, by)
    await succeed(app, `POST /admin/users/${by.id}/disable`, { token: ines.token })
    await succeed(app, `POST /admin/users/${by.id}/enable`, { token: ines.token })
    expect(await statusOf(secret)).toBe(401)
    expect(await shown(id)).toMatchObject({ revoked_by: ines.id })
    const records = await recordsOf(app, "user_disabled", ines.id)
    expect(records.map(({ details }) => details)).toContainEqual({ user_id: by.id, secret_key_ids: [id] })
  })

  test("not with the session, the role or the password of who made it; but it is no administrator's any longer", async () => {
    const by = await newStaff(app, "admin")
    const key = await newKey({ role: "admin" }, by)
    const role = async () => (await import("./queries.ts")).findSecretKeyRole(app.db, key.id) // what handlers ask about it
    expect(await role()).toBe("admin")
    await succeed(app, "DELETE /admin/auth", { token: by.token })
    await succeed(app, `POST /admin/users/${by.id}`, { token: ines.token, body: { role: "developer" } })
    expect(await statusOf(key.secret)).toBe(200)
    expect(await role()).toBe("developer")
  })

  test("of ten who revoke it at once all are 200 with one `revoked_at`, and there is one record", async () => {
    const { id } = await newKey()
    const headers = { authorization: `Bearer ${ines.token}` }
    const answers = await atOnce(Array.from({ length: 10 }, () => ({ url: `${app.url}${keys}/${id}/revoke`, headers })))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    expect(new Set(answers.map((answer) => keyOf(answer).revoked_at)).size).toBe(1)
    const records = await recordsOf(app, "secret_key_revoked", ines.id)
    expect(records.filter(({ details }) => JSON.stringify(details).includes(id))).toHaveLength(1)
  })

  test("whoever makes one while being disabled has none that works afterwards", async () => {
    for (let round = 0; round < 5; round++) {
      const by = await newStaff(app, "admin")
      const [made] = await atOnce([
        { url: `${app.url}${keys}`, headers: { authorization: `Bearer ${by.token}` }, body: { title: "Late" } },
        { url: `${app.url}/admin/users/${by.id}/disable`, headers: { authorization: `Bearer ${ines.token}` } },
      ])
      await succeed(app, `POST /admin/users/${by.id}/enable`, { token: ines.token })
      if (made?.status === 201) expect(await statusOf(String(made.body["token"]))).toBe(401)
    }
  })
})

describe("what is shown of secret keys", () => {
  test("200 newest first, narrowed by title; one that was deleted is not there, and deleting it again is fine", async () => {
    const mark = randomUUID()
    const [first, second] = [await newKey({ title: `a ${mark}` }), await newKey({ title: `b ${mark}` })]
    const list = async (query = "") =>
      (await succeed(app, `GET ${keys}?q=${mark}${query}`, { token: ines.token })).body as { secret_api_keys: Key[] } // as above
    expect((await list()).secret_api_keys.map(({ id }) => id)).toEqual([second.id, first.id])
    expect(await list("&order=title&limit=1&fields=title,redacted")).toEqual({
      secret_api_keys: [{ id: first.id, title: first.title, redacted: first.redacted }],
      count: 2,
      offset: 0,
      limit: 1,
    })
    const gone = { id: first.id, object: "secret_api_key", deleted: true }
    for (let time = 0; time < 2; time++) {
      expect((await succeed(app, `DELETE ${keys}/${first.id}`, { token: ines.token })).body).toEqual(gone)
    }
    expect((await list()).secret_api_keys.map(({ id }) => id)).toEqual([second.id])
    await refuse(app, `GET ${keys}/${first.id}`, "not_found", { token: ines.token })
    await refuse(app, `POST ${keys}/${first.id}/revoke`, "not_found", { token: ines.token })
    for (const route of [`GET ${keys}/apk_none`, `POST ${keys}/apk_none/revoke`, `DELETE ${keys}/apk_none`]) {
      await refuse(app, route, "not_found", { token: ines.token })
    }
  })

  test("an api token of a user is no secret key: it is neither listed nor ended as one", async () => {
    const { id, token } = await newStaff(app)
    const api_token = randomBytes(24).toString("base64url")
    await succeed(app, `POST /admin/users/${id}`, { token, body: { api_token } })
    const row = await app.db
      .selectFrom("secret_api_key")
      .select("id")
      .where("user_id", "=", id)
      .executeTakeFirstOrThrow()
    await refuse(app, `GET ${keys}/${row.id}`, "not_found", { token: ines.token })
    await refuse(app, `DELETE ${keys}/${row.id}`, "not_found", { token: ines.token })
    await succeed(app, "GET /admin/auth", inHeader(api_token))
  })

  test("its use is noted once a minute at most, whatever is asked at once", async () => {
    const { id, secret } = await newKey()
    expect((await shown(id)).last_used_at).toBeNull()
    await Promise.all(Array.from({ length: 5 }, () => statusOf(secret)))
    const first = await noted(id)
    await statusOf(secret)
    expect(await noted(id)).toBe(first)
    await age(app.db, "secret_api_key", id, 61)
    await statusOf(secret)
    await expect.poll(() => noted(id)).toBeGreaterThanOrEqual(first)
  })
})

test("whoever is nobody sees no secret key", async () => {
  await refuse(app, `GET ${keys}`, "token_missing")
  const { token } = await newCustomer(app)
  await refuse(app, `GET ${keys}`, "token_invalid", { token })
  await succeed(app, `GET ${keys}`, { token: await adminToken(app) })
})
