import { existsSync } from "node:fs"
import { join, relative } from "node:path"
import {
  BaseResolver,
  getLineColLocation,
  lint,
  lintConfig,
  loadConfig,
  type NormalizedProblem,
} from "@redocly/openapi-core"

/** One thing wrong with the contract, and what to do about it. */
export interface Finding {
  /** Which API of `redocly.yaml`: `store`, `admin@bundle`, … */
  api: string
  /** `covenant/bounded`, `no-unused-components`, … */
  rule: string
  /** File, relative to the root of the repository. */
  file: string
  /** Counted from 1. */
  line: number
  column: number
  message: string
}

/**
 * Everything the rules of `redocly.yaml` have to say about our APIs, in the order of its list.
 *
 * Problems of the configuration itself come first. Runs Redocly's own linter in this process, which takes a third of the
 * time of its command line; `lint-contract.test.ts` holds the two to the same verdict. A document that is not there is a
 * finding. Throws when `apis` names one that `redocly.yaml` does not list.
 *
 * @param options.apis names of APIs, or a predicate; all when left out
 */
export async function findProblems({ root, apis = () => true }: Scope): Promise<Finding[]> {
  const config = await loadConfig({ configPath: join(root, "redocly.yaml") })
  const externalRefResolver = new BaseResolver(config.resolve)
  const known = config.resolvedConfig.apis ?? {}
  const chosen = typeof apis === "function" ? Object.keys(known).filter((api) => apis(api)) : apis

  const inConfig = await lintConfig({ config, externalRefResolver })
  const inApis = await Promise.all(
    chosen.map(async (api): Promise<Finding[]> => {
      const file = known[api]?.root
      if (file === undefined) throw new Error(`redocly.yaml lists no API called ${api}`)
      const ref = join(root, file)
      if (!existsSync(ref)) {
        const message = isBundle(api) ? "The bundle is not built. Run pnpm generate." : "The document is not there."
        return [{ api, rule: "api", file, line: 1, column: 1, message }]
      }
      const problems = await lint({ ref, config: config.forAlias(api), externalRefResolver })
      return problems.map((problem) => findingOf(root, api, problem))
    }),
  )
  return [...inConfig.map((problem) => findingOf(root, "redocly.yaml", problem)), ...inApis.flat()]
}

interface Scope {
  /** The repository: `redocly.yaml` is there, and paths are relative to it. */
  root: string
  apis?: string[] | ((api: string) => boolean)
}

const isBundle = (api: string): boolean => api.endsWith("@bundle")

/**
 * Lints the contract as it is written, and once that is clean as it is published: a bundle repeats the mistakes of its
 * source. Prints each problem once, with its place and the advice, and says how many there are.
 */
export async function lintContract({
  root,
  log,
}: {
  root: string
  log: (line: string) => void
}): Promise<{ problems: number }> {
  const written = await findProblems({ root, apis: (api) => !isBundle(api) })
  const findings = written.length > 0 ? written : await findProblems({ root, apis: isBundle })
  // A mistake in a shared file is found once for each API that uses it.
  const lines = new Set(
    findings.map(({ file, line, column, rule, message }) => `${file}:${line}:${column}  ${message}  (${rule})`),
  )
  for (const line of lines) log(line)
  if (lines.size > 0) log(`${lines.size} ${lines.size === 1 ? "problem" : "problems"} in the contract`)
  return { problems: lines.size }
}

function findingOf(root: string, api: string, { ruleId, message, location: [location] }: NormalizedProblem): Finding {
  if (location === undefined) return { api, rule: ruleId, file: "redocly.yaml", line: 1, column: 1, message }
  const { start } = getLineColLocation(location)
  const file = relative(root, location.source.absoluteRef)
  return { api, rule: ruleId, file, line: start.line, column: start.col, message }
}
