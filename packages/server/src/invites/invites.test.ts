import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { age } from "../../../../test/setup/age.ts"
import type { TestApp } from "../../../../test/setup/app.ts"
import { startTestApp } from "../../../../test/setup/app.ts"
import { atOnce } from "../../../../test/setup/at-once.ts"
import { freshEmail } from "../../../../test/setup/fresh.ts"
import { mailed } from "../../../../test/setup/mailed.ts"
import { adminToken, ask, good_password, newCustomer, refuse, succeed } from "../../../../test/setup/people.ts"
import { contents, dump } from "../../../../test/setup/rows.ts"
import { newStaff, recordsOf, signInStaff, type Role } from "../../../../test/setup/staff.ts"

let app: TestApp
let ada: string
beforeAll(async () => {
  app = await startTestApp()
  ada = await adminToken(app)
})
afterAll(() => app.close())

interface Invite {
  id: string
  user_email: string
  role: Role
  token: string
  accepted: boolean
  expires_at: string
}
const inviteOf = ({ body }: { body: Record<string, unknown> }) => body["invite"] as Invite // the second reader holds it to the contract
const invitesOf = ({ body }: { body: Record<string, unknown> }) => body["invites"] as Invite[] // as above
const create = "POST /admin/invites"
const accept = "POST /admin/invites/accept"
const week_ms = 7 * 24 * 3600 * 1000

const invite = async (role: Role = "member", user = freshEmail(), token = ada) =>
  inviteOf(await succeed(app, create, { token, body: { user, role } }))
const joining = (token: string, password = good_password) => ({
  body: { token, user: { first_name: "Teo", last_name: "Marchetti", password } },
})
const tokenSecond = (one: Invite) => ({ token: one.token.replace(/^./u, (letter) => (letter === "A" ? "B" : "A")) })
/** Refused as every unusable token is, with no row changed. */
async function refuseInvite(token: string): Promise<void> {
  const before = await contents(app.db)
  const error = await refuse(app, accept, "invalid_request", joining(token))
  expect(error).toMatchObject({ type: "invalid_data", message: "Invalid invite" })
  expect(error.errors).toBeUndefined()
  expect(await contents(app.db)).toEqual(before)
}

describe("POST /admin/invites", () => {
  test("200 answers a token of 256 bits that is good for seven days, and mails it", async () => {
    const user = freshEmail()
    const answer = await succeed(app, create, { token: ada, body: { user: user.toUpperCase(), role: "developer" } })
    const made = inviteOf(answer)
    expect(made).toMatchObject({ user_email: user, role: "developer", accepted: false })
    expect(Buffer.from(made.token, "base64url")).toHaveLength(32)
    expect(Math.abs(Date.parse(made.expires_at) - Date.now() - week_ms)).toBeLessThan(60_000)
    expect(answer.headers.get("cache-control")).toBe("no-store")
    const message = { topic: "invite.created", payload: { user_email: user, token: made.token } }
    expect(await mailed(app, user)).toEqual([message])
    expect(await dump(app.db)).not.toContain(made.token)
    expect(app.logs().join("\n")).not.toContain(made.token)
  })

  test("200 for somebody who is invited already: the new role and a new token, and the old token is dead", async () => {
    const user = freshEmail()
    const first = await invite("member", user)
    await age(app.db, "invite", first.id, 8 * 24 * 3600)
    const second = await invite("developer", user)
    expect(second).toMatchObject({ id: first.id, role: "developer" })
    expect(Date.parse(second.expires_at)).toBeGreaterThan(Date.now())
    await refuseInvite(first.token)
    await succeed(app, accept, joining(second.token))
    expect((await signedInUser(user)).role).toBe("developer")
  })

  test("of ten invites of one person at once all are 200, one is pending, and one token works", async () => {
    const user = freshEmail()
    const headers = { authorization: `Bearer ${ada}` }
    const answers = await atOnce(
      Array.from({ length: 10 }, () => ({ url: `${app.url}/admin/invites`, headers, body: { user, role: "member" } })),
    )
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    const rows = await app.db.selectFrom("invite").select("id").where("user_email", "=", user).execute()
    expect(rows).toHaveLength(1)
    const joined = await Promise.all(answers.map((answer) => ask(app, accept, joining(inviteOf(answer).token))))
    expect(joined.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test("400 naming `user` when they are on the staff, in whatever case; after they are deleted they can be invited", async () => {
    const { id, email } = await newStaff(app)
    const before = await contents(app.db)
    for (const user of [email, email.toUpperCase()]) {
      const error = await refuse(app, create, "invalid_request", { token: ada, body: { user, role: "member" } })
      expect(error.errors).toMatchObject([{ path: "user", code: "taken" }])
    }
    expect(await contents(app.db)).toEqual(before)
    await succeed(app, `DELETE /admin/users/${id}`, { token: ada })
    const { token } = await invite("member", email)
    await succeed(app, accept, joining(token))
    expect((await signedInUser(email)).id).not.toBe(id)
  })

  test("an address of a customer can be invited: the realms are apart", async () => {
    const { email, token } = await newCustomer(app)
    const made = await invite("member", email)
    await succeed(app, accept, joining(made.token))
    await signInStaff(app, email)
    await succeed(app, "GET /store/customers/me", { token })
  })

  test("I2 403 when a member or a developer invites an administrator, or touches the invite of one; nothing changes", async () => {
    const pending = await invite("admin")
    for (const role of ["member", "developer"] as const) {
      const { id, token } = await newStaff(app, role)
      const before = await contents(app.db)
      await refuse(app, create, "access_denied", { token, body: { user: freshEmail(), role: "admin" } })
      await refuse(app, create, "access_denied", { token, body: { user: pending.user_email, role: "member" } })
      await refuse(app, `POST /admin/invites/${pending.id}/resend`, "access_denied", { token })
      expect(await contents(app.db)).toEqual(before)
      expect((await recordsOf(app, "invite_created", id)).map(({ reason }) => reason)).toEqual([
        "not_an_administrator",
        "not_an_administrator",
      ])
      await invite("developer", freshEmail(), token)
    }
    await succeed(app, accept, joining(pending.token))
    expect((await signedInUser(pending.user_email)).role).toBe("admin")
  })

  test.each([
    {},
    { user: "b@x.test" },
    { user: "no address", role: "member" },
    { user: "a@x.test\r\nbcc: b@x.test", role: "member" },
    { user: "a@x.test,b@x.test", role: "member" },
    { user: "a@x.test", role: "owner" },
    { user: "a@x.test", role: "member", token: "mine" },
    { user: { $ne: null }, role: "member" },
  ])("400 for %j, and nothing is stored or mailed", async (body) => {
    const before = await contents(app.db)
    await refuse(app, create, "invalid_request", { token: ada, body })
    expect(await contents(app.db)).toEqual(before)
  })
})

async function signedInUser(email: string) {
  const { token } = await signInStaff(app, email)
  const { body } = await succeed(app, "GET /admin/auth", { token })
  return body["user"] as { id: string; role: Role; first_name: string; email: string } // the second reader holds it to the contract
}

describe("POST /admin/invites/accept", () => {
  test("200 the person joins with the role and the address of the invite, and is not signed in by it", async () => {
    const made = await invite("developer")
    const answer = await succeed(app, accept, joining(made.token))
    expect(answer.body).toEqual({ success: true })
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(answer.headers.get("cache-control")).toBe("no-store")
    expect(await signedInUser(made.user_email)).toMatchObject({
      role: "developer",
      first_name: "Teo",
      email: made.user_email,
    })
    const all = await recordsOf(app, "invite_accepted", null)
    const records = all.filter(({ details }) => JSON.stringify(details).includes(made.id))
    expect(records).toMatchObject([{ outcome: "success", details: { role: "developer" } }])
  })

  test("works whatever credentials come with it", async () => {
    const made = await invite()
    const { token } = await newCustomer(app)
    await succeed(app, accept, { ...joining(made.token), token })
    await succeed(app, accept, { ...joining((await invite()).token), token: "nonsense", cookie: "admin_sid=nonsense" })
  })

  test("422 for a weak password names `user.password`, and the token goes on working", async () => {
    const made = await invite()
    const local = made.user_email.split("@")[0] ?? ""
    for (const [password, code] of [
      ["short", "too_short"],
      ["x".repeat(129), "too_long"],
      ["1qaz2wsx3edc4rfv", "too_common"],
      [`${local}1`, "too_guessable"],
    ] as const) {
      const before = await contents(app.db)
      const error = await refuse(app, accept, "weak_password", joining(made.token, password))
      expect(error.errors, password).toMatchObject([{ path: "user.password", code }])
      expect(await contents(app.db)).toEqual(before)
    }
    // The policy comes before the token, so a weak password tells nothing of it.
    await refuse(app, accept, "weak_password", joining("unknown", "short"))
    await succeed(app, accept, joining(made.token))
  })

  test("I1 400 for a role, an address or anything else in the body", async () => {
    const made = await invite()
    const { token, user } = joining(made.token).body
    for (const body of [
      { token, user, role: "admin" },
      { token, user: { ...user, role: "admin" } },
      { token, user: { ...user, email: "other@x.test" } },
      { token, user: { ...user, metadata: {} } },
      { token, user: { ...user, first_name: "" } },
      { token, user: { ...user, first_name: null } },
      { token, user: { first_name: "Teo", last_name: "Marchetti" } },
      { user },
      { token: [token], user },
    ]) {
      const before = await contents(app.db)
      await refuse(app, accept, "invalid_request", { body })
      expect(await contents(app.db)).toEqual(before)
    }
    await succeed(app, accept, joining(made.token))
  })

  test("I1 400 for a token that is unknown, used up, expired, deleted or replaced by resend, all alike; the record tells them apart", async () => {
    const unknown = await invite()
    await refuseInvite(tokenSecond(unknown).token)
    await refuseInvite("x")
    const used = await invite()
    await succeed(app, accept, joining(used.token))
    await refuseInvite(used.token)
    const expired = await invite()
    await age(app.db, "invite", expired.id, 7 * 24 * 3600 + 1)
    await refuseInvite(expired.token)
    const deleted = await invite()
    await succeed(app, `DELETE /admin/invites/${deleted.id}`, { token: ada })
    await refuseInvite(deleted.token)
    const replaced = await invite()
    await succeed(app, `POST /admin/invites/${replaced.id}/resend`, { token: ada })
    await refuseInvite(replaced.token)
    const records = await recordsOf(app, "invite_accepted", null)
    const failures = records.filter(({ outcome }) => outcome === "failure").map(({ reason }) => reason)
    expect(failures.slice(-6)).toEqual([
      "unknown_or_replaced",
      "unknown_or_replaced",
      "used",
      "expired",
      "deleted",
      "unknown_or_replaced",
    ])
  })

  test("an invite is good until its last second", async () => {
    const made = await invite()
    await age(app.db, "invite", made.id, 7 * 24 * 3600 - 60)
    await succeed(app, accept, joining(made.token))
  })

  test("I1 400 when the address became a user's meanwhile, and the invite is not used up by it", async () => {
    const made = await invite()
    const body = { email: made.user_email, password: good_password }
    const created = await succeed(app, "POST /admin/users", { token: ada, body })
    await refuseInvite(made.token)
    const { id } = created.body["user"] as { id: string } // the second reader holds it to the contract
    await succeed(app, `DELETE /admin/users/${id}`, { token: ada })
    await succeed(app, accept, joining(made.token))
  })

  test.each([1, 2, 3, 4, 5])(
    "accepted ten times at once: exactly one is 200, and there is one user (round %i)",
    async () => {
      const made = await invite()
      const answers = await atOnce(
        Array.from({ length: 10 }, () => ({ url: `${app.url}/admin/invites/accept`, ...joining(made.token) })),
      )
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
        200,
        ...Array.from({ length: 9 }, () => 400),
      ])
      const users = await app.db.selectFrom("user").select("id").where("email", "=", made.user_email).execute()
      const identities = await app.db
        .selectFrom("provider_identity")
        .select("id")
        .where("entity_id", "=", made.user_email)
        .execute()
      expect([users.length, identities.length]).toEqual([1, 1])
    },
  )

  test("accepted, deleted and created as a user at once: never more than one user, and no half one", async () => {
    for (let round = 0; round < 5; round++) {
      const made = await invite()
      const headers = { authorization: `Bearer ${ada}` }
      const body = { email: made.user_email, password: good_password }
      const answers = await atOnce([
        { url: `${app.url}/admin/invites/accept`, ...joining(made.token) },
        { url: `${app.url}/admin/invites/${made.id}`, method: "DELETE", headers },
        { url: `${app.url}/admin/users`, headers, body },
      ])
      expect([200, 400]).toContain(answers[0]?.status)
      expect(answers[1]?.status).toBe(200)
      expect([200, 422]).toContain(answers[2]?.status)
      expect([answers[0]?.status, answers[2]?.status].filter((status) => status === 200)).toHaveLength(1)
      await signInStaff(app, made.user_email)
    }
  })
})

describe("GET /admin/invites", () => {
  test("I3 200 shows pending and accepted invites, with no usable token in any", async () => {
    const pending = await invite()
    const accepted = await invite()
    await succeed(app, accept, joining(accepted.token))
    const { token } = await newStaff(app)
    const answer = await succeed(app, "GET /admin/invites?limit=100", { token })
    const shown = new Map(invitesOf(answer).map((one) => [one.id, one]))
    expect(shown.get(pending.id)).toMatchObject({ accepted: false, token: "" })
    expect(shown.get(accepted.id)).toMatchObject({ accepted: true, token: "" })
    for (const one of shown.values()) expect(one.token).toBe("")
    const hashes = await app.db.selectFrom("invite").select("token_hash").execute()
    for (const { token_hash } of hashes) {
      expect(answer.text).not.toContain(Buffer.from(token_hash).toString("hex"))
      expect(answer.text).not.toContain(Buffer.from(token_hash).toString("base64url"))
    }
    expect(answer.text).not.toContain(pending.token)
  })

  test("pages put together are the whole list in every order, `fields` picks, and unknown names are 400", async () => {
    await Promise.all(Array.from({ length: 4 }, () => invite()))
    for (const order of ["created_at", "-created_at", "user_email", "-role", "accepted", "expires_at"]) {
      const whole = await succeed(app, `GET /admin/invites?limit=100&order=${order}`, { token: ada })
      const count = Number(whole.body["count"])
      expect(invitesOf(whole)).toHaveLength(count)
      const pages: string[] = []
      for (let offset = 0; offset < count; offset += 3) {
        const page = await succeed(app, `GET /admin/invites?limit=3&offset=${offset}&order=${order}`, { token: ada })
        expect(page.body).toMatchObject({ count, offset, limit: 3 })
        pages.push(...invitesOf(page).map(({ id }) => id))
      }
      expect(pages, order).toEqual(invitesOf(whole).map(({ id }) => id))
    }
    const { body } = await succeed(app, "GET /admin/invites?limit=1&fields=user_email", { token: ada })
    expect(Object.keys((body["invites"] as object[])[0] ?? {}).toSorted()).toEqual(["id", "user_email"])
    for (const query of ["fields=token_hash", "order=token", "order=token_hash", "limit=0"]) {
      await refuse(app, `GET /admin/invites?${query}`, "invalid_request", { token: ada })
    }
  })
})

describe("POST /admin/invites/{invite_id}/resend", () => {
  const resend = (id: string) => `POST /admin/invites/${id}/resend`

  test("200 a new token for another seven days, mailed again; the old one is dead, and an expired invite lives again", async () => {
    const first = await invite()
    await age(app.db, "invite", first.id, 30 * 24 * 3600)
    const { token } = await newStaff(app)
    const answer = await succeed(app, resend(first.id), { token })
    const second = inviteOf(answer)
    expect(second).toMatchObject({ id: first.id, user_email: first.user_email, role: first.role, accepted: false })
    expect(second.token).not.toBe(first.token)
    expect(Math.abs(Date.parse(second.expires_at) - Date.now() - week_ms)).toBeLessThan(60_000)
    expect(answer.headers.get("cache-control")).toBe("no-store")
    const messages = await mailed(app, first.user_email)
    expect(messages.map(({ payload }) => payload["token"])).toEqual([first.token, second.token])
    await refuseInvite(first.token)
    await succeed(app, accept, joining(second.token))
  })

  test("404 for no invite and a deleted one, 400 for an accepted one, and nothing is mailed", async () => {
    const deleted = await invite()
    await succeed(app, `DELETE /admin/invites/${deleted.id}`, { token: ada })
    const accepted = await invite()
    await succeed(app, accept, joining(accepted.token))
    const before = await contents(app.db)
    for (const id of ["invite_none", deleted.id]) await refuse(app, resend(id), "not_found", { token: ada })
    const error = await refuse(app, resend(accepted.id), "invalid_request", { token: ada })
    expect(error).toMatchObject({ type: "not_allowed", message: "The invite was accepted." })
    expect(await contents(app.db)).toEqual(before)
  })
})

describe("DELETE /admin/invites/{invite_id}", () => {
  test("200 the token is dead, and again answers the same; the person can be invited anew; 404 for no invite", async () => {
    const made = await invite()
    for (const turn of [1, 2]) {
      const { body } = await succeed(app, `DELETE /admin/invites/${made.id}`, { token: ada })
      expect(body, `turn ${turn}`).toEqual({ id: made.id, object: "invite", deleted: true })
    }
    await refuseInvite(made.token)
    const list = await succeed(app, "GET /admin/invites?limit=100", { token: ada })
    expect(invitesOf(list).map(({ id }) => id)).not.toContain(made.id)
    expect((await invite("member", made.user_email)).id).not.toBe(made.id)
    await refuse(app, "DELETE /admin/invites/invite_none", "not_found", { token: ada })
  })

  test("200 for an accepted one: whoever has joined stays", async () => {
    const made = await invite()
    await succeed(app, accept, joining(made.token))
    await succeed(app, `DELETE /admin/invites/${made.id}`, { token: ada })
    await signInStaff(app, made.user_email)
  })
})
