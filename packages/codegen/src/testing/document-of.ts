import { parse } from "yaml"
import type { Document } from "../openapi-document.ts"

/** A bundled document from the parts a test cares about. A test's contract is short enough to stand in the test. */
export function documentOf(text: string): Document {
  const { components, ...parts } = parse(text) as Partial<Document> // each test writes its own
  return {
    openapi: "3.1.0",
    info: { title: "Pet shop", version: "1.0.0" },
    paths: {},
    ...parts,
    components: { securitySchemes, ...components },
  }
}

const securitySchemes = {
  bearer: { type: "http", scheme: "bearer", "x-actor": "customer" },
  identity: { type: "http", scheme: "bearer", "x-actor": "identity" },
  session: { type: "apiKey", in: "cookie", name: "__Host-store_sid", "x-actor": "customer" },
  publishable_key: { type: "apiKey", in: "header", name: "x-publishable-api-key" },
}
