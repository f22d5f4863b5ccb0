import {
  child,
  operationsOf,
  responsesOf,
  type OperationAt,
  type Root,
  type Rule,
  type SecurityScheme,
  type Visit,
} from "../document.ts"

const unsafe = new Set(["post", "put", "patch", "delete"])

/**
 * The published contract lists every status that follows from the shape of an operation, by number, and keeps `default`.
 *
 * The table is the second opinion on the bundle step that adds them. Bundle only: the source keeps them in `default`.
 */
export const derivedErrorsPresent: Rule = () => ({
  Root(root, visit) {
    for (const operation of operationsOf(visit, root)) {
      const responses = responsesOf(visit, operation)
      const setsCookie = responses.some(
        ({ status, node }) => status.startsWith("2") && hasHeader(node.headers, "Set-Cookie"),
      )
      const present = new Map(responses.map((response) => [response.status, response]))
      const at = operation.location.child("responses")
      for (const [status, reason] of derivedErrors(visit, root, operation, setsCookie)) {
        const response = present.get(status)
        if (response === undefined) {
          visit.report({
            message: `\`${operation.name}\` lacks ${status}, which follows because ${reason}. Correct the bundle step, or name the status in the source.`,
            location: at,
          })
        } else if ((status === "429" || status === "503") && !hasHeader(response.node.headers, "Retry-After")) {
          visit.report({
            message: `The ${status} of \`${operation.name}\` does not declare Retry-After. Add the header to the shared response.`,
            location: response.location,
          })
        }
      }
    }
  },
})

const hasHeader = (headers: Record<string, unknown> | undefined, name: string): boolean =>
  Object.keys(headers ?? {}).some((header) => header.toLowerCase() === name.toLowerCase())

/** Status → why an operation of this shape can answer it. */
function derivedErrors(
  visit: Visit,
  root: Root,
  { node, method }: OperationAt,
  setsCookie: boolean,
): Map<string, string> {
  const errors = new Map<string, string>()
  const requirements = (node.security ?? root.security ?? []).map((requirement) => ({
    schemes: Object.keys(requirement).flatMap((name) => schemeOf(visit, root, name) ?? []),
    scoped: Object.values(requirement).some((scopes) => scopes.length > 0),
  }))
  const hasBody = node.requestBody !== undefined
  if (requirements.length > 0 && requirements.every(({ schemes }) => schemes.some(isCredential))) {
    errors.set("401", "every security requirement asks for a credential")
  }
  const takesCookie = requirements.some(({ schemes }) => schemes.some((scheme) => scheme.in === "cookie"))
  if (setsCookie) errors.set("403", "it sets or clears a cookie, and so refuses foreign origins")
  else if (requirements.some(({ scoped }) => scoped)) errors.set("403", "a security requirement has scopes")
  else if (takesCookie && unsafe.has(method)) errors.set("403", "it changes something and accepts a cookie")

  if (hasBody) {
    errors.set("413", "it has a body")
    errors.set("415", "it has a body")
  }
  errors.set("400", "any operation refuses a query parameter that it does not declare")
  for (const status of ["429", "500", "503"]) errors.set(status, "every operation can answer it")
  return errors
}

const schemeOf = (visit: Visit, root: Root, name: string): SecurityScheme | undefined =>
  child<SecurityScheme>(visit, { node: root, location: visit.location }, "components", "securitySchemes", name)?.node

/**
 * Whether the scheme proves who is asking. A publishable key does not (it has no `x-actor`): a missing one is a bad
 * request, not a missing sign-in.
 */
const isCredential = (scheme: SecurityScheme): boolean => scheme["x-actor"] !== undefined
