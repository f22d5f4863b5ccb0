import openapiTS, { astToString } from "openapi-typescript"
import type { Document } from "./openapi-document.ts"

/**
 * The document as TypeScript: `paths`, `components` and `operations`.
 *
 * The server flavour reads `*.server.json` and takes a property with a default as present; the client flavour leaves it
 * optional, because it is when sending.
 */
export async function renderTypes(document: Document, flavour: "server" | "client"): Promise<string> {
  // The declared input type knows no `x-` extension and no 3.1 type arrays; the document is valid, which lint has checked.
  // A copy, because openapi-typescript writes into what it is given.
  const input = structuredClone(document) as unknown as Parameters<typeof openapiTS>[0]
  return astToString(await openapiTS(input, { defaultNonNullable: flavour === "server", silent: true }))
}
