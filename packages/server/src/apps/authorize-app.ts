import type { UserActor } from "@covenant/contract"
import { ApiFailure } from "@covenant/contract"
import type { Grant } from "../auth/providers/relying-party.ts"
import type { Context } from "../context.ts"
import { inAuditedTransaction, Refused } from "../lib/audited-transaction.ts"
import { digestOf, Unreadable, type Vault } from "../lib/encryption.ts"
import { publish } from "../lib/outbox.ts"
import { auditedStaff, requireAdministrator, requireRecentSignIn } from "../users/authority.ts"
import type { App } from "./app-registry.ts"
import { appTrouble } from "./app-refusals.ts"
import { giveBack } from "./give-back.ts"
import { accountOf, lifeOf, scopesOf, tokensOf } from "./granted-access.ts"
import type { AppCredentialRow } from "./queries.ts"
import {
  consumeInstallFlow,
  endInstallFlow,
  lockAppCredential,
  putAppCredential,
  reasonAgainstState,
  type InstallFlow,
} from "./queries.ts"
import { openTokens, sealTokens, type AppTokens } from "./token-vault.ts"

/** What the provider sent back to the admin's page. */
export interface ComeBack {
  state: string
  code: string
}

/**
 * Connects an app, in place of the connection there was; the tokens of that one are given back to the provider.
 *
 * Throws 403 for others than administrators and an hour after signing in; 400 `oauth_state_invalid` for a state that is not
 * a live one of this app and this administrator, which uses up nobody's; 409 while the same state is being used; 400
 * `oauth_response_invalid` when the provider does not take the code; 502 and 504 when it cannot be used.
 */
export async function authorizeApp(
  context: Context,
  actor: UserActor,
  app: App,
  come_back: ComeBack,
): Promise<AppCredentialRow> {
  const { db } = context
  const event = { event: "app_authorized", ...auditedStaff(actor), details: { app_id: app.id } }
  const authorise = async (trx: Parameters<typeof requireAdministrator>[0]) => {
    await requireAdministrator(trx, actor)
    await requireRecentSignIn(trx, actor)
  }
  const state = { state_hash: digestOf(come_back.state), app_id: app.id, admin_user_id: actor.user_id }
  // Committed before anybody is asked anything, so that a code is sent to the provider once.
  const flow = await inAuditedTransaction(context, event, async (trx) => {
    await authorise(trx)
    const consumed = await consumeInstallFlow(trx, state)
    if (!consumed) throw stateRefused(await reasonAgainstState(trx, state))
    return consumed
  })
  const ended = () => endInstallFlow(db, flow.id, digestOf(come_back.code))

  let grant: Grant
  try {
    grant = await app.exchange().grantCode({ ...redeemed(context.vault, flow), code: come_back.code, nonce: undefined })
  } catch (error) {
    await ended()
    if (error instanceof Refused) return inAuditedTransaction(context, event, () => Promise.reject(error))
    const { refused } = appTrouble(context, app, error)
    return inAuditedTransaction(context, event, () => Promise.reject(refused))
  }

  const storing = inAuditedTransaction(context, event, async (trx, record) => {
    await authorise(trx) // again: a provider takes long enough to be demoted in
    const before = await lockAppCredential(trx, app.id)
    const place = { app_id: app.id, version: (before?.version ?? 0) + 1 }
    const scopes = scopesOf(grant.tokens, app.settings)
    const row = await putAppCredential(trx, {
      ...place,
      ...sealTokens(context.vault, place, tokensOf(grant.tokens)),
      scopes,
      account: accountOf(grant.tokens, app.settings),
      expires_in_seconds: lifeOf(grant.tokens),
      authorized_by: actor.user_id,
    })
    await endInstallFlow(trx, flow.id, digestOf(come_back.code))
    await publish(trx, context.vault, {
      topic: `oauth.token_generated.${app.settings.application_name}`,
      payload: { app_id: app.id, scopes, account: row.account, authorized_by: actor.user_id },
    })
    await record({ details: { scopes } })
    return { connected: row, replaced: before && readable(context.vault, before) }
  })
  const { connected, replaced } = await storing.catch(async (error: unknown) => {
    // Nobody has these any more.
    void giveBack(context, app, tokensOf(grant.tokens))
    await ended().catch(() => undefined)
    throw error
  })
  // Nobody waits for the provider once more, and what it says to this changes nothing.
  if (replaced) void giveBack(context, app, replaced)
  return connected
}

const stateRefused = (reason: Awaited<ReturnType<typeof reasonAgainstState>>) =>
  new Refused(`state_${reason}`, new ApiFailure(reason === "under_way" ? "invalid_state_error" : "oauth_state_invalid"))

/** What the provider wants to see with the code. A verifier that does not open was sealed by a key that is gone since. */
function redeemed(vault: Vault, { id, code_verifier_enc, redirect_uri }: InstallFlow) {
  try {
    return { verifier: vault.open("oauth flow", code_verifier_enc, id).toString(), redirect_uri }
  } catch (error) {
    if (error instanceof Unreadable) throw new Refused("state_unreadable", new ApiFailure("oauth_state_invalid"))
    throw error
  }
}

function readable(vault: Vault, row: AppCredentialRow): AppTokens | undefined {
  try {
    return openTokens(vault, row, row)
  } catch (error) {
    if (error instanceof Unreadable) return undefined
    throw error
  }
}
