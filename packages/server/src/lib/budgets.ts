/** How often something may be done. */
export interface Budget {
  /** Times. */
  points: number
  /** … in this many seconds, counted from the first. */
  seconds: number
  /**
   * Beyond the budget there is a block of `seconds`, the next one twice as long, up to this. Absent: what was begun is
   * over after `seconds`, whatever is tried meanwhile.
   */
  longest_block_seconds?: number
}

interface DefaultBudget extends Budget {
  /** Keyed by the client's address and nothing else: an office, a school or a test run share one. */
  by_ip_alone?: true
}

const minute = 60
const hour = 60 * minute

/** The defaults (design: auth.md, section 7). */
const defaults = {
  /** Passwords tried for one address of one realm from one IP. Success clears it. */
  sign_in: { points: 5, seconds: 15 * minute, longest_block_seconds: hour },
  /** The same on a device that signed in to this account before, wherever it is. Success clears it. */
  sign_in_device: { points: 5, seconds: 15 * minute, longest_block_seconds: hour },
  /** Wrong passwords for one address from everywhere, known devices apart. Success clears it. */
  sign_in_address: { points: 20, seconds: hour },
  /** Wrong passwords from one IP. Success gives back what it took, and clears nothing. */
  sign_in_ip: { points: 100, seconds: hour, by_ip_alone: true },
  register_ip: { points: 10, seconds: hour, by_ip_alone: true },
  /** Wrong current passwords of somebody who is signed in and wants another: a session that was stolen proves none. */
  current_password: { points: 5, seconds: 15 * minute, longest_block_seconds: hour },
  /** Reset mails of one account, and the least time between two. Beyond them nothing is said. Counted where they are recorded. */
  reset_account: { points: 3, seconds: hour },
  reset_account_pace: { points: 1, seconds: minute },
  reset_ip: { points: 20, seconds: hour, by_ip_alone: true },
  /** The same for mails that prove an address. */
  verification_account: { points: 3, seconds: hour },
  verification_account_pace: { points: 1, seconds: minute },
  verification_ip: { points: 20, seconds: hour, by_ip_alone: true },
  /** Uses of reset tokens, of tokens that prove an address, and of invites. */
  use_reset_ip: { points: 20, seconds: hour, by_ip_alone: true },
  use_verification_ip: { points: 20, seconds: hour, by_ip_alone: true },
  accept_invite_ip: { points: 20, seconds: hour, by_ip_alone: true },
  /** Journeys to a provider that begin, that come back, and sign-ins that are fetched with a code. */
  oauth_start_ip: { points: 60, seconds: 10 * minute, by_ip_alone: true },
  oauth_callback_ip: { points: 60, seconds: 10 * minute, by_ip_alone: true },
  oauth_exchange_ip: { points: 60, seconds: 10 * minute, by_ip_alone: true },
  /** Rotations of one session's refresh token; answers that converge are free. Counted on the session's row. */
  refresh_session: { points: 30, seconds: 5 * minute },
  refresh_ip: { points: 600, seconds: 5 * minute, by_ip_alone: true },
} as const satisfies Record<string, DefaultBudget>

export type BudgetName = keyof typeof defaults
export type Budgets = Readonly<Record<BudgetName, Budget>>

const profiles = ["default", "tests"] as const

/** `RATE_LIMITS`: which budgets to begin with, and what to change in single ones. */
export interface BudgetSettings {
  profile: (typeof profiles)[number]
  overrides: Readonly<Partial<Record<BudgetName, Partial<Budget>>>>
}

/** Loopback is everybody's address in the sandbox, and a conformance run a thousand requests. */
const sandbox_factor = 100
const room_for_tests = 1_000_000

/** The budgets to run with. An override says exactly what holds: the sandbox multiplies only what nobody set. */
export function budgetsOf({ profile, overrides }: BudgetSettings, production: boolean): Budgets {
  const names = Object.keys(defaults) as BudgetName[] // the keys of the literal above
  const budgets = names.map((name): [BudgetName, Budget] => {
    const { by_ip_alone, points, ...rest }: DefaultBudget = defaults[name]
    const room = profile === "tests" ? room_for_tests : points * (by_ip_alone && !production ? sandbox_factor : 1)
    return [name, { ...rest, points: room, ...overrides[name] }]
  })
  return Object.fromEntries(budgets) as Record<BudgetName, Budget> // one entry for each name
}

const fields = ["points", "seconds", "longest_block_seconds"] as const
const most: Record<(typeof fields)[number], number> = {
  points: room_for_tests,
  seconds: 86_400,
  longest_block_seconds: 86_400,
}

/** What the text of `RATE_LIMITS` says, or undefined when it is not what it should be. */
export function readBudgetSettings(text: string): BudgetSettings | undefined {
  const parsed = parsedObject(text)
  if (!parsed) return undefined
  const { profile: given = "default", ...rest } = parsed
  const profile = profiles.find((name) => name === given)
  if (!profile) return undefined
  const overrides: Partial<Record<BudgetName, Partial<Budget>>> = {}
  for (const [name, value] of Object.entries(rest)) {
    if (!isBudgetName(name) || !isObject(value)) return undefined
    const blocks = "longest_block_seconds" in defaults[name]
    for (const [key, number] of Object.entries(value)) {
      const field = fields.find((known) => known === key)
      if (!field || (field === "longest_block_seconds" && !blocks)) return undefined
      if (typeof number !== "number" || !Number.isInteger(number) || number < 1 || number > most[field])
        return undefined
    }
    overrides[name] = value
  }
  return { profile, overrides }
}

/** The names `RATE_LIMITS` knows. */
export const budget_names: readonly string[] = Object.keys(defaults)

const isBudgetName = (name: string): name is BudgetName => Object.hasOwn(defaults, name)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

function parsedObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
