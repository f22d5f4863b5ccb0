import { ApiFailure } from "@covenant/contract"
import type { Kysely } from "kysely"
import type { Logger } from "pino"
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible"
import { isUnavailable } from "../db/connection.ts"
import type { Database } from "../db/generated/database.ts"
import { createBreaker } from "./breaker.ts"
import type { Budget, BudgetName, Budgets } from "./budgets.ts"
import type { Vault } from "./encryption.ts"
import { mac } from "./encryption.ts"
import { rateLimitTable } from "./rate-limit-table.ts"

/** Whether there was one left to take. */
type Taken =
  | { ok: true }
  | {
      ok: false
      /** At least 1. */
      retry_after_seconds: number
      /** It is this attempt that went over the budget, of however many at once: what is told once is told now. */
      is_first: boolean
    }

/**
 * One budget, counted for every process together. A key is what the design names in its table, one text a part; only
 * keyed hashes of them are stored.
 *
 * Never called inside a transaction: what is counted stays counted when the transaction does not.
 */
interface Limit {
  /** Takes one if there is one. What a refusal is, the caller decides: see {@link rateLimited}. */
  take(...key: readonly string[]): Promise<Taken>
  /** Gives one back. A block that has begun stays. */
  giveBack(...key: readonly string[]): Promise<void>
  /** Forgets what was counted, and how long the next block would be. */
  clear(...key: readonly string[]): Promise<void>
}

/** A session counts its rotations on its own row, and mails of an account are counted by the records that are written of them. */
type StoredName = Exclude<BudgetName, "refresh_session" | `${"reset" | "verification"}_account${"" | "_pace"}`>

/** A key of a budget: what one attempt takes from. */
export interface Place {
  name: StoredName
  key: readonly string[]
}

/** One attempt that counts against several budgets, in one statement however many they are. */
interface Attempts {
  /**
   * Takes from each place in turn. What is refused by one (`at`, its index) uses up none behind it; those before it are
   * the caller's to give back. Places go from the widest to the narrowest, everywhere: that is the order of their locks.
   */
  takeEach(places: readonly Place[]): Promise<Taken & { at: number }>
  /** What is counted when an attempt succeeded: one is given back here, and all is forgotten there. */
  settle(done: { give_back: readonly Place[]; clear: readonly Place[] }): Promise<void>
}

/** The limits by the names of their budgets. */
export type Limits = Readonly<Record<StoredName, Limit>> & Attempts

export interface LimitsOptions {
  db: Kysely<Database>
  vault: Vault
  budgets: Budgets
  log: Logger
}

/** Without the table each process goes on with this part of the budget: nobody knows how many processes there are. */
const share = 4
/** How long the length of the last block is remembered. */
const blocks_remembered_seconds = 86_400

/**
 * The limits, on the table `rate_limit`: one statement counts an attempt, or all that came at once, exactly.
 *
 * When the table does not answer (locked, slow, gone), an in-process limiter with a share of the budget takes over for a
 * few seconds at a time. A database that cannot be reached at all is thrown, a 503: whoever is limited needs it anyway.
 */
export function createLimits({ db, vault, budgets, log }: LimitsOptions): Limits {
  const secret = vault.derive("rate limit keys")
  if (!secret) throw new Error("There is no key to hash the keys of the limits with.")
  const breaker = createBreaker({
    places: 4,
    limit_ms: 1_000,
    rest_ms: 5_000,
    onRest: (error) => log.warn({ err: error }, "the table of the limits does not answer; this process counts alone"),
  })
  const table = rateLimitTable(db, breaker)
  const memories = new Map<StoredName, RateLimiterMemory>()
  const memoryOf = (name: StoredName): RateLimiterMemory => {
    const { points, seconds: duration } = budgets[name]
    const known = memories.get(name) ?? new RateLimiterMemory({ points: Math.ceil(points / share), duration })
    memories.set(name, known)
    return known
  }
  const counterOf = ({ name, key }: Place): Counter => {
    const bytes = mac(secret, name, ...key)
    const text = bytes.toString("base64url")
    return {
      name,
      key: `${name}:${text}`,
      blocks: `${name}_blocks:${text}`,
      budget: budgets[name],
      memory: memoryOf(name),
      slot: bytes.readUInt16BE(),
    }
  }

  const takeEach: Attempts["takeEach"] = async (places) => {
    const asked = places.map(counterOf)
    try {
      const counted = await table.count(asked.map(({ name, key, budget }) => ({ name, key, ...budget })))
      const at = counted.length - 1
      const [counter, last] = [asked[at], counted[at]]
      if (!counter || !last || last.points <= counter.budget.points) return { ok: true, at }
      const is_first = last.points === counter.budget.points + 1
      const block_ms = is_first ? await block(counter) : undefined
      return { ...refusal(block_ms ?? last.ms), is_first, at }
    } catch (error) {
      if (isUnavailable(error)) throw error
      for (const [at, { memory, slot }] of asked.entries()) {
        const refused = await refusalOf(memory.consume(slot))
        if (refused) return { ...refusal(refused.msBeforeNext), is_first: false, at }
      }
      return { ok: true, at: asked.length - 1 }
    }
  }

  /**
   * The first refusal begins the block, which is twice as long as the last. Answers its milliseconds; undefined when the
   * budget has none, or it could not be stored and the window alone refuses.
   */
  const block = async ({ name, key, blocks, budget }: Counter): Promise<number | undefined> => {
    const { seconds, longest_block_seconds: longest_seconds } = budget
    if (longest_seconds === undefined) return undefined
    try {
      const [nth] = await table.count([
        { name: `${name}_blocks`, key: blocks, points: 0, seconds: blocks_remembered_seconds },
      ])
      const block_ms = Math.min(seconds * 2 ** ((nth?.points ?? 1) - 1), longest_seconds) * 1_000
      await table.holdFor(key, block_ms)
      return block_ms
    } catch {
      return undefined
    }
  }

  const settle: Attempts["settle"] = async ({ give_back, clear }) => {
    const [given, cleared] = [give_back.map(counterOf), clear.map(counterOf)]
    for (const { memory, slot } of cleared) await memory.delete(slot)
    for (const { memory, slot } of given) {
      const counted = await memory.get(slot)
      if (counted && counted.consumedPoints > 0) await memory.reward(slot)
    }
    // What was done stays done: nobody is refused because a counter stayed too high.
    await table.settle(rowsToSettle(given, cleared)).catch(() => undefined)
  }

  const limit = (name: StoredName): Limit => ({
    take: (...key) => takeEach([{ name, key }]).then(({ at: _at, ...taken }) => taken),
    giveBack: (...key) => settle({ give_back: [{ name, key }], clear: [] }),
    clear: (...key) => settle({ give_back: [], clear: [{ name, key }] }),
  })
  return {
    takeEach,
    settle,
    sign_in: limit("sign_in"),
    sign_in_device: limit("sign_in_device"),
    sign_in_address: limit("sign_in_address"),
    sign_in_ip: limit("sign_in_ip"),
    current_password: limit("current_password"),
    register_ip: limit("register_ip"),
    reset_ip: limit("reset_ip"),
    use_reset_ip: limit("use_reset_ip"),
    verification_ip: limit("verification_ip"),
    use_verification_ip: limit("use_verification_ip"),
    accept_invite_ip: limit("accept_invite_ip"),
    oauth_start_ip: limit("oauth_start_ip"),
    oauth_callback_ip: limit("oauth_callback_ip"),
    oauth_exchange_ip: limit("oauth_exchange_ip"),
    refresh_ip: limit("refresh_ip"),
  }
}

/** 429 `rate_limited`, with the time to wait in `Retry-After`. */
export const rateLimited = (retry_after_seconds: number): ApiFailure =>
  new ApiFailure("rate_limited", { headers: { "retry-after": String(retry_after_seconds) } })

const refusal = (ms: number) => ({ ok: false as const, retry_after_seconds: Math.max(1, Math.ceil(ms / 1_000)) })

/** The library rejects with its result when there is none left. */
async function refusalOf(consumed: Promise<RateLimiterRes>): Promise<RateLimiterRes | undefined> {
  try {
    await consumed
    return undefined
  } catch (reason) {
    if (reason instanceof RateLimiterRes) return reason
    throw reason
  }
}

/** Where one place is counted. */
interface Counter {
  name: StoredName
  /** Of the row that counts attempts, and of the one that counts blocks. */
  key: string
  blocks: string
  budget: Budget
  /** What counts without the table: so many counters and no more fill it; keys that share one are counted together. */
  memory: RateLimiterMemory
  slot: number
}

/** Points to give back, unless the budget was gone over (then the block that followed holds), and rows to delete. */
const rowsToSettle = (given: readonly Counter[], cleared: readonly Counter[]) => [
  ...given.map(({ key, budget }) => ({ key, most: budget.points })),
  ...cleared.flatMap(({ key, blocks }) => [blocks, key]).map((key) => ({ key, most: null })),
]
