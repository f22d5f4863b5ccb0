// Generated from openapi/store.yaml by pnpm generate. Do not edit.
import type { Answer, Call } from "../handlers.ts"
import type { operations } from "./store.server.d.ts"

export interface StoreAuthHandlers<Context> {
  /** `POST /auth/customer/{auth_provider}/register`: Register an identity. */
  registerAuthIdentity(call: Call<operations["registerAuthIdentity"], "anonymous">, context: Context): Answer<operations["registerAuthIdentity"]>
  /** `GET /auth/customer/{auth_provider}`: Sign a customer in at a provider, by GET. */
  authenticateCustomerByGet(call: Call<operations["authenticateCustomerByGet"], "anonymous">, context: Context): Answer<operations["authenticateCustomerByGet"]>
  /** `POST /auth/customer/{auth_provider}`: Sign a customer in. */
  authenticateCustomer(call: Call<operations["authenticateCustomer"], "anonymous">, context: Context): Answer<operations["authenticateCustomer"]>
  /** `GET /auth/customer/{auth_provider}/callback`: Finish signing a customer in at a provider, by GET. */
  finishCustomerSignInByGet(call: Call<operations["finishCustomerSignInByGet"], "anonymous">, context: Context): Answer<operations["finishCustomerSignInByGet"]>
  /** `POST /auth/customer/{auth_provider}/callback`: Finish signing a customer in at a provider. */
  finishCustomerSignIn(call: Call<operations["finishCustomerSignIn"], "anonymous">, context: Context): Answer<operations["finishCustomerSignIn"]>
  /** `POST /auth/customer/{auth_provider}/reset-password`: Request a password reset. */
  requestPasswordReset(call: Call<operations["requestPasswordReset"], "anonymous">, context: Context): Answer<operations["requestPasswordReset"]>
  /** `POST /auth/customer/{auth_provider}/update`: Reset the password. */
  resetPassword(call: Call<operations["resetPassword"], "reset">, context: Context): Answer<operations["resetPassword"]>
  /** `POST /auth/customer/{auth_provider}/password`: Change the customer's password. */
  changeMyPassword(call: Call<operations["changeMyPassword"], "customer">, context: Context): Answer<operations["changeMyPassword"]>
  /** `POST /auth/token/refresh`: Refresh an access token. */
  refreshAuthToken(call: Call<operations["refreshAuthToken"], "customer" | "identity" | "user" | "anonymous">, context: Context): Answer<operations["refreshAuthToken"]>
  /** `POST /auth/verification/request`: Request an e-mail verification. */
  requestEmailVerification(call: Call<operations["requestEmailVerification"], "identity" | "customer">, context: Context): Answer<operations["requestEmailVerification"]>
  /** `POST /auth/verification/confirm`: Confirm an e-mail address. */
  confirmEmailVerification(call: Call<operations["confirmEmailVerification"], "anonymous">, context: Context): Answer<operations["confirmEmailVerification"]>
  /** `POST /auth/session`: Create a cookie session. */
  createAuthSession(call: Call<operations["createAuthSession"], "customer" | "identity">, context: Context): Answer<operations["createAuthSession"]>
  /** `DELETE /auth/session`: Delete the session. */
  deleteAuthSession(call: Call<operations["deleteAuthSession"], "customer" | "identity">, context: Context): Answer<operations["deleteAuthSession"]>
  /** `GET /auth/identities`: List the ways into the account. */
  listMyIdentities(call: Call<operations["listMyIdentities"], "customer">, context: Context): Answer<operations["listMyIdentities"]>
  /** `DELETE /auth/identities/{identity_id}`: Remove a way into the account. */
  unlinkMyIdentity(call: Call<operations["unlinkMyIdentity"], "customer">, context: Context): Answer<operations["unlinkMyIdentity"]>
  /** `GET /api/auth/oauth/{provider}`: Start signing in at a provider. */
  startOauthSignIn(call: Call<operations["startOauthSignIn"], "anonymous">, context: Context): Answer<operations["startOauthSignIn"]>
  /** `GET /api/auth/oauth/callback/{provider}`: Finish signing in at a provider. */
  finishOauthSignIn(call: Call<operations["finishOauthSignIn"], "anonymous">, context: Context): Answer<operations["finishOauthSignIn"]>
  /** `POST /api/auth/oauth/callback/{provider}`: Finish signing in at a provider that answers by a form. */
  finishOauthSignInByForm(call: Call<operations["finishOauthSignInByForm"], "anonymous">, context: Context): Answer<operations["finishOauthSignInByForm"]>
  /** `POST /api/auth/oauth/exchange`: Exchange a delivered code for tokens. */
  exchangeOauthCode(call: Call<operations["exchangeOauthCode"], "anonymous">, context: Context): Answer<operations["exchangeOauthCode"]>
}

export interface StoreSessionsHandlers<Context> {
  /** `GET /auth/sessions`: List the customer's sessions. */
  listMySessions(call: Call<operations["listMySessions"], "customer">, context: Context): Answer<operations["listMySessions"]>
  /** `DELETE /auth/sessions/{session_id}`: Revoke one of the customer's sessions. */
  revokeMySession(call: Call<operations["revokeMySession"], "customer">, context: Context): Answer<operations["revokeMySession"]>
  /** `POST /auth/sessions/revoke-others`: Revoke the customer's other sessions. */
  revokeMyOtherSessions(call: Call<operations["revokeMyOtherSessions"], "customer">, context: Context): Answer<operations["revokeMyOtherSessions"]>
}

export interface StoreCustomersHandlers<Context> {
  /** `POST /store/customers`: Register a customer. */
  registerCustomer(call: Call<operations["registerCustomer"], "identity" | "customer">, context: Context): Answer<operations["registerCustomer"]>
  /** `GET /store/customers/me`: Get the signed-in customer. */
  getMe(call: Call<operations["getMe"], "customer">, context: Context): Answer<operations["getMe"]>
  /** `POST /store/customers/me`: Update the signed-in customer. */
  updateMe(call: Call<operations["updateMe"], "customer">, context: Context): Answer<operations["updateMe"]>
  /** `GET /store/customers/me/addresses`: List the customer's addresses. */
  listMyAddresses(call: Call<operations["listMyAddresses"], "customer">, context: Context): Answer<operations["listMyAddresses"]>
  /** `POST /store/customers/me/addresses`: Create an address. */
  createMyAddress(call: Call<operations["createMyAddress"], "customer">, context: Context): Answer<operations["createMyAddress"]>
  /** `GET /store/customers/me/addresses/{address_id}`: Get an address. */
  getMyAddress(call: Call<operations["getMyAddress"], "customer">, context: Context): Answer<operations["getMyAddress"]>
  /** `POST /store/customers/me/addresses/{address_id}`: Update an address. */
  updateMyAddress(call: Call<operations["updateMyAddress"], "customer">, context: Context): Answer<operations["updateMyAddress"]>
  /** `DELETE /store/customers/me/addresses/{address_id}`: Delete an address. */
  deleteMyAddress(call: Call<operations["deleteMyAddress"], "customer">, context: Context): Answer<operations["deleteMyAddress"]>
}

/** What the Store contract asks of a server, by tag. */
export interface StoreHandlers<Context> {
  auth: StoreAuthHandlers<Context>
  sessions: StoreSessionsHandlers<Context>
  customers: StoreCustomersHandlers<Context>
}
