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
const isIdempotent = ({ method, headers }: Request) =>
  /^(?:GET|HEAD|OPTIONS|PUT|DELETE)$/.test(method) || headers.has("idempotency-key")
const first_wait_ms = 200

/**
 * Gives up after a time, and until then repeats what may be repeated: idempotent methods, and whatever carries an
 * `Idempotency-Key`, after a failure of the network or a status that passes. Waits as long as `Retry-After` asks, else
 * longer each time; an answer that asks for more time than there is left is handed on as it is.
 */
export function persevere(
  fetch: Fetch,
  { timeoutMs = 30_000, retries = 2 }: Patience,
  repeatable = isIdempotent,
): Fetch {
  return async (given) => {
    const deadline = Date.now() + timeoutMs
    const signal = AbortSignal.any([given.signal, AbortSignal.timeout(timeoutMs)])
    const request = new Request(given, { signal })

    for (let attempt = 0; ; attempt++) {
      const last = attempt >= retries || !repeatable(request)
      let wait_ms = first_wait_ms * 2 ** attempt * (1 + Math.random())
      try {
        const response = await fetch(last ? request : request.clone())
        if (last || !passing.has(response.status)) return response
        const asked = retryAfterSeconds(response)
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
