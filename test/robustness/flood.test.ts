/** Requests without end from one address, of a kind that writes a row each. */
import { afterAll, beforeAll, expect, test } from "vitest"
import { budgetsOf } from "../../packages/server/src/lib/budgets.ts"
import { sweepEnded } from "../../packages/server/src/sweep.ts"
import type { TestApp } from "../setup/app.ts"
import { startEvilProvider, type EvilProvider } from "../setup/evil-provider.ts"
import { providerSettings, startOauthApp } from "../setup/oauth.ts"

let provider: EvilProvider
let app: TestApp
beforeAll(async () => {
  provider = await startEvilProvider()
  const budgets = budgetsOf({ profile: "default", overrides: {} }, true)
  app = await startOauthApp([providerSettings("op", provider)], { budgets, trusted_proxies: ["127.0.0.1"] })
})
afterAll(async () => {
  await app.close()
  await provider.close()
})

const start = (ip: string) =>
  app.fetch("/api/auth/oauth/op", { redirect: "manual", headers: { "x-forwarded-for": ip } })

test("O22 1000 starts without a finish from one address: 429 after 60, and others go on; swept later", async () => {
  const statuses: number[] = []
  for (let round = 0; round < 10; round++) {
    const answers = await Promise.all(Array.from({ length: 100 }, () => start("203.0.113.7")))
    statuses.push(...answers.map(({ status }) => status))
  }
  expect(statuses.filter((status) => status === 302)).toHaveLength(60)
  expect(statuses.filter((status) => status === 429)).toHaveLength(940)
  expect((await start("203.0.113.8")).status).toBe(302)
  const back = await app.fetch("/api/auth/oauth/callback/op?state=a&code=b", {
    headers: { "x-forwarded-for": "203.0.113.7" },
  })
  expect(back.status).toBe(400) // a budget of its own

  const flows = app.db.selectFrom("oauth_flow").select("id")
  expect(await flows.execute()).toHaveLength(61)
  await app.db
    .updateTable("oauth_flow")
    .set({ expires_at: new Date(0) })
    .execute()
  await sweepEnded(app.services)
  expect(await flows.execute()).toEqual([])
})
