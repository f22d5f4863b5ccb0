/**
 * What the compiler must refuse of a caller, and what it knows of an answer. Checked by the type check alone: each
 * `@ts-expect-error` is an error itself as soon as the line below it compiles.
 */
import { createAdminClient, createStoreClient, isApiError, type ErrorCode, type StoreComponents } from "./index.ts"

const store = createStoreClient({ baseUrl: "https://shop.example", publishableKey: "pk_example" })
const admin = createAdminClient({ baseUrl: "https://shop.example" })
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false
const same = <A, B>(_yes: Same<A, B>) => undefined

// @ts-expect-error a store client is made for sales channels
createStoreClient({ baseUrl: "https://shop.example" })

export async function calls() {
  // @ts-expect-error the contract has no such path
  await store.GET("/store/customers/you")
  // @ts-expect-error the path has no such method
  await store.DELETE("/store/customers/me")
  // @ts-expect-error a path of the other surface
  await store.GET("/admin/users")
  // @ts-expect-error the path has a parameter
  await store.GET("/store/customers/me/addresses/{address_id}")
  // @ts-expect-error the query has no such parameter
  await store.GET("/store/customers/me/addresses", { params: { query: { page: 2 } } })
  // @ts-expect-error the body is required
  await admin.POST("/admin/invites")
  // @ts-expect-error a field of the body has another type
  await store.POST("/store/customers/me/addresses", { body: { city: 7 } })
  // @ts-expect-error a field that the contract does not declare
  await store.POST("/store/customers/me/addresses", { body: { town: "Borås" } })
  // @ts-expect-error a misspelled option
  await store.GET("/store/customers/me", { parms: {} })

  await store.GET("/store/customers/me", { signal: AbortSignal.timeout(500) })
  await store.GET("/store/customers/me/addresses/{address_id}", { params: { path: { address_id: "cuaddr_1" } } })
}

export async function answers() {
  const me = await store.GET("/store/customers/me")
  same<(typeof me)["data"], StoreComponents["schemas"]["StoreCustomerResponse"]>(true)
  // @ts-expect-error refusals are thrown, not answered
  void me.error
  // @ts-expect-error the answer has no such field
  void me.data.customer.password
}

export async function lists() {
  for await (const address of store.list("/store/customers/me/addresses", { params: { query: { limit: 50 } } })) {
    same<typeof address, StoreComponents["schemas"]["StoreCustomerAddress"]>(true)
  }
  for await (const { email } of admin.list("/admin/users")) same<typeof email, string | undefined>(true)
  // @ts-expect-error not a list
  store.list("/store/customers/me")
}

export async function signing_in() {
  const customer = await store.auth.register({ email: "mira@example.com", password: "…", first_name: "Mira" })
  same<typeof customer, StoreComponents["schemas"]["StoreCustomer"]>(true)
  // @ts-expect-error an address takes a password
  await store.auth.signIn({ email: "mira@example.com" })
  // @ts-expect-error staff are invited
  await admin.auth.register({ email: "ines@shop.example", password: "…" })
  // @ts-expect-error there is no such change
  store.auth.onChange((change) => change === "signed-off")
}

export function refusals(error: unknown): string {
  if (isApiError(error, "weak_password", "rate_limited")) {
    same<typeof error.code, "weak_password" | "rate_limited">(true)
    return `${error.errors[0]?.message} ${error.retry_after_seconds}`
  }
  return "not a refusal"
}

// @ts-expect-error there is no such code
isApiError(undefined, "no_such_code")

// @ts-expect-error nothing is known of what was not looked at
export const unseen = (error: unknown) => error.code

export function codes(error: unknown): string {
  if (!isApiError(error)) return "not a refusal"
  same<typeof error.code, ErrorCode>(true)
  switch (error.code) {
    // @ts-expect-error there is no such code
    case "not_fond":
      return ""
    case "not_found":
      same<typeof error.code, "not_found">(true)
      return error.message
    default:
      return error.code
  }
}
