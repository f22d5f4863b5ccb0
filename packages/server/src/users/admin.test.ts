import { randomBytes } from "node:crypto"
import type { KyselyPlugin } from "kysely"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { TestApp } from "../../../../test/setup/app.ts"
import { startTestApp } from "../../../../test/setup/app.ts"
import { atOnce } from "../../../../test/setup/at-once.ts"
import { freshEmail } from "../../../../test/setup/fresh.ts"
import { lastResetToken } from "../../../../test/setup/mailed.ts"
import {
  adminToken,
  ask,
  cookieOf,
  good_password,
  newCustomer,
  refuse,
  succeed,
} from "../../../../test/setup/people.ts"
import { contents, dump } from "../../../../test/setup/rows.ts"
import {
  newStaff,
  onlyAdministrators,
  recordsOf,
  signInStaff,
  staffCookie,
  type Role,
} from "../../../../test/setup/staff.ts"
import type { Context } from "../context.ts"
import { listUsers } from "./queries.ts"
import { deleteUser } from "./delete-user.ts"
import { disableUser } from "./switch-user-account.ts"

let app: TestApp
let ada: string
beforeAll(async () => {
  app = await startTestApp()
  ada = await adminToken(app)
})
afterAll(() => app.close())

interface User {
  id: string
  email: string
  role: Role
  first_name: string | null
  metadata: unknown
  api_token: null
}
const userOf = ({ body }: { body: Record<string, unknown> }) => body["user"] as User // the second reader holds it to the contract
const usersOf = ({ body }: { body: Record<string, unknown> }) => body["users"] as User[] // as above
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const newApiToken = () => randomBytes(24).toString("base64url")
const statuses = (answers: readonly { status: number }[]) =>
  answers.map(({ status }) => status).toSorted((a, b) => a - b)
const rounds = [1, 2, 3, 4, 5]

describe("GET /admin/users", () => {
  const list = async (query: string) => succeed(app, `GET /admin/users?${query}`, { token: ada })

  test("200 any member of staff sees everybody, newest first, with a count; nobody's credentials are in it", async () => {
    const first = await newStaff(app)
    const second = await newStaff(app, "developer")
    const answer = await succeed(app, "GET /admin/users", { token: first.token })
    expect(usersOf(answer).map(({ id }) => id)).toEqual(expect.arrayContaining([first.id, second.id]))
    expect(usersOf(answer)[0]?.id).toBe(second.id)
    expect(answer.body).toMatchObject({ limit: 50, offset: 0 })
    for (const { api_token } of usersOf(answer)) expect(api_token).toBeNull()
    expect(answer.text).not.toMatch(/password|hash|argon2/u)
  })

  test("pages put together are the whole list, in every order, without overlap; a page past the end is empty with a count", async () => {
    await Promise.all(Array.from({ length: 4 }, () => newStaff(app)))
    for (const order of ["created_at", "-created_at", "email", "-email", "role", "-role", "first_name", "-id"]) {
      const whole = await list(`order=${order}&limit=100`)
      const count = Number(whole.body["count"])
      expect(usersOf(whole)).toHaveLength(count)
      const pages: string[] = []
      for (let offset = 0; offset < count + 3; offset += 3) {
        const page = await list(`order=${order}&limit=3&offset=${offset}`)
        expect(page.body).toMatchObject({ count, offset, limit: 3 })
        pages.push(...usersOf(page).map(({ id }) => id))
      }
      expect(pages, order).toEqual(usersOf(whole).map(({ id }) => id))
      expect(new Set(pages).size).toBe(count)
    }
    const up = usersOf(await list("order=email&limit=100")).map(({ email }) => email)
    expect(up).toEqual(up.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
    expect(usersOf(await list("order=-email&limit=100")).map(({ email }) => email)).toEqual(up.toReversed())
    expect(await list("offset=100000")).toMatchObject({ body: { users: [], offset: 100_000 } })
  })

  test("`fields` picks, `id` stays", async () => {
    const { body } = await list("fields=email,role&limit=1")
    expect(Object.keys((body["users"] as object[])[0] ?? {}).toSorted()).toEqual(["email", "id", "role"])
    expect(Object.keys(usersOf(await list("fields=-metadata&limit=1"))[0] ?? {})).not.toContain("metadata")
  })

  test.each(["limit=0", "limit=101", "offset=-1", "order=password", "order=api_token", "fields=hash", "q=x"])(
    "400 for ?%s",
    async (query) => {
      await refuse(app, `GET /admin/users?${query}`, "invalid_request", { token: ada })
    },
  )

  test("one statement answers a page and the count", async () => {
    let statements = 0
    const counting: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        statements++
        return result
      },
    }
    const order = { column: "created_at", kind: "plain", direction: "desc" } as const
    const { rows, count } = await listUsers(app.db.withPlugin(counting), { limit: 1, offset: 0, order })
    expect(statements).toBe(1)
    expect(rows).toHaveLength(1)
    expect(count).toBeGreaterThan(1)
  })
})

describe("POST /admin/users", () => {
  const create = "POST /admin/users"

  test("200 a member of staff who can sign in at once; without a role a member", async () => {
    const email = freshEmail()
    const body = { email: email.toUpperCase(), password: good_password, first_name: "Noor", last_name: null }
    const user = userOf(await succeed(app, create, { token: ada, body }))
    expect(user).toMatchObject({ email, first_name: "Noor", last_name: null, role: "member", api_token: null })
    const { token } = await signInStaff(app, email)
    expect(userOf(await succeed(app, "GET /admin/auth", { token }))).toEqual(user)
  })

  test("422 when a user has the address, in whatever case, and nothing is stored", async () => {
    const { email } = await newStaff(app)
    const before = await contents(app.db)
    for (const taken of [email, email.toUpperCase()]) {
      const error = await refuse(app, create, "invalid_request_error", {
        token: ada,
        body: { email: taken, password: good_password },
      })
      expect(error).toMatchObject({ type: "duplicate_error", errors: [{ path: "email", code: "taken" }] })
    }
    expect(await contents(app.db)).toEqual(before)
  })

  test("of 20 creations of one address at once one is 200, the others 422, and there is one identity", async () => {
    const email = freshEmail()
    const body = { email, password: good_password }
    const answers = await atOnce(
      Array.from({ length: 20 }, () => ({ url: `${app.url}/admin/users`, headers: bearer(ada), body })),
    )
    expect(statuses(answers)).toEqual([200, ...Array.from({ length: 19 }, () => 422)])
    const identities = await app.db
      .selectFrom("provider_identity")
      .select("id")
      .where("entity_id", "=", email)
      .execute()
    expect(identities).toHaveLength(1)
    await signInStaff(app, email)
  })

  test("422 for a password of 14 code points or a common one, 200 for 15", async () => {
    const attempt = (password: string) => ask(app, create, { token: ada, body: { email: freshEmail(), password } })
    const short = await attempt("é".repeat(14))
    expect(short.body).toMatchObject({ code: "weak_password", errors: [{ path: "password", code: "too_short" }] })
    expect(short.status).toBe(422)
    expect((await attempt("1qaz2wsx3edc4rfv")).body).toMatchObject({ errors: [{ code: "too_common" }] })
    expect((await attempt("é".repeat(15))).status).toBe(200)
    expect((await attempt("x".repeat(129))).status).toBe(422)
  })

  test("403 when somebody who is no administrator creates one, whatever the password; creating members is fine", async () => {
    const { id, token } = await newStaff(app)
    const before = await contents(app.db)
    for (const password of [good_password, "short"]) {
      await refuse(app, create, "access_denied", { token, body: { email: freshEmail(), password, role: "admin" } })
    }
    expect(await contents(app.db)).toEqual(before)
    expect((await recordsOf(app, "user_created", id)).map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ["failure", "not_an_administrator"],
      ["failure", "not_an_administrator"],
    ])
    await succeed(app, create, { token, body: { email: freshEmail(), password: good_password, role: "developer" } })
  })

  test.each([
    { password: good_password },
    { email: "no address", password: good_password },
    { email: "a@x.test,b@x.test", password: good_password },
    { email: "a@x.test", password: good_password, role: "owner" },
    { email: "a@x.test", password: good_password, api_token: "x".repeat(40) },
    { email: "a@x.test", password: good_password, first_name: "a\u0000b" },
    { email: ["a@x.test"], password: good_password },
  ])("400 for %j, and nothing is stored", async (body) => {
    const before = await contents(app.db)
    await refuse(app, create, "invalid_request", { token: ada, body })
    expect(await contents(app.db)).toEqual(before)
  })
})

describe("GET /admin/users/{id}", () => {
  test("200 anybody of the staff; 404 for nobody, a deleted user and a customer", async () => {
    const { id, token } = await newStaff(app)
    expect(userOf(await succeed(app, `GET /admin/users/${id}`, { token }))).toMatchObject({ id, api_token: null })
    const gone = await newStaff(app)
    await succeed(app, `DELETE /admin/users/${gone.id}`, { token: ada })
    const { customer_id } = await newCustomer(app)
    for (const nobody of ["usr_none", gone.id, customer_id, "%00", "..%2f", "x".repeat(65)]) {
      const { status } = await ask(app, `GET /admin/users/${nobody}`, { token })
      expect([400, 404], nobody).toContain(status)
    }
    await refuse(app, "GET /admin/users/usr_none", "not_found", { token })
    await refuse(app, `GET /admin/users/${gone.id}`, "not_found", { token })
  })
})

describe("POST /admin/users/{id}", () => {
  const update = (id: string) => `POST /admin/users/${id}`

  test("200 everybody changes their own names and metadata; what is left out stays", async () => {
    const { id, token } = await newStaff(app)
    const body = { first_name: "Noor", metadata: { desk: "4b", shift: { from: 9 } } }
    expect(userOf(await succeed(app, update(id), { token, body }))).toMatchObject(body)
    const changed = await succeed(app, update(id), { token, body: { last_name: "Haddad", metadata: { desk: "" } } })
    expect(userOf(changed)).toMatchObject({
      first_name: "Noor",
      last_name: "Haddad",
      metadata: { shift: { from: 9 } },
      role: "member",
    })
    const emptied = await succeed(app, update(id), { token, body: { first_name: null, metadata: null } })
    expect(userOf(emptied)).toMatchObject({ first_name: null, metadata: null })
    expect(userOf(await succeed(app, update(id), { token, body: {} }))).toMatchObject({ last_name: "Haddad" })
  })

  test("the record names what changed and none of the values", async () => {
    const { id, token } = await newStaff(app)
    const secret = `name-${newApiToken()}`
    await succeed(app, update(id), { token, body: { first_name: secret, metadata: { note: secret } } })
    const records = await recordsOf(app, "user_updated", id)
    expect(records.map(({ details }) => details)).toEqual([{ user_id: id, changed: ["first_name", "metadata"] }])
    expect(JSON.stringify(records)).not.toContain(secret)
  })

  test("403 for another user, be there one or not, and for one's own role; sending the same role back is fine", async () => {
    const { id, token } = await newStaff(app)
    const other = await newStaff(app)
    const before = await contents(app.db)
    for (const [target, body] of [
      [other.id, { first_name: "Mallory" }],
      [other.id, { api_token: newApiToken() }],
      [other.id, {}],
      ["usr_none", { first_name: "Mallory" }],
      [id, { role: "admin" }],
      [id, { role: "developer" }],
      [id, { first_name: "Noor", role: "admin" }],
    ] as const) {
      await refuse(app, update(target), "access_denied", { token, body })
    }
    expect(await contents(app.db)).toEqual(before)
    expect(userOf(await succeed(app, update(id), { token, body: { role: "member" } })).role).toBe("member")
  })

  test("a role holds from the next request on: who was promoted may, who was demoted may not", async () => {
    const { id, token } = await newStaff(app)
    const other = await newStaff(app)
    await succeed(app, update(id), { token: ada, body: { role: "admin" } })
    await succeed(app, update(other.id), { token, body: { first_name: "Noor" } })
    await succeed(app, update(id), { token: ada, body: { role: "developer" } })
    await refuse(app, update(other.id), "access_denied", { token, body: { first_name: "Mallory" } })
    const roles = (await recordsOf(app, "user_updated", (await me()).id)).map(({ details }) => details)
    expect(roles).toContainEqual({ user_id: id, changed: ["role"], role_before: "member", role: "admin" })
    expect(roles).toContainEqual({ user_id: id, changed: ["role"], role_before: "admin", role: "developer" })
  })
  const me = async () => userOf(await succeed(app, "GET /admin/auth", { token: ada }))

  test("404 for an administrator when there is no such user or they were deleted", async () => {
    const gone = await newStaff(app)
    await succeed(app, `DELETE /admin/users/${gone.id}`, { token: ada })
    for (const id of ["usr_none", gone.id]) {
      await refuse(app, update(id), "not_found", { token: ada, body: { first_name: "x" } })
    }
  })

  test.each([
    { email: "other@x.test" },
    { api_token: "x".repeat(31) },
    { api_token: "with spaces, and over thirty-two characters" },
    { api_token: "x".repeat(513) },
    { role: "owner" },
    { role: null },
    { first_name: "a\u0007" },
    { metadata: ["x"] },
    { password: good_password },
  ])("400 for %j, and nothing changes", async (body) => {
    const { id, token } = await newStaff(app)
    const before = await contents(app.db)
    await refuse(app, update(id), "invalid_request", { token, body })
    expect(await contents(app.db)).toEqual(before)
  })
})

describe("there is always an administrator", () => {
  test("400 the last one cannot give the role up; with a second one they can, and are given it back", async () => {
    const bea = await newStaff(app, "admin")
    const disabled = await newStaff(app, "admin")
    await onlyAdministrators(app, app.admin.email, bea.email, disabled.email)
    await succeed(app, `POST /admin/users/${disabled.id}/disable`, { token: ada })
    const { id } = userOf(await succeed(app, "GET /admin/auth", { token: ada }))
    await succeed(app, `POST /admin/users/${id}`, { token: ada, body: { role: "member" } })
    const before = await contents(app.db)
    // A disabled administrator does not count: nobody could enable them.
    const error = await refuse(app, `POST /admin/users/${bea.id}`, "invalid_request", {
      token: bea.token,
      body: { role: "member", first_name: "Bea" },
    })
    expect(error).toMatchObject({ type: "not_allowed", message: "There must be an administrator left." })
    expect(await contents(app.db)).toEqual(before)
    await succeed(app, `POST /admin/users/${id}`, { token: bea.token, body: { role: "admin" } })
  })

  test.each(rounds)("two give the role up at once: one does, the other is 400 (round %i)", async () => {
    const two = await Promise.all([newStaff(app, "admin"), newStaff(app, "admin")])
    await onlyAdministrators(app, two[0].email, two[1].email)
    const answers = await atOnce(
      two.map(({ id, token }) => ({
        url: `${app.url}/admin/users/${id}`,
        headers: bearer(token),
        body: { role: "member" },
      })),
    )
    await app.db.updateTable("user").set({ role: "admin" }).where("email", "=", app.admin.email).execute()
    expect(statuses(answers)).toEqual([200, 400])
  })

  test.each(rounds)(
    "two delete each other at once: one is left, and the other's request is 401 (round %i)",
    async () => {
      const [one, two] = await Promise.all([newStaff(app, "admin"), newStaff(app, "admin")])
      await onlyAdministrators(app, one.email, two.email)
      const answers = await atOnce([
        { url: `${app.url}/admin/users/${two.id}`, method: "DELETE", headers: bearer(one.token) },
        { url: `${app.url}/admin/users/${one.id}`, method: "DELETE", headers: bearer(two.token) },
      ])
      const left = await app.db
        .selectFrom("user")
        .select("id")
        .where("id", "in", [one.id, two.id])
        .where("deleted_at", "is", null)
        .execute()
      await app.db.updateTable("user").set({ role: "admin" }).where("email", "=", app.admin.email).execute()
      expect(statuses(answers)).toEqual([200, 401])
      expect(left).toHaveLength(1)
    },
  )

  test.each(rounds)("one disables the other while the other deletes them: one is left (round %i)", async () => {
    const [one, two] = await Promise.all([newStaff(app, "admin"), newStaff(app, "admin")])
    await onlyAdministrators(app, one.email, two.email)
    const answers = await atOnce([
      { url: `${app.url}/admin/users/${two.id}/disable`, headers: bearer(one.token) },
      { url: `${app.url}/admin/users/${one.id}`, method: "DELETE", headers: bearer(two.token) },
    ])
    await app.db.updateTable("user").set({ role: "admin" }).where("email", "=", app.admin.email).execute()
    expect(statuses(answers)).toEqual([200, 401])
  })
})

describe("DELETE /admin/users/{id}", () => {
  const remove = (id: string) => `DELETE /admin/users/${id}`

  test("200 ends the sessions, the cookie and the api token at once, and again answers the same", async () => {
    const { id, email, token } = await newStaff(app)
    const cookie = await staffCookie(app, email)
    const api_token = newApiToken()
    await succeed(app, `POST /admin/users/${id}`, { token, body: { api_token } })
    for (const turn of [1, 2]) {
      const { body } = await succeed(app, remove(id), { token: ada })
      expect(body, `turn ${turn}`).toEqual({ id, object: "user", deleted: true })
    }
    await refuse(app, "GET /admin/auth", "session_revoked", { token })
    await refuse(app, "GET /admin/auth", "session_revoked", { cookie })
    await refuse(app, "GET /admin/auth", "token_invalid", { headers: { "x-medusa-access-token": api_token } })
    await refuse(app, "POST /admin/auth/token", "invalid_credentials", { body: { email, password: good_password } })
    expect(
      usersOf(await succeed(app, "GET /admin/users?limit=100", { token: ada })).map((user) => user.id),
    ).not.toContain(id)
    const records = (await recordsOf(app, "user_deleted", await adaId())).filter(
      ({ details }) => JSON.stringify(details) === JSON.stringify({ user_id: id }),
    )
    expect(records.map(({ outcome }) => outcome)).toEqual(["success"])
  })
  const adaId = async () => userOf(await succeed(app, "GET /admin/auth", { token: ada })).id

  test("the address can be used again, by somebody who is not the one before", async () => {
    const { id, email, token } = await newStaff(app)
    await succeed(app, remove(id), { token: ada })
    const body = { email, password: good_password }
    const again = userOf(await succeed(app, "POST /admin/users", { token: ada, body }))
    expect(again.id).not.toBe(id)
    await signInStaff(app, email)
    await refuse(app, "GET /admin/auth", "session_revoked", { token })
  })

  test("400 for oneself, whatever the role; 403 for others by no administrator; 404 for nobody", async () => {
    const member = await newStaff(app)
    const other = await newStaff(app)
    const before = await contents(app.db)
    for (const token of [ada, member.token]) {
      const { id } = userOf(await succeed(app, "GET /admin/auth", { token }))
      const error = await refuse(app, remove(id), "invalid_request", { token })
      expect(error).toMatchObject({ type: "not_allowed", message: "This cannot be done to your own account." })
    }
    for (const id of [other.id, "usr_none"]) await refuse(app, remove(id), "access_denied", { token: member.token })
    await refuse(app, remove("usr_none"), "not_found", { token: ada })
    expect(await contents(app.db)).toEqual(before)
  })

  test("a mailed link that resets the password dies with the user, also when the address is used again", async () => {
    const { id, email } = await newStaff(app)
    await ask(app, "POST /admin/users/password-token", { body: { email } })
    const token = await lastResetToken(app, email)
    await succeed(app, remove(id), { token: ada })
    const reset = { body: { token, password: `another ${good_password}` } }
    await refuse(app, "POST /admin/users/reset-password", "reset_token_invalid", reset)
    await succeed(app, "POST /admin/users", { token: ada, body: { email, password: good_password } })
    await refuse(app, "POST /admin/users/reset-password", "reset_token_invalid", reset)
    await signInStaff(app, email)
  })

  test("a sign-in that is under way while the user is deleted leaves nobody signed in", async () => {
    for (let round = 0; round < 5; round++) {
      const { id, email } = await newStaff(app)
      const [signed] = await atOnce([
        { url: `${app.url}/admin/auth/token`, body: { email, password: good_password } },
        { url: `${app.url}/admin/users/${id}`, method: "DELETE", headers: bearer(ada) },
      ])
      expect([200, 401]).toContain(signed?.status)
      if (signed?.status !== 200) continue
      await refuse(app, "GET /admin/auth", "session_revoked", { token: signed.body["access_token"] })
    }
  })
})

describe("a user's api token", () => {
  const with_token = (api_token: string) => ({ headers: { "x-medusa-access-token": api_token } })
  const set = (id: string, token: string, api_token: string | null) =>
    ask(app, `POST /admin/users/${id}`, { token, body: { api_token } })

  test("acts as the user until it is replaced or taken away, and is shown by nothing and kept nowhere", async () => {
    const { id, token } = await newStaff(app)
    const [first, second] = [newApiToken(), newApiToken()]
    const answer = await set(id, token, first)
    expect(answer.status, answer.text).toBe(200)
    expect(userOf(answer).api_token).toBeNull()
    expect(answer.text).not.toContain(first)
    expect(userOf(await succeed(app, "GET /admin/auth", with_token(first)))).toMatchObject({ id, api_token: null })
    await succeed(app, `POST /admin/users/${id}`, { ...with_token(first), body: { api_token: second } })
    await refuse(app, "GET /admin/auth", "token_invalid", with_token(first))
    await succeed(app, "GET /admin/auth", with_token(second))
    // The same once more changes nothing.
    expect((await set(id, token, second)).status).toBe(200)
    await succeed(app, "GET /admin/auth", with_token(second))
    expect((await set(id, token, null)).status).toBe(200)
    expect((await set(id, token, null)).status).toBe(200)
    await refuse(app, "GET /admin/auth", "token_invalid", with_token(second))
    // One that was taken away can be given again.
    expect((await set(id, token, first)).status).toBe(200)
    await succeed(app, "GET /admin/auth", with_token(first))
    const stored = `${await dump(app.db)}\n${app.logs().join("\n")}`
    for (const secret of [first, second]) expect(stored).not.toContain(secret)
    expect((await recordsOf(app, "api_token_set", id)).length).toBe(4)
    expect((await recordsOf(app, "api_token_removed", id)).length).toBe(1)
  })

  test("422 when another user has it, and nothing else of the request is stored", async () => {
    const [one, two] = [await newStaff(app), await newStaff(app)]
    const api_token = newApiToken()
    await set(one.id, one.token, api_token)
    const before = await contents(app.db)
    const error = await refuse(app, `POST /admin/users/${two.id}`, "invalid_request_error", {
      token: two.token,
      body: { api_token, first_name: "Mallory" },
    })
    expect(error).toMatchObject({ type: "duplicate_error", errors: [{ path: "api_token", code: "taken" }] })
    expect(await contents(app.db)).toEqual(before)
    expect(await recordsOf(app, "user_updated", two.id)).toMatchObject([
      { outcome: "failure", reason: "api_token_taken" },
    ])
    expect(userOf(await succeed(app, "GET /admin/auth", with_token(api_token))).id).toBe(one.id)
  })

  test("of two users who set one token at once, one has it", async () => {
    const two = await Promise.all([newStaff(app), newStaff(app)])
    const api_token = newApiToken()
    const answers = await atOnce(
      two.map(({ id, token }) => ({
        url: `${app.url}/admin/users/${id}`,
        headers: bearer(token),
        body: { api_token },
      })),
    )
    expect(statuses(answers)).toEqual([200, 422])
    await succeed(app, "GET /admin/auth", with_token(api_token))
  })

  test("of ten tokens a user is given at once, one works", async () => {
    const { id, token } = await newStaff(app)
    const tokens = Array.from({ length: 10 }, newApiToken)
    const answers = await atOnce(
      tokens.map((api_token) => ({ url: `${app.url}/admin/users/${id}`, headers: bearer(token), body: { api_token } })),
    )
    expect(statuses(answers)).toEqual(tokens.map(() => 200))
    const works = await Promise.all(tokens.map((api_token) => ask(app, "GET /admin/auth", with_token(api_token))))
    expect(works.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test("has the role of its user: an administrator's deletes others and not itself", async () => {
    const admin = await newStaff(app, "admin")
    const member = await newStaff(app)
    const [of_admin, of_member] = [newApiToken(), newApiToken()]
    await set(admin.id, admin.token, of_admin)
    await set(member.id, member.token, of_member)
    await refuse(app, `DELETE /admin/users/${admin.id}`, "access_denied", with_token(of_member))
    await refuse(app, `DELETE /admin/users/${admin.id}`, "invalid_request", with_token(of_admin))
    await succeed(app, `DELETE /admin/users/${member.id}`, with_token(of_admin))
  })
})

describe("POST /admin/users/{id}/disable and /enable", () => {
  test("200 sessions, cookie and api token are dead at once; enabling revives none of them, but lets the user sign in", async () => {
    const { id, email, token } = await newStaff(app)
    const cookie = await staffCookie(app, email)
    const api_token = newApiToken()
    await succeed(app, `POST /admin/users/${id}`, { token, body: { api_token } })
    const dead = async () => {
      await refuse(app, "GET /admin/auth", "session_revoked", { token })
      await refuse(app, "GET /admin/auth", "session_revoked", { cookie })
      await refuse(app, "POST /auth/token/refresh", "session_revoked", { token })
      await refuse(app, "GET /admin/auth", "token_invalid", { headers: { "x-medusa-access-token": api_token } })
    }
    for (const turn of [1, 2]) {
      const { body } = await succeed(app, `POST /admin/users/${id}/disable`, { token: ada })
      expect(body, `turn ${turn}`).toEqual({ id, object: "user", disabled: true })
    }
    await dead()
    const sign_in = "POST /admin/auth/token"
    await refuse(app, sign_in, "account_disabled", { body: { email, password: good_password } })
    await refuse(app, sign_in, "invalid_credentials", { body: { email, password: `${good_password}!` } })
    for (const turn of [1, 2]) {
      const { body } = await succeed(app, `POST /admin/users/${id}/enable`, { token: ada })
      expect(body, `turn ${turn}`).toEqual({ id, object: "user", disabled: false })
    }
    await dead()
    await signInStaff(app, email)
    const { id: by } = userOf(await succeed(app, "GET /admin/auth", { token: ada }))
    for (const event of ["user_disabled", "user_enabled"]) {
      const records = (await recordsOf(app, event, by)).filter(
        ({ details }) => JSON.stringify(details) === JSON.stringify({ user_id: id }),
      )
      expect(records, event).toHaveLength(1)
      expect(records[0]?.auth_identity_id).toMatch(/^authid_/u)
    }
  })

  test("400 for disabling oneself, 403 for no administrator, 404 for nobody or a deleted user", async () => {
    const member = await newStaff(app)
    const other = await newStaff(app)
    const gone = await newStaff(app)
    await succeed(app, `DELETE /admin/users/${gone.id}`, { token: ada })
    const before = await contents(app.db)
    for (const token of [ada, member.token]) {
      const { id } = userOf(await succeed(app, "GET /admin/auth", { token }))
      const error = await refuse(app, `POST /admin/users/${id}/disable`, "invalid_request", { token })
      expect(error.message).toBe("This cannot be done to your own account.")
    }
    for (const what of ["disable", "enable"]) {
      for (const id of [other.id, "usr_none"]) {
        await refuse(app, `POST /admin/users/${id}/${what}`, "access_denied", { token: member.token })
      }
      for (const id of ["usr_none", gone.id]) {
        await refuse(app, `POST /admin/users/${id}/${what}`, "not_found", { token: ada })
      }
    }
    expect(await contents(app.db)).toEqual(before)
  })

  test("R5 whoever signs in or sets an api token while being disabled has nothing that works afterwards", async () => {
    for (let round = 0; round < 5; round++) {
      const { id, email, token } = await newStaff(app)
      const api_token = newApiToken()
      const [signed, refreshed] = await atOnce([
        { url: `${app.url}/admin/auth/token`, body: { email, password: good_password } },
        { url: `${app.url}/auth/token/refresh`, headers: bearer(token) },
        { url: `${app.url}/admin/users/${id}`, headers: bearer(token), body: { api_token } },
        { url: `${app.url}/admin/users/${id}/disable`, headers: bearer(ada) },
      ])
      await succeed(app, `POST /admin/users/${id}/enable`, { token: ada })
      for (const old of [token, signed?.body["access_token"], refreshed?.body["token"]]) {
        if (old !== undefined) expect((await ask(app, "GET /admin/auth", { token: old })).status).toBe(401)
      }
      await refuse(app, "GET /admin/auth", "token_invalid", { headers: { "x-medusa-access-token": api_token } })
    }
  })
})

describe("N10", () => {
  test("when the record cannot be written nobody is deleted or disabled: 503", async () => {
    const { id, token } = await newStaff(app)
    const admin = userOf(await succeed(app, "GET /admin/auth", { token: ada }))
    const fail: KyselyPlugin = {
      transformQuery: ({ node }) => {
        if (node.kind === "InsertQueryNode" && JSON.stringify(node.into).includes("audit_event"))
          throw new Error("disk full")
        return node
      },
      transformResult: async ({ result }) => result,
    }
    const request: Context["request"] = {
      id: "req_test",
      ip: undefined,
      ip_bucket: "test",
      user_agent: undefined,
      cookie: undefined,
    }
    const context: Context = { ...app.services, db: app.db.withPlugin(fail), request }
    const actor = { type: "user", user_id: admin.id, identity_id: "", credential: "api_token" } as const
    const before = await contents(app.db)
    for (const act of [deleteUser, disableUser]) {
      await expect(act(context, actor, id)).rejects.toMatchObject({ code: "temporarily_unavailable", status: 503 })
    }
    expect(await contents(app.db)).toEqual(before)
    await succeed(app, "GET /admin/auth", { token })
  })
})

describe("M1", () => {
  test("signing out in one tab: the other tab is 401 at its next request", async () => {
    const { email } = await newStaff(app)
    const cookie = cookieOf(await succeed(app, "POST /admin/auth", { body: { email, password: good_password } }))
    await succeed(app, "GET /admin/users", { cookie })
    await succeed(app, "DELETE /admin/auth", { cookie })
    await refuse(app, "GET /admin/users", "session_revoked", { cookie })
  })
})
