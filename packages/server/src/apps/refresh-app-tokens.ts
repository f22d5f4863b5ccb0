import { setTimeout as wait } from "node:timers/promises"
import { refusalOf } from "../auth/providers/provider-refusals.ts"
import type { Services } from "../context.ts"
import { recordAudit } from "../lib/audit.ts"
import { Unreadable } from "../lib/encryption.ts"
import type { App } from "./app-registry.ts"
import { appTrouble } from "./app-refusals.ts"
import { giveBack } from "./give-back.ts"
import { lifeOf, tokensOf } from "./granted-access.ts"
import type { AppCredentialRow } from "./queries.ts"
import { claimDueCredentials, noteTrouble, putRenewal } from "./queries.ts"
import { openTokens, sealTokens, type AppTokens } from "./token-vault.ts"

type RefreshServices = Pick<Services, "apps" | "db" | "log" | "vault">

/**
 * Renews the access of the apps whose time has come, and resolves when all of it is stored.
 *
 * Any number of workers may do this: the statement that finds a row keeps the others from it for ten minutes, and no
 * transaction is open while a provider thinks. Where a refresh token is good once, what came for it is all there is: when
 * it cannot be stored, the worker holds on to it and tries until it can, or until `signal` aborts.
 */
export async function refreshAppTokens(
  services: RefreshServices,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  const { apps, db } = services
  const by_id = new Map([...apps.values()].flatMap((app) => (app.settings.enabled ? [[app.id, app] as const] : [])))
  if (by_id.size === 0) return
  const due = await claimDueCredentials(db, [...by_id.keys()])
  await Promise.all(
    due.map(async (row) => {
      const app = by_id.get(row.app_id)
      if (app) await refresh(services, app, row, signal)
    }),
  )
}

async function refresh(services: RefreshServices, app: App, row: AppCredentialRow, signal: AbortSignal): Promise<void> {
  const { db, vault, log } = services
  let before: AppTokens
  try {
    before = openTokens(vault, row, row)
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    await noteTrouble(db, row, { trouble: "unreadable", final: true })
    log.error({ app_id: row.app_id }, "the connection of an app does not open")
    return
  }
  if (before.refresh_token === undefined) return
  const exchange = app.exchange()
  try {
    const { tokens: granted } = await exchange.grantRefresh(before.refresh_token)
    const version = row.version + 1
    const renewed = tokensOf(granted, before)
    const sealed = sealTokens(vault, { app_id: app.id, version }, renewed)
    const store = () => putRenewal(db, row, { ...sealed, version, expires_in_seconds: lifeOf(granted) })
    // Connected anew meanwhile: nobody knows these any more.
    if (!(await holdingOn(services, store, signal))) await giveBack(services, app, renewed)
  } catch (error) {
    if (error instanceof NotStored) throw error
    const { trouble } = appTrouble(services, app, error)
    const final = trouble === "authorization_lost"
    await noteTrouble(db, row, { trouble, final })
    if (final) await recordLoss(services, app.id, refusalOf(error).reason)
  }
}

/** What was granted could not be stored before the worker had to end. */
class NotStored extends Error {
  override name = "NotStored"
}

const first_wait_ms = 200
const longest_wait_ms = 5_000

/** Does it until it works. Rejects with {@link NotStored} when it still does not and the worker ends. */
async function holdingOn<T>({ log }: RefreshServices, store: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let wait_ms = first_wait_ms; ; wait_ms = Math.min(longest_wait_ms, wait_ms * 2)) {
    try {
      return await store()
    } catch (error) {
      if (signal.aborted) throw new NotStored("the renewed access of an app is lost", { cause: error })
      log.warn({ err: error }, "the renewed access of an app could not be stored yet")
    }
    // One more try when the worker is told to end.
    await wait(wait_ms, undefined, { signal }).catch(() => undefined)
  }
}

const recordLoss = ({ db }: RefreshServices, app_id: string, reason: string): Promise<void> =>
  recordAudit(
    db,
    { event: "app_authorization_lost", outcome: "failure", reason, realm: "admin", details: { app_id } },
    undefined,
  )
