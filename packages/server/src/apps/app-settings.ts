import { Fields, jsonObject, SettingFault } from "../auth/providers/provider-settings.ts"
import { canonicalRedirect } from "../lib/redirect.ts"

/** An app that the shop can be connected to, as `OAUTH_APPS` says it. */
export interface AppSettings {
  /** What the paths call it. */
  application_name: string
  display_name: string
  /** Off: it is listed, and cannot be connected or renewed. */
  enabled: boolean
  issuer: string
  /** Given where it is not discovered from the issuer. */
  endpoints: { authorization_endpoint: string; token_endpoint: string } | undefined
  /** Where a token that is replaced is given back; discovered, too, where the rest is. */
  revocation_endpoint: string | undefined
  client_id: string
  client_secret: string | undefined
  token_auth: "basic" | "post" | "none"
  scopes: readonly string[]
  /** More to say to the provider when the journey begins, such as `access_type`. */
  parameters: Readonly<Record<string, string>>
  /** The page of the admin that people come back to, as it is registered at the provider. */
  callback_url: string
  uninstall_url: string | undefined
  /** The property of the provider's answer that names the account. */
  account_field: string | undefined
}

/** What is ours to say in an authorization request. */
const reserved_parameters = new Set([
  "client_id",
  "code_challenge",
  "code_challenge_method",
  "redirect_uri",
  "request",
  "request_uri",
  "response_mode",
  "response_type",
  "scope",
  "state",
])

/** Properties of a token answer that are nobody's to see. */
const secrets = new Set(["access_token", "refresh_token", "id_token"])

/**
 * What the text of `OAUTH_APPS` says: `{"parcels": {"issuer": "https://…", "client_id": "…", "client_secret_file": "…",
 * "callback_url": "https://admin.…/apps"}}`.
 *
 * Throws {@link SettingFault}, which names fields and no values.
 */
export function readApps(text: string): readonly AppSettings[] {
  const like = '{"parcels": {"issuer": "https://…", "client_id": "…", "callback_url": "https://…"}}'
  return Object.entries(jsonObject(text, like)).map(([name, value]) => {
    if (!/^[a-z][a-z0-9-]{0,31}$/.test(name))
      throw new SettingFault("must have names of a letter and up to 31 of a-z 0-9 -")
    if (name === "authorizations") throw new SettingFault("must not name an app authorizations: a path is called so")
    return readApp(name, new Fields(value, name))
  })
}

function readApp(application_name: string, given: Fields): AppSettings {
  const client_secret = given.secret("client_secret")
  const [authorization_endpoint, token_endpoint] = [
    given.address("authorization_endpoint"),
    given.address("token_endpoint"),
  ]
  if (Boolean(authorization_endpoint) !== Boolean(token_endpoint))
    throw given.fault("authorization_endpoint", "and token_endpoint must be given together")
  const endpoints =
    authorization_endpoint !== undefined && token_endpoint !== undefined
      ? { authorization_endpoint, token_endpoint }
      : undefined
  const issuer = given.address("issuer") ?? (endpoints && new URL(endpoints.authorization_endpoint).origin)
  if (issuer === undefined) throw given.fault("issuer", "is required: the endpoints are discovered from it")
  const callback = given.text("callback_url") ?? given.missing("callback_url")
  const parameters = given.object("parameters") ?? {}
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value !== "string" || reserved_parameters.has(name))
      throw given.fault("parameters", `must be texts, and none of ${[...reserved_parameters].join(", ")}`)
  }
  const account_field = given.text("account_field")
  if (account_field !== undefined && secrets.has(account_field))
    throw given.fault("account_field", "must not name a token")
  const app: AppSettings = {
    application_name,
    display_name: given.text("name") ?? application_name,
    enabled: given.flag("enabled") ?? true,
    issuer,
    endpoints,
    revocation_endpoint: given.address("revocation_endpoint"),
    client_id: given.text("client_id") ?? given.missing("client_id"),
    client_secret,
    token_auth:
      given.oneOf("token_auth", ["basic", "post", "none"]) ?? (client_secret === undefined ? "none" : "basic"),
    scopes: given.list("scopes") ?? [],
    parameters: parameters as Record<string, string>, // each was looked at above
    callback_url:
      (/[?*]/.test(callback) ? undefined : canonicalRedirect(callback)) ??
      given.refuse("callback_url", "must be a whole https address without query or fragment"),
    uninstall_url: given.address("uninstall_url"),
    account_field,
  }
  if (app.token_auth !== "none" && client_secret === undefined) throw given.fault("client_secret", "is required")
  given.refuseOthers()
  return app
}
