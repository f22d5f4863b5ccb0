import { ApiFailure } from "@covenant/contract"

/** What `fields` may name: the resource's own properties, and its relations with theirs. */
export interface Selectable {
  properties: readonly string[]
  relations?: Readonly<Record<string, readonly string[]>>
}

/** What is asked for, by name; a relation says which of its properties. `id` is always among both. */
export interface Selection {
  properties: ReadonlySet<string>
  relations: ReadonlyMap<string, ReadonlySet<string>>
}

/** The refusal of a query parameter that names what is not there. The name is ours, so it may be said. */
export const refusedParameter = (name: string): ApiFailure =>
  new ApiFailure("invalid_request", {
    errors: [
      {
        path: name,
        code: "unknown_name",
        message: `The value of ${name} names something that this resource does not have.`,
      },
    ],
  })

/**
 * Reads `fields`: names separated by commas. Plain names replace everything, `+name` adds, `-name` takes away, `*name` adds
 * a relation with all its properties; `relation.name` is one property of a relation. Absent is everything.
 *
 * A leading space counts as `+`, which is what an unescaped `+` in a query string becomes.
 * Throws 400 naming `fields` for a name the resource does not have.
 */
export function readFields(fields: string | undefined, selectable: Selectable): Selection {
  if (fields === undefined) return wholeOf(selectable)
  const all = everything(selectable)
  const names = fields.split(",").map((part) => {
    const [, sign = "", name = ""] = /^([ +*-]?)(.*)$/s.exec(part) ?? []
    return { sign: sign === " " ? "+" : sign, name }
  })
  const selection = names.some(({ sign }) => sign === "") ? nothing() : all
  for (const { sign, name } of names) {
    const [first = "", second, ...rest] = name.split(".")
    const relation = relationOf(selectable, first)
    if (rest.length > 0 || (second !== undefined && !relation?.includes(second))) throw refusedParameter("fields")
    if (!relation) {
      if (sign === "*" || !selectable.properties.includes(first)) throw refusedParameter("fields")
      if (sign === "-") selection.properties.delete(first)
      else selection.properties.add(first)
    } else if (second === undefined) {
      if (sign === "-") selection.relations.delete(first)
      else selection.relations.set(first, new Set(relation))
    } else {
      const chosen = selection.relations.get(first) ?? new Set(["id"])
      if (sign === "-") chosen.delete(second)
      else selection.relations.set(first, chosen.add(second))
    }
  }
  selection.properties.add("id")
  for (const chosen of selection.relations.values()) chosen.add("id")
  return selection
}

/** A view with only what was selected; `id` stays, and relations are cut in the same way. */
export function pick<View extends { id: string }>(
  view: View,
  { properties, relations }: Selection,
): { id: string } & Partial<View> {
  const picked: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(view)) {
    const chosen = relations.get(name)
    if (chosen && Array.isArray(value)) picked[name] = value.map((item: object) => only(item, chosen))
    else if (properties.has(name)) picked[name] = value
  }
  return picked as { id: string } & Partial<View> // id is in every selection, and names were taken from the view
}

// Most requests ask for everything, of a handful of kinds.
const wholes = new WeakMap<Selectable, Selection>()

function wholeOf(selectable: Selectable): Selection {
  let whole = wholes.get(selectable)
  if (!whole) wholes.set(selectable, (whole = everything(selectable)))
  return whole
}

interface Draft {
  properties: Set<string>
  relations: Map<string, Set<string>>
}

const nothing = (): Draft => ({ properties: new Set(), relations: new Map() })
const everything = ({ properties, relations = {} }: Selectable): Draft => ({
  properties: new Set(properties),
  relations: new Map(Object.entries(relations).map(([name, all]) => [name, new Set(all)])),
})
const relationOf = ({ relations = {} }: Selectable, name: string): readonly string[] | undefined =>
  Object.hasOwn(relations, name) ? relations[name] : undefined
const only = (item: object, names: ReadonlySet<string>): object =>
  Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)))
