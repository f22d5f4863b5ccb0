import type { FieldError } from "@covenant/contract"

/** Names a JavaScript object must not get from outside: they reach its prototype. */
const reserved_names = new Set(["__proto__", "constructor", "prototype"])

/** More faults than this help nobody, and an answer must not grow with the request. */
export const max_field_errors = 20

const printable_name = /^[\w.$-]{1,64}$/

/** Whether a name that came from outside may be repeated in an answer: short, and letters, digits, `_`, `.`, `$`, `-` alone. */
export const mayRepeat = (name: string): boolean => printable_name.test(name)

const longest_path = 200

/** Joins a path of our own with a name, or leaves it where the name may not be repeated or the path grows too long. */
export function below(path: string, name: string): string {
  if (!mayRepeat(name) || path.length > longest_path) return path
  return path === "" ? name : `${path}.${name}`
}

/** What is wrong with the text whatever field it is for: NUL, or half of a surrogate pair. Undefined when nothing is. */
export function textFault(text: string): string | undefined {
  // The database refuses NUL, and would turn a lone surrogate into U+FFFD, so that two inputs became one.
  if (text.includes("\0")) return "must not contain the character NUL."
  if (!text.isWellFormed()) return "must be well-formed Unicode: it contains half of a surrogate pair."
  return undefined
}

/** What is wrong with a name of a property or parameter whatever its place. Undefined when nothing is. */
export function nameFault(name: string): FieldError["code"] | undefined {
  if (reserved_names.has(name)) return "not_allowed"
  return textFault(name) === undefined ? undefined : "wrong_format"
}
