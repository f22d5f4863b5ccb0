import type { ErrorCode } from "@covenant/contract"
import { ProviderTrouble } from "./provider-fetch.ts"

/** What an exchange that failed means for whoever wants to sign in, and for us. */
export interface ProviderRefusal {
  code: Extract<ErrorCode, "provider_error" | "provider_timeout" | "oauth_code_rejected" | "oauth_identity_invalid">
  /** For the record and the log: ours, never the provider's words. */
  reason: string
  /** Our settings are wrong, and nobody signs in until somebody mends them. */
  is_ours: boolean
}

/** What providers say when it is us whom they do not know. */
const about_us = new Set([
  "invalid_client",
  "unauthorized_client",
  "unsupported_grant_type",
  "incorrect_client_credentials", // GitHub
  "redirect_uri_mismatch", // GitHub
])

/**
 * What went wrong at a provider, told from what the protocol library throws. Its error says it in `code`, and in the
 * `cause`s along the chain: there is our own trouble with a request, and there the body or the claims at fault.
 */
export function refusalOf(error: unknown): ProviderRefusal {
  const chain = chainOf(error)
  const trouble = chain.find((link) => link instanceof ProviderTrouble)
  if (trouble) {
    const code = trouble.kind === "timeout" ? "provider_timeout" : "provider_error"
    return { code, reason: trouble.reason, is_ours: false }
  }
  const said = chain.map(errorIn).find((name) => name !== undefined)
  if (said !== undefined) {
    if (about_us.has(said)) return { code: "provider_error", reason: "client_refused", is_ours: true }
    return { code: "oauth_code_rejected", reason: "code_rejected", is_ours: false }
  }
  const codes = chain.flatMap((link) => (isObject(link) && typeof link["code"] === "string" ? [link["code"]] : []))
  // The token endpoint answered 401: it wants us to prove who we are.
  if (codes.includes("OAUTH_WWW_AUTHENTICATE_CHALLENGE"))
    return { code: "provider_error", reason: "challenged", is_ours: true }
  if (codes.some((code) => about_identity.has(code)) && !chain.some(lacksToken)) {
    return { code: "oauth_identity_invalid", reason: "identity_token", is_ours: false }
  }
  return { code: "provider_error", reason: "unusable_answer", is_ours: false }
}

/** Codes of the library for a token or an answer about the person that does not hold. */
const about_identity = new Set([
  "OAUTH_JWT_TIMESTAMP_CHECK_FAILED",
  "OAUTH_JWT_CLAIM_COMPARISON_FAILED",
  "OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED",
  "OAUTH_KEY_SELECTION_FAILED",
  "OAUTH_PARSE_ERROR", // bodies were parsed before, so it is the token
  "OAUTH_INVALID_RESPONSE",
  "OAUTH_UNSUPPORTED_OPERATION",
])

function chainOf(error: unknown): unknown[] {
  const chain: unknown[] = []
  for (let link = error; link !== undefined && chain.length < 8; link = isObject(link) ? link["cause"] : undefined) {
    chain.push(link)
  }
  return chain
}

/** `error` of an OAuth answer, also of one that came with 200 (GitHub). */
function errorIn(link: unknown): string | undefined {
  if (!isObject(link) || link instanceof Error) return undefined
  const body = isObject(link["body"]) ? link["body"] : link
  return typeof body["error"] === "string" ? body["error"] : undefined
}

/** An answer of the token endpoint without a token we can use, which says nothing about anybody. */
function lacksToken(link: unknown): boolean {
  if (!isObject(link) || !isObject(link["body"])) return false
  const { access_token, token_type, sub } = link["body"]
  return sub === undefined && (typeof access_token !== "string" || !/^bearer$/i.test(String(token_type)))
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null
