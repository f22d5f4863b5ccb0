/**
 * Races of design `auth-cases.md`, each as one round: requests that meet at a barrier, spread over every server, and
 * what must hold afterwards, in the answers and in the database.
 */
import { randomUUID } from "node:crypto"
import { sql, type QueryExecutorProvider } from "kysely"
import { expect } from "vitest"
import type { Vault } from "../../packages/server/src/lib/encryption.ts"
import { atOnce, type Answer } from "../setup/at-once.ts"
import { freshEmail } from "../setup/fresh.ts"

/** The servers that race, on one database. A single one races with itself. */
export interface Racers {
  urls: readonly string[]
  publishable_key: string
  /** The administrator there is. */
  admin: { email: string; password: string }
  /** The database behind all of them. */
  db: QueryExecutorProvider
  /** Opens what they seal. */
  vault: Vault
}

export const rounds = Array.from({ length: 20 }, (_, index) => index + 1)

export const password = "correct horse battery staple"
export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))
export const bearer = (token: unknown) => ({ authorization: `Bearer ${String(token)}` })
export const statuses = (answers: readonly Answer[]) => answers.map(({ status }) => status).toSorted((a, b) => a - b)

/** The server whose turn it is: neighbours in a race never share one, unless there is only one. */
export const urlOf = ({ urls }: Racers, index: number): string => urls[index % urls.length] ?? ""

/** The claims of an access token, unverified. */
export const claims = (token: unknown): Record<string, unknown> =>
  JSON.parse(Buffer.from(String(token).split(".")[1] ?? "", "base64url").toString("utf8"))

/** How many rows a query finds; the query selects nothing but `count(*)::int as rows`. */
export async function rowCount(
  db: QueryExecutorProvider,
  query: ReturnType<typeof sql<{ rows: number }>>,
): Promise<number> {
  const found = await query.execute(db)
  return found.rows[0]?.rows ?? Number.NaN
}

export async function post(url: string, body: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  })
  const text = await answer.text()
  expect(answer.status, `${url}: ${text}`).toBe(200)
  return JSON.parse(text)
}

async function registration(racers: Racers, email = freshEmail()) {
  const { token } = await post(`${urlOf(racers, 0)}/auth/customer/emailpass/register`, { email, password })
  return { email, token: String(token) }
}

/** A customer who has just signed in. */
export async function customer(racers: Racers) {
  const { email, token: registered } = await registration(racers)
  const key = { "x-publishable-api-key": racers.publishable_key }
  await post(`${urlOf(racers, 0)}/store/customers`, { email }, { ...key, ...bearer(registered) })
  const { token, refresh_token } = await post(`${urlOf(racers, 0)}/auth/customer/emailpass`, { email, password })
  return {
    email,
    session_id: String(claims(token)["sid"]),
    token: String(token),
    refresh_token: String(refresh_token),
    headers: { ...key, ...bearer(token) },
  }
}

/** P1: of any number of parallel registers of one address with one password, one makes the identity and all go on with it. */
export async function registerAtOnce(racers: Racers, parallel: number): Promise<void> {
  const email = freshEmail()
  const { db } = racers
  const orphans = sql<{ rows: number }>`select count(*)::int as rows from auth_identity i
    where not exists (select from provider_identity p where p.auth_identity_id = i.id)`
  const orphans_before = await rowCount(db, orphans)

  const answers = await atOnce(
    times(parallel, (index) => ({
      url: `${urlOf(racers, index)}/auth/customer/emailpass/register`,
      body: { email, password },
    })),
  )

  expect(statuses(answers)).toEqual(times(parallel, () => 200))
  const identities = new Set(answers.map(({ body }) => claims(body["token"])["auth_identity_id"]))
  expect(identities.size).toBe(1)
  expect(await rowCount(db, sql`select count(*)::int as rows from provider_identity where entity_id = ${email}`)).toBe(
    1,
  )
  expect(
    await rowCount(
      db,
      sql`select count(*)::int as rows from password_credential c join provider_identity p on p.id = c.provider_identity_id
          where p.entity_id = ${email}`,
    ),
  ).toBe(1)
  expect(await rowCount(db, orphans)).toBe(orphans_before)
}

/** One registration token, two requests: one customer, whoever wins; the other is told so. */
export async function becomeCustomerAtOnce(racers: Racers): Promise<void> {
  const { email, token } = await registration(racers)
  const answers = await atOnce(
    times(2, (index) => ({
      url: `${urlOf(racers, index)}/store/customers`,
      headers: { "x-publishable-api-key": racers.publishable_key, ...bearer(token) },
      body: { email, first_name: `Ada ${index}` },
    })),
  )

  const [won, lost] = answers.toSorted((a, b) => a.status - b.status)
  expect(won?.status).toBe(200)
  expect([400, 409]).toContain(lost?.status)
  const { db } = racers
  expect(await rowCount(db, sql`select count(*)::int as rows from customer where email = ${email}`)).toBe(1)
  expect(
    await rowCount(
      db,
      sql`select count(*)::int as rows from actor_link
          where auth_identity_id = ${claims(token)["auth_identity_id"]} and actor_type = 'customer'`,
    ),
  ).toBe(1)
}

async function generation(db: QueryExecutorProvider, session_id: string): Promise<number> {
  return rowCount(db, sql`select rt_generation::int as rows from session where id = ${session_id}`)
}

/** R1: parallel refreshes of one token rotate once and all converge on the same new token. */
export async function refreshAtOnce(racers: Racers, parallel: number): Promise<void> {
  const { session_id, refresh_token, headers } = await customer(racers)
  const before = await generation(racers.db, session_id)

  const answers = await atOnce(
    times(parallel, (index) => ({ url: `${urlOf(racers, index)}/auth/token/refresh`, body: { refresh_token } })),
  )

  expect(statuses(answers)).toEqual(times(parallel, () => 200))
  const tokens = [...new Set(answers.map(({ body }) => body["refresh_token"]))]
  expect(tokens).toEqual([expect.any(String)])
  expect(tokens[0]).not.toBe(refresh_token)
  expect(await generation(racers.db, session_id)).toBe(before + 1)
  for (const token of [answers[0], answers.at(-1)].map((answer) => answer?.body["token"])) {
    const me = await fetch(`${urlOf(racers, 1)}/store/customers/me`, { headers: { ...headers, ...bearer(token) } })
    expect(me.status).toBe(200)
  }
}

/** R3: without grace a second use of a refresh token is theft, so of two parallel ones one wins and both lose the session. */
export async function refreshWithoutGraceAtOnce(racers: Racers): Promise<void> {
  const { token, refresh_token, headers } = await customer(racers)

  const answers = await atOnce(
    times(2, (index) => ({ url: `${urlOf(racers, index)}/auth/token/refresh`, body: { refresh_token } })),
  )

  expect(statuses(answers)).toEqual([200, 401])
  const winner = answers.find(({ status }) => status === 200)
  await Promise.all(
    racers.urls.flatMap((url) =>
      [token, winner?.body["token"]].map(async (dead) => {
        const me = await fetch(`${url}/store/customers/me`, { headers: { ...headers, ...bearer(dead) } })
        expect(me.status).toBe(401)
      }),
    ),
  )
  const again = await atOnce([
    { url: `${urlOf(racers, 1)}/auth/token/refresh`, body: { refresh_token: winner?.body["refresh_token"] } },
  ])
  expect(statuses(again)).toEqual([401])
}

/** However many addresses are made the default at once, one is. */
export async function chooseDefaultAddressAtOnce(racers: Racers): Promise<void> {
  const { headers } = await customer(racers)
  const book = `${urlOf(racers, 0)}/store/customers/me/addresses`
  const ids: string[] = []
  for (const address_name of ["Home", "Office", "Mill", "Club"]) {
    const { customer: owner } = await post(book, { address_name }, headers)
    const made = owner.addresses.find((address: { address_name: string }) => address.address_name === address_name)
    ids.push(made.id)
  }

  const answers = await atOnce([
    ...ids.map((id, index) => ({
      url: `${urlOf(racers, index)}/store/customers/me/addresses/${id}`,
      headers,
      body: { is_default_shipping: true },
    })),
    ...times(4, (index) => ({
      url: `${urlOf(racers, index)}/store/customers/me/addresses`,
      headers,
      body: { address_name: `New ${index}`, is_default_shipping: true, is_default_billing: true },
    })),
  ])

  expect(statuses(answers)).toEqual(times(8, () => 200))
  const list = await fetch(`${urlOf(racers, 1)}/store/customers/me/addresses`, { headers })
  const { addresses } = (await list.json()) as {
    addresses: { is_default_shipping: boolean; is_default_billing: boolean }[]
  } // the contract says so
  expect(addresses).toHaveLength(8)
  expect(addresses.filter((address) => address.is_default_shipping)).toHaveLength(1)
  expect(addresses.filter((address) => address.is_default_billing)).toHaveLength(1)
}

/** J12: who logs out on one server is logged out on every other at the next request, however warm their caches. */
export async function logOutOnOne(racers: Racers, on: number): Promise<void> {
  const { headers, refresh_token } = await customer(racers)
  const everywhere = () =>
    Promise.all(
      racers.urls.map(async (url) => {
        const answer = await fetch(`${url}/store/customers/me`, { headers })
        return [answer.status, ((await answer.json()) as { code?: string }).code] as const // a customer or an ApiError
      }),
    )
  expect(await everywhere()).toEqual(racers.urls.map(() => [200, undefined]))

  const ended = await fetch(`${urlOf(racers, on)}/auth/session`, { method: "DELETE", headers })

  expect(ended.status).toBe(200)
  expect(await everywhere()).toEqual(racers.urls.map(() => [401, "session_revoked"]))
  const refreshed = await atOnce(
    times(racers.urls.length, (index) => ({
      url: `${urlOf(racers, index)}/auth/token/refresh`,
      body: { refresh_token },
    })),
  )
  expect(statuses(refreshed)).toEqual(racers.urls.map(() => 401))
}

/** A logout among refreshes, by whichever credential: whoever is first, nothing of the session lives on. */
export async function logOutAmongRefreshes(racers: Racers): Promise<void> {
  const { token, refresh_token, headers } = await customer(racers)

  const [ended, ...refreshed] = await atOnce([
    { url: `${urlOf(racers, 0)}/auth/session`, method: "DELETE", headers: bearer(token) },
    ...times(3, (index) => ({ url: `${urlOf(racers, index + 1)}/auth/token/refresh`, body: { refresh_token } })),
    ...times(3, (index) => ({ url: `${urlOf(racers, index + 1)}/auth/token/refresh`, headers: bearer(token) })),
  ])

  expect(ended?.status).toBe(200)
  for (const { status } of refreshed) expect([200, 401]).toContain(status)
  const tokens = [token, ...refreshed.map(({ body }) => body["token"]).filter((one) => one !== undefined)]
  for (const [index, one] of tokens.entries()) {
    const me = await fetch(`${urlOf(racers, index)}/store/customers/me`, { headers: { ...headers, ...bearer(one) } })
    expect(me.status).toBe(401)
  }
  const refresh_tokens = refreshed.map(({ body }) => body["refresh_token"]).filter((one) => one !== undefined)
  const again = await atOnce(
    [refresh_token, ...refresh_tokens].map((one, index) => ({
      url: `${urlOf(racers, index)}/auth/token/refresh`,
      body: { refresh_token: one },
    })),
  )
  expect(new Set(statuses(again))).toEqual(new Set([401]))
}

/** Changes of different metadata keys at once all arrive: none overwrites another. */
export async function changeMetadataAtOnce(racers: Racers): Promise<void> {
  const { headers } = await customer(racers)

  const answers = await atOnce(
    times(8, (index) => ({
      url: `${urlOf(racers, index)}/store/customers/me`,
      headers,
      body: { metadata: { [`key${index}`]: index } },
    })),
  )

  expect(statuses(answers)).toEqual(times(8, () => 200))
  const me = await fetch(`${urlOf(racers, 0)}/store/customers/me?fields=metadata`, { headers })
  const body = (await me.json()) as { customer: { metadata: unknown } } // the contract says so
  expect(body.customer.metadata).toEqual(Object.fromEntries(times(8, (index) => [`key${index}`, index])))
}

/** M1: the same for an administrator's cookie; their other session stays. */
export async function signOutAdminOnOne(
  racers: Racers,
  admin: { email: string; password: string },
  on: number,
): Promise<void> {
  const signIn = async () => {
    const answer = await fetch(`${urlOf(racers, on)}/admin/auth`, {
      method: "POST",
      headers: { "content-type": "application/json", "user-agent": `tab ${randomUUID()}` },
      body: JSON.stringify(admin),
    })
    expect(answer.status).toBe(200)
    return { cookie: answer.headers.getSetCookie()[0]?.split(";")[0] ?? "" }
  }
  const [leaving, staying] = [await signIn(), await signIn()]
  const everywhere = (headers: { cookie: string }) =>
    Promise.all(racers.urls.map(async (url) => (await fetch(`${url}/admin/auth`, { headers })).status))
  expect(await everywhere(leaving)).toEqual(racers.urls.map(() => 200))

  const ended = await fetch(`${urlOf(racers, on)}/admin/auth`, { method: "DELETE", headers: leaving })

  expect(ended.status).toBe(200)
  expect(await everywhere(leaving)).toEqual(racers.urls.map(() => 401))
  expect(await everywhere(staying)).toEqual(racers.urls.map(() => 200))
}
