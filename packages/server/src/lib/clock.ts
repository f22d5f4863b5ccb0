/**
 * The time, for what is decided in this process: the `iat` and `exp` of tokens. Rows expire by the database's `now()`.
 *
 * An argument everywhere, so that tests can move it.
 */
export interface Clock {
  now(): Date
}

/** The clock of the machine. */
export const systemClock: Clock = { now: () => new Date() }

/** A clock that is ahead of the machine's by as much as its holder says. */
export interface MovableClock extends Clock {
  advance(seconds: number): void
}

export function movableClock(): MovableClock {
  let ahead_ms = 0
  return {
    now: () => new Date(Date.now() + ahead_ms),
    advance(seconds) {
      ahead_ms += seconds * 1000
    },
  }
}
