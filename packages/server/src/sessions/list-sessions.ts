import type { Session } from "@covenant/contract/store"
import type { Context } from "../context.ts"
import type { ListQuery } from "../lib/answer-list.ts"
import { answerList } from "../lib/answer-list.ts"
import type { SessionRow } from "./queries.ts"
import { listLiveSessions } from "./queries.ts"
import type { SessionOwner } from "./revoke-sessions.ts"
import { sessionList } from "./views.ts"

/** One page of the identity's sessions that are still good, newest first; `current` is the one that asks. */
export const sessionPage = (
  { db }: Context,
  { auth_identity_id }: Pick<SessionOwner, "auth_identity_id">,
  query: ListQuery,
  current: string | undefined,
): ReturnType<typeof answerList<"sessions", SessionRow, Session>> =>
  answerList("sessions", query, sessionList(current), (page) => listLiveSessions(db, auth_identity_id, page))
