import type { ApiClient } from "./api-client.ts"
import { createParts, type ClientOptions } from "./client-options.ts"
import type { StoreComponents, StorePaths } from "./contract.ts"
import { bearer, claimsOf, type Auth, type Tokens } from "./keep-signed-in.ts"

type Schemas = StoreComponents["schemas"]

export interface StoreClientOptions extends ClientOptions {
  /** Says for which sales channels the storefront asks. No secret. */
  publishableKey: string
}

/** An address with its password. */
export interface Credentials {
  email: string
  password: string
}

export interface StoreAuth extends Auth {
  /**
   * Registers a customer and signs them in: identity, customer, and the token that is both.
   *
   * Called again with the same address and password it goes on where it was interrupted. Throws `ApiError`, among them
   * `weak_password` and, for an address that is registered, `invalid_credentials` or `invalid_request_error`.
   */
  register(customer: Credentials & Omit<Schemas["StoreCreateCustomer"], "email">): Promise<Schemas["StoreCustomer"]>
  /** Signs a customer in, and finishes a registration that was interrupted. Throws `ApiError`: `invalid_credentials`, … */
  signIn(credentials: Credentials): Promise<void>
  /** Takes over the tokens of a sign-in that happened elsewhere: at a provider, or on your server. */
  adopt(tokens: Tokens): Promise<void>
  /** Ends this session, or all sessions of the customer, on the server and in every tab. */
  signOut(options?: { everywhere?: boolean }): Promise<void>
}

export type StoreClient = ApiClient<StorePaths> & { auth: StoreAuth }

const emailpass = { path: { auth_provider: "emailpass" } }

/**
 * A client of the Store API.
 *
 * @example
 * const store = createStoreClient({ baseUrl, publishableKey, auth: inLocalStorage })
 * await store.auth.signIn({ email, password })
 * const { data } = await store.GET("/store/customers/me")
 */
export function createStoreClient({ publishableKey, ...options }: StoreClientOptions): StoreClient {
  const headers = { "x-publishable-api-key": publishableKey }
  const { api, open, signed_in, store } = createParts<StorePaths>("store", options, headers)

  const adopt = async (tokens: Tokens) => {
    if (!store.cookie) return signed_in.begin(tokens)
    await open.POST("/auth/session", { headers: bearer(tokens.token) })
    await signed_in.begin()
  }
  /** Makes the identity of a registration token a customer, and signs them in. */
  const become = async (token: string, customer: Schemas["StoreCreateCustomer"]) => {
    const { data } = await open.POST("/store/customers", { headers: bearer(token), body: customer })
    await adopt(await signed_in.refresh({ token }))
    return data.customer
  }

  const { signedIn, token, onChange } = signed_in
  const auth: StoreAuth = {
    async register({ password, ...customer }) {
      const { data } = await open.POST("/auth/customer/{auth_provider}/register", {
        params: emailpass,
        body: { email: customer.email, password },
      })
      return become(data.token, customer)
    },
    async signIn({ email, password }) {
      const { data } = await open.POST("/auth/customer/{auth_provider}", {
        params: emailpass,
        body: { email, password },
      })
      const { token = "" } = data // a password is always answered with one
      // Without an actor it is a registration token.
      await (claimsOf(token).actor_id === "" ? become(token, { email }) : adopt({ ...data, token }))
    },
    adopt,
    signOut: ({ everywhere = false } = {}) =>
      signed_in.end(async () => {
        if (everywhere) await api.POST("/auth/sessions/revoke-others")
        await api.DELETE("/auth/session")
      }),
    signedIn,
    token,
    onChange,
  }
  return { ...api, auth }
}
