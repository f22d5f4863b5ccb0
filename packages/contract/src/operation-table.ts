import type { ActorType } from "./actors.ts"

export type Method = "get" | "post" | "put" | "patch" | "delete"

/** One security scheme of a requirement, with what the binder needs to read and judge it. */
export interface Credential {
  /** Name of the scheme in `components.securitySchemes`. */
  scheme: string
  /** Where the credential travels. */
  in: "bearer" | "cookie" | "header" | "query"
  /** Name of the cookie, header or query parameter; absent for bearer. */
  name?: string
  /** The actor it proves; absent for a scheme that identifies no one (a publishable key). */
  actor?: ActorType
}

/** What the binder knows of an operation. Generated, one entry per operation, in the order of the contract. */
export interface Operation {
  method: Method
  /** As in the contract, `{address_id}` included. */
  path: string
  tag: string
  /** Status of the plain success answer. */
  status: number
  /** Every status the published contract lists, ascending. */
  statuses: readonly number[]
  /** Whether a publishable key is required. */
  publishable_key: boolean
  /**
   * Actors accepted, in the contract's order, each with where its credential travels. Empty: nobody is asked
   * (public, or an operation that signs people in and ignores credentials).
   */
  credentials: readonly Credential[]
  /** Whether the operation also answers anonymous callers; an unusable credential then makes the caller one. */
  anonymous: boolean
  /** Whether the operation reads a body. */
  body: "none" | "optional" | "required"
  /** The body is a form that a browser posts. Absent: it is JSON. */
  form?: true
  /** A GET that changes something, so that HEAD, which previews of links send, is refused. */
  no_head?: true
  /** Whether a success answer sets a session cookie, so that a foreign `Origin` is refused. */
  sets_cookie: boolean
  /** Whether a success answer declares `Cache-Control`, which is always `no-store`. */
  no_store: boolean
  /** Whether a request can name itself by `Idempotency-Key`, so that its repetition is answered with the first answer. */
  idempotency_key?: true
}

export type OperationTable = Readonly<Record<string, Operation>>
