import { ApiFailure } from "@covenant/contract"
import type { Context } from "../context.ts"
import { recordAudit } from "../lib/audit.ts"
import { enqueue } from "../lib/outbox.ts"
import { readRefreshToken, refreshTokenText } from "../lib/refresh-token.ts"
import { rateLimited } from "../lib/rate-limit.ts"
import { inTransaction } from "../lib/retry.ts"
import type { IssuedToken } from "./issue-access-token.ts"
import { issueAccessToken } from "./issue-access-token.ts"
import { lifetimesOf } from "./lifetimes.ts"
import type { SessionForTokens, TokenSession } from "./queries.ts"
import { findSessionForTokens, revokeSession } from "./queries.ts"
import type { Renewal } from "./renewal-queries.ts"
import { findFreshRotation, findRotationWait, renewSession, rotateGeneration } from "./renewal-queries.ts"

const revoked = () => new ApiFailure("session_revoked")

/**
 * A new access token for a session that the request's own credential proved. Throws 401 when it has ended.
 *
 * A registration token whose session has become a customer's gets the first refresh token as well, as often as it asks
 * until that one is used: an answer may be lost.
 */
export async function refreshSession(
  context: Context,
  session_id: string,
  { registration = false } = {},
): Promise<IssuedToken & { refresh_token?: string }> {
  const { db, vault } = context
  const session = await findSessionForTokens(db, session_id)
  if (!session?.live) throw revoked()
  const first = registration && session.actor_id !== null && session.rt_generation === 0
  const first_key_id = first ? vault.current_key_id : undefined
  const renewed = await renewSession(db, { ...renewalOf(context, session), first_key_id })
  if (!renewed) throw revoked()
  const issued = await issueAccessToken(context, { ...session, ...renewed })
  // Somebody else may have used it in between.
  if (!first || renewed.rt_generation > 0) return issued
  return { ...issued, refresh_token: firstRefreshToken(context, { ...session, ...renewed }) }
}

/** The refresh token a new session begins with. */
export const firstRefreshToken = ({ vault }: Context, { id, rt_generation, rt_key_id }: TokenSession): string =>
  refreshTokenText({ key_id: rt_key_id ?? vault.current_key_id, session_id: id, generation: rt_generation }, vault)

interface RotationOptions {
  /** The session the token has to belong to. */
  expected_id?: string | undefined
  /** Rejects when there were too many attempts: a refusal before every other. The session is read meanwhile. */
  permitted: Promise<void>
}

/**
 * A new access token and the next refresh token, for the current one.
 *
 * One compare-and-swap rotates. Whoever loses it within the grace, with the token of just before, is answered the very
 * token the winner got: parallel tabs and lost answers converge. Everything else that has our signature is a copy that
 * somebody kept, so the session ends, for the thief and for the owner, who is told by mail.
 *
 * Throws 401 `token_invalid` for a token that is not ours, which ends nothing, 400 for one of another session than
 * `expected_id`, if that is given, 401 `session_revoked`, and 429 for a session that rotates too often, whose token stays
 * good.
 */
export async function rotateRefreshToken(
  context: Context,
  text: string,
  { expected_id, permitted }: RotationOptions,
): Promise<IssuedToken & { refresh_token: string }> {
  const { db, vault, config } = context
  const presented = readRefreshToken(text, vault)
  const reading = presented && findSessionForTokens(db, presented.session_id)
  reading?.catch(() => undefined) // it is awaited below, unless there is a refusal before
  await permitted
  if (!presented) throw new ApiFailure("token_invalid")
  if (expected_id !== undefined && expected_id !== presented.session_id) {
    throw new ApiFailure("invalid_request", {
      message: "The access token and the refresh token belong to two sessions.",
    })
  }
  const session = await reading
  if (!session?.live || session.rt_key_id === null) throw revoked()

  await context.keys.active() // may ask the database, and fail: before the token is used up
  const rotation = {
    ...renewalOf(context, session),
    generation: presented.generation,
    key_id: vault.current_key_id,
    budget: config.budgets.refresh_session,
  }
  // Signed beside the swap: a rotation leaves the end of a session where it is, unless the session takes its actor.
  const [expires_at, signed] = await Promise.all([
    rotateGeneration(db, rotation),
    rotation.becomes ? undefined : issueAccessToken(context, session),
  ])
  if (expires_at) {
    const next = { key_id: rotation.key_id, session_id: session.id, generation: presented.generation + 1 }
    const issued = signed ?? (await issueAccessToken(context, { ...session, expires_at }))
    return { ...issued, refresh_token: refreshTokenText(next, vault) }
  }

  const current = await findFreshRotation(db, session.id, config.refresh_grace_seconds)
  if (!current || current.rt_key_id === null || current.rt_generation !== presented.generation + 1) {
    const wait_seconds = await findRotationWait(db, rotation)
    if (wait_seconds !== undefined) throw rateLimited(wait_seconds)
    await endReusedSession(context, session)
    throw revoked()
  }
  const { rt_key_id: key_id, rt_generation: generation } = current
  const issued = signed ?? (await issueAccessToken(context, session))
  return { ...issued, refresh_token: refreshTokenText({ key_id, session_id: session.id, generation }, vault) }
}

/** What a refresh changes: the idle limit, and the actor if there is one now and was none. */
function renewalOf({ config }: Context, session: SessionForTokens): Renewal {
  const { actor_id } = session
  const { idle_seconds, absolute_seconds } = lifetimesOf(
    config,
    session.realm,
    actor_id === null ? "registration" : "full",
  )
  const becomes = actor_id !== null && session.scope === "registration" ? { actor_id, absolute_seconds } : undefined
  return { id: session.id, idle_seconds, becomes }
}

/** Theft: nobody keeps the session. Of parallel reuses one writes the record and the mail. */
async function endReusedSession({ db, vault, request }: Context, session: SessionForTokens): Promise<void> {
  const { id: session_id, realm, actor_type, auth_identity_id } = session
  const actor_id = session.actor_id ?? undefined
  await inTransaction(db, async (trx) => {
    if (!(await revokeSession(trx, session_id, "refresh_reuse"))) return
    await recordAudit(
      trx,
      {
        event: "refresh_reuse",
        outcome: "failure",
        reason: "refresh_reuse",
        realm,
        actor_type,
        actor_id,
        auth_identity_id,
        session_id,
      },
      request,
    )
    await enqueue(trx, vault, {
      topic: "auth.refresh_reuse",
      payload: { realm, actor_type, actor_id, auth_identity_id, session_id },
      dedupe_key: `refresh_reuse:${session_id}`,
    })
  })
}
