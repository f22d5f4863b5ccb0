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
 * time of two runs of its command line; `lint-contract.test.ts` holds the two to the same verdict. An API whose document
 * is not there is a finding.
 *
 * @param options.apis which APIs; all when left out
 */
export async function findProblems({ root, apis }: { root: string; apis?: string[] }): Promise<Finding[]> {
  const config = await loadConfig({ configPath: join(root, "redocly.yaml") })
  const resolver = new BaseResolver(config.resolve)
  const findings = (await lintConfig({ config, externalRefResolver: resolver })).map((problem) =>
    findingOf(root, "redocly.yaml", problem),
  )
  const known = config.resolvedConfig.apis ?? {}
  for (const api of apis ?? Object.keys(known)) {
    const document = known[api]?.root
    if (document === undefined) throw new Error(`redocly.yaml lists no API called ${api}`)
    if (!existsSync(join(root, document))) {
      const message = api.endsWith("@bundle")
        ? "The bundle is not built. Run pnpm generate."
        : "The document is not there."
      findings.push({ api, rule: "api", file: document, line: 1, column: 1, message })
      continue
    }
    const problems = await lint({
      ref: join(root, document),
      config: config.forAlias(api),
      externalRefResolver: resolver,
    })
    findings.push(...problems.map((problem) => findingOf(root, api, problem)))
  }
  return findings
}

/** Prints the findings, each with its place and the advice, and says how many there were. */
export async function lintContract(options: {
  root: string
  log: (line: string) => void
  apis?: string[]
}): Promise<{ problems: number }> {
  const { log } = options
  // A mistake in a shared file is found once for each API that uses it; the reader wants it once.
  const findings = new Map<string, Finding>()
  for (const finding of await findProblems(options)) {
    const key = `${finding.file}:${finding.line}:${finding.column} ${finding.rule} ${finding.message}`
    if (!findings.has(key)) findings.set(key, finding)
  }
  for (const { file, line, column, rule, message } of findings.values()) {
    log(`${file}:${line}:${column}  ${message}  (${rule})`)
  }
  if (findings.size > 0) log(`${findings.size} ${findings.size === 1 ? "problem" : "problems"} in the contract`)
  return { problems: findings.size }
}

function findingOf(root: string, api: string, { ruleId, message, location: [location] }: NormalizedProblem): Finding {
  if (location === undefined) return { api, rule: ruleId, file: "redocly.yaml", line: 1, column: 1, message }
  const { start } = getLineColLocation(location)
  const file = relative(root, location.source.absoluteRef)
  return { api, rule: ruleId, file, line: start.line, column: start.col, message }
}
