import { ApiFailure } from "@covenant/contract"
import type { Context } from "../context.ts"
import type { Realm } from "../lib/access-token.ts"
import { recordAudit } from "../lib/audit.ts"
import { areCookiesSecure } from "../lib/cookie.ts"
import type { DeviceAccount, DeviceOptions } from "../lib/known-device.ts"
import { deviceCookie, knownDevice } from "../lib/known-device.ts"
import type { Place } from "../lib/rate-limit.ts"
import { rateLimited } from "../lib/rate-limit.ts"

/**
 * Does work that tries a password of the account, within the limits of trying passwords.
 *
 * Every attempt is counted before its work begins, so that no number of them at once gets past a budget. A refusal of the
 * work (401 or 403) stays counted. Success clears the counts of the account and gives its IP's one back: whoever knows
 * one password of their own must not buy guesses at others with it. Anything else (no time to hash, no database) was no
 * attempt, and is given back.
 *
 * A device that signed in to the account before has a budget of its own in place of those a stranger can use up.
 *
 * A success that does not clear, as `clears` says, gives everything back and no more.
 *
 * Throws 429 `rate_limited`, known or unknown account alike.
 */
export const limitedSignIn = <T>(
  context: Context,
  account: DeviceAccount,
  work: () => Promise<T>,
  clears: (result: T) => boolean = () => true,
): Promise<T> =>
  within(context, { event: "sign_in", realm: account.realm, places: placesOf(context, account) }, work, clears)

/** The same for work that tries the current password of an identity that is signed in: there is one budget, its own. */
export const limitedProof = <T>(
  context: Context,
  { realm, auth_identity_id }: { realm: Realm; auth_identity_id: string },
  work: () => Promise<T>,
): Promise<T> =>
  within(
    context,
    { event: "password_change", realm, places: [{ name: "current_password", key: [auth_identity_id] }] },
    work,
  )

interface Limited {
  /** What the record of a refusal calls it. */
  event: string
  realm: Realm
  places: readonly Place[]
}

async function within<T>(
  context: Context,
  limited: Limited,
  work: () => Promise<T>,
  clears: (result: T) => boolean = () => true,
): Promise<T> {
  const { limits } = context
  const { places } = limited
  await takeEach(context, limited)
  let result: T
  try {
    result = await work()
  } catch (error) {
    if (!isRefusal(error)) await limits.settle({ give_back: places, clear: [] })
    throw error
  }
  const is_owner = clears(result)
  const clears_place = ({ name }: Place): boolean => is_owner && name !== "sign_in_ip"
  await limits.settle({
    give_back: places.filter((place) => !clears_place(place)),
    clear: places.filter((place) => clears_place(place)),
  })
  return result
}

/** `Set-Cookie` by which this browser will be known to the account it just signed in to. */
export const deviceCookieFor = (context: Context, account: DeviceAccount): string =>
  deviceCookie(account, deviceOptions(context))

/** What an attempt takes from, the widest first. */
function placesOf(context: Context, account: DeviceAccount): Place[] {
  const { realm, email } = account
  const { ip_bucket } = context.request
  const device = knownDevice(account, deviceOptions(context))
  return [
    { name: "sign_in_ip", key: [ip_bucket] },
    ...(device === undefined
      ? [
          { name: "sign_in" as const, key: [realm, email, ip_bucket] },
          { name: "sign_in_address" as const, key: [realm, email] },
        ]
      : [{ name: "sign_in_device" as const, key: [realm, email, device] }]),
  ]
}

/** Takes from each in turn. What is refused by one uses up no other: a single IP cannot spend the address's budget. */
async function takeEach(context: Context, { event, realm, places }: Limited): Promise<void> {
  const { db, limits, request } = context
  const taken = await limits.takeEach(places)
  if (taken.ok) return
  const before = places.slice(0, taken.at)
  if (before.length > 0) await limits.settle({ give_back: before, clear: [] })
  // One record when a block begins: one for each refusal would let an attacker write as fast as they ask.
  if (taken.is_first) {
    const actor_type = realm === "admin" ? "user" : "customer"
    const reason = `limit_${places[taken.at]?.name}`
    await recordAudit(db, { event, outcome: "failure", reason, realm, actor_type }, request)
  }
  throw rateLimited(taken.retry_after_seconds)
}

const isRefusal = (error: unknown): boolean =>
  error instanceof ApiFailure && (error.status === 401 || error.status === 403)

const deviceOptions = ({ config, clock, vault, request }: Context): DeviceOptions => ({
  cookie: request.cookie,
  secure: areCookiesSecure(config),
  now: clock.now(),
  vault,
})
