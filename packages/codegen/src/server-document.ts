import { isReference, resolve } from "./openapi-document.ts"
import type { Document, OperationObject, Parameter, Reference } from "./openapi-document.ts"

/**
 * The contract as the server sees a request after validation.
 *
 * Query parameters with a default are required, because validation has filled them in; the types of handlers say so.
 * `allowReserved` keeps express-openapi-validator from refusing `?q=red+shoes` and `a@b.co`.
 */
export function serverDocument(document: Document): Document {
  const adjust = (parameter: Parameter | Reference): Parameter | Reference =>
    isReference(parameter) || parameter.in !== "query"
      ? parameter
      : { ...parameter, ...(hasDefault(document, parameter) ? { required: true } : {}), allowReserved: true }
  const withParameters = <T extends { parameters?: (Parameter | Reference)[] }>(holder: T): T =>
    holder.parameters ? { ...holder, parameters: holder.parameters.map(adjust) } : holder

  const paths = Object.entries(document.paths).map(([path, item]) => [
    path,
    Object.fromEntries(
      Object.entries(withParameters(item)).map(([key, value]) => [
        key,
        // Only operations have an operationId; parameters, summaries and servers of a path have not.
        isOperation(value) ? withParameters(value) : value,
      ]),
    ),
  ])
  const { parameters } = document.components
  return {
    ...document,
    paths: Object.fromEntries(paths),
    components: {
      ...document.components,
      ...(parameters
        ? { parameters: Object.fromEntries(Object.entries(parameters).map(([name, it]) => [name, adjust(it)])) }
        : {}),
    },
  }
}

const isOperation = (value: unknown): value is OperationObject =>
  typeof value === "object" && value !== null && "operationId" in value

const hasDefault = (document: Document, { schema }: Parameter): boolean =>
  schema !== undefined && "default" in resolve(document, schema)
