import type { Session } from "@covenant/contract/store"
import type { Context } from "../context.ts"
import { pick, readFields } from "../lib/fields.ts"
import { readOrder } from "../lib/list.ts"
import type { SessionOwner } from "./revoke-sessions.ts"
import { listLiveSessions, session_orders } from "./queries.ts"
import { session_fields, sessionView } from "./views.ts"

/** What a list of sessions can be asked for. */
export interface SessionQuery {
  limit: number
  offset: number
  order?: string
  fields?: string
}

/** One page of the identity's sessions that are still good, newest first; `current` is the one that asks. */
export async function sessionPage(
  { db }: Context,
  { auth_identity_id }: Pick<SessionOwner, "auth_identity_id">,
  { limit, offset, order, fields }: SessionQuery,
  current: string | undefined,
): Promise<{ sessions: ({ id: string } & Partial<Session>)[]; count: number; offset: number; limit: number }> {
  const selection = readFields(fields, session_fields)
  const sorted = readOrder(order, session_orders, "-created_at")
  const { rows, count } = await listLiveSessions(db, auth_identity_id, { limit, offset, order: sorted })
  return { sessions: rows.map((row) => pick(sessionView(row, current), selection)), count, offset, limit }
}
