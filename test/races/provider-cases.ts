/** Races of signing in at a provider, each as one round; see cases.ts. */
import { randomUUID } from "node:crypto"
import { sql } from "kysely"
import { expect } from "vitest"
import { atOnce, type Answer } from "../setup/at-once.ts"
import { lastResetTokenIn } from "../setup/mailed.ts"
import { signInAtProvider, type OpenIdProvider } from "../setup/openid-provider.ts"
import { bearer, customer, password, post, rowCount, statuses, times, urlOf, type Racers } from "./cases.ts"

/** The servers that race, and the provider they all have as `op`. */
export interface ProviderRacers extends Racers {
  provider: OpenIdProvider
}

/** Where a storefront's page waits, and where the server's own callback is. Nobody listens there: tests go on by hand. */
export const storefront_page = "http://127.0.0.1:8000/signed-in"

/** The settings of a deployment whose servers know the provider. */
export const providerSettings = ({ issuer, client }: OpenIdProvider): Record<string, string> => ({
  OAUTH_PROVIDERS: JSON.stringify({
    op: { issuer, client_id: client.id, client_secret: client.secret, callback_urls: [storefront_page] },
  }),
  OAUTH_CLIENTS: JSON.stringify({ shop: { redirects: { [storefront_page]: ["query", "code", "json"] } } }),
})

/** Somebody new at the provider, whose address is proven there. */
export function newPerson({ provider }: Pick<ProviderRacers, "provider">, email = `${randomUUID()}@people.example`) {
  const sub = randomUUID()
  provider.people.push({ sub, claims: { email, email_verified: true, given_name: "Mira", family_name: "Lind" } })
  return { sub, email }
}

/** Nobody asks twice from one address, so that limits per IP are met only where they are meant. */
let last = 0
export const freshIp = (): Record<string, string> => ({ "x-forwarded-for": `198.19.${(last += 1) >> 8}.${last & 255}` })

/** What the browser of somebody does who signs in from a storefront's page: answers the call that ends it. */
export async function beginFromStorefront(racers: ProviderRacers, sub: string, on = 0): Promise<string> {
  const body = { callback_url: storefront_page }
  const { location } = await post(`${urlOf(racers, on)}/auth/customer/op`, body, freshIp())
  const back = await signInAtProvider(location, { as: sub })
  return `/auth/customer/op/callback${back.search}`
}

/** A browser that comes back to this server. */
export interface ComingBack {
  path: string
  headers: Record<string, string>
}

/** What the browser of somebody does who signs in by a redirect: answers where it goes in the end, with its cookie. */
export async function beginInBrowser(
  { provider }: Pick<ProviderRacers, "provider">,
  url: string,
  sub: string,
  mode = "json",
): Promise<ComingBack> {
  expect(provider.people.some((person) => person.sub === sub)).toBe(true)
  const started = await fetch(`${url}/api/auth/oauth/op?response_mode=${mode}`, {
    redirect: "manual",
    headers: freshIp(),
  })
  expect(started.status, started.status === 302 ? "" : await started.text()).toBe(302)
  const cookie = started.headers.getSetCookie().at(-1)?.split(";")[0] ?? ""
  const back = await signInAtProvider(started.headers.get("location") ?? "", { as: sub })
  return { path: `${back.pathname}${back.search}`, headers: { cookie, ...freshIp() } }
}

interface SignedIn {
  status: number
  body: { token?: string; refreshToken?: string; code?: string; user?: { _id: string; email: string } }
}

export async function comeBack(url: string, { path, headers }: ComingBack): Promise<SignedIn> {
  const answer = await fetch(`${url}${path}`, { headers, redirect: "manual" })
  return { status: answer.status, body: (await answer.json()) as SignedIn["body"] } // the contract says so
}

async function signedIn(racers: ProviderRacers, sub: string, on = 0) {
  const back = await beginInBrowser(racers, urlOf(racers, on), sub)
  const { status, body } = await comeBack(urlOf(racers, on + 1), back)
  expect(status, JSON.stringify(body)).toBe(200)
  const key = { "x-publishable-api-key": racers.publishable_key }
  return {
    customer_id: body.user?.["_id"] ?? "",
    token: String(body.token),
    refresh_token: String(body.refreshToken),
    headers: { ...key, ...bearer(body.token) },
  }
}

/** What every server says of this credential. */
const everywhere = (racers: Racers, headers: Record<string, string>) =>
  Promise.all(
    racers.urls.map(async (url) => {
      const answer = await fetch(`${url}/store/customers/me`, { headers })
      return [answer.status, ((await answer.json()) as { code?: string }).code] as const // a customer or an ApiError
    }),
  )

const identitiesOf = (sub: string) =>
  sql<{
    rows: number
  }>`select count(*)::int as rows from provider_identity where provider = 'op' and entity_id = ${sub}`
const sessionsOf = (sub: string) =>
  sql<{ rows: number }>`select count(*)::int as rows from session s join provider_identity p using (auth_identity_id)
    where p.entity_id = ${sub}`

/** One state, however often it comes back at once: one sign-in, one request for tokens, and 400 for the rest. */
export async function useOneStateAtOnce(racers: ProviderRacers, parallel: number): Promise<void> {
  const { sub } = newPerson(racers)
  const path = await beginFromStorefront(racers, sub)
  const asked_before = racers.provider.requests("/token")

  const answers = await atOnce(
    times(parallel, (index) => ({ url: `${urlOf(racers, index)}${path}`, headers: freshIp() })),
  )

  expect(statuses(answers)).toEqual([200, ...times(parallel - 1, () => 400)])
  const losers = answers.filter(({ status }) => status === 400)
  expect(new Set(losers.map(({ body }) => body["code"]))).toEqual(new Set(["oauth_state_invalid"]))
  expect(racers.provider.requests("/token")).toBe(asked_before + 1)
  expect(await rowCount(racers.db, identitiesOf(sub))).toBe(1)
  expect(await rowCount(racers.db, sessionsOf(sub))).toBe(1)
}

/** Somebody's first sign-in from several tabs at once: one identity and one customer, and each tab is signed in. */
export async function signInForTheFirstTimeAtOnce(racers: ProviderRacers, tabs: number): Promise<void> {
  const { sub, email } = newPerson(racers)
  const orphans = sql<{ rows: number }>`select count(*)::int as rows from auth_identity i
    where not exists (select from provider_identity p where p.auth_identity_id = i.id)`
  const orphans_before = await rowCount(racers.db, orphans)
  const backs = await Promise.all(times(tabs, (index) => beginInBrowser(racers, urlOf(racers, index), sub)))

  const answers = await Promise.all(backs.map((back, index) => comeBack(urlOf(racers, index + 1), back)))

  expect(answers.map(({ status }) => status)).toEqual(times(tabs, () => 200))
  expect(new Set(answers.map(({ body }) => body.user?.["_id"])).size).toBe(1)
  expect(await rowCount(racers.db, identitiesOf(sub))).toBe(1)
  expect(await rowCount(racers.db, sessionsOf(sub))).toBe(tabs)
  const customers = sql<{ rows: number }>`select count(*)::int as rows from customer where email = ${email}`
  expect(await rowCount(racers.db, customers)).toBe(1)
  expect(await rowCount(racers.db, orphans)).toBe(orphans_before)
}

/** A session that a provider began rotates as any other: once, whoever asks. */
export async function refreshProviderSessionAtOnce(racers: ProviderRacers, parallel: number): Promise<void> {
  const { sub } = newPerson(racers)
  const { refresh_token } = await signedIn(racers, sub)

  const answers = await atOnce(
    times(parallel, (index) => ({ url: `${urlOf(racers, index)}/auth/token/refresh`, body: { refresh_token } })),
  )

  expect(statuses(answers)).toEqual(times(parallel, () => 200))
  expect(new Set(answers.map(({ body }) => body["refresh_token"])).size).toBe(1)
  const rotated = sql<{ rows: number }>`select sum(rt_generation)::int as rows from session s
    join provider_identity p using (auth_identity_id) where p.entity_id = ${sub}`
  expect(await rowCount(racers.db, rotated)).toBe(1)
}

/** A sign-in that is handed over by a code: of many exchanges at once at most one succeeds, and nobody keeps a session. */
export async function exchangeOneCodeAtOnce(racers: ProviderRacers, parallel: number): Promise<void> {
  const { sub } = newPerson(racers)
  const verifier = `${randomUUID()}${randomUUID()}`
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))
  const challenge = Buffer.from(digest).toString("base64url")
  const back = await beginInBrowser(racers, urlOf(racers, 0), sub, `code&code_challenge=${challenge}`)
  const answer = await fetch(`${urlOf(racers, 1)}${back.path}`, { headers: back.headers, redirect: "manual" })
  expect(answer.status).toBe(302)
  const code = new URL(answer.headers.get("location") ?? "").searchParams.get("code")

  const answers = await atOnce(
    times(parallel, (index) => ({
      url: `${urlOf(racers, index)}/api/auth/oauth/exchange`,
      headers: freshIp(),
      body: { code, code_verifier: verifier, client_id: "shop" },
    })),
  )

  const [first, ...others] = statuses(answers)
  expect([200, 400]).toContain(first)
  expect(others).toEqual(times(parallel - 1, () => 400))
  const key = { "x-publishable-api-key": racers.publishable_key }
  for (const { body } of answers.filter(({ status }) => status === 200)) {
    const said = await everywhere(racers, { ...key, ...bearer(body["token"]) })
    expect(said).toEqual(racers.urls.map(() => [401, "session_revoked"]))
  }
}

/** Ways in which a provider's session ends, by one server. */
export const endings: Record<string, (racers: ProviderRacers, on: number) => Promise<void>> = {
  async "a logout"(racers, on) {
    const { headers } = await signedIn(racers, newPerson(racers).sub)
    await endsEverywhere(racers, headers, async () => {
      const ended = await fetch(`${urlOf(racers, on)}/auth/session`, { method: "DELETE", headers })
      expect(ended.status).toBe(200)
    })
  },
  async "disabling the account"(racers, on) {
    const { headers, customer_id } = await signedIn(racers, newPerson(racers).sub)
    const { access_token } = await post(`${urlOf(racers, on)}/admin/auth/token`, racers.admin)
    await endsEverywhere(racers, headers, () =>
      post(`${urlOf(racers, on)}/admin/customers/${customer_id}/disable`, {}, bearer(access_token)),
    )
  },
  async "a reset of the password"(racers, on) {
    const { email } = await customer(racers)
    const reset = async () => {
      const asked = await fetch(`${urlOf(racers, on)}/auth/customer/emailpass/reset-password`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ identifier: email }),
      })
      expect(asked.status).toBe(201)
      const token = await lastResetTokenIn(racers, email)
      await post(`${urlOf(racers, on)}/auth/customer/emailpass/update`, { password: `${password}!` }, bearer(token))
    }
    await reset() // proves the address, so that the provider's sign-in is the same account's
    const { headers } = await signedIn(racers, newPerson(racers, email).sub)
    await endsEverywhere(racers, headers, reset)
  },
  async "the reuse of an old refresh token"(racers, on) {
    const { headers, refresh_token } = await signedIn(racers, newPerson(racers).sub)
    const refresh = `${urlOf(racers, on)}/auth/token/refresh`
    const second = await post(refresh, { refresh_token })
    await post(refresh, { refresh_token: second.refresh_token })
    await endsEverywhere(racers, headers, async () => {
      const [reused] = await atOnce([{ url: refresh, body: { refresh_token } }])
      expect(reused?.status).toBe(401)
    })
  },
}

async function endsEverywhere(racers: Racers, headers: Record<string, string>, end: () => Promise<unknown>) {
  expect(await everywhere(racers, headers)).toEqual(racers.urls.map(() => [200, undefined]))
  await end()
  expect(await everywhere(racers, headers)).toEqual(racers.urls.map(() => [401, "session_revoked"]))
}

/** What somebody may do so often from one address: the calls, all different, and the status of one that is let through. */
export const limited: Record<
  string,
  { status: number; call(racers: ProviderRacers): { path: string; body: Record<string, unknown> } }
> = {
  oauth_start_ip: {
    status: 200,
    call: () => ({ path: "/auth/customer/op", body: { callback_url: storefront_page } }),
  },
  oauth_callback_ip: {
    status: 400,
    call: () => ({ path: `/auth/customer/op/callback?code=c&state=${randomUUID()}`, body: {} }),
  },
  oauth_exchange_ip: {
    status: 400,
    call: () => ({
      path: "/api/auth/oauth/exchange",
      body: { code: randomUUID().repeat(2).slice(0, 43), code_verifier: "v".repeat(43), client_id: "shop" },
    }),
  },
}

/** However many come at once from one address, over all servers: exactly so many are let through. */
export async function exceedLimitAtOnce(
  racers: ProviderRacers,
  { status, call }: (typeof limited)[string],
  granted: number,
): Promise<void> {
  const headers = freshIp()
  const answers = await atOnce(
    times(granted * 4, (index) => {
      const { path, body } = call(racers)
      return { url: `${urlOf(racers, index)}${path}`, headers, body }
    }),
  )
  const isRefused = ({ status: got, body }: Answer) => got === 429 && body["code"] === "rate_limited"
  expect(answers.filter((answer) => answer.status === status)).toHaveLength(granted)
  expect(answers.filter(isRefused)).toHaveLength(granted * 3)
}
