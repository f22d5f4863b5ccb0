/**
 * Brings what is generated up to date, and costs milliseconds when it is.
 *
 * `scripts/generate.ts` is the command around it; `scripts/start.ts` calls it before serving. Generators are imported
 * when their turn comes, and they in turn load compilers only when there is something to do.
 */
import { contractIsFresh } from "@covenant/codegen"

/** In the order in which they build on one another. */
export const parts = ["contract", "docs", "database"] as const
export type Part = (typeof parts)[number]

export interface EnsureOptions {
  /** The checkout. */
  root: string
  /** Default: all of them. */
  only?: readonly Part[]
  /** Told about each step that does something. Silent by default. */
  log?: (line: string) => void
}

/** Generates what is missing or stale. Throws `ContractError`, with file and line, where the contract is broken. */
export async function ensureGenerated({ root, only = parts, log = () => {} }: EnsureOptions): Promise<void> {
  if (only.includes("contract") && !contractIsFresh(root)) {
    const { generateContract } = await import("@covenant/codegen")
    await generateContract({ root, log: (line) => log(`contract: ${line}`) })
  }
  if (only.includes("docs")) {
    const { buildDocs } = await import("@covenant/docs")
    await buildDocs({ root, log })
  }
  if (only.includes("database")) {
    const { generateDatabase } = await import("@covenant/server/database")
    await generateDatabase({ root, log })
  }
}
