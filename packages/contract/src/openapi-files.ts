import type { Surface } from "./validators.ts"

/** The built documents of a surface. They exist after `pnpm generate`. */
export interface OpenapiFiles {
  /** The published contract, OpenAPI 3.1. */
  json: URL
  yaml: URL
  /** The same in 3.0.3. */
  json_3_0: URL
  yaml_3_0: URL
  /** What the server reads: defaults are present, query parameters may hold reserved characters. */
  server: URL
  /** Named examples by operationId. */
  fixtures: URL
  /** The operations of one tag from the server's document, with what they reach. */
  fragment(tag: string): URL
}

const build = (path: string) => new URL(`../build/${path}`, import.meta.url)

const filesOf = (surface: Surface): OpenapiFiles => ({
  json: build(`openapi/${surface}.json`),
  yaml: build(`openapi/${surface}.yaml`),
  json_3_0: build(`openapi/${surface}-3.0.json`),
  yaml_3_0: build(`openapi/${surface}-3.0.yaml`),
  server: build(`server/${surface}.json`),
  fixtures: build(`fixtures/${surface}.json`),
  fragment: (tag) => build(`fragments/${surface}.${tag}.json`),
})

export const openapiFiles: Readonly<Record<Surface, OpenapiFiles>> = {
  store: filesOf("store"),
  admin: filesOf("admin"),
}
