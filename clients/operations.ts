import { readFileSync } from "node:fs"
import { openapiFiles } from "@covenant/contract/openapi-files"

export const surfaces = ["store", "admin"] as const
export type Surface = (typeof surfaces)[number]

/** An operation as a program that calls it needs it. */
export interface Called {
  id: string
  surface: Surface
  method: string
  path: string
  /** Names of the parameters in the path, in the order in which it has them. */
  path_parameters: string[]
  /** Whether it takes query parameters. */
  query: boolean
  /** Name of the body's schema, where it has one. */
  body: string | undefined
  /** Name of the schema of its success; undefined where that has no body. */
  answer: string | undefined
  /** Why only a browser can call it. */
  browser: string | undefined
}

interface Parameter {
  $ref?: string
  name: string
  in: string
}
interface Media {
  schema?: { $ref?: string }
}
interface Operation {
  operationId: string
  parameters?: Parameter[]
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, { content?: Record<string, Media>; headers?: object }>
  security: Record<string, string[]>[]
}
interface Document {
  paths: Record<string, Record<string, Operation> & { parameters?: Parameter[] }>
  components: {
    parameters?: Record<string, Parameter>
    securitySchemes: Record<string, { type: string; in?: string }>
  }
}

/** Every operation of both surfaces, in the order of the contract. */
export const calledOperations = (): Called[] => surfaces.flatMap(operationsOf)

function operationsOf(surface: Surface): Called[] {
  const document = JSON.parse(readFileSync(openapiFiles[surface].json, "utf8")) as Document // built by pnpm generate
  const resolved = ({ $ref, ...parameter }: Parameter): Parameter =>
    document.components.parameters?.[$ref?.split("/").at(-1) ?? ""] ?? parameter
  const isHeader = (name: string): boolean => {
    const scheme = document.components.securitySchemes[name]
    return scheme?.type === "http" || scheme?.in === "header"
  }
  return Object.entries(document.paths).flatMap(([path, { parameters: shared = [], ...item }]) =>
    Object.entries(item).map(([method, operation]): Called => {
      const parameters = [...shared, ...(operation.parameters ?? [])].map(resolved)
      const success = Object.entries(operation.responses).find(([status]) => status.startsWith("2"))?.[1]
      const by_header =
        operation.security.length === 0 || operation.security.some((it) => Object.keys(it).every(isHeader))
      return {
        id: operation.operationId,
        surface,
        method,
        path,
        path_parameters: [...path.matchAll(/\{(\w+)\}/gu)].map(([, name = ""]) => name),
        query: parameters.some((parameter) => parameter.in === "query"),
        body: schemaName(operation.requestBody?.content),
        answer: schemaName(success?.content),
        browser: browserOnly(path, success !== undefined, by_header),
      }
    }),
  )
}

/** Why only a browser can call it; undefined where any program can. */
function browserOnly(path: string, has_success: boolean, by_header: boolean): string | undefined {
  if (!has_success) return "answers with a redirect"
  if (path.includes("/callback")) return "a provider sends a browser to it"
  return by_header ? undefined : "takes its credential in a cookie"
}

const schemaName = (content: Record<string, Media> | undefined): string | undefined =>
  content?.["application/json"]?.schema?.$ref?.split("/").at(-1)
