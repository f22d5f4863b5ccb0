import { ApiFailure } from "@covenant/contract"
import type { UserRole } from "@covenant/contract/admin"
import type { Transaction } from "kysely"
import type { Context } from "../context.ts"
import { createCustomerOf } from "../customers/register-customer.ts"
import type { Database } from "../db/generated/database.ts"
import { consumeInvite } from "../invites/queries.ts"
import type { Realm } from "../lib/access-token.ts"
import { recordAudit } from "../lib/audit.ts"
import { inAuditedTransaction, Refused } from "../lib/audited-transaction.ts"
import { digestOf } from "../lib/encryption.ts"
import { newId } from "../lib/ids.ts"
import { enqueue } from "../lib/outbox.ts"
import { openSession } from "../sessions/open-session.ts"
import { findSession } from "../sessions/queries.ts"
import { insertUser } from "../users/queries.ts"
import type { LinkSituation } from "./link-decision.ts"
import { linkDecision } from "./link-decision.ts"
import type { FlowRow, KnownOfComer, NewWayIn } from "./oauth-queries.ts"
import {
  addWayIn,
  deleteWaysIn,
  findComer,
  findEpoch,
  insertAccount,
  insertDeliveryCode,
  noteWayIn,
} from "./oauth-queries.ts"
import type { ProviderSettings } from "./providers/provider-settings.ts"
import type { ProvenPerson } from "./providers/who-signed-in.ts"
import { linkActor, raiseEpoch } from "./queries.ts"

/** How a sign-in is handed over, and the secret of the code or the cookie where there is one. */
export interface Handover {
  mode: "query" | "fragment" | "code" | "cookie" | "json"
  secret: string | undefined
}

export interface Comeback {
  flow: FlowRow
  settings: ProviderSettings
  person: ProvenPerson
  handover: Handover
  ends_at: "browser" | "storefront"
}

/** The account that signs in, ready for a session. */
interface Account {
  auth_identity_id: string
  /** As it was read or raised in this transaction. */
  epoch: number
  /** Undefined while there is nobody. */
  actor_id: string | undefined
  /** What became of the identity, for the record. */
  how: string
}

/** Another request was faster: everything is looked at again. */
class Raced extends Error {
  /** What is answered when looking again does not help. */
  readonly in_the_end: ApiFailure

  constructor(in_the_end = new ApiFailure("temporarily_unavailable", { headers: { "retry-after": "1" } })) {
    super()
    this.in_the_end = in_the_end
  }
}
const most_attempts = 3

/**
 * Finds or makes the account of somebody a provider has proven, and begins its session. Answers the session's id.
 *
 * What becomes of them is `linkDecision`'s; unique keys decide between requests that come at once, and whoever loses
 * looks again. Account, customer, session, delivery code, mail and record are one transaction.
 *
 * Throws what `linkDecision` refuses with, and 403 `account_disabled`.
 */
export async function signInAtProvider(context: Context, comeback: Comeback): Promise<string> {
  const { flow } = comeback
  const realm = flow.realm as Realm // the column's check lists the realms
  const actor_type = realm === "admin" ? "user" : "customer"
  for (let attempt = 1; ; attempt++) {
    try {
      const event = { event: "oauth_sign_in", realm, actor_type, details: { provider: flow.provider } } as const
      return await inAuditedTransaction(context, event, async (trx) => {
        const account = await accountOf(trx, context, comeback, realm)
        const session_id = await beginSession(trx, context, comeback, realm, account)
        const { auth_identity_id, actor_id, how } = account
        await recordAudit(
          trx,
          { ...event, outcome: "success", reason: how, auth_identity_id, actor_id, session_id },
          context.request,
        )
        return session_id
      })
    } catch (error) {
      if (!(error instanceof Raced)) throw error
      if (attempt === most_attempts) throw error.in_the_end
    }
  }
}

async function accountOf(
  trx: Transaction<Database>,
  context: Context,
  comeback: Comeback,
  realm: Realm,
): Promise<Account> {
  const { flow, settings, person, ends_at } = comeback
  const { subject, email, email_is_proven, profile } = person
  const comer = { realm, provider: settings.id, subject, email }
  const known = await findComer(trx, comer)
  const linking = flow.link_session_id === null ? undefined : await findSession(trx, flow.link_session_id)
  const situation = situationOf(context, comeback, realm, known, linking)
  const decision = linkDecision(situation)
  const way: Omit<NewWayIn, "auth_identity_id"> = {
    ...comer,
    id: newId("provid"),
    issuer: settings.issuer,
    email_is_proven,
    profile,
  }
  /** In the browser flow nobody stays without a customer. */
  const customerOf = async (account: Account, is_proven: boolean): Promise<Account> => {
    if (realm !== "store" || ends_at !== "browser" || account.actor_id !== undefined || email === undefined)
      return account
    const { first_name, last_name } = profile
    const { auth_identity_id } = account
    const details = { first_name: first_name ?? null, last_name: last_name ?? null }
    const actor_id = await createCustomerOf(trx, { auth_identity_id, email, is_proven, details }).catch(orRaced)
    return { ...account, actor_id }
  }

  switch (decision.action) {
    case "refuse":
      throw new Refused(decision.reason, new ApiFailure(decision.code))
    case "sign_in":
    case "sign_in_and_create_customer": {
      if (known.disabled) throw disabled()
      await noteWayIn(trx, known.provider_identity_id ?? "", { email, email_is_proven, profile })
      const account = {
        auth_identity_id: known.auth_identity_id ?? "",
        epoch: known.session_epoch ?? 0,
        actor_id: known.actor_id ?? undefined,
        how: linking ? "linked_before" : "known",
      }
      return decision.action === "sign_in" ? account : customerOf(account, situation.email === "proven")
    }
    case "attach": {
      const to = decision.to === "session" ? linking?.auth_identity_id : known.holder_id
      if (!to || (decision.to === "holder" && known.holder_disabled)) throw disabled()
      const epoch = decision.to === "session" ? await findEpoch(trx, to) : (known.holder_epoch ?? 0)
      if (!(await addWayIn(trx, { ...way, auth_identity_id: to })).inserted) throw new Raced()
      const actor_id = (decision.to === "session" ? linking?.actor_id : known.holder_actor_id) ?? undefined
      await tellOwner(trx, context, realm, to, settings)
      const account = {
        auth_identity_id: to,
        epoch: epoch ?? 0,
        actor_id,
        how: decision.to === "session" ? "linked" : "linked_by_email",
      }
      return customerOf(account, email_is_proven)
    }
    case "seize": {
      const to = known.holder_id ?? ""
      if (known.holder_disabled) throw disabled()
      // First, because it locks the account and ends its sessions, also those that are being opened.
      const epoch = await raiseEpoch(trx, to, known.holder_epoch ?? 0)
      if (epoch === undefined) throw new Raced()
      await deleteWaysIn(trx, to) // the password and every mailed token go with them
      const { inserted, owns_email } = await addWayIn(trx, { ...way, auth_identity_id: to })
      if (!inserted || !owns_email) throw new Raced()
      await recordAudit(
        trx,
        {
          event: "account_seized",
          outcome: "success",
          realm,
          auth_identity_id: to,
          details: { provider: settings.id },
        },
        context.request,
      )
      await tellOwner(trx, context, realm, to, settings)
      return customerOf(
        { auth_identity_id: to, epoch, actor_id: known.holder_actor_id ?? undefined, how: "seized" },
        true,
      )
    }
    case "create":
    case "create_without_email": {
      const auth_identity_id = newId("authid")
      const nameless = decision.action === "create_without_email"
      const stored = await insertAccount(trx, {
        ...way,
        auth_identity_id,
        ...(nameless ? { email: undefined, email_is_proven: false } : {}),
      })
      if (!stored.inserted || (!nameless && email_is_proven && !stored.owns_email)) throw new Raced()
      const account = {
        auth_identity_id,
        epoch: 0,
        actor_id: undefined,
        how: decision.action === "create" ? "created" : "created_without_email",
      }
      return customerOf(account, email_is_proven)
    }
    case "accept_invite":
      break
  }
  const invite = flow.invite_token_hash ? await consumeInvite(trx, flow.invite_token_hash) : undefined
  if (!invite) throw new Refused("invite_unusable", new ApiFailure("access_denied"))
  const { first_name, last_name } = profile
  const role = invite.role as UserRole // the column's check lists the roles
  const user = {
    id: newId("usr"),
    email: invite.user_email,
    role,
    first_name: first_name ?? null,
    last_name: last_name ?? null,
  }
  if (!(await insertUser(trx, user))) throw new Refused("address_taken", new ApiFailure("access_denied"))
  const auth_identity_id = newId("authid")
  // The invite was mailed to the address, which says nothing of the one the provider has.
  if (!(await insertAccount(trx, { ...way, auth_identity_id })).inserted) throw new Raced()
  await linkActor(trx, { auth_identity_id, actor_type: "user", actor_id: user.id })
  const details = { invite_id: invite.id, user_id: user.id, role }
  await recordAudit(
    trx,
    { event: "invite_accepted", outcome: "success", realm, actor_type: "user", auth_identity_id, details },
    context.request,
  )
  return { auth_identity_id, epoch: 0, actor_id: user.id, how: "invited" }
}

function situationOf(
  { config }: Context,
  { flow, settings, person, ends_at }: Comeback,
  realm: Realm,
  known: KnownOfComer,
  linking: Awaited<ReturnType<typeof findSession>>,
): LinkSituation {
  const is_known = known.auth_identity_id !== null
  return {
    realm,
    ends_at,
    identity: !is_known ? "unknown" : known.deleted ? "orphan" : "known",
    ...(flow.kind === "link"
      ? {
          link: {
            session: linking?.live ? "live" : "ended",
            identity_is: !is_known
              ? "unknown"
              : known.auth_identity_id === linking?.auth_identity_id
                ? "own"
                : "somebody_elses",
          } as const,
        }
      : {}),
    has_actor: known.actor_id !== null,
    invited: flow.invite_token_hash !== null,
    email:
      person.email === undefined ? "none" : person.email_is_proven || known.has_proven_email ? "proven" : "unproven",
    holder:
      known.holder_id === null
        ? "nobody"
        : known.holder_is_proven
          ? "proven"
          : known.holder_proven_otherwise
            ? "unproven_but_proven_otherwise"
            : "unproven",
    link_by_email: settings.link_by_email,
    signup: config.signup === "on",
    proven_only: config.email_verification,
  }
}

async function beginSession(
  trx: Transaction<Database>,
  context: Context,
  { flow, settings, handover }: Comeback,
  realm: Realm,
  { auth_identity_id, epoch, actor_id }: Account,
): Promise<string> {
  const { config } = context
  const { mode, secret } = handover
  const session_id = await openSession(trx, context, {
    realm,
    auth_identity_id,
    epoch,
    actor_type: realm === "admin" ? "user" : "customer",
    actor_id,
    provider: settings.id,
    amr: ["fed"],
    refreshable: mode !== "cookie" && actor_id !== undefined,
    ...(flow.client_id === null ? {} : { client_id: flow.client_id }),
    ...(mode === "cookie" && secret !== undefined ? { cookie_hash: digestOf(secret) } : {}),
    // Addresses end up in histories and logs: what travelled in one must be replaced soon.
    ...(mode === "query" && config.query_rotate_within_seconds > 0
      ? { rotate_within_seconds: config.query_rotate_within_seconds }
      : {}),
  })
  if (mode === "code" && secret !== undefined) {
    await insertDeliveryCode(trx, {
      code_hash: digestOf(secret),
      session_id,
      client_id: flow.client_id ?? "",
      client_challenge: flow.client_challenge ?? "",
      ttl_seconds: config.delivery_code_ttl_seconds,
    })
  }
  return session_id
}

const disabled = () => new Refused("disabled", new ApiFailure("account_disabled"))

/** Whoever owns the account hears of a new way into it. */
const tellOwner = (
  trx: Transaction<Database>,
  { vault }: Context,
  realm: Realm,
  auth_identity_id: string,
  { name }: ProviderSettings,
): Promise<void> =>
  enqueue(trx, vault, {
    topic: "auth.provider_linked",
    payload: { realm, actor_type: realm === "admin" ? "user" : "customer", auth_identity_id, provider: name },
  })

/** A customer who came into being meanwhile is somebody to look at, not a fault. */
function orRaced(error: unknown): never {
  if (error instanceof ApiFailure && error.status === 409) throw new Raced()
  // A registered customer has the address whom no identity leads to.
  if (error instanceof ApiFailure && error.status === 422) throw new Raced(new ApiFailure("email_not_verified"))
  throw error
}
