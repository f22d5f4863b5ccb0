import { retryAfterSeconds } from "./api-error.ts"

/** `fetch`, as everything here composes it: each concern takes one and gives one. */
export type Fetch = (request: Request) => Promise<Response>

export interface Patience {
  /** Longest time for one call, its repetitions included, in milliseconds. Default 30 000. */
  timeoutMs?: number
  /** How often a call that failed in passing is repeated. Default 2. */
  retries?: number
}

/** Statuses that pass. 500 is not one of them: it is a bug, and repeating it is another request for the same bug. */
const passing = new Set([429, 502, 503, 504])
const first_wait_ms = 200

/**
 * Gives up after a time, and until then repeats the request after a failure of the network or a status that passes. Waits
 * as long as `Retry-After` asks, else longer each time; an answer that asks for more time than there is left is handed on
 * as it is.
 *
 * What changes something gets an `Idempotency-Key`, the same over its repetitions: if the first one was done and its
 * answer lost, the next is given that answer. Operations that take no key come to the same when they are repeated.
 */
export function persevere(fetch: Fetch, { timeoutMs = 30_000, retries = 2 }: Patience): Fetch {
  return async (given) => {
    const deadline = Date.now() + timeoutMs
    const signal = AbortSignal.any([given.signal, AbortSignal.timeout(timeoutMs)])
    const request = new Request(given, { signal })
    const { method, headers } = request
    if (method !== "GET" && method !== "HEAD" && !headers.has("idempotency-key"))
      headers.set("idempotency-key", randomId())

    for (let attempt = 0; ; attempt++) {
      const last = attempt >= retries
      let wait_ms = first_wait_ms * 2 ** attempt * (1 + Math.random())
      try {
        const response = await fetch(last ? request : request.clone())
        const asked = retryAfterSeconds(response)
        // 409 with a time to wait: the first try is still being worked on.
        const passes = passing.has(response.status) || (response.status === 409 && asked !== undefined)
        if (last || !passes) return response
        if (asked !== undefined) wait_ms = asked * 1000
        if (Date.now() + wait_ms >= deadline) return response
        await response.body?.cancel()
      } catch (error) {
        if (last || signal.aborted) throw error
      }
      await pause(wait_ms, signal)
    }
  }
}

/** 128 random bits. `crypto.randomUUID` is missing on pages of insecure origins. */
export const randomId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("")

/** Resolves after a time; rejects with the signal's reason as soon as it is aborted. */
export const pause = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop)
      resolve()
    }, milliseconds)
    function stop() {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    if (signal?.aborted) stop()
    signal?.addEventListener("abort", stop, { once: true })
  })
