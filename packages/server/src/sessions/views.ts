import type { Session } from "@covenant/contract/store"
import type { Listing } from "../lib/answer-list.ts"
import { timestamp } from "../lib/timestamp.ts"
import type { SessionRow } from "./queries.ts"

/** How sessions are listed; `current` is the one that asks. */
export const sessionList = (current: string | undefined): Listing<SessionRow, Session> => ({
  fields: { properties: ["id", "device", "current", "created_at", "last_seen_at"] },
  orders: { created_at: "plain", last_seen_at: "plain" },
  view: (row) => sessionView(row, current),
})

/** A session as its owner, or staff, sees it; `current` is the session that asks, if one does. */
export const sessionView = (row: SessionRow, current: string | undefined): Session => ({
  id: row.id,
  device: deviceLabel(row.user_agent),
  current: row.id === current,
  created_at: timestamp(row.created_at),
  last_seen_at: timestamp(row.last_seen_at),
})

const longest_label = 256
const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
}

/**
 * What a browser says of itself, safe to put into a page: escaped for HTML, then cut, never inside of a character or of an
 * escape. Null when it says nothing.
 */
export function deviceLabel(user_agent: string | null): string | null {
  let label = ""
  for (const character of user_agent ?? "") {
    const escaped = escapes[character] ?? character
    if (label.length + escaped.length > longest_label) break
    label += escaped
  }
  return label === "" ? null : label
}
