import { ApiFailure } from "@covenant/contract"
import type { Kysely } from "kysely"
import { sql } from "kysely"
import type { Logger } from "pino"
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible"
import { isUnavailable } from "../db/connection.ts"
import type { Database } from "../db/generated/database.ts"
import type { Breaker } from "./breaker.ts"
import { createBreaker } from "./breaker.ts"
import type { Budget, BudgetName, Budgets } from "./budgets.ts"
import type { Vault } from "./encryption.ts"
import { mac } from "./encryption.ts"

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

/** A session counts its rotations on its own row, and a reset mail is counted by the record that is written of it. */
type StoredName = Exclude<BudgetName, "refresh_session" | "reset_account" | "reset_account_pace">

/** The limits by the names of their budgets. */
export type Limits = Readonly<Record<StoredName, Limit>>

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
 * The limits, on the table `rate_limit`: one statement counts an attempt, exactly, however many come at once.
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
  const limit = (name: StoredName): Limit =>
    createLimit(name, budgets[name], { db, breaker, hash: (parts) => mac(secret, name, ...parts) })
  return {
    sign_in: limit("sign_in"),
    sign_in_device: limit("sign_in_device"),
    sign_in_address: limit("sign_in_address"),
    sign_in_ip: limit("sign_in_ip"),
    current_password: limit("current_password"),
    register_ip: limit("register_ip"),
    reset_ip: limit("reset_ip"),
    use_reset_ip: limit("use_reset_ip"),
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

interface Store {
  db: Kysely<Database>
  breaker: Breaker
  hash(parts: readonly string[]): Buffer
}

function createLimit(name: StoredName, budget: Budget, { db, breaker, hash }: Store): Limit {
  const { points, seconds, longest_block_seconds } = budget
  const stored = new StoredLimiter(db, breaker, { keyPrefix: name, points, duration: seconds })
  const blocks = new StoredLimiter(db, breaker, {
    keyPrefix: `${name}_blocks`,
    points: 0, // only counted
    duration: blocks_remembered_seconds,
  })
  const in_memory = new RateLimiterMemory({ points: Math.ceil(points / share), duration: seconds })
  const keysOf = (parts: readonly string[]) => {
    const bytes = hash(parts)
    // So many counters and no more fill the memory, whatever is asked; keys that share one are counted together.
    return { key: bytes.toString("base64url"), slot: bytes.readUInt16BE() }
  }

  /**
   * The first refusal begins the block, which is twice as long as the last. Answers its milliseconds; undefined when it could
   * not be stored, and the window alone refuses.
   */
  const block = async (key: string, longest_seconds: number): Promise<number | undefined> => {
    try {
      const { consumedPoints: nth } = await blocks.penalty(key)
      const block_seconds = Math.min(seconds * 2 ** (nth - 1), longest_seconds)
      await stored.block(key, block_seconds)
      return block_seconds * 1_000
    } catch {
      return undefined
    }
  }

  const take: Limit["take"] = async (...parts) => {
    const { key, slot } = keysOf(parts)
    try {
      const refused = await refusalOf(stored.consume(key))
      if (!refused) return { ok: true }
      const is_first = refused.consumedPoints === points + 1
      const block_ms = is_first && longest_block_seconds ? await block(key, longest_block_seconds) : undefined
      return { ...refusal(block_ms ?? refused.msBeforeNext), is_first }
    } catch (error) {
      if (isUnavailable(error)) throw error
      const refused = await refusalOf(in_memory.consume(slot))
      return refused ? { ...refusal(refused.msBeforeNext), is_first: false } : { ok: true }
    }
  }

  return {
    take,
    async giveBack(...parts) {
      const { key, slot } = keysOf(parts)
      const counted = await in_memory.get(slot)
      if (counted && counted.consumedPoints > 0) await in_memory.reward(slot)
      await bestEffort(stored.giveBack(key))
    },
    async clear(...parts) {
      const { key, slot } = keysOf(parts)
      await in_memory.delete(slot)
      await bestEffort(stored.forget(key, blocks))
    },
  }
}

/** What was done stays done: nobody is refused because a counter stayed too high. */
const bestEffort = (work: Promise<unknown>): Promise<unknown> => work.catch(() => undefined)

/** The library rejects with its result when there is none left, and with an error when it could not count. */
async function refusalOf(consumed: Promise<RateLimiterRes>): Promise<RateLimiterRes | undefined> {
  try {
    await consumed
    return undefined
  } catch (reason) {
    if (reason instanceof RateLimiterRes) return reason
    throw reason
  }
}

const refusal = (ms: number) => ({ ok: false as const, retry_after_seconds: Math.max(1, Math.ceil(ms / 1_000)) })

interface Counted {
  points: number
  /** What is left of the window. */
  ms: number
}

const now_ms = sql<number>`(extract(epoch from now()) * 1000)::bigint`

/**
 * The library's limiter for PostgreSQL, on either of our databases: its statement goes through Kysely and the breaker, and
 * windows are measured by the database's clock instead of each process's own.
 *
 * Of the three methods the library asks a store to implement, `consume`, `penalty` and `block` use these two.
 */
class StoredLimiter extends RateLimiterPostgres {
  readonly #db: Kysely<Database>
  readonly #breaker: Breaker

  constructor(
    db: Kysely<Database>,
    breaker: Breaker,
    options: { keyPrefix: string; points: number; duration: number },
  ) {
    super({
      ...options,
      storeClient: db,
      storeType: "client",
      tableName: "rate_limit",
      tableCreated: true,
      clearExpiredByTimeout: false, // swept with everything else
    })
    this.#db = db
    this.#breaker = breaker
  }

  async _upsert(key: string, points: number, ms: number, force = false): Promise<Counted> {
    const expire = sql<number>`${now_ms} + ${ms}::bigint`
    const begins_anew = force ? sql`true` : sql`rate_limit.expire <= ${now_ms}`
    const query = this.#db
      .insertInto("rate_limit")
      .values({ key, points, expire })
      .onConflict((conflict) =>
        conflict.column("key").doUpdateSet({
          points: sql`case when ${begins_anew} then excluded.points else rate_limit.points + excluded.points end`,
          expire: sql`case when ${begins_anew} then excluded.expire else rate_limit.expire end`,
        }),
      )
      .returning(["points", sql<number>`rate_limit.expire - ${now_ms}`.as("ms")])
    return this.#run(async (connection) => {
      const { rows } = await connection.executeQuery(query)
      return rows[0] ?? { points, ms } // an insert that does not fail answers its row
    })
  }

  _getRateLimiterRes(_key: string, changed: number, { points, ms }: Counted): RateLimiterRes {
    return new RateLimiterRes(Math.max(this.points - points, 0), Math.max(ms, 0), points, points === changed)
  }

  /** One point less, unless the budget was gone over: then the block that followed holds. */
  giveBack(key: string): Promise<unknown> {
    return this.#run((connection) =>
      connection
        .updateTable("rate_limit")
        .set({ points: sql`points - 1` })
        .where("key", "=", this.getKey(key))
        .where("points", ">=", 1)
        .where("points", "<=", this.points)
        .where("expire", ">", now_ms)
        .execute(),
    )
  }

  /** Deletes the counter, here and there. */
  forget(key: string, other: StoredLimiter): Promise<unknown> {
    return this.#run((connection) =>
      connection
        .deleteFrom("rate_limit")
        .where("key", "in", [this.getKey(key), other.getKey(key)])
        .execute(),
    )
  }

  /** The time of a statement runs from when there is a connection: waiting for one has a limit of its own. */
  #run<T>(query: (connection: Kysely<Database>) => Promise<T>): Promise<T> {
    return this.#breaker.run((begun) =>
      this.#db.connection().execute((connection) => {
        begun()
        return query(connection)
      }),
    )
  }
}
