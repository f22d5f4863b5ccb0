import type { Document, Surface } from "./openapi-document.ts"

/** `{surface}.schemas.ts`: each component under its own name, so that code says `StoreCustomer` and no more. */
export function renderSchemaAliases(document: Document, surface: Surface): string {
  const names = Object.keys(document.components.schemas ?? {}).toSorted()
  return [
    `import type { components } from "./${surface}.server.d.ts"`,
    "",
    ...names.map((name) => `export type ${name} = components["schemas"][${JSON.stringify(name)}]`),
    "",
  ].join("\n")
}
