import type { Selectable } from "./fields.ts"
import { pick, readFields } from "./fields.ts"
import type { Page } from "./list.ts"
import { readOrder } from "./list.ts"

/** How a resource is listed. */
export interface Listing<Row, View> {
  /** What `fields` may name. */
  fields: Selectable & { properties: readonly (keyof View)[] }
  /** What `order` may name. */
  orders: { readonly [Column in keyof Row]?: "text" | "plain" }
  /** The order without one, written alike. Default: newest first. */
  order?: string
  /** A row, as the list shows it. */
  view: (row: Row) => View
}

/** What every list takes besides its filters. */
export interface ListQuery {
  limit: number
  offset: number
  order?: string
  fields?: string
}

/**
 * One page, as a list answers it: under the name of the resource what `find` gets for the page, picked by `fields`, and how
 * many match in all. Throws 400 naming `order` or `fields` for what they may not name, before anything is looked for.
 */
export async function answerList<Name extends string, Row, View extends { id: string }>(
  name: Name,
  { limit, offset, order, fields }: ListQuery,
  listing: Listing<Row, View>,
  find: (page: Page) => Promise<{ rows: Row[]; count: number }>,
): Promise<Record<Name, ({ id: string } & Partial<View>)[]> & { count: number; offset: number; limit: number }> {
  const selection = readFields(fields, listing.fields)
  const sorted = readOrder(order, listing.orders, listing.order ?? "-created_at")
  const { rows, count } = await find({ limit, offset, order: sorted })
  const shown = { [name]: rows.map((row) => pick(listing.view(row), selection)) }
  return { ...(shown as Record<Name, ({ id: string } & Partial<View>)[]>), count, offset, limit } // its one name
}
