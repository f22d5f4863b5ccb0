import { createHash } from "node:crypto"
import { hash as argon2Hash, parseOptions, verify as argon2Verify } from "@node-rs/argon2"
import { ApiFailure } from "@covenant/contract"

/** What a hash costs. Other parameters in the database still verify; they are `outdated`. */
export interface HashParameters {
  /** KiB. */
  memoryCost: number
  /** Passes. */
  timeCost: number
  parallelism: number
}

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
const hash_parameters: HashParameters = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 }

export interface PasswordVerdict {
  matches: boolean
  /** The hash was made with other parameters than today's. */
  outdated: boolean
  /** There was something, but no hash that argon2 can read. Somebody should look. */
  unreadable: boolean
}

/**
 * Hashes and compares, a few at a time. Every call is exactly one run of argon2, whatever it is given.
 *
 * Except that calls made at once with the same `shared` label, password and hash are one run. The label must name the
 * account, known or not: shared by the password alone, unknown accounts would answer faster together than known ones.
 */
export interface PasswordHasher {
  hash(password: string, shared?: string): Promise<string>
  /**
   * Compares with a stored hash. Without one, and with one that cannot be read, a dummy with today's parameters is
   * compared instead and never matches, so that an unknown account costs the same.
   */
  verify(stored: string | undefined, password: string, shared?: string): Promise<PasswordVerdict>
  /** Runs of argon2 since the start. */
  runs(): number
}

export interface PasswordHasherOptions {
  /** Runs at once: as many as there are cores, because each fills one. */
  at_once: number
  /** Calls that may wait behind them. */
  most_waiting?: number
  /** How long a call waits for its turn. */
  deadline_ms?: number
  parameters?: HashParameters
}

/** Throws nothing; the functions it returns throw 503 `temporarily_unavailable` when the queue is full or too slow. */
export async function createPasswordHasher({
  at_once,
  most_waiting = 64,
  deadline_ms = 3_000,
  parameters = hash_parameters,
}: PasswordHasherOptions): Promise<PasswordHasher> {
  const inTurn = queue(at_once, most_waiting, deadline_ms)
  const hashing = sharing<string>()
  const verifying = sharing<PasswordVerdict>()
  const dummy = await argon2Hash("nobody has this password", parameters)
  let runs = 0

  return {
    runs: () => runs,
    hash: (password, shared) =>
      hashing(shared && [shared, password], () =>
        inTurn(() => {
          runs++
          return argon2Hash(password, parameters)
        }),
      ),
    verify: (stored, password, shared) =>
      verifying(shared && [shared, password, stored ?? ""], () =>
        inTurn(async () => {
          runs++
          const made = stored === undefined ? undefined : parametersOf(stored)
          if (stored === undefined || !made) {
            await argon2Verify(dummy, password)
            return { matches: false, outdated: false, unreadable: stored !== undefined }
          }
          const outdated =
            made.memoryCost !== parameters.memoryCost ||
            made.timeCost !== parameters.timeCost ||
            made.parallelism !== parameters.parallelism
          try {
            return { matches: await argon2Verify(stored, password), outdated, unreadable: false }
          } catch {
            return { matches: false, outdated, unreadable: true }
          }
        }),
      ),
  }
}

/** Gives calls of one name, while the first of them runs, the promise of the first. */
function sharing<T>() {
  const running = new Map<string, Promise<T>>()
  return (name: "" | string[] | undefined, task: () => Promise<T>): Promise<T> => {
    if (!name) return task()
    // Hashed, so that no password is kept as a key.
    const key = createHash("sha256").update(JSON.stringify(name)).digest("base64")
    const known = running.get(key)
    if (known) return known
    const promise = task().finally(() => running.delete(key))
    running.set(key, promise)
    return promise
  }
}

/** A hash could ask for any memory. Whoever writes into the table should not be able to stop the server with one. */
const largest = { memoryCost: 1024 * 1024, timeCost: 64, parallelism: 16 }

function parametersOf(stored: string): HashParameters | undefined {
  try {
    const made = parseOptions(stored)
    const sane =
      stored.startsWith("$argon2id$") &&
      made.outputLen >= 16 &&
      made.memoryCost <= largest.memoryCost &&
      made.timeCost <= largest.timeCost &&
      made.parallelism <= largest.parallelism
    return sane ? made : undefined
  } catch {
    return undefined
  }
}

/** Runs `at_once` tasks together; the others wait in order, at most `most_waiting` and no longer than the deadline. */
function queue(at_once: number, most_waiting: number, deadline_ms: number) {
  let running = 0
  const waiting: { start(): void }[] = []
  const busy = () => new ApiFailure("temporarily_unavailable", { headers: { "retry-after": "1" } })

  const turn = (): Promise<void> => {
    if (running < at_once) {
      running++
      return Promise.resolve()
    }
    if (waiting.length >= most_waiting) return Promise.reject(busy())
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const place = {
      start() {
        clearTimeout(timer)
        resolve()
      },
    }
    const timer = setTimeout(() => {
      waiting.splice(waiting.indexOf(place), 1)
      reject(busy())
    }, deadline_ms)
    timer.unref()
    waiting.push(place)
    return promise
  }

  return async <T>(task: () => Promise<T>): Promise<T> => {
    await turn()
    try {
      return await task()
    } finally {
      // The place is handed on, not given back: a newcomer must not overtake those who wait.
      const next = waiting.shift()
      if (next) next.start()
      else running--
    }
  }
}
