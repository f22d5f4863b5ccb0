import type { OperationView } from "../operations.ts"

/**
 * What an SDK calls the operation within its group, the tag: `list` for `listAdminUsers` of `users`, `listMySessions`
 * for that of `sessions`. The verb alone where the rest only repeats the group.
 */
export function methodName({ id, tag }: Pick<OperationView, "id" | "tag">): string {
  const [, verb = id, rest = ""] = /^([a-z]+)(?:Admin)?(.*)$/u.exec(id) ?? []
  const group = tag.replaceAll("-", "").toLowerCase()
  const noun = rest.toLowerCase()
  return noun === group || `${noun}s` === group || noun === "" ? verb : `${verb}${rest}`
}
