export * from "./pages.ts"
export { firstCalls, type SampleCall, type SampleFacts } from "./first-calls.ts"
export type { BuildOptions, BuildResult } from "./build-docs.ts"

import type { BuildOptions, BuildResult } from "./build-docs.ts"

/**
 * Builds every page under `packages/docs/build/` from the published contract, unless its inputs are unchanged.
 *
 * Needs `packages/contract/build/openapi/{store,admin}.json`. Throws when one is missing, when Redoc cannot read it, or
 * when the contract names an error code that has no guidance in `error-guidance.ts`.
 */
export async function buildDocs(options: BuildOptions): Promise<BuildResult> {
  const { buildDocs: build } = await import("./build-docs.ts") // the server imports this file to serve, and never builds
  return build(options)
}
