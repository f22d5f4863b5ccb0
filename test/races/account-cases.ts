/** Races about passwords, invites and staff, each as one round; see cases.ts. */
import { randomBytes, randomUUID } from "node:crypto"
import { sql } from "kysely"
import { expect } from "vitest"
import { atOnce, type HeldRequest } from "../setup/at-once.ts"
import { freshEmail } from "../setup/fresh.ts"
import { lastResetTokenIn, messagesTo } from "../setup/mailed.ts"
import { bearer, claims, customer, password, post, rowCount, statuses, times, urlOf, type Racers } from "./cases.ts"

/** The status of a sign-in of a customer. */
async function signInStatus(racers: Racers, path: string, credentials: { email: string; password: string }) {
  const answer = await fetch(`${urlOf(racers, 0)}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(credentials),
  })
  await answer.arrayBuffer()
  return answer.status
}

/** W: of any number of uses of one reset token one sets its password, and that one holds. */
export async function resetAtOnce(racers: Racers, parallel: number): Promise<void> {
  const { email, headers } = await customer(racers)
  const requested = await fetch(`${urlOf(racers, 0)}/auth/customer/emailpass/reset-password`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ identifier: email }),
  })
  expect(requested.status).toBe(201)
  const token = await lastResetTokenIn(racers, email)
  const chosen = times(parallel, (index) => `${password} ${index}`)

  const answers = await atOnce(
    chosen.map((new_password, index) => ({
      url: `${urlOf(racers, index)}/auth/customer/emailpass/update`,
      headers: bearer(token),
      body: { password: new_password },
    })),
  )

  expect(statuses(answers)).toEqual([200, ...times(parallel - 1, () => 401)])
  const losers = answers.filter(({ status }) => status === 401)
  expect(losers.map(({ body }) => body["code"])).toEqual(losers.map(() => "reset_token_invalid"))
  const winner = answers.findIndex(({ status }) => status === 200)
  const signed_in = await Promise.all(
    [password, ...chosen].map((given) => signInStatus(racers, "/auth/customer/emailpass", { email, password: given })),
  )
  expect(signed_in).toEqual([401, ...chosen.map((_, index) => (index === winner ? 200 : 401))])
  const me = await fetch(`${urlOf(racers, 1)}/store/customers/me`, { headers })
  expect(me.status).toBe(401)
  expect(
    await rowCount(
      racers.db,
      sql`select count(*)::int as rows from audit_event e join provider_identity p using (auth_identity_id)
          where p.entity_id = ${email} and e.event = 'password_reset' and e.outcome = 'success'`,
    ),
  ).toBe(1)
}

/** V: of any number of uses of one link one proves the address; of identities that prove one address at once one has it. */
export async function proveAddressAtOnce(racers: Racers, parallel: number): Promise<void> {
  const confirm = (token: string, index: number): HeldRequest => ({
    url: `${urlOf(racers, index)}/auth/verification/confirm`,
    body: { token },
  })
  const owners = (email: string) =>
    sql<{ auth_identity_id: string }>`
    select auth_identity_id from verified_email where email = ${email}`.execute(racers.db)

  const one = await withLink(racers)
  const uses = await atOnce(times(parallel, (index) => confirm(one.token, index)))
  expect(statuses(uses)).toEqual([200, ...times(parallel - 1, () => 401)])
  expect((await owners(one.email)).rows).toEqual([{ auth_identity_id: one.identity_id }])

  // Accounts of providers that tell an address without having proven it: the same one.
  const email = freshEmail()
  const claimants = await Promise.all(times(parallel, () => withLink(racers)))
  for (const { identity_id } of claimants) {
    await sql`update provider_identity set provider = 'other', email = ${email} where auth_identity_id = ${identity_id}`.execute(
      racers.db,
    )
    await sql`update one_time_token set entity_id = ${email} where auth_identity_id = ${identity_id}`.execute(racers.db)
  }
  const answers = await atOnce(claimants.map(({ token }, index) => confirm(token, index)))
  expect(statuses(answers)).toEqual([200, ...times(parallel - 1, () => 401)])
  const winner = claimants[answers.findIndex(({ status }) => status === 200)]
  expect((await owners(email)).rows).toEqual([{ auth_identity_id: winner?.identity_id }])
}

/** Somebody who has registered where addresses are verified, with the mailed token. */
async function withLink(racers: Racers) {
  const email = freshEmail()
  const { token } = await post(`${urlOf(racers, 0)}/auth/customer/emailpass/register`, { email, password })
  const letters = await messagesTo(racers, email)
  const link = letters.find(({ topic }) => topic === "auth.email_verification")
  return { email, token: String(link?.payload["token"]), identity_id: String(claims(token)["sub"]) }
}

/** The administrator's access token. */
export async function administrator(racers: Racers): Promise<string> {
  const { access_token } = await post(`${urlOf(racers, 0)}/admin/auth/token`, racers.admin)
  return String(access_token)
}

interface Colleague {
  id: string
  email: string
  headers: Record<string, string>
}

/** New members of staff, signed in. */
async function staff(racers: Racers, role: string, count: number): Promise<Colleague[]> {
  const creator = bearer(await administrator(racers))
  return Promise.all(
    times(count, async (index) => {
      const email = freshEmail()
      const { user } = await post(`${urlOf(racers, index)}/admin/users`, { email, password, role }, creator)
      const { access_token } = await post(`${urlOf(racers, index)}/admin/auth/token`, { email, password })
      return { id: String(user.id), email, headers: bearer(access_token) }
    }),
  )
}

/** I: of any number of accepts of one invite one makes the user, with its own password. */
export async function acceptInviteAtOnce(racers: Racers, parallel: number): Promise<void> {
  const email = freshEmail()
  const { invite } = await post(
    `${urlOf(racers, 0)}/admin/invites`,
    { user: email, role: "member" },
    bearer(await administrator(racers)),
  )
  const chosen = times(parallel, (index) => `${password} ${index}`)

  const answers = await atOnce(
    chosen.map((new_password, index) => ({
      url: `${urlOf(racers, index)}/admin/invites/accept`,
      body: { token: invite.token, user: { first_name: `Noor ${index}`, last_name: "Haddad", password: new_password } },
    })),
  )

  expect(statuses(answers)).toEqual([200, ...times(parallel - 1, () => 400)])
  expect(answers.filter(({ status }) => status === 400).map(({ body }) => [body["code"], body["message"]])).toEqual(
    times(parallel - 1, () => ["invalid_request", "Invalid invite"]),
  )
  const winner = answers.findIndex(({ status }) => status === 200)
  const { rows: users } = await sql<{ first_name: string; role: string }>`
    select first_name, role from "user" where email = ${email}`.execute(racers.db)
  expect(users).toEqual([{ first_name: `Noor ${winner}`, role: "member" }])
  expect(await rowCount(racers.db, identitiesOf(email))).toBe(1)
  const signed_in = await Promise.all(
    chosen.map((given) => signInStatus(racers, "/admin/auth/token", { email, password: given })),
  )
  expect(signed_in).toEqual(chosen.map((_, index) => (index === winner ? 200 : 401)))
}

const identitiesOf = (email: string) => sql<{ rows: number }>`
  select count(*)::int as rows from provider_identity where realm = 'admin' and entity_id = ${email}`

/** An invite is accepted at the moment an administrator creates a user of its address: there is one user. */
export async function acceptInviteWhileCreating(racers: Racers): Promise<void> {
  const email = freshEmail()
  const headers = bearer(await administrator(racers))
  const { invite } = await post(`${urlOf(racers, 0)}/admin/invites`, { user: email, role: "member" }, headers)

  const answers = await atOnce([
    {
      url: `${urlOf(racers, 0)}/admin/invites/accept`,
      body: { token: invite.token, user: { first_name: "Noor", last_name: "Haddad", password } },
    },
    { url: `${urlOf(racers, 1)}/admin/users`, headers, body: { email, password } },
  ])

  const [accepted, created] = answers.map(({ status }) => status)
  expect([
    [200, 422],
    [400, 200],
  ]).toContainEqual([accepted, created])
  expect(await rowCount(racers.db, sql`select count(*)::int as rows from "user" where email = ${email}`)).toBe(1)
  expect(await rowCount(racers.db, identitiesOf(email))).toBe(1)
}

/** How an administrator can be taken away, by another or by themselves. */
export const removals = {
  "delete each other": (url: string, _by: Colleague, whom: Colleague): HeldRequest => ({
    url: `${url}/admin/users/${whom.id}`,
    method: "DELETE",
  }),
  "demote each other": (url: string, _by: Colleague, whom: Colleague): HeldRequest => ({
    url: `${url}/admin/users/${whom.id}`,
    body: { role: "member" },
  }),
  "disable each other": (url: string, _by: Colleague, whom: Colleague): HeldRequest => ({
    url: `${url}/admin/users/${whom.id}/disable`,
  }),
  "step down together": (url: string, by: Colleague): HeldRequest => ({
    url: `${url}/admin/users/${by.id}`,
    body: { role: "developer" },
  }),
} as const

/** However the last administrators go for each other, at once and from every side, one is left who can sign in. */
export async function removeLastAdministrators(racers: Racers, how: keyof typeof removals): Promise<void> {
  const { db } = racers
  const last = await staff(racers, "admin", 4)
  const ids = last.map(({ id }) => id)
  const others = sql`role = 'admin' and deleted_at is null and not (id = any (${ids}::text[]))`
  // Whoever else is one steps aside for this round.
  const { rows: aside } = await sql<{ id: string }>`
    update "user" set role = 'developer' where ${others} returning id`.execute(db)
  try {
    const answers = await atOnce(
      last.map((by, index) => {
        const whom = last[(index + 1) % last.length] ?? by
        return { ...removals[how](urlOf(racers, index), by, whom), headers: by.headers }
      }),
    )

    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0)
    // Refused: gone oneself (401), no administrator any more (403), or the last (400).
    expect(answers.filter(({ status }) => ![200, 400, 401, 403].includes(status))).toEqual([])
    const { rows: left } = await sql<{ id: string }>`
      select u.id from "user" u
      join actor_link l on l.actor_type = 'user' and l.actor_id = u.id
      join auth_identity i on i.id = l.auth_identity_id
      where u.role = 'admin' and u.deleted_at is null and i.disabled_at is null and i.deleted_at is null`.execute(db)
    expect(left.length).toBeGreaterThanOrEqual(1)
    const survivor = last.find(({ id }) => id === left[0]?.id)
    expect(
      await signInStatus(racers, "/admin/auth/token", { email: survivor?.email ?? "", password }),
      "the administrator who is left can sign in",
    ).toBe(200)
  } finally {
    await sql`update "user" set role = 'admin' where id = any (${aside.map(({ id }) => id)}::text[])`.execute(db)
    await sql`update "user" set role = 'member' where id = any (${ids}::text[])`.execute(db)
  }
}

/** Of users who choose one api token at once, one has it; it acts as them and as nobody else. */
export async function chooseOneApiTokenAtOnce(racers: Racers): Promise<void> {
  const colleagues = await staff(racers, "member", 4)
  const api_token = `token-${randomUUID()}-${randomBytes(8).toString("hex")}`

  const answers = await atOnce(
    colleagues.map(({ id, headers }, index) => ({
      url: `${urlOf(racers, index)}/admin/users/${id}`,
      headers,
      body: { api_token },
    })),
  )

  expect(statuses(answers)).toEqual([200, 422, 422, 422])
  const winner = colleagues[answers.findIndex(({ status }) => status === 200)]
  const acting = await Promise.all(
    racers.urls.map(async (url) => {
      const answer = await fetch(`${url}/admin/auth`, { headers: { "x-medusa-access-token": api_token } })
      return ((await answer.json()) as { user?: { id: string } }).user?.id // as the contract says
    }),
  )
  expect(acting).toEqual(racers.urls.map(() => winner?.id))
  expect(
    await rowCount(
      racers.db,
      sql`select count(*)::int as rows from secret_api_key where user_id = any (${colleagues.map(({ id }) => id)}::text[])`,
    ),
  ).toBe(1)
}
