import { execFile, type ExecFileOptions } from "node:child_process"
import { promisify } from "node:util"

const run = promisify(execFile)

/**
 * Runs the pnpm that runs the tests, else the one of `package.json`. Its own path may be a script or a program of the
 * system: a pnpm that npx fetched is the latter. Rejects, with what it printed, unless it leaves with 0.
 */
export async function runPnpm(args: string[], options: ExecFileOptions): Promise<void> {
  const pnpm = process.env["npm_execpath"]
  if (!pnpm?.includes("pnpm")) await run("npx", ["--yes", "pnpm@12", ...args], options)
  else if (/\.[cm]?js$/u.test(pnpm)) await run(process.execPath, [pnpm, ...args], options)
  else await run(pnpm, args, options)
}
