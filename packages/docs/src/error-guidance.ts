import type { ErrorCode } from "@covenant/contract"

/** What a developer who meets a code wants to know beyond its cause, which the contract tells. */
export interface ErrorGuidance {
  /** What to do about it. */
  remedy: string
  /** Whether the same request can be sent again, unchanged, and succeed. */
  retryable: boolean
  /** When, or what has to change first. */
  retry: string
}

/** One entry per code of the contract; the compiler wants each. */
export const errorGuidance: Readonly<Record<ErrorCode, ErrorGuidance>> = {
  invalid_request: {
    remedy:
      "Read `errors`: each entry names a field by its `path` and says what is wrong with it. The schema of the body and the bounds of each parameter are in the reference.",
    retryable: false,
    retry: "Correct the request first.",
  },
  publishable_key_required: {
    remedy:
      "Send the key of your storefront in the header `x-publishable-api-key` with every request below `/store`. In the sandbox the start screen prints one; a revoked key counts as missing.",
    retryable: false,
    retry: "With a valid key.",
  },
  oauth_state_invalid: {
    remedy:
      "Begin the sign-in again, in the browser that is to be signed in. A link that was opened twice, another browser and a page that waited for more than ten minutes all end here.",
    retryable: false,
    retry: "By beginning again.",
  },
  oauth_response_invalid: {
    remedy:
      "Look at the provider's settings: it must send the browser to the redirect address it was given, and name itself as its issuer does. The log says which part was wrong.",
    retryable: false,
    retry: "By beginning again, once the settings agree.",
  },
  invalid_credentials: {
    remedy:
      "Let the person type address and password again. Whether the address is known is deliberately not told. At registration it means that the address cannot be registered: offer to sign in instead.",
    retryable: false,
    retry: "With other credentials. Attempts are limited.",
  },
  token_missing: {
    remedy: "Sign in, then send `authorization: Bearer` with the token, or the session cookie.",
    retryable: false,
    retry: "With a credential.",
  },
  token_invalid: {
    remedy:
      "Check that this operation accepts the token you send: a registration token only creates its customer, a customer's token opens nothing in the Admin API, and a refresh token is never sent as a bearer token. Otherwise sign in again.",
    retryable: false,
    retry: "With another token.",
  },
  token_expired: {
    remedy:
      "Get a new access token from `POST /auth/token/refresh` with the refresh token; when that fails too, sign in again.",
    retryable: false,
    retry: "Once, with the new token.",
  },
  session_revoked: {
    remedy: "Sign in again. Someone signed out, an administrator ended the session, or a refresh token was used twice.",
    retryable: false,
    retry: "After signing in.",
  },
  reset_token_invalid: {
    remedy:
      "Ask for a new link; only the newest one works, once, and for 15 minutes. Send its token to the operation that sets the password and to no other.",
    retryable: false,
    retry: "With a new token.",
  },
  verification_token_invalid: {
    remedy:
      "Ask for a new link; only the newest one works, once, and for a day. If a new one does not work either, somebody else has proven the address: sign in the way that account does.",
    retryable: false,
    retry: "With a new token.",
  },
  oauth_code_rejected: {
    remedy: "Begin the sign-in again. A code works once and for a short time.",
    retryable: false,
    retry: "By beginning again.",
  },
  oauth_identity_invalid: {
    remedy:
      "Check the issuer and the client id in `OAUTH_PROVIDERS`, and the clocks of both machines. The log says which check failed.",
    retryable: false,
    retry: "By beginning again, once the cause is gone.",
  },
  mfa_required: {
    remedy:
      "Show the second factor before anything else. This server asks for none yet; clients should know the code all the same.",
    retryable: false,
    retry: "After showing the second factor.",
  },
  access_denied: {
    remedy: "Use an account that may do this. Signing in again as the same one changes nothing.",
    retryable: false,
    retry: "Nothing changes by asking again.",
  },
  account_disabled: {
    remedy: "Only an administrator can enable the account. Tell the person whom to write to.",
    retryable: false,
    retry: "Nothing changes by asking again.",
  },
  signup_disabled: {
    remedy: "Ask the shop for an account, or set `SIGNUP=on`.",
    retryable: false,
    retry: "Nothing changes by asking again.",
  },
  email_not_verified: {
    remedy:
      "Let the person open the link that was mailed, then send the request again; `POST /auth/verification/request` mails another link. After signing in at a provider: sign in the way the account was made and link the provider there.",
    retryable: false,
    retry: "After the address is proven.",
  },
  reauthentication_required: {
    remedy:
      "Let the person sign in again, then send the request: within ten minutes to link a provider, within an hour to make a secret key or to connect an app. Programs never pass, be it with an api token or with a key of their own.",
    retryable: false,
    retry: "After signing in again.",
  },
  csrf_failed: {
    remedy:
      "Requests that change something and carry a session cookie must come from an allowed `Origin`. Add the storefront's exact origin to the server's settings, send the `x-csrf-token` that came with the cookie, or use a bearer token instead of the cookie.",
    retryable: false,
    retry: "From an allowed origin.",
  },
  not_found: {
    remedy:
      "Check the id and the path. What belongs to somebody else looks exactly like what does not exist, so also check who is signed in.",
    retryable: false,
    retry: "Nothing changes by asking again.",
  },
  method_not_allowed: {
    remedy: "The header `allow` of the answer lists the methods that this path has.",
    retryable: false,
    retry: "With one of those methods.",
  },
  invalid_state_error: {
    remedy: "Read the resource again, decide again, and send the change that still makes sense.",
    retryable: false,
    retry: "After reading the current state.",
  },
  request_in_progress: {
    remedy:
      "The request was sent again before its first copy had an answer. Wait, and send it once more under the same key.",
    retryable: true,
    retry: "Yes, unchanged, after `retry-after` seconds.",
  },
  payload_too_large: {
    remedy: "Send less. Bodies of the Auth operations end at 64 KiB.",
    retryable: false,
    retry: "Send less first.",
  },
  unsupported_media_type: {
    remedy: "Send JSON in UTF-8 with `content-type: application/json`.",
    retryable: false,
    retry: "With that media type.",
  },
  invalid_request_error: {
    remedy: "Choose another value, or sign in to the account that already has it.",
    retryable: false,
    retry: "With another value.",
  },
  idempotency_key_reused: {
    remedy:
      "Make a new `Idempotency-Key` for each thing a person does, and keep it only for sending that same request again: same operation, same credential, same body.",
    retryable: false,
    retry: "With another key.",
  },
  weak_password: {
    remedy:
      "Let the person choose a longer or less common password; `errors` says what is missing. Customers need at least 8 characters and staff 15, and no password may be made of the address.",
    retryable: false,
    retry: "With another password.",
  },
  rate_limited: {
    remedy:
      "Wait the seconds that the header `retry-after` names. A server that asks on behalf of many people should forward their addresses, so that they are not counted as one: see `TRUSTED_PROXIES` in its settings.",
    retryable: true,
    retry: "After `retry-after` seconds.",
  },
  unknown_error: {
    remedy:
      "This is a fault of the server. Report it with the `request_id` of the answer; the log has the reason under the same id.",
    retryable: false,
    retry: "A request that changes nothing may be sent again.",
  },
  provider_error: {
    remedy:
      "Look at the provider's own status page, then at the log: it says what was wrong. If the provider refused the client, its id or secret in `OAUTH_PROVIDERS` is wrong.",
    retryable: false,
    retry: "By beginning again, a little later.",
  },
  temporarily_unavailable: {
    remedy: "Nothing is wrong with the request. The server is starting, stopping or busy, and nothing was changed.",
    retryable: true,
    retry: "After `retry-after` seconds.",
  },
  provider_timeout: {
    remedy: "Nothing here: the provider was too slow.",
    retryable: false,
    retry: "By beginning again, a little later.",
  },
}
