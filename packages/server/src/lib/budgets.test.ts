import { describe, expect, test } from "vitest"
import { budgetsOf, readBudgetSettings } from "./budgets.ts"

const production = budgetsOf({ profile: "default", overrides: {} }, true)

describe("the budgets", () => {
  test("are those of the design in production", () => {
    expect(production).toEqual({
      sign_in: { points: 5, seconds: 900, longest_block_seconds: 3_600 },
      sign_in_device: { points: 5, seconds: 900, longest_block_seconds: 3_600 },
      sign_in_address: { points: 20, seconds: 3_600 },
      sign_in_ip: { points: 100, seconds: 3_600 },
      current_password: { points: 5, seconds: 900, longest_block_seconds: 3_600 },
      register_ip: { points: 10, seconds: 3_600 },
      reset_account: { points: 3, seconds: 3_600 },
      reset_account_pace: { points: 1, seconds: 60 },
      reset_ip: { points: 20, seconds: 3_600 },
      use_reset_ip: { points: 20, seconds: 3_600 },
      accept_invite_ip: { points: 20, seconds: 3_600 },
      verification_account: { points: 3, seconds: 3_600 },
      verification_account_pace: { points: 1, seconds: 60 },
      verification_ip: { points: 20, seconds: 3_600 },
      use_verification_ip: { points: 20, seconds: 3_600 },
      oauth_start_ip: { points: 60, seconds: 600 },
      oauth_callback_ip: { points: 60, seconds: 600 },
      oauth_exchange_ip: { points: 60, seconds: 600 },
      refresh_session: { points: 30, seconds: 300 },
      refresh_ip: { points: 600, seconds: 300 },
    })
  })

  test("are a hundred times as large in the sandbox where they are keyed by IP alone, and the same where not", () => {
    const sandbox = budgetsOf({ profile: "default", overrides: {} }, false)
    for (const name of Object.keys(production) as (keyof typeof production)[]) {
      const factor = name.endsWith("_ip") ? 100 : 1
      expect(sandbox[name]).toEqual({ ...production[name], points: production[name].points * factor })
    }
  })

  test("of the tests' profile have room, each of them", () => {
    for (const { points } of Object.values(budgetsOf({ profile: "tests", overrides: {} }, false)))
      expect(points).toBe(1_000_000)
  })

  test.each(["default", "tests"] as const)(
    "an override says exactly what holds, in the profile %s and the sandbox",
    (profile) => {
      const overrides = { register_ip: { points: 3 }, sign_in: { seconds: 60, longest_block_seconds: 120 } }
      const budgets = budgetsOf({ profile, overrides }, false)
      expect(budgets.register_ip).toEqual({ points: 3, seconds: 3_600 })
      expect(budgets.sign_in).toMatchObject({ seconds: 60, longest_block_seconds: 120 })
    },
  )
})

describe("RATE_LIMITS", () => {
  test("changes single budgets, and may name a profile", () => {
    expect(readBudgetSettings("{}")).toEqual({ profile: "default", overrides: {} })
    expect(readBudgetSettings('{"profile":"tests","sign_in":{"points":10}}')).toEqual({
      profile: "tests",
      overrides: { sign_in: { points: 10 } },
    })
  })

  test.each([
    ["no JSON", "sign_in=10"],
    ["a list", "[]"],
    ["null", "null"],
    ["a number", "10"],
    ["an unknown profile", '{"profile":"none"}'],
    ["an unknown budget", '{"sign_out":{"points":10}}'],
    ["a budget of every object", '{"toString":{"points":10}}'],
    ["__proto__", '{"__proto__":{"points":10}}'],
    ["a budget that is a number", '{"sign_in":10}'],
    ["a budget that is null", '{"sign_in":null}'],
    ["an unknown field", '{"sign_in":{"limit":10}}'],
    ["no points", '{"sign_in":{"points":0}}'],
    ["negative points", '{"sign_in":{"points":-1}}'],
    ["half a point", '{"sign_in":{"points":1.5}}'],
    ["text for a number", '{"sign_in":{"points":"10"}}'],
    ["more points than can be counted", '{"sign_in":{"points":1000001}}'],
    ["more than a day", '{"sign_in":{"seconds":86401}}'],
    ["a block where nothing blocks", '{"register_ip":{"longest_block_seconds":60}}'],
  ])("with %s is refused", (_title, text) => {
    expect(readBudgetSettings(text)).toBeUndefined()
  })
})
