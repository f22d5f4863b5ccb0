import {
  child,
  contentOf,
  operationsOf,
  responsesOf,
  type At,
  type MediaTypeAt,
  type RequestBody,
  type Rule,
  type Schema,
  type Visit,
} from "../document.ts"

/**
 * Every request body, every success and every error an operation names has an example, and so has every parameter.
 *
 * They are the docs' samples, the mock's answers and the tests' fixtures. Examples of scalar properties are
 * `scalar-property-missing-example`'s.
 */
export const examplePresence: Rule = () => ({
  Root(root, visit) {
    const parameters = new Map<unknown, string>()
    const contents = new Map<unknown, { media: MediaTypeAt; place: string; file: string }>()
    for (const operation of operationsOf(visit, root)) {
      const { name } = operation
      for (const { node, location } of operation.parameters) {
        if (parameters.has(node)) continue
        parameters.set(node, name)
        const schema = child<Schema>(visit, { node, location }, "schema")
        if (node.example !== undefined || hasEntries(node.examples) || hasExample(schema)) continue
        visit.report({
          message: `The parameter \`${node.name}\` of \`${name}\` has no example. Add \`example\`.`,
          location,
        })
      }
      for (const media of contentOf(visit, child<RequestBody>(visit, operation, "requestBody"))) {
        contents.set(media.node, { media, place: `The request body of \`${name}\``, file: `${name}.yaml` })
      }
      for (const response of responsesOf(visit, operation)) {
        const file = response.status.startsWith("2") ? `${name}.yaml` : `${name}.${response.status}.yaml`
        for (const media of contentOf(visit, response)) {
          if (contents.has(media.node)) continue
          contents.set(media.node, { media, place: `The ${response.status} of \`${name}\``, file })
        }
      }
    }
    for (const { media, place, file } of contents.values()) {
      if (hasEntries(media.node.examples)) continue
      const advice = media.node.example === undefined ? "has no example" : "has an example without a name"
      visit.report({
        message: `${place} ${advice}. Add it under \`examples\`, from a file such as examples/${file}.`,
        location: media.location,
      })
    }
    for (const { location, name } of emptyExamples(visit, contents.values())) {
      visit.report({ message: `The example \`${name}\` has no value. Write \`value\` in its file.`, location })
    }
  },
})

const hasEntries = (examples: object | undefined): boolean => examples !== undefined && Object.keys(examples).length > 0

const hasExample = (schema: At<Schema> | undefined): boolean =>
  schema !== undefined && (schema.node.example !== undefined || (schema.node.examples ?? []).length > 0)

function emptyExamples(visit: Visit, contents: Iterable<{ media: MediaTypeAt }>) {
  return [...contents].flatMap(({ media }) =>
    Object.keys(media.node.examples ?? {}).flatMap((name) => {
      const example = child<object>(visit, media, "examples", name)
      return example === undefined || "value" in example.node ? [] : { name, location: example.location }
    }),
  )
}
