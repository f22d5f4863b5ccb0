import { pascalCase, propertyName, type Document, type Surface } from "./openapi-document.ts"
import { securityOf } from "./operation-table.ts"
import { operationsByTag, type OperationView } from "./operations.ts"

/** `{surface}.handlers.ts`: an interface per tag with a method per operation, and one that lists the tags. */
export function renderHandlerInterfaces(document: Document, surface: Surface): string {
  const prefix = pascalCase(surface)
  const groups = [...operationsByTag(document)]
  const interfaceOf = (tag: string) => `${prefix}${pascalCase(tag)}Handlers`
  return [
    'import type { Answer, Call } from "../handlers.ts"',
    `import type { operations } from "./${surface}.server.d.ts"`,
    "",
    ...groups.flatMap(([tag, operations]) => [
      `export interface ${interfaceOf(tag)}<Context> {`,
      ...operations.flatMap((operation) => [
        `  /** \`${operation.method.toUpperCase()} ${operation.path}\`: ${operation.summary.replaceAll("*/", "*\\/")}. */`,
        renderMethod(document, operation),
      ]),
      "}",
      "",
    ]),
    `/** What the ${prefix} contract asks of a server, by tag. */`,
    `export interface ${prefix}Handlers<Context> {`,
    ...groups.map(([tag]) => `  ${propertyName(tag)}: ${interfaceOf(tag)}<Context>`),
    "}",
    "",
  ].join("\n")
}

function renderMethod(document: Document, operation: OperationView): string {
  const { credentials, anonymous } = securityOf(document, operation)
  const kinds = new Set(credentials.map(({ actor }) => actor))
  if (anonymous || kinds.size === 0) kinds.add("anonymous")
  const types = `operations[${JSON.stringify(operation.id)}]`
  const actors = [...kinds].map((kind) => JSON.stringify(kind)).join(" | ")
  return `  ${propertyName(operation.id)}(call: Call<${types}, ${actors}>, context: Context): Answer<${types}>`
}
