import { child, componentName, contentOf, operationsOf, responsesOf, type Rule } from "../document.ts"

/**
 * Every refusal is one `ApiError` as `application/json`, `default` included, and an operation has one success.
 *
 * A typed client then has one error type per operation; some generators fail on two.
 */
export const oneErrorType: Rule<{ component?: string }> = ({ component = "ApiError" }) => ({
  Root(root, visit) {
    const checked = new Set<string>()
    for (const operation of operationsOf(visit, root)) {
      const { name } = operation
      const responses = responsesOf(visit, operation)
      const at = operation.location.child("responses")

      if (!responses.some(({ status }) => status === "default")) {
        visit.report({
          message: `\`${name}\` has no \`default\` response, where the standard errors live. Reference the shared ${component} response.`,
          location: at,
        })
      }
      const successes = responses.filter(({ status }) => status.startsWith("2"))
      const redirects = responses.some(({ status }) => status.startsWith("3"))
      if (successes.length > 1 || (successes.length === 0 && !redirects)) {
        visit.report({
          message: `\`${name}\` has ${successes.length} success responses. Answer exactly one, with optional fields or a discriminated union where the outcome differs.`,
          location: at,
        })
      }
      for (const success of successes) {
        const hasBody = contentOf(visit, success).length > 0
        if (hasBody !== (success.status === "204")) continue
        const advice = hasBody ? "A 204 has no content: use 200." : "Give it a body, or use 204."
        visit.report({
          message: `The ${success.status} of \`${name}\` does not fit its body. ${advice}`,
          location: success.listed,
        })
      }
      for (const response of responses) {
        if (!/^[45]|^default$/.test(response.status)) continue
        const place = `${response.location.source.absoluteRef}${response.location.pointer}`
        if (checked.has(place)) continue // a shared response is reported once
        checked.add(place)
        const content = contentOf(visit, response)
        const schema = content[0] && child(visit, content[0], "schema")
        const fits = content.length === 1 && content[0]?.mediaType === "application/json"
        if (fits && schema !== undefined && componentName(schema.location) === component) continue
        visit.report({
          message: `The ${response.status} of \`${name}\` is not one ${component} as application/json. Reference a shared response.`,
          location: response.location,
        })
      }
    }
  },
})
