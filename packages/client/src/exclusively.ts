import { pause } from "./persevere.ts"

/** Longest time a lease is believed: more than a refresh may take, so only a tab that is gone loses one. */
const lease_ms = 20_000
/** Longer than one tab's write takes to be seen by another. */
const settle_ms = 60

/**
 * Runs a task while no other tab of this origin runs one of the same name.
 *
 * With Web Locks, which the browser releases when a tab is closed. Pages of an insecure origin have none; there a lease
 * in `localStorage` does: written where there was none, and ours if it is still there when every tab has seen it.
 */
export function exclusively<T>(name: string, task: () => Promise<T>): Promise<T> {
  // The type says there is always one; pages of an insecure origin know better.
  const locks = (globalThis.navigator as Partial<Navigator> | undefined)?.locks
  return locks ? Promise.resolve(locks.request(name, task)) : withLease(`${name}:lease`, task)
}

async function withLease<T>(key: string, task: () => Promise<T>): Promise<T> {
  const me = `${Math.random()}`
  const holder = () => {
    const [owner, until] = (localStorage.getItem(key) ?? "").split(" ")
    return Number(until) > Date.now() ? owner : undefined
  }
  while (holder() !== me) {
    if (holder() === undefined) localStorage.setItem(key, `${me} ${Date.now() + lease_ms}`)
    await pause(settle_ms)
  }
  try {
    return await task()
  } finally {
    if (holder() === me) localStorage.removeItem(key)
  }
}
