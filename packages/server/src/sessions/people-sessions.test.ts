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
import type { Person, RealmUnderTest } from "../../../../test/setup/realms.ts"
import { admin, store } from "../../../../test/setup/realms.ts"
import { contents } from "../../../../test/setup/rows.ts"
import { budgetsOf } from "../lib/budgets.ts"

let app: TestApp
let other: TestApp
beforeAll(async () => {
  app = await startTestApp({ budgets: budgetsOf({ profile: "tests", overrides: {} }, false) })
  other = await anotherInstance(app)
})
afterAll(async () => {
  await other.close()
  await app.close()
})

interface Listed {
  id: string
  device?: string | null
  current?: boolean
  created_at?: string
  last_seen_at?: string
}
interface Page {
  sessions: Listed[]
  count: number
  offset: number
  limit: number
}

const list = async (route: string, token: string, query = ""): Promise<Page> =>
  (await succeed(app, `${route}${query}`, { token })).body as unknown as Page // the second reader checks the shape
const idOf = (token: unknown): string => String(claimsOf(token)["sid"])
const one = ({ sessions }: RealmUnderTest, id: string) => `DELETE ${sessions.replace("GET ", "")}/${id}`

const more = async (realm: RealmUnderTest, { email }: Person) => {
  const token = realm.tokenOf(await realm.signIn(app, email))
  return { token, id: idOf(token) }
}
const events = (identity_id: string, event: string) =>
  app.db
    .selectFrom("audit_event")
    .select(["outcome", "reason", "actor_id", "session_id"])
    .where("auth_identity_id", "=", identity_id)
    .where("event", "=", event)
    .execute()

describe.each([store, admin])("one's own sessions, $realm", (realm) => {
  test("S6 two sign-ins are two sessions, both listed, newest first; one of them is current", async () => {
    const person = await realm.newPerson(app)
    const second = await more(realm, person)
    const { sessions, ...page } = await list(realm.sessions, person.token)
    expect(page).toEqual({ count: 2, offset: 0, limit: 50 })
    expect(sessions).toEqual([
      {
        id: second.id,
        device: "node",
        current: false,
        created_at: expect.stringMatching(/Z$/),
        last_seen_at: expect.stringMatching(/Z$/),
      },
      expect.objectContaining({ id: person.session_id, current: true }),
    ])
    const seen_by_second = await list(realm.sessions, second.token)
    expect(seen_by_second.sessions.map(({ id, current }) => [id, current])).toEqual([
      [second.id, true],
      [person.session_id, false],
    ])
  })

  test("S6 what a browser says of itself is escaped and cut at 256", async () => {
    const person = await realm.newPerson(app)
    const agent = `<img src=x onerror="alert('1')">&${"x".repeat(2000)}`
    await ask(app, realm.realm === "store" ? "POST /auth/customer/emailpass" : "POST /admin/auth/token", {
      body: { email: person.email, password: good_password },
      headers: { "user-agent": agent },
    })
    const { sessions } = await list(realm.sessions, person.token)
    const label = sessions[0]?.device ?? ""
    expect(label).toMatch(/^&lt;img src=x onerror=&quot;alert\(&#39;1&#39;\)&quot;&gt;&amp;x+$/)
    expect(label).toHaveLength(256)
  })

  test("a session by cookie and one by token are listed alike, and the cookie knows its own", async () => {
    const person = await realm.newPerson(app)
    const cookie = await realm.cookie(app, person.email)
    const { sessions } = (await succeed(app, realm.sessions, { cookie })).body as unknown as Page
    expect(sessions).toHaveLength(2)
    expect(sessions.filter(({ current }) => current).map(({ id }) => id)).not.toEqual([person.session_id])
    expect(sessions.filter(({ current }) => current)).toHaveLength(1)
  })

  test("what is over is not listed: signed out, idle, too old, or of before a change of the password", async () => {
    const person = await realm.newPerson(app)
    const [out, idle, old] = [await more(realm, person), await more(realm, person), await more(realm, person)]
    await succeed(app, realm === store ? "DELETE /auth/session" : "DELETE /admin/auth", { token: out.token })
    const { session_idle_seconds, admin_session_idle_seconds } = app.config
    const { session_absolute_seconds, admin_session_absolute_seconds } = app.config
    await age(app.db, "session", idle.id, (realm === store ? session_idle_seconds : admin_session_idle_seconds) + 1)
    await age(
      app.db,
      "session",
      old.id,
      (realm === store ? session_absolute_seconds : admin_session_absolute_seconds) + 1,
    )
    expect((await list(realm.sessions, person.token)).sessions.map(({ id }) => id)).toEqual([person.session_id])
    const kept = await more(realm, person)
    await succeed(app, realm.change, {
      token: kept.token,
      body: { current_password: good_password, password: "quiet meadow lantern orbit" },
    })
    expect((await list(realm.sessions, kept.token)).sessions.map(({ id }) => id)).toEqual([kept.id])
  })

  test("limit, offset, order and fields", async () => {
    const person = await realm.newPerson(app)
    const ids = [person.session_id]
    for (let nth = 0; nth < 3; nth++) ids.push((await more(realm, person)).id)
    const page = await list(realm.sessions, person.token, "?limit=2&offset=1&order=created_at&fields=id,current")
    expect(page).toEqual({
      sessions: ids.slice(1, 3).map((id) => ({ id, current: false })),
      count: 4,
      offset: 1,
      limit: 2,
    })
    expect(await list(realm.sessions, person.token, "?offset=9&fields=id")).toMatchObject({ sessions: [], count: 4 })
    for (const query of ["?order=device", "?fields=user_agent", "?fields=cookie_hash", "?limit=101", "?ip=1"]) {
      await refuse(app, `${realm.sessions}${query}`, "invalid_request", { token: person.token })
    }
  })

  test("nobody sees another's, and nothing of a credential is in the list", async () => {
    const [person, stranger] = [await realm.newPerson(app), await realm.newPerson(app)]
    const { sessions } = await list(realm.sessions, person.token)
    expect(sessions.map(({ id }) => id)).not.toContain(stranger.session_id)
    for (const listed of sessions) {
      expect(Object.keys(listed).toSorted()).toEqual(["created_at", "current", "device", "id", "last_seen_at"])
    }
  })

  test("revoking one ends it on every instance, all its credentials; again is the same answer, and one record", async () => {
    const person = await realm.newPerson(app)
    const second = await more(realm, person)
    await succeed(other, realm.me, { token: second.token }) // remembered there
    for (let nth = 0; nth < 3; nth++) {
      const { body } = await succeed(app, one(realm, second.id), { token: person.token })
      expect(body).toEqual({ id: second.id, object: "session", deleted: true })
    }
    await refuse(other, realm.me, "session_revoked", { token: second.token })
    await refuse(other, "POST /auth/token/refresh", "session_revoked", { token: second.token })
    await succeed(app, realm.me, { token: person.token })
    expect(await events(person.identity_id, "session_revoked")).toEqual([
      { outcome: "success", reason: null, actor_id: person.actor_id, session_id: second.id },
    ])
  })

  test("revoking the session that asks signs it out", async () => {
    const person = await realm.newPerson(app)
    await succeed(app, one(realm, person.session_id), { token: person.token })
    await refuse(app, realm.me, "session_revoked", { token: person.token })
  })

  test("404, the same for what is another's, what never was and what is no id; nothing changes", async () => {
    const [person, stranger] = [await realm.newPerson(app), await realm.newPerson(app)]
    const foreign_realm = await (realm === store ? admin : store).newPerson(app)
    const before = await contents(app.db, [])
    const bodies = new Set<string>()
    for (const id of [
      stranger.session_id,
      foreign_realm.session_id,
      "019aa7a5-0000-7000-8000-000000000001",
      person.session_id.toUpperCase(),
      person.session_id.replaceAll("-", ""),
      `{${person.session_id}}`,
      "session_none",
      "null",
      "1",
      "'%20or%201=1%20--",
    ]) {
      const { status, text, headers } = await ask(app, one(realm, id), { token: person.token })
      expect(status, id).toBe(404)
      bodies.add(text.replaceAll(headers.get("x-request-id") ?? "", ""))
    }
    expect(bodies.size).toBe(1)
    expect(await contents(app.db, [])).toEqual(before)
    await succeed(app, realm.me, { token: stranger.token })
  })

  test("revoking the others leaves the one that asks, by token and by cookie", async () => {
    const person = await realm.newPerson(app)
    const [second, third] = [await more(realm, person), await more(realm, person)]
    const cookie = await realm.cookie(app, person.email)
    for (let nth = 0; nth < 2; nth++) {
      expect((await succeed(app, realm.revoke_others, { token: person.token })).body).toEqual({ success: true })
    }
    for (const { token } of [second, third]) await refuse(other, realm.me, "session_revoked", { token })
    await refuse(other, realm.me, "session_revoked", { cookie })
    await succeed(other, realm.me, { token: person.token })
    await succeed(other, "POST /auth/token/refresh", { token: person.token })
    expect((await list(realm.sessions, person.token)).count).toBe(1)

    const again = await realm.cookie(app, person.email)
    await succeed(app, realm.revoke_others, { cookie: again, headers: { "sec-fetch-site": "same-origin" } })
    await succeed(app, realm.me, { cookie: again })
    await refuse(app, realm.me, "session_revoked", { token: person.token })
    expect((await events(person.identity_id, "sessions_revoked")).map(({ reason }) => reason)).toEqual([
      "others",
      "others",
      "others",
    ])
  })

  test("of two that revoke each other at once one lives", async () => {
    const person = await realm.newPerson(app)
    const tokens = [person.token, (await more(realm, person)).token]
    const answers = await Promise.all(tokens.map((token) => ask(app, realm.revoke_others, { token })))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401])
    const alive = await Promise.all(tokens.map((token) => ask(app, realm.me, { token })))
    expect(alive.map(({ status }) => status)).toEqual(answers.map(({ status }) => status))
  })

  test("a sign-in that is under way when the others are revoked is one of the others", async () => {
    const person = await realm.newPerson(app)
    const verify = app.services.passwords.verify
    const read = Promise.withResolvers<void>()
    const go_on = Promise.withResolvers<void>()
    app.services.passwords.verify = async (...given) => {
      const verdict = await verify(...given)
      read.resolve()
      await go_on.promise
      return verdict
    }
    const signing_in = realm.signIn(app, person.email)
    await read.promise
    app.services.passwords.verify = verify
    await succeed(app, realm.revoke_others, { token: person.token })
    go_on.resolve()
    const signed_in = await signing_in
    expect(signed_in.status).toBe(200)
    await refuse(app, realm.me, "session_revoked", { token: realm.tokenOf(signed_in) })
  })

  test("403 from a foreign page, for one and for the others", async () => {
    const person = await realm.newPerson(app)
    const cookie = await realm.cookie(app, person.email)
    const headers = { origin: "https://evil.test" }
    await refuse(app, one(realm, person.session_id), "csrf_failed", { cookie, headers })
    await refuse(app, realm.revoke_others, "csrf_failed", { cookie, headers })
    await succeed(app, realm.me, { token: person.token })
  })
})

describe("the store", () => {
  test("a registration token lists and ends nothing", async () => {
    const { token, session_id } = await newIdentity(app)
    for (const route of [store.sessions, store.revoke_others, one(store, session_id)]) {
      await refuse(app, route, "token_invalid", { token })
    }
  })
})

describe("M1 the administrator signs out in one tab", () => {
  test("the other tab, with the same cookie, is 401 at its next request, on every instance", async () => {
    const { email } = await admin.newPerson(app)
    const cookie = await admin.cookie(app, email)
    const elsewhere = await admin.cookie(app, email)
    await succeed(other, admin.me, { cookie })
    await succeed(app, "DELETE /admin/auth", { cookie })
    for (const instance of [app, other]) await refuse(instance, admin.me, "session_revoked", { cookie })
    await succeed(other, admin.me, { cookie: elsewhere })
  })
})

describe("staff and the sessions of customers", () => {
  const route = (id: string) => `/admin/customers/${id}/sessions`

  test("they are listed, none of them current, and ended all at once; the customer may sign in again", async () => {
    const staff = await admin.newPerson(app)
    const customer = await store.newPerson(app)
    const second = await more(store, customer)
    const { sessions, count } = await list(`GET ${route(customer.actor_id)}`, staff.token)
    expect(count).toBe(2)
    expect(sessions.map(({ id, current }) => [id, current])).toEqual([
      [second.id, false],
      [customer.session_id, false],
    ])
    for (let nth = 0; nth < 2; nth++) {
      const { body } = await succeed(app, `DELETE ${route(customer.actor_id)}`, { token: staff.token })
      expect(body).toEqual({ success: true })
    }
    for (const { token } of [customer, second]) await refuse(other, store.me, "session_revoked", { token })
    expect((await list(`GET ${route(customer.actor_id)}`, staff.token)).count).toBe(0)
    await succeed(app, store.me, { token: (await more(store, customer)).token })
    await succeed(app, admin.me, { token: staff.token })
    expect((await events(customer.identity_id, "sessions_revoked"))[0]).toMatchObject({
      reason: "all",
      actor_id: staff.actor_id,
    })
  })

  test("404 for nobody, a guest, somebody deleted and a member of staff", async () => {
    const staff = await admin.newPerson(app)
    const deleted = await newCustomer(app)
    await app.db.updateTable("customer").set({ deleted_at: new Date() }).where("id", "=", deleted.customer_id).execute()
    const guest = `cus_${crypto.randomUUID().replaceAll("-", "").slice(0, 26)}`
    await app.db.insertInto("customer").values({ id: guest, email: "guest@mail.example", has_account: false }).execute()
    for (const id of ["cus_none", guest, deleted.customer_id, staff.actor_id]) {
      for (const method of ["GET", "DELETE"]) {
        await refuse(app, `${method} ${route(id)}`, "not_found", { token: staff.token })
      }
    }
  })
})

describe("staff and the sessions of staff", () => {
  const route = (id: string) => `/admin/users/${id}/sessions`
  const newMember = async () => {
    const email = `member-${crypto.randomUUID()}@staff.example`
    const made = await succeed(app, "POST /admin/users", {
      token: await adminToken(app),
      body: { email, password: good_password },
    })
    const { id } = made.body["user"] as { id: string } // as the contract says
    return { id, email, token: admin.tokenOf(await admin.signIn(app, email)) }
  }

  test("an administrator lists and ends those of another; one's own are listed with the current one", async () => {
    const boss = await admin.newPerson(app)
    const member = await newMember()
    expect((await list(`GET ${route(member.id)}`, boss.token)).sessions.map(({ current }) => current)).toEqual([false])
    const own = await list(`GET ${route(boss.actor_id)}`, boss.token)
    expect(own.sessions.map(({ id, current }) => [id, current])).toEqual([[boss.session_id, true]])
    await succeed(app, `DELETE ${route(member.id)}`, { token: boss.token })
    await refuse(other, admin.me, "session_revoked", { token: member.token })
    await succeed(app, `DELETE ${route(boss.actor_id)}`, { token: boss.token })
    await refuse(app, admin.me, "session_revoked", { token: boss.token })
  })

  test("a member sees and ends their own, and is 403 for everybody else's, be there such a user or not", async () => {
    const boss = await admin.newPerson(app)
    const member = await newMember()
    for (const id of [boss.actor_id, "usr_none"]) {
      for (const method of ["GET", "DELETE"]) {
        await refuse(app, `${method} ${route(id)}`, "access_denied", { token: member.token })
      }
    }
    await succeed(app, admin.me, { token: boss.token })
    expect((await list(`GET ${route(member.id)}`, member.token)).count).toBe(1)
    await succeed(app, `DELETE ${route(member.id)}`, { token: member.token })
    await refuse(app, admin.me, "session_revoked", { token: member.token })
  })

  test("404 for nobody, somebody deleted and a customer", async () => {
    const boss = await admin.newPerson(app)
    const gone = await newMember()
    await succeed(app, `DELETE /admin/users/${gone.id}`, { token: boss.token })
    const customer = await newCustomer(app)
    for (const id of ["usr_none", gone.id, customer.customer_id]) {
      for (const method of ["GET", "DELETE"]) {
        await refuse(app, `${method} ${route(id)}`, "not_found", { token: boss.token })
      }
    }
  })
})
