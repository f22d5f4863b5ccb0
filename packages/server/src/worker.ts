import { setImmediate } from "node:timers/promises"
import { refreshAppTokens } from "./apps/refresh-app-tokens.ts"
import type { Services } from "./context.ts"
import { isUnavailable } from "./db/connection.ts"
import { turnRing } from "./keys/signing-keys.ts"
import { onMessageCommitted } from "./lib/outbox.ts"
import { deliverOutbox, full_batch } from "./mail/deliver-outbox.ts"
import type { Mailer } from "./mail/mailer.ts"
import { sweepEnded } from "./sweep.ts"

/** Something to be done again and again, on every instance: it copes with others doing the same at the same time. */
export interface PeriodicJob {
  /** For the log. */
  name: string
  every_seconds: number
  /** Gives up between two steps when `signal` aborts. What it throws is logged, and the next turn tries again. */
  run(services: Services, signal: AbortSignal): Promise<void>
}

/** What is done beside answering requests. */
export const periodicJobs: readonly PeriodicJob[] = [
  {
    name: "sweep",
    every_seconds: 3600,
    async run(services, signal) {
      const swept = await sweepEnded(services, signal)
      if (Object.values(swept).some((rows) => rows > 0)) services.log.info({ swept }, "swept what had ended")
    },
  },
  { name: "app tokens", every_seconds: 60, run: refreshAppTokens },
  {
    name: "signing keys",
    every_seconds: 60,
    async run({ db, log }) {
      const { activated, retired, removed } = await turnRing(db)
      if (activated !== undefined) log.info({ activated, retired }, "another key signs from now on")
      if (removed.length > 0) log.info({ removed }, "removed signing keys whose last token is dead")
    },
  },
]

export interface Worker {
  /** Takes on nothing new and waits for what runs; after `limit_ms` sends are cut. Resolves when nothing runs any more. */
  stop(limit_ms: number): Promise<void>
}

export interface WorkerOptions {
  /** Undefined: mail is kept to be looked at, and sent nowhere. */
  mailer?: Mailer | undefined
  jobs?: readonly PeriodicJob[]
  /** How long a message waits that another process committed, or whose time has come. */
  poll_ms?: number
}

/**
 * Works in the background until it is stopped: sends the outbox and does the periodic jobs. Any number of workers may
 * run, in one process or in many.
 */
export function startWorker(
  services: Services,
  { mailer, jobs = periodicJobs, poll_ms = 5_000 }: WorkerOptions = {},
): Worker {
  const stopping = new AbortController()
  const cutting = new AbortController()
  const running = [
    sendOutbox(services, mailer, poll_ms, stopping.signal, cutting.signal),
    ...jobs.map((job) => repeat(services, job, stopping.signal)),
  ]
  return {
    async stop(limit_ms) {
      stopping.abort()
      const limit = setTimeout(() => cutting.abort(), limit_ms)
      await Promise.all(running)
      clearTimeout(limit)
    },
  }
}

async function sendOutbox(
  services: Services,
  mailer: Mailer | undefined,
  poll_ms: number,
  stopping: AbortSignal,
  cutting: AbortSignal,
): Promise<void> {
  let written = Promise.withResolvers<void>()
  const forget = onMessageCommitted(() => written.resolve())
  let failing = false
  while (!stopping.aborted) {
    written = Promise.withResolvers() // before looking: what is committed while we look is looked for again
    let taken = 0
    try {
      taken = await deliverOutbox(services, mailer, cutting)
      failing = false
    } catch (error) {
      // Said once: a database that is away says nothing new at each turn.
      if (!failing || !isUnavailable(error)) services.log.warn({ err: error }, "the outbox could not be worked on")
      failing = true
    }
    if (taken < full_batch) await pause(poll_ms, stopping, failing ? undefined : written.promise)
    // PGlite answers without leaving the event loop: let requests in.
    await setImmediate()
  }
  forget()
}

async function repeat(services: Services, job: PeriodicJob, stopping: AbortSignal): Promise<void> {
  // The first turn comes soon, but not at the start, and not in all processes at once.
  let wait_ms = Math.min(60_000, job.every_seconds * 1000) * (0.5 + Math.random() / 2)
  for (;;) {
    await pause(wait_ms, stopping)
    if (stopping.aborted) return
    try {
      await job.run(services, stopping)
    } catch (error) {
      services.log.warn({ err: error, job: job.name }, "a periodic job failed")
    }
    wait_ms = job.every_seconds * 1000
  }
}

/** Resolves after the time, or earlier when stopped or woken. */
function pause(ms: number, stopping: AbortSignal, woken?: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      stopping.removeEventListener("abort", end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    stopping.addEventListener("abort", end)
    if (stopping.aborted) end()
    void woken?.then(end)
  })
}
