import type { AuthIdentity } from "@covenant/contract/store"
import type { Context } from "../context.ts"
import { pick, readFields } from "../lib/fields.ts"
import { readOrder } from "../lib/list.ts"
import { listWaysIn, way_in_orders } from "./oauth-queries.ts"
import { auth_identity_fields, authIdentity } from "./views.ts"

/** What a list of ways in can be asked for. */
export interface WaysInQuery {
  limit: number
  offset: number
  order?: string
  fields?: string
}

/** One page of the ways into an account, oldest first. */
export async function waysInPage(
  { db }: Context,
  auth_identity_id: string,
  { limit, offset, order, fields }: WaysInQuery,
): Promise<{ identities: ({ id: string } & Partial<AuthIdentity>)[]; count: number; offset: number; limit: number }> {
  const selection = readFields(fields, auth_identity_fields)
  const sorted = readOrder(order, way_in_orders, "created_at")
  const { rows, count } = await listWaysIn(db, auth_identity_id, { limit, offset, order: sorted })
  return { identities: rows.map((row) => pick(authIdentity(row), selection)), count, offset, limit }
}
