import type { Method, Operation, OperationTable } from "@covenant/contract"

/** All operations of one path. */
export interface Route {
  /** As Express writes it: `/store/customers/:id`. */
  express_path: string
  path: string
  operations: ReadonlyMap<Method, { id: string; operation: Operation }>
  /** The `Allow` header: `GET, HEAD, OPTIONS, POST`. */
  allow: string
}

/** The paths of the table, fixed ones before those a parameter could swallow. Throws for two operations of one place. */
export function routesOf(operations: OperationTable): Route[] {
  const paths = new Map<string, Map<Method, { id: string; operation: Operation }>>()
  for (const [id, operation] of Object.entries(operations)) {
    const methods = paths.get(operation.path) ?? new Map<Method, { id: string; operation: Operation }>()
    const other = methods.get(operation.method)
    if (other) throw new Error(`${id} and ${other.id} are both ${operation.method.toUpperCase()} ${operation.path}`)
    methods.set(operation.method, { id, operation })
    paths.set(operation.path, methods)
  }
  return [...paths]
    .toSorted(([a], [b]) => compareSegments(a.split("/"), b.split("/")))
    .map(([path, methods]) => ({
      path,
      express_path: expressPath(path),
      operations: methods,
      allow: allowOf(methods),
    }))
}

/** Express reads `:{}()*!+?[]\` as its own; a contract path has braces around parameters and none of the rest. */
function expressPath(path: string): string {
  if (/[:()*!+?[\]\\]/.test(path))
    throw new Error(`the path ${path} has a character that Express would read as its own`)
  return path.replace(/\{(\w+)\}/g, ":$1")
}

function allowOf(operations: Route["operations"]): string {
  const names = new Set(["OPTIONS"])
  for (const [method, { operation }] of operations) {
    names.add(method.toUpperCase())
    if (method === "get" && !operation.no_head) names.add("HEAD")
  }
  return [...names].toSorted().join(", ")
}

function compareSegments(a: readonly string[], b: readonly string[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const [left = "", right = ""] = [a[at], b[at]]
    const by_kind = Number(left.includes("{")) - Number(right.includes("{"))
    if (by_kind !== 0) return by_kind
    if (left !== right && !left.includes("{")) return left < right ? -1 : 1
  }
  return a.length - b.length
}
