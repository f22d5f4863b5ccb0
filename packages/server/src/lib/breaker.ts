/**
 * Keeps a part that may hang from taking the rest along: its work has a time limit and a few places, and after a failure it
 * is left alone for a while.
 */
export interface Breaker {
  /**
   * The work's own outcome. Rejects with {@link Interrupted} when the work takes too long, and at once while the part is
   * left alone; one call at a time is then let through to see whether it is back.
   *
   * `begun` is for the work to call when it has what it waits for fairly (a connection): the time runs from there.
   */
  run<T>(work: (begun: () => void) => Promise<T>): Promise<T>
}

export class Interrupted extends Error {
  override name = "Interrupted"
}

export interface BreakerOptions {
  /** Pieces of work at once. One that was interrupted keeps its place until it really ends. */
  places: number
  limit_ms: number
  /** How long the part is left alone. */
  rest_ms: number
  /** Told of each failure that begins a rest. */
  onRest?(error: unknown): void
}

/** A breaker for one part. Its clock is the process's own: it measures, and no test needs to move it. */
export function createBreaker({ places, limit_ms, rest_ms, onRest }: BreakerOptions): Breaker {
  let running = 0
  let rests_until = 0
  const waiting: PromiseWithResolvers<void>[] = []

  const rest = (error: unknown): void => {
    const began = performance.now() >= rests_until
    rests_until = performance.now() + rest_ms
    for (const waiter of waiting.splice(0)) waiter.reject(error)
    if (began) onRest?.(error)
  }
  const leave = (): void => {
    const next = waiting.shift()
    if (next) next.resolve()
    else running -= 1
  }
  const enter = async (): Promise<void> => {
    if (rests_until > 0) {
      if (performance.now() < rests_until || running >= places) throw new Interrupted("The part is left alone.")
      rests_until = performance.now() + rest_ms // this call looks; the others go on without
    }
    if (running < places) {
      running += 1
      return
    }
    const turn = Promise.withResolvers<void>()
    waiting.push(turn)
    await turn.promise
  }

  return {
    async run<T>(work: (begun: () => void) => Promise<T>): Promise<T> {
      await enter()
      const limit = Promise.withResolvers<never>()
      let timer: NodeJS.Timeout | undefined
      const interrupt = () => limit.reject(new Interrupted(`No answer within ${limit_ms} ms.`))
      // Not before what has arrived is read: a process that had no processor for a while sees its timers first.
      const begun = () => {
        timer ??= setTimeout(() => setImmediate(interrupt), limit_ms)
      }
      let interrupted = false
      const done = work(begun)
        .catch((error: unknown) => {
          // Before the place is handed on: whoever waits for it would wait for the same failure once more.
          if (!interrupted) rest(error)
          throw error
        })
        .finally(leave)
      try {
        const result = await Promise.race([done, limit.promise])
        rests_until = 0
        return result
      } catch (error) {
        done.catch(() => undefined) // interrupted work may still fail, and nobody waits for it
        if (error instanceof Interrupted) {
          interrupted = true
          rest(error)
        }
        throw error
      } finally {
        clearTimeout(timer)
      }
    },
  }
}
