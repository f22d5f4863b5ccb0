import { referencesIn } from "./derived-errors.ts"
import { lookUp, methods, sortKeys, type Components, type Document } from "./openapi-document.ts"
import { operationsByTag } from "./operations.ts"

/**
 * The server document cut up by tag: a tag's operations, and only the components they reach.
 *
 * express-openapi-validator compiles against the whole document it is given, so a small one is what makes it fast.
 */
export function fragmentsOf(server: Document): Map<string, Document> {
  const fragments = new Map<string, Document>()
  for (const [tag, operations] of operationsByTag(server)) {
    const paths: Document["paths"] = {}
    for (const [path, item] of Object.entries(server.paths)) {
      const here = operations.filter((operation) => operation.path === path)
      if (here.length === 0) continue
      const shared = Object.entries(item).filter(([key]) => !(methods as readonly string[]).includes(key))
      paths[path] = {
        ...Object.fromEntries(shared),
        ...Object.fromEntries(here.map(({ method, source }) => [method, source])),
      }
    }
    const security = operations.flatMap((operation) => operation.security.flatMap(Object.keys))
    fragments.set(tag, {
      ...server,
      tags: (server.tags ?? []).filter(({ name }) => name === tag),
      paths,
      components: reachable(server, paths, new Set(security)),
    })
  }
  return fragments
}

function reachable(document: Document, paths: unknown, schemes: ReadonlySet<string>): Components {
  const found: Components = {}
  const pending = [...referencesIn(paths)]
  for (let pointer = pending.pop(); pointer; pointer = pending.pop()) {
    const [, , kind = "", name = ""] = pointer.split("/")
    const map = (found[kind] ??= {})
    if (name in map) continue
    const component = lookUp(document, `#/components/${kind}/${name}`)
    map[name] = component
    pending.push(...referencesIn(component), ...mappingsIn(component))
  }
  const kinds = Object.entries(found).map(([kind, map]) => [kind, sortKeys(map ?? {})] as const)
  const declared = Object.entries(document.components.securitySchemes ?? {}).filter(([name]) => schemes.has(name))
  return {
    ...sortKeys(Object.fromEntries(kinds)),
    ...(declared.length > 0 ? { securitySchemes: Object.fromEntries(declared) } : {}),
  }
}

/** A discriminator names components without `$ref`; those are reached all the same. */
function mappingsIn(component: unknown): string[] {
  const found: string[] = []
  JSON.stringify(component, (key, value: unknown) => {
    if (key === "mapping" && typeof value === "object" && value !== null) {
      found.push(...Object.values(value).filter((it): it is string => typeof it === "string" && it.startsWith("#/")))
    }
    return value
  })
  return found
}
