import { randomBytes, randomUUID } from "node:crypto"
import { sql } from "kysely"
import { createProviders, type Provider } from "../../packages/server/src/auth/providers/providers.ts"
import { digestOf } from "../../packages/server/src/lib/encryption.ts"
import { startEvilProvider, type EvilProvider } from "./evil-provider.ts"
import { pkce, providerSettings } from "./oauth.ts"
import { freshEmail } from "./fresh.ts"
import { sharedAppProvider } from "./app-provider.ts"
import type { TestApp } from "./app.ts"
import { lastResetToken, lastVerificationToken } from "./mailed.ts"
import {
  ask,
  good_password,
  newCustomer,
  newIdentity,
  newProvenIdentity,
  signIn,
  succeed,
  type Asking,
} from "./people.ts"
import { newStaff, signInStaff, type Role } from "./staff.ts"

/** A request that succeeds. */
export interface GoodRequest {
  /** `POST /store/customers` */
  route: string
  asking: Asking
}

type Prepare = (app: TestApp) => Promise<GoodRequest>

const another_password = "harbour lighthouse keeper"

const asCustomer =
  (route: string, body?: unknown): Prepare =>
  async (app) => {
    const { token } = await newCustomer(app)
    return { route, asking: { token, body } }
  }

/** By one administrator an app, made for this. */
const administrators = new WeakMap<TestApp, Promise<string>>()
async function administrator(app: TestApp): Promise<string> {
  const token = administrators.get(app) ?? newStaff(app, "admin").then((staff) => staff.token)
  administrators.set(app, token)
  return token
}
const asAdministrator =
  (route: string, body?: unknown): Prepare =>
  async (app) => ({ route, asking: { token: await administrator(app), body } })

/** About a member of staff who has just been made. */
const aboutStaff =
  (method: string, suffix: string, body?: unknown, role: Role = "member"): Prepare =>
  async (app) => {
    const { id } = await newStaff(app, role)
    return { route: `${method} /admin/users/${id}${suffix}`, asking: { token: await administrator(app), body } }
  }
const aboutCustomer =
  (method: string, suffix: string): Prepare =>
  async (app) => {
    const { customer_id } = await newCustomer(app)
    return { route: `${method} /admin/customers/${customer_id}${suffix}`, asking: { token: await administrator(app) } }
  }
const asStaff =
  (route: string, body?: unknown): Prepare =>
  async (app) => {
    const { token } = await newStaff(app)
    return { route, asking: { token, body } }
  }

const aboutAddress =
  (method: string, body?: unknown): Prepare =>
  async (app) => {
    const { token } = await newCustomer(app)
    const made = await succeed(app, "POST /store/customers/me/addresses", { token, body: { city: "Bergen" } })
    const { addresses } = made.body["customer"] as { addresses: { id: string }[] } // as the contract says
    return { route: `${method} /store/customers/me/addresses/${addresses[0]?.id}`, asking: { token, body } }
  }

async function newInvite(app: TestApp): Promise<{ id: string; token: string }> {
  const { body } = await succeed(app, "POST /admin/invites", {
    token: await administrator(app),
    body: { user: freshEmail(), role: "member" },
  })
  return body["invite"] as { id: string; token: string } // as the contract says
}
const aboutInvite =
  (method: string, suffix: string): Prepare =>
  async (app) => {
    const { id } = await newInvite(app)
    return { route: `${method} /admin/invites/${id}${suffix}`, asking: { token: await administrator(app) } }
  }

async function newChannel(app: TestApp): Promise<string> {
  const asking = { token: await administrator(app), body: { name: "Online shop" } }
  const { body } = await succeed(app, "POST /admin/sales-channels", asking)
  return (body["sales_channel"] as { id: string }).id // as the contract says
}
async function newPublishableKey(app: TestApp): Promise<string> {
  const asking = { token: await administrator(app), body: { title: "Storefront" } }
  const { body } = await succeed(app, "POST /admin/publishable-api-keys", asking)
  return (body["publishable_api_key"] as { id: string }).id // as the contract says
}
const aboutPublishableKey =
  (method: string, suffix: string, body?: unknown): Prepare =>
  async (app) => {
    const id = await newPublishableKey(app)
    return {
      route: `${method} /admin/publishable-api-keys/${id}${suffix}`,
      asking: { token: await administrator(app), body },
    }
  }
/** About a channel that is not yet the key's, or is already. */
const aboutChannelOfKey =
  (method: string): Prepare =>
  async (app) => {
    const token = await administrator(app)
    const path = `/admin/publishable-api-keys/${await newPublishableKey(app)}/sales-channels/batch`
    const asking = { token, body: { sales_channel_ids: [{ id: await newChannel(app) }] } }
    if (method === "DELETE") await succeed(app, `POST ${path}`, asking)
    return { route: `${method} ${path}`, asking }
  }

/** One provider a worker, which every app that asks is told of. */
let good_provider: Promise<EvilProvider> | undefined
async function withProvider(app: TestApp): Promise<EvilProvider> {
  const provider = await (good_provider ??= startEvilProvider())
  const settings = providerSettings("good", provider)
  // Read-only to the server; a test may add to what its settings said.
  const providers = app.services.providers as Map<string, Provider>
  if (!providers.has("good")) {
    const { oauth_providers: _none, ...config } = app.config
    const [[, good] = []] = createProviders({ ...config, oauth_providers: [settings] })
    if (good) providers.set("good", good)
  }
  return provider
}

/** A browser that has just come back from the provider, with the cookie of its journey. */
async function comeBack(app: TestApp, query = ""): Promise<{ search: string; cookie: string }> {
  const provider = await withProvider(app)
  provider.person = { sub: randomUUID(), email: freshEmail(), email_verified: true }
  const begun = await app.fetch(`/api/auth/oauth/good?${query}`, { redirect: "manual" })
  const { search } = provider.callback(begun.headers.get("location") ?? "")
  return { search, cookie: begun.headers.getSetCookie()[0]?.split(";")[0] ?? "" }
}
const finishing =
  (route: string): Prepare =>
  async (app) => {
    const provider = await withProvider(app)
    provider.person = { sub: randomUUID(), email: freshEmail(), email_verified: true }
    const { body } = await succeed(app, "POST /auth/customer/good", { body: {} })
    return { route: `${route}${provider.callback(String(body["location"])).search}`, asking: {} }
  }

const aboutSecretKey =
  (method: string, suffix: string): Prepare =>
  async (app) => {
    const token = await administrator(app)
    const { body } = await ask(app, "POST /admin/secret-api-keys", { token, body: { title: "Warehouse" } })
    const { id } = body["secret_api_key"] as { id: string } // as the contract says
    return { route: `${method} /admin/secret-api-keys/${id}${suffix}`, asking: { token } }
  }

async function agreedApp(app: TestApp): Promise<GoodRequest> {
  const token = await administrator(app)
  const { body } = await succeed(app, "POST /admin/apps/parcels/install", { token })
  const come_back = (await sharedAppProvider()).agree(body["install_url"])
  return {
    route: "POST /admin/apps/authorizations",
    asking: { token, body: { application_name: "parcels", ...come_back } },
  }
}

/** One more way into an account. Answers its id. */
async function anotherWayIn(app: TestApp, realm: "store" | "admin", auth_identity_id: string): Promise<string> {
  const id = `provid_${randomUUID()}`
  const way = { id, auth_identity_id, realm, provider: "good", entity_id: randomUUID() }
  await app.db.insertInto("provider_identity").values(way).execute()
  return id
}

/** For each operation of the contract, how to make a request that succeeds, with everything it needs made afresh. */
export const goodRequests: Readonly<Record<string, Prepare>> = {
  registerAuthIdentity: async () => ({
    route: "POST /auth/customer/emailpass/register",
    asking: { body: { email: freshEmail(), password: good_password } },
  }),
  authenticateCustomer: async (app) => {
    const { email } = await newIdentity(app)
    return { route: "POST /auth/customer/emailpass", asking: { body: { email, password: good_password } } }
  },
  startOauthSignIn: async (app) => {
    await withProvider(app)
    return { route: "GET /api/auth/oauth/good", asking: {} }
  },
  finishOauthSignIn: async (app) => {
    const { search, cookie } = await comeBack(app)
    return { route: `GET /api/auth/oauth/callback/good${search}`, asking: { cookie } }
  },
  finishOauthSignInByForm: async (app) => {
    const { search, cookie } = await comeBack(app)
    const headers = { "content-type": "application/x-www-form-urlencoded" }
    return { route: "POST /api/auth/oauth/callback/good", asking: { cookie, headers, body: search.slice(1) } }
  },
  exchangeOauthCode: async (app) => {
    const { session_id } = await newCustomer(app)
    const { verifier, challenge } = pkce()
    const code = randomBytes(32).toString("base64url")
    await app.db
      .insertInto("delivery_code")
      .values({
        code_hash: digestOf(code),
        session_id,
        client_id: "app",
        client_challenge: challenge,
        expires_at: sql<Date>`now() + interval '1 minute'`,
      })
      .execute()
    return {
      route: "POST /api/auth/oauth/exchange",
      asking: { body: { code, code_verifier: verifier, client_id: "app" } },
    }
  },
  authenticateCustomerByGet: async (app) => {
    await withProvider(app)
    return { route: "GET /auth/customer/good", asking: {} }
  },
  finishCustomerSignIn: finishing("POST /auth/customer/good/callback"),
  finishCustomerSignInByGet: finishing("GET /auth/customer/good/callback"),
  listMyIdentities: asCustomer("GET /auth/identities"),
  unlinkMyIdentity: async (app) => {
    const { token, identity_id } = await newCustomer(app)
    return { route: `DELETE /auth/identities/${await anotherWayIn(app, "store", identity_id)}`, asking: { token } }
  },
  requestPasswordReset: async (app) => {
    const { email } = await newIdentity(app)
    return { route: "POST /auth/customer/emailpass/reset-password", asking: { body: { identifier: email } } }
  },
  resetPassword: async (app) => {
    const { email } = await newIdentity(app)
    const { status } = await app.fetch("/auth/customer/emailpass/reset-password", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ identifier: email }),
    })
    if (status !== 201) throw new Error(`the request for a reset was answered with ${status}`)
    const token = await lastResetToken(app, email)
    return { route: "POST /auth/customer/emailpass/update", asking: { token, body: { password: another_password } } }
  },
  requestEmailVerification: async (app) => {
    const { token } = await newIdentity(app)
    return { route: "POST /auth/verification/request", asking: { token } }
  },
  confirmEmailVerification: async (app) => {
    const { email } = await newIdentity(app)
    const token = await lastVerificationToken(app, email)
    return { route: "POST /auth/verification/confirm", asking: { body: { token } } }
  },
  changeMyPassword: asCustomer("POST /auth/customer/emailpass/password", {
    current_password: good_password,
    password: another_password,
  }),
  refreshAuthToken: async (app) => {
    const { refresh_token } = await newCustomer(app)
    return { route: "POST /auth/token/refresh", asking: { body: { refresh_token } } }
  },
  createAuthSession: asCustomer("POST /auth/session"),
  deleteAuthSession: asCustomer("DELETE /auth/session"),
  listMySessions: asCustomer("GET /auth/sessions"),
  revokeMySession: async (app) => {
    const { token, email } = await newCustomer(app)
    const { session_id } = await signIn(app, email)
    return { route: `DELETE /auth/sessions/${session_id}`, asking: { token } }
  },
  revokeMyOtherSessions: asCustomer("POST /auth/sessions/revoke-others"),
  registerCustomer: async (app) => {
    const { token, email } = await newProvenIdentity(app)
    return { route: "POST /store/customers", asking: { token, body: { email } } }
  },
  getMe: asCustomer("GET /store/customers/me"),
  updateMe: asCustomer("POST /store/customers/me", { first_name: "Mira" }),
  listMyAddresses: asCustomer("GET /store/customers/me/addresses"),
  createMyAddress: asCustomer("POST /store/customers/me/addresses", { city: "Oslo", is_default_shipping: true }),
  getMyAddress: aboutAddress("GET"),
  updateMyAddress: aboutAddress("POST", { city: "Tromsø" }),
  deleteMyAddress: aboutAddress("DELETE"),
  getAdminAuth: asStaff("GET /admin/auth"),
  createAdminSession: async (app) => ({ route: "POST /admin/auth", asking: { body: app.admin } }),
  deleteAdminSession: asStaff("DELETE /admin/auth"),
  createAdminToken: async (app) => ({ route: "POST /admin/auth/token", asking: { body: app.admin } }),
  changeAdminMyPassword: asStaff("POST /admin/auth/password", {
    current_password: good_password,
    password: another_password,
  }),
  listAdminMyIdentities: asStaff("GET /admin/auth/identities"),
  unlinkAdminMyIdentity: async (app) => {
    const { email } = await newStaff(app)
    const { token, identity_id } = await signInStaff(app, email)
    return {
      route: `DELETE /admin/auth/identities/${await anotherWayIn(app, "admin", identity_id)}`,
      asking: { token },
    }
  },
  listAdminUserIdentities: aboutStaff("GET", "/identities"),
  unlinkAdminUserIdentity: async (app) => {
    const { id, email } = await newStaff(app)
    const { identity_id } = await signInStaff(app, email)
    const way = await anotherWayIn(app, "admin", identity_id)
    return { route: `DELETE /admin/users/${id}/identities/${way}`, asking: { token: await administrator(app) } }
  },
  listAdminMySessions: asStaff("GET /admin/auth/sessions"),
  revokeAdminMySession: async (app) => {
    const { token, email } = await newStaff(app)
    const { session_id } = await signInStaff(app, email)
    return { route: `DELETE /admin/auth/sessions/${session_id}`, asking: { token } }
  },
  revokeAdminMyOtherSessions: asStaff("POST /admin/auth/sessions/revoke-others"),
  listAdminUsers: asAdministrator("GET /admin/users?limit=2"),
  createAdminUser: async (app) => ({
    route: "POST /admin/users",
    asking: { token: await administrator(app), body: { email: freshEmail(), password: good_password } },
  }),
  requestAdminPasswordReset: async (app) => {
    const { email } = await newStaff(app)
    return { route: "POST /admin/users/password-token", asking: { body: { email } } }
  },
  resetAdminPassword: async (app) => {
    const { email } = await newStaff(app)
    const { status } = await app.fetch("/admin/users/password-token", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email }),
    })
    if (status !== 204) throw new Error(`the request for a reset was answered with ${status}`)
    const body = { token: await lastResetToken(app, email), password: another_password, email }
    return { route: "POST /admin/users/reset-password", asking: { body } }
  },
  getAdminUser: aboutStaff("GET", ""),
  updateAdminUser: aboutStaff("POST", "", { first_name: "Teo", role: "developer" }),
  deleteAdminUser: aboutStaff("DELETE", "", undefined, "admin"),
  listAdminUserSessions: aboutStaff("GET", "/sessions"),
  revokeAdminUserSessions: aboutStaff("DELETE", "/sessions"),
  disableAdminUser: aboutStaff("POST", "/disable", undefined, "admin"),
  enableAdminUser: async (app) => {
    const { id } = await newStaff(app)
    const token = await administrator(app)
    await succeed(app, `POST /admin/users/${id}/disable`, { token })
    return { route: `POST /admin/users/${id}/enable`, asking: { token } }
  },
  listAdminInvites: asAdministrator("GET /admin/invites"),
  createAdminInvite: async (app) => ({
    route: "POST /admin/invites",
    asking: { token: await administrator(app), body: { user: freshEmail(), role: "member" } },
  }),
  acceptAdminInvite: async (app) => {
    const { token } = await newInvite(app)
    const user = { first_name: "Teo", last_name: "Marchetti", password: good_password }
    return { route: "POST /admin/invites/accept", asking: { body: { token, user } } }
  },
  deleteAdminInvite: aboutInvite("DELETE", ""),
  resendAdminInvite: aboutInvite("POST", "/resend"),
  listAdminCustomerSessions: aboutCustomer("GET", "/sessions"),
  revokeAdminCustomerSessions: aboutCustomer("DELETE", "/sessions"),
  disableAdminCustomer: aboutCustomer("POST", "/disable"),
  enableAdminCustomer: async (app) => {
    const { customer_id } = await newCustomer(app)
    const token = await administrator(app)
    await succeed(app, `POST /admin/customers/${customer_id}/disable`, { token })
    return { route: `POST /admin/customers/${customer_id}/enable`, asking: { token } }
  },
  listAdminSalesChannels: asAdministrator("GET /admin/sales-channels?q=shop"),
  createAdminSalesChannel: asAdministrator("POST /admin/sales-channels", { name: "Market stall" }),
  getAdminSalesChannel: async (app) => ({
    route: `GET /admin/sales-channels/${await newChannel(app)}`,
    asking: { token: await administrator(app) },
  }),
  listAdminPublishableApiKeys: asAdministrator("GET /admin/publishable-api-keys?limit=2"),
  createAdminPublishableApiKey: asAdministrator("POST /admin/publishable-api-keys", { title: "Storefront" }),
  getAdminPublishableApiKey: aboutPublishableKey("GET", ""),
  updateAdminPublishableApiKey: aboutPublishableKey("POST", "", { title: "Another storefront" }),
  deleteAdminPublishableApiKey: aboutPublishableKey("DELETE", ""),
  revokeAdminPublishableApiKey: aboutPublishableKey("POST", "/revoke"),
  listAdminPublishableApiKeySalesChannels: aboutPublishableKey("GET", "/sales-channels"),
  addAdminPublishableApiKeySalesChannels: aboutChannelOfKey("POST"),
  removeAdminPublishableApiKeySalesChannels: aboutChannelOfKey("DELETE"),
  listAdminSecretApiKeys: asAdministrator("GET /admin/secret-api-keys?limit=2"),
  createAdminSecretApiKey: asAdministrator("POST /admin/secret-api-keys", { title: "Warehouse", role: "developer" }),
  getAdminSecretApiKey: aboutSecretKey("GET", ""),
  deleteAdminSecretApiKey: aboutSecretKey("DELETE", ""),
  revokeAdminSecretApiKey: aboutSecretKey("POST", "/revoke"),
  listAdminApps: asAdministrator("GET /admin/apps"),
  installAdminApp: asAdministrator("POST /admin/apps/parcels/install"),
  authorizeAdminApp: agreedApp,
}
