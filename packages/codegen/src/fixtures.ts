import {
  isReference,
  resolve,
  type Document,
  type Example,
  type Parameter,
  type Reference,
} from "./openapi-document.ts"
import { bodyContent, jsonContent, operationsOf, type OperationView } from "./operations.ts"

/** One named example: what to send, and what may come back. */
export interface Fixture {
  name: string
  /** Absent where the operation needs a body and no request example has this name. */
  request?: { path: Record<string, unknown>; query: Record<string, unknown>; body?: unknown }
  responses: { status: number; body: unknown }[]
}

/**
 * The examples of the contract by operation: a request and the answers of the same name belong together.
 *
 * Path parameters come from the example of that name, or else from the parameter's own example; query parameters only
 * where they are required or have an example of that name, because filters from different stories exclude each other.
 */
export function fixturesOf(document: Document): Record<string, Fixture[]> {
  return Object.fromEntries(
    operationsOf(document).map((operation) => {
      const bodies = valuesOf(document, bodyContent(operation.requestBody?.content)?.examples)
      const answers = Object.entries(operation.responses).map(([status, { content }]) => ({
        status: Number(status),
        values: valuesOf(document, jsonContent(content)?.examples),
      }))
      const names = new Set([...Object.keys(bodies), ...answers.flatMap(({ values }) => Object.keys(values))])
      const fixtures = [...names].map((name): Fixture => {
        const request = requestOf(document, operation, name, bodies)
        const responses = answers
          .filter(({ status, values }) => Number.isInteger(status) && name in values)
          .map(({ status, values }) => ({ status, body: values[name] }))
        return request ? { name, request, responses } : { name, responses }
      })
      return [operation.id, fixtures]
    }),
  )
}

function requestOf(
  document: Document,
  { parameters, requestBody }: OperationView,
  name: string,
  bodies: Record<string, unknown>,
): Fixture["request"] {
  if (requestBody?.required && !(name in bodies)) return undefined
  const pick = (kind: Parameter["in"], wanted: (parameter: Parameter) => boolean) =>
    Object.fromEntries(
      parameters
        .filter((parameter) => parameter.in === kind && wanted(parameter))
        .map((parameter) => [parameter.name, exampleOf(document, parameter, name)]),
    )
  return {
    path: pick("path", () => true),
    query: pick("query", ({ required, examples }) => required === true || (examples !== undefined && name in examples)),
    ...(name in bodies ? { body: bodies[name] } : {}),
  }
}

function exampleOf(document: Document, parameter: Parameter, name: string): unknown {
  const named = valuesOf(document, parameter.examples)
  if (name in named) return named[name]
  const schema = parameter.schema && resolve(document, parameter.schema)
  return parameter.example ?? Object.values(named)[0] ?? schema?.["example"] ?? schema?.["default"]
}

const valuesOf = (document: Document, examples: Record<string, Example | Reference> | undefined) =>
  Object.fromEntries(
    Object.entries(examples ?? {}).map(([name, example]) => [
      name,
      (isReference(example) ? resolve<Example>(document, example) : example).value,
    ]),
  )
