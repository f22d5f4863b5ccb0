import { timingSafeEqual } from "node:crypto"
import { ApiFailure } from "@covenant/contract"
import type { Context } from "../context.ts"
import type { Realm } from "../lib/access-token.ts"
import { recordAudit } from "../lib/audit.ts"
import { areCookiesSecure, newSecret } from "../lib/cookie.ts"
import { digestOf } from "../lib/encryption.ts"
import { flowCookie, flowCookieName, presentedFlow } from "./flow-cookie.ts"
import type { FlowRow } from "./oauth-queries.ts"
import { consumeFlow, findEndedFlow } from "./oauth-queries.ts"
import { atProvider, RefusedAtProvider } from "./providers/at-provider.ts"
import type { Provider } from "./providers/providers.ts"
import { IdentityInvalid, type ProvenPerson, whoSignedIn } from "./providers/who-signed-in.ts"
import type { Handover } from "./sign-in-at-provider.ts"
import { signInAtProvider } from "./sign-in-at-provider.ts"

/** What a browser came back with. */
export interface Returned {
  ends_at: "browser" | "storefront"
  /** Every parameter that came, still as it was sent. */
  parameters: Readonly<Record<string, unknown>>
  /** Whoever began knows it, where a challenge was given. */
  client_verifier: string | undefined
  /** The caller would rather have JSON than a redirect. */
  prefers_json: boolean
}

/** A journey that led to a session. */
export interface Arrived {
  flow: FlowRow
  session_id: string
  handover: Handover
  /** `Set-Cookie` that takes the journey's cookie back. */
  clear_cookie: string
}

/** A journey that is known, and whose browser has proven to be the one that began, but that leads nowhere. */
export class JourneyFailed extends Error {
  override name = "JourneyFailed"
  readonly flow: FlowRow
  readonly mode: Handover["mode"]
  readonly failure: ApiFailure
  readonly clear_cookie: string

  constructor(arrived: Pick<Arrived, "flow" | "clear_cookie"> & { mode: Handover["mode"] }, failure: ApiFailure) {
    super(failure.message)
    this.flow = arrived.flow
    this.mode = arrived.mode
    this.failure = failure
    this.clear_cookie = arrived.clear_cookie
  }
}

/**
 * Ends a journey to a provider with a session (design: auth.md, 4.5, steps 1 to 11).
 *
 * The state is used up first, by whoever brings it, so that nothing after it happens twice. What is wrong until the
 * browser has proven to be the one that began is thrown as it is, and everything later as {@link JourneyFailed}, which
 * knows where it may be told.
 */
export async function finishOauth(context: Context, provider: Provider, returned: Returned): Promise<Arrived> {
  const { ends_at } = returned
  const { state, code, error, iss } = readParameters(returned.parameters)
  const flow = await consumeState(context, state, code)
  const secure = areCookiesSecure(context.config)
  const cookie_name = flowCookieName(flow.id, secure)
  const clear_cookie = flowCookie(cookie_name, "", 0, { secure, form_post: provider.settings.form_post })
  const event = { event: "oauth_sign_in", realm: flow.realm as Realm, details: { provider: flow.provider } } as const // the column's check lists the realms

  const misled = misdirected(context, flow, provider, returned, cookie_name)
  if (misled !== undefined) {
    await recordAudit(context.db, { ...event, outcome: "failure", reason: misled }, context.request)
    throw new ApiFailure("oauth_state_invalid", { headers: { "set-cookie": clear_cookie } })
  }
  const handover = handoverOf(flow, returned.prefers_json)
  try {
    const person = await askProvider(context, flow, provider, { code, error, iss })
    const session_id = await signInAtProvider(context, { flow, settings: provider.settings, person, handover, ends_at })
    return { flow, session_id, handover, clear_cookie }
  } catch (failure) {
    if (!(failure instanceof ApiFailure)) throw failure
    const reason =
      failure instanceof RefusedHere || failure instanceof RefusedAtProvider || failure instanceof IdentityInvalid
    if (reason) await recordAudit(context.db, { ...event, outcome: "failure", reason: failure.reason }, context.request)
    throw new JourneyFailed({ flow, clear_cookie, mode: handover.mode }, failure)
  }
}

/** A refusal of ours that is still to be recorded. */
class RefusedHere extends ApiFailure {
  readonly reason: string
  constructor(code: ConstructorParameters<typeof ApiFailure>[0], reason: string) {
    super(code)
    this.reason = reason
  }
}

interface Parameters {
  state: string
  code: string | undefined
  error: string | undefined
  iss: string | undefined
}

/** Throws 400 `invalid_request`: the state once, either a code or an error, and nothing twice. */
function readParameters(parameters: Readonly<Record<string, unknown>>): Parameters {
  const fault = (path: string, code: string, message: string) =>
    new ApiFailure("invalid_request", { errors: [{ path, code, message }] })
  const repeated = Object.entries(parameters).find(([, value]) => value !== undefined && typeof value !== "string")
  if (repeated) throw fault("", "not_unique", "No parameter may be there twice.")
  const { state, code, error, iss } = parameters as Readonly<Record<string, string | undefined>> // as was just seen
  if (!state) throw fault("state", "required", "state is required.")
  if (state.length > 512) throw fault("state", "too_long", "state must have at most 512 characters.")
  if (Boolean(code) === Boolean(error)) throw fault("code", "required", "There must be either code or error.")
  return { state, code: code || undefined, error: error || undefined, iss: iss || undefined }
}

/** The journey of this state, which is over now. Throws 400 `oauth_state_invalid`; the record says why. */
async function consumeState(context: Context, state: string, code: string | undefined): Promise<FlowRow> {
  const { db, request } = context
  const [state_hash, code_hash] = [digestOf(state), code === undefined ? null : digestOf(code)]
  const flow = await consumeFlow(db, state_hash, code_hash)
  if (flow) return flow
  const ended = await findEndedFlow(db, state_hash)
  const reason = !ended
    ? "state_unknown"
    : !ended.consumed
      ? "state_expired"
      : // A browser may well come twice; it then brings the same code.
        ended.code_hash && code_hash && isSame(ended.code_hash, code_hash)
        ? "state_replayed"
        : "state_replayed_with_another_code"
  const realm = ended ? (ended.realm as Realm) : undefined // the column's check lists the realms
  await recordAudit(db, { event: "oauth_sign_in", outcome: "failure", reason, realm }, request)
  throw new ApiFailure("oauth_state_invalid")
}

/** Why this journey does not end here, or not in this browser; for the record alone. */
function misdirected(
  { request }: Context,
  flow: FlowRow,
  { settings }: Provider,
  { ends_at, client_verifier }: Returned,
  cookie_name: string,
): string | undefined {
  if (flow.provider !== settings.id || flow.issuer !== settings.issuer) return "another_provider"
  if (flow.ends_at !== ends_at) return "another_callback"
  if (flow.browser_hash) {
    const presented = presentedFlow(request.cookie, cookie_name)
    if (presented === undefined) return "no_cookie"
    if (!isSame(digestOf(presented), flow.browser_hash)) return "another_browser"
  }
  if (ends_at === "storefront" && flow.client_challenge !== null) {
    const proof = digestOf(client_verifier ?? "").toString("base64url")
    if (!isSame(Buffer.from(proof), Buffer.from(flow.client_challenge))) return "wrong_verifier"
  }
  return undefined
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b)

/** How the sign-in will be handed over, with the secret it is handed over by. */
function handoverOf(flow: FlowRow, prefers_json: boolean): Handover {
  if (flow.client_redirect === null || (flow.also_json && prefers_json)) return { mode: "json", secret: undefined }
  const mode = flow.response_mode as Handover["mode"] // the column's check lists them
  return { mode, secret: mode === "code" || mode === "cookie" ? newSecret() : undefined }
}

async function askProvider(
  context: Context,
  flow: FlowRow,
  provider: Provider,
  { code, error, iss }: Omit<Parameters, "state">,
): Promise<ProvenPerson> {
  const { settings } = provider
  const exchange = provider.exchange()
  return atProvider(context, settings.id, async () => {
    if (iss !== undefined && iss !== settings.issuer) throw new RefusedHere("oauth_response_invalid", "another_issuer")
    if (iss === undefined && settings.kind === "oidc") {
      const { authorization_response_iss_parameter_supported: announced } = await exchange.metadata()
      if (announced) throw new RefusedHere("oauth_response_invalid", "no_issuer")
    }
    if (code === undefined) throw refusedByProvider(error)
    return whoSignedIn(settings, exchange, {
      code,
      verifier: context.vault.open("oauth flow", flow.code_verifier_enc, flow.id).toString(),
      redirect_uri: flow.redirect_uri,
      nonce: flow.nonce ?? undefined,
    })
  })
}

/** RFC 6749, section 4.1.2.1. What the provider says beside it is not repeated anywhere. */
function refusedByProvider(error: string | undefined): RefusedHere {
  if (error === "access_denied") return new RefusedHere("access_denied", "denied_at_provider")
  if (error === "temporarily_unavailable" || error === "server_error") return new RefusedHere("provider_error", error)
  return new RefusedHere("oauth_response_invalid", "error_of_provider")
}
