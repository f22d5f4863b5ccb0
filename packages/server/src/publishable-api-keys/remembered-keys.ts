import type { Kysely } from "kysely"
import type { Database } from "../db/generated/database.ts"
import type { Clock } from "../lib/clock.ts"
import { createLru } from "../lib/lru.ts"
import { isLivePublishableKey } from "./queries.ts"

/** How long a key may go on being good on an instance after it was revoked. The contract promises it. */
export const remembered_seconds = 5

/** A storefront has one key, and a shop a handful of storefronts. */
const most_keys = 1_000

/**
 * Whether a publishable key is good, asked of the database at most once in {@link remembered_seconds} for each: a key
 * grants nothing, and half of all requests carry the same one. What was not good is asked again every time, so a key
 * works from the moment it is made.
 */
export function rememberedKeys({
  db,
  clock,
}: {
  db: Kysely<Database>
  clock: Clock
}): (value: string) => Promise<boolean> {
  const seen_good_ms = createLru<number>(most_keys)
  return async (value) => {
    const now_ms = clock.now().getTime()
    const age_ms = now_ms - (seen_good_ms.get(value) ?? -Infinity)
    if (age_ms >= 0 && age_ms < remembered_seconds * 1_000) return true // an age below zero: the clock went back
    const is_good = await isLivePublishableKey(db, value)
    // Counted from before it was asked: what was revoked meanwhile must not live longer than promised.
    if (is_good) seen_good_ms.set(value, now_ms)
    return is_good
  }
}
