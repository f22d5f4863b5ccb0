import {
  child,
  contentOf,
  operationsOf,
  responsesOf,
  type MediaTypeAt,
  type RequestBody,
  type Rule,
} from "../document.ts"

/**
 * An operation with a body names its examples in pairs: the request example `registering` is answered by the response
 * example `registering`.
 *
 * A mock answers the one with the other, and a tester sends the one and wants the other. The example of an error that
 * belongs to no particular request stands alone. A success without content answers any request, and needs no example.
 */
export const examplePairs: Rule = () => ({
  Root(root, visit) {
    for (const operation of operationsOf(visit, root)) {
      const requests = named(contentOf(visit, child<RequestBody>(visit, operation, "requestBody")))
      if (requests.length === 0) continue // nothing to pair with; example-presence reports a body without examples
      const responses = responsesOf(visit, operation)
      const answers = responses.flatMap((response) => named(contentOf(visit, response)))
      const successes = responses.filter(({ status }) => status.startsWith("2"))
      const asked = new Set(requests.map(({ name }) => name))
      const answered = new Set(answers.map(({ name }) => name))
      const isAnsweredInSilence = responses.some(
        ({ status, ...response }) => status === "204" && contentOf(visit, response).length === 0,
      )
      for (const { name, location } of requests) {
        if (answered.has(name) || isAnsweredInSilence) continue
        visit.report({
          message: `No response example of \`${operation.name}\` is called \`${name}\`. Add what the server answers to this request, under the same name.`,
          location,
        })
      }
      for (const { name, location } of successes.flatMap((response) => named(contentOf(visit, response)))) {
        if (asked.has(name)) continue
        visit.report({
          message: `No request example of \`${operation.name}\` is called \`${name}\`. Add the request that is answered so, under the same name.`,
          location,
        })
      }
    }
  },
})

const named = (contents: MediaTypeAt[]) =>
  contents.flatMap(({ node, location }) =>
    Object.keys(node.examples ?? {}).map((name) => ({ name, location: location.child(["examples", name]) })),
  )
