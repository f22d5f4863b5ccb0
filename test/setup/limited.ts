/** Servers with budgets that are used up, and those who use them up. */
import { expect } from "vitest"
import { budgetsOf, type BudgetSettings } from "../../packages/server/src/lib/budgets.ts"
import { startTestApp } from "./app.ts"
import type { Answered, Asking } from "./people.ts"

/** The budgets of production, but for room to register people, behind a proxy of ours that says who is asking. */
export const limited = (overrides: BudgetSettings["overrides"] = {}, config: Parameters<typeof startTestApp>[0] = {}) =>
  startTestApp({
    budgets: budgetsOf({ profile: "default", overrides: { register_ip: { points: 1_000 }, ...overrides } }, true),
    trusted_proxies: ["127.0.0.1"],
    ...config,
  })

let last = 0
/** An address nobody has asked from. */
export const freshIp = (): string => `198.18.${(last += 1) >> 8}.${last & 255}`
export const from = (ip: string): Asking => ({ headers: { "x-forwarded-for": ip } })

/** Statuses of attempts one after the other. */
export async function attempts(count: number, one: () => Promise<Answered>): Promise<number[]> {
  const statuses: number[] = []
  for (let index = 0; index < count; index += 1) statuses.push((await one()).status)
  return statuses
}

export const waitOf = ({ headers }: Answered) => Number(headers.get("retry-after"))
/** To the end of a window that has just begun; a block, which begins with the refusal, is told to the second. */
export function expectWait(answer: Answered, seconds: number): void {
  expect(answer.headers.get("retry-after")).toMatch(/^[1-9]\d*$/u)
  expect(waitOf(answer)).toBeLessThanOrEqual(seconds)
  expect(waitOf(answer)).toBeGreaterThan(seconds - 60)
}
