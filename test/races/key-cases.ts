/** Races about keys and connected apps, each as one round; see cases.ts. */
import { setImmediate } from "node:timers/promises"
import { expect } from "vitest"
import type { AppProvider } from "../setup/app-provider.ts"
import { atOnce } from "../setup/at-once.ts"
import { administrator } from "./account-cases.ts"
import { bearer, post, statuses, times, urlOf, type Racers } from "./cases.ts"

/** What a storefront with this key gets from each server: 401 where the key is good and it is asked who it is, else 400. */
const askedWith = (racers: Racers, key: string) =>
  Promise.all(
    racers.urls.map(async (url) => {
      const answer = await fetch(`${url}/store/customers/me`, { headers: { "x-publishable-api-key": key } })
      await answer.arrayBuffer()
      return answer.status
    }),
  )

/**
 * K1: publishable keys that are revoked while they are used, `count` at a time. Nothing but 401 and 400 is answered, and
 * five seconds after the revocation was answered nothing but 400, on every server.
 */
export async function revokeKeysInUse(racers: Racers, count: number): Promise<void> {
  const by = bearer(await administrator(racers))
  const keys = await Promise.all(
    times(count, async (index) => {
      const made = await post(`${urlOf(racers, index)}/admin/publishable-api-keys`, { title: "In use" }, by)
      return String(made.publishable_api_key.id)
    }),
  )
  await Promise.all(
    keys.map(async (key, index) => {
      expect(await askedWith(racers, key)).toEqual(racers.urls.map(() => 401))
      const revoking = atOnce(
        racers.urls.map((url) => ({ url: `${url}/admin/publishable-api-keys/${key}/revoke`, headers: by })),
      )
      expect([400, 401]).toContain((await askedWith(racers, key))[index % racers.urls.length])
      const revoked = await revoking
      expect(statuses(revoked)).toEqual(racers.urls.map(() => 200))
      const at = revoked.map(({ body }) => (body["publishable_api_key"] as { revoked_at: string }).revoked_at) // as the contract says
      expect(new Set(at).size).toBe(1)
      const deadline_ms = performance.now() + 5_000
      for (;;) {
        const asked_ms = performance.now()
        const answered = await askedWith(racers, key)
        expect(answered.filter((status) => status !== 400 && status !== 401)).toEqual([])
        if (answered.every((status) => status === 400)) break
        expect(asked_ms, `still good somewhere: ${answered.join(" ")}`).toBeLessThan(deadline_ms)
        await setImmediate()
      }
    }),
  )
}

/** A secret key revoked on one server is 401 on all the others at the next request. */
export async function revokeSecretKeyOnOne(racers: Racers, on: number): Promise<void> {
  const by = bearer(await administrator(racers))
  const [made] = await atOnce([
    { url: `${urlOf(racers, on)}/admin/secret-api-keys`, headers: by, body: { title: "Warehouse" } },
  ])
  expect(made?.status).toBe(201)
  const { secret_api_key } = (made?.body ?? {}) as { secret_api_key: { id: string } } // as the contract says
  const everywhere = () =>
    Promise.all(
      racers.urls.map(async (url) => {
        const answer = await fetch(`${url}/admin/sales-channels?limit=1`, { headers: bearer(made?.body["token"]) })
        await answer.arrayBuffer()
        return answer.status
      }),
    )
  expect(await everywhere()).toEqual(racers.urls.map(() => 200))
  await post(`${urlOf(racers, on + 1)}/admin/secret-api-keys/${secret_api_key.id}/revoke`, {}, by)
  expect(await everywhere()).toEqual(racers.urls.map(() => 401))
}

/** Of any number who come back from a provider with one state, one connects the app, and the provider is asked once. */
export async function connectAppAtOnce(racers: Racers, provider: AppProvider): Promise<void> {
  const headers = bearer(await administrator(racers))
  const { install_url } = await post(`${urlOf(racers, 0)}/admin/apps/parcels/install`, {}, headers)
  const body = { application_name: "parcels", ...provider.agree(install_url) }
  provider.grants.length = 0

  const answers = await atOnce(
    times(8, (index) => ({ url: `${urlOf(racers, index)}/admin/apps/authorizations`, headers, body })),
  )

  const lost = answers.filter(({ status }) => status !== 200)
  expect(lost).toHaveLength(7)
  for (const { status, body: error } of lost) {
    expect([
      [409, "invalid_state_error"],
      [400, "oauth_state_invalid"],
    ]).toContainEqual([status, error["code"]])
  }
  expect(provider.grants).toEqual(["authorization_code"])
}
