// Generated from openapi/admin.yaml by pnpm generate. Do not edit.
import type { Answer, Call } from "../handlers.ts"
import type { operations } from "./admin.server.d.ts"

export interface AdminAuthHandlers<Context> {
  /** `GET /admin/auth`: Get the signed-in user. */
  getAdminAuth(call: Call<operations["getAdminAuth"], "user">, context: Context): Answer<operations["getAdminAuth"]>
  /** `POST /admin/auth`: Create a cookie session for staff. */
  createAdminSession(call: Call<operations["createAdminSession"], "anonymous">, context: Context): Answer<operations["createAdminSession"]>
  /** `DELETE /admin/auth`: Delete the session of staff. */
  deleteAdminSession(call: Call<operations["deleteAdminSession"], "user">, context: Context): Answer<operations["deleteAdminSession"]>
  /** `POST /admin/auth/token`: Create an access token for staff. */
  createAdminToken(call: Call<operations["createAdminToken"], "anonymous">, context: Context): Answer<operations["createAdminToken"]>
  /** `POST /admin/auth/password`: Change one's own password. */
  changeAdminMyPassword(call: Call<operations["changeAdminMyPassword"], "user">, context: Context): Answer<operations["changeAdminMyPassword"]>
  /** `GET /admin/auth/identities`: List the ways into one's own account. */
  listAdminMyIdentities(call: Call<operations["listAdminMyIdentities"], "user">, context: Context): Answer<operations["listAdminMyIdentities"]>
  /** `DELETE /admin/auth/identities/{identity_id}`: Remove a way into one's own account. */
  unlinkAdminMyIdentity(call: Call<operations["unlinkAdminMyIdentity"], "user">, context: Context): Answer<operations["unlinkAdminMyIdentity"]>
  /** `GET /admin/users/{id}/identities`: List the ways into a user's account. */
  listAdminUserIdentities(call: Call<operations["listAdminUserIdentities"], "user">, context: Context): Answer<operations["listAdminUserIdentities"]>
  /** `DELETE /admin/users/{id}/identities/{identity_id}`: Remove a way into a user's account. */
  unlinkAdminUserIdentity(call: Call<operations["unlinkAdminUserIdentity"], "user">, context: Context): Answer<operations["unlinkAdminUserIdentity"]>
}

export interface AdminSessionsHandlers<Context> {
  /** `GET /admin/auth/sessions`: List one's own sessions. */
  listAdminMySessions(call: Call<operations["listAdminMySessions"], "user">, context: Context): Answer<operations["listAdminMySessions"]>
  /** `DELETE /admin/auth/sessions/{session_id}`: Revoke one of one's own sessions. */
  revokeAdminMySession(call: Call<operations["revokeAdminMySession"], "user">, context: Context): Answer<operations["revokeAdminMySession"]>
  /** `POST /admin/auth/sessions/revoke-others`: Revoke one's own other sessions. */
  revokeAdminMyOtherSessions(call: Call<operations["revokeAdminMyOtherSessions"], "user">, context: Context): Answer<operations["revokeAdminMyOtherSessions"]>
  /** `GET /admin/users/{id}/sessions`: List a user's sessions. */
  listAdminUserSessions(call: Call<operations["listAdminUserSessions"], "user">, context: Context): Answer<operations["listAdminUserSessions"]>
  /** `DELETE /admin/users/{id}/sessions`: Revoke a user's sessions. */
  revokeAdminUserSessions(call: Call<operations["revokeAdminUserSessions"], "user">, context: Context): Answer<operations["revokeAdminUserSessions"]>
  /** `GET /admin/customers/{id}/sessions`: List a customer's sessions. */
  listAdminCustomerSessions(call: Call<operations["listAdminCustomerSessions"], "user">, context: Context): Answer<operations["listAdminCustomerSessions"]>
  /** `DELETE /admin/customers/{id}/sessions`: Revoke a customer's sessions. */
  revokeAdminCustomerSessions(call: Call<operations["revokeAdminCustomerSessions"], "user">, context: Context): Answer<operations["revokeAdminCustomerSessions"]>
}

export interface AdminUsersHandlers<Context> {
  /** `GET /admin/users`: List users. */
  listAdminUsers(call: Call<operations["listAdminUsers"], "user">, context: Context): Answer<operations["listAdminUsers"]>
  /** `POST /admin/users`: Create a user. */
  createAdminUser(call: Call<operations["createAdminUser"], "user">, context: Context): Answer<operations["createAdminUser"]>
  /** `POST /admin/users/password-token`: Request a password reset for staff. */
  requestAdminPasswordReset(call: Call<operations["requestAdminPasswordReset"], "anonymous">, context: Context): Answer<operations["requestAdminPasswordReset"]>
  /** `POST /admin/users/reset-password`: Reset the password of staff. */
  resetAdminPassword(call: Call<operations["resetAdminPassword"], "anonymous">, context: Context): Answer<operations["resetAdminPassword"]>
  /** `GET /admin/users/{id}`: Get a user. */
  getAdminUser(call: Call<operations["getAdminUser"], "user">, context: Context): Answer<operations["getAdminUser"]>
  /** `POST /admin/users/{id}`: Update a user. */
  updateAdminUser(call: Call<operations["updateAdminUser"], "user">, context: Context): Answer<operations["updateAdminUser"]>
  /** `DELETE /admin/users/{id}`: Delete a user. */
  deleteAdminUser(call: Call<operations["deleteAdminUser"], "user">, context: Context): Answer<operations["deleteAdminUser"]>
  /** `POST /admin/users/{id}/disable`: Disable a user's account. */
  disableAdminUser(call: Call<operations["disableAdminUser"], "user">, context: Context): Answer<operations["disableAdminUser"]>
  /** `POST /admin/users/{id}/enable`: Enable a user's account. */
  enableAdminUser(call: Call<operations["enableAdminUser"], "user">, context: Context): Answer<operations["enableAdminUser"]>
}

export interface AdminInvitesHandlers<Context> {
  /** `GET /admin/invites`: List invites. */
  listAdminInvites(call: Call<operations["listAdminInvites"], "user">, context: Context): Answer<operations["listAdminInvites"]>
  /** `POST /admin/invites`: Create an invite. */
  createAdminInvite(call: Call<operations["createAdminInvite"], "user">, context: Context): Answer<operations["createAdminInvite"]>
  /** `POST /admin/invites/accept`: Accept an invite. */
  acceptAdminInvite(call: Call<operations["acceptAdminInvite"], "anonymous">, context: Context): Answer<operations["acceptAdminInvite"]>
  /** `DELETE /admin/invites/{invite_id}`: Delete an invite. */
  deleteAdminInvite(call: Call<operations["deleteAdminInvite"], "user">, context: Context): Answer<operations["deleteAdminInvite"]>
  /** `POST /admin/invites/{invite_id}/resend`: Resend an invite. */
  resendAdminInvite(call: Call<operations["resendAdminInvite"], "user">, context: Context): Answer<operations["resendAdminInvite"]>
}

export interface AdminCustomersHandlers<Context> {
  /** `POST /admin/customers/{id}/disable`: Disable a customer's account. */
  disableAdminCustomer(call: Call<operations["disableAdminCustomer"], "user" | "program">, context: Context): Answer<operations["disableAdminCustomer"]>
  /** `POST /admin/customers/{id}/enable`: Enable a customer's account. */
  enableAdminCustomer(call: Call<operations["enableAdminCustomer"], "user" | "program">, context: Context): Answer<operations["enableAdminCustomer"]>
}

export interface AdminSalesChannelsHandlers<Context> {
  /** `GET /admin/sales-channels`: List sales channels. */
  listAdminSalesChannels(call: Call<operations["listAdminSalesChannels"], "user" | "program">, context: Context): Answer<operations["listAdminSalesChannels"]>
  /** `POST /admin/sales-channels`: Create a sales channel. */
  createAdminSalesChannel(call: Call<operations["createAdminSalesChannel"], "user" | "program">, context: Context): Answer<operations["createAdminSalesChannel"]>
  /** `GET /admin/sales-channels/{id}`: Get a sales channel. */
  getAdminSalesChannel(call: Call<operations["getAdminSalesChannel"], "user" | "program">, context: Context): Answer<operations["getAdminSalesChannel"]>
}

export interface AdminPublishableApiKeysHandlers<Context> {
  /** `GET /admin/publishable-api-keys`: List publishable keys. */
  listAdminPublishableApiKeys(call: Call<operations["listAdminPublishableApiKeys"], "user" | "program">, context: Context): Answer<operations["listAdminPublishableApiKeys"]>
  /** `POST /admin/publishable-api-keys`: Create a publishable key. */
  createAdminPublishableApiKey(call: Call<operations["createAdminPublishableApiKey"], "user">, context: Context): Answer<operations["createAdminPublishableApiKey"]>
  /** `GET /admin/publishable-api-keys/{id}`: Get a publishable key. */
  getAdminPublishableApiKey(call: Call<operations["getAdminPublishableApiKey"], "user" | "program">, context: Context): Answer<operations["getAdminPublishableApiKey"]>
  /** `POST /admin/publishable-api-keys/{id}`: Update a publishable key. */
  updateAdminPublishableApiKey(call: Call<operations["updateAdminPublishableApiKey"], "user">, context: Context): Answer<operations["updateAdminPublishableApiKey"]>
  /** `DELETE /admin/publishable-api-keys/{id}`: Delete a publishable key. */
  deleteAdminPublishableApiKey(call: Call<operations["deleteAdminPublishableApiKey"], "user">, context: Context): Answer<operations["deleteAdminPublishableApiKey"]>
  /** `POST /admin/publishable-api-keys/{id}/revoke`: Revoke a publishable key. */
  revokeAdminPublishableApiKey(call: Call<operations["revokeAdminPublishableApiKey"], "user">, context: Context): Answer<operations["revokeAdminPublishableApiKey"]>
  /** `GET /admin/publishable-api-keys/{id}/sales-channels`: List the sales channels of a key. */
  listAdminPublishableApiKeySalesChannels(call: Call<operations["listAdminPublishableApiKeySalesChannels"], "user" | "program">, context: Context): Answer<operations["listAdminPublishableApiKeySalesChannels"]>
  /** `POST /admin/publishable-api-keys/{id}/sales-channels/batch`: Add sales channels to a key. */
  addAdminPublishableApiKeySalesChannels(call: Call<operations["addAdminPublishableApiKeySalesChannels"], "user" | "program">, context: Context): Answer<operations["addAdminPublishableApiKeySalesChannels"]>
  /** `DELETE /admin/publishable-api-keys/{id}/sales-channels/batch`: Remove sales channels from a key. */
  removeAdminPublishableApiKeySalesChannels(call: Call<operations["removeAdminPublishableApiKeySalesChannels"], "user" | "program">, context: Context): Answer<operations["removeAdminPublishableApiKeySalesChannels"]>
}

export interface AdminSecretApiKeysHandlers<Context> {
  /** `GET /admin/secret-api-keys`: List secret keys. */
  listAdminSecretApiKeys(call: Call<operations["listAdminSecretApiKeys"], "user">, context: Context): Answer<operations["listAdminSecretApiKeys"]>
  /** `POST /admin/secret-api-keys`: Create a secret key. */
  createAdminSecretApiKey(call: Call<operations["createAdminSecretApiKey"], "user">, context: Context): Answer<operations["createAdminSecretApiKey"]>
  /** `GET /admin/secret-api-keys/{id}`: Get a secret key. */
  getAdminSecretApiKey(call: Call<operations["getAdminSecretApiKey"], "user">, context: Context): Answer<operations["getAdminSecretApiKey"]>
  /** `DELETE /admin/secret-api-keys/{id}`: Delete a secret key. */
  deleteAdminSecretApiKey(call: Call<operations["deleteAdminSecretApiKey"], "user">, context: Context): Answer<operations["deleteAdminSecretApiKey"]>
  /** `POST /admin/secret-api-keys/{id}/revoke`: Revoke a secret key. */
  revokeAdminSecretApiKey(call: Call<operations["revokeAdminSecretApiKey"], "user">, context: Context): Answer<operations["revokeAdminSecretApiKey"]>
}

export interface AdminAppsHandlers<Context> {
  /** `GET /admin/apps`: List apps. */
  listAdminApps(call: Call<operations["listAdminApps"], "user" | "program">, context: Context): Answer<operations["listAdminApps"]>
  /** `POST /admin/apps/authorizations`: Connect an app. */
  authorizeAdminApp(call: Call<operations["authorizeAdminApp"], "user">, context: Context): Answer<operations["authorizeAdminApp"]>
  /** `POST /admin/apps/{application_name}/install`: Begin to connect an app. */
  installAdminApp(call: Call<operations["installAdminApp"], "user">, context: Context): Answer<operations["installAdminApp"]>
}

/** What the Admin contract asks of a server, by tag. */
export interface AdminHandlers<Context> {
  auth: AdminAuthHandlers<Context>
  sessions: AdminSessionsHandlers<Context>
  users: AdminUsersHandlers<Context>
  invites: AdminInvitesHandlers<Context>
  customers: AdminCustomersHandlers<Context>
  "sales-channels": AdminSalesChannelsHandlers<Context>
  "publishable-api-keys": AdminPublishableApiKeysHandlers<Context>
  "secret-api-keys": AdminSecretApiKeysHandlers<Context>
  apps: AdminAppsHandlers<Context>
}
