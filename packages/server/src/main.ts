/**
 * The server as a program: the one place that reads the environment.
 *
 *   node packages/server/src/main.ts [--help | --check-config]
 */
import { availableParallelism } from "node:os"
import { fileURLToPath } from "node:url"
import type { Config } from "./config.ts"
import { ConfigRefused, readConfig, settingsHelp } from "./config.ts"
import { DatabaseUnusable } from "./db/connection.ts"
import { createLog } from "./lib/log.ts"
import { AddressUnusable } from "./listen.ts"
import { sandboxSecrets } from "./sandbox-secrets.ts"
import type { RunningServer } from "./serve.ts"
import { startLine, startScreen } from "./start-screen.ts"
import { terminalLog } from "./terminal-log.ts"

// Hashing fills a thread per core; names and files need some besides. libuv reads this when its pool first starts.
process.env["UV_THREADPOOL_SIZE"] ??= String(availableParallelism() + 4)

const root = fileURLToPath(new URL("../../../", import.meta.url))

const usage = `Covenant: a contract-first commerce API.

  --check-config  say whether the settings are usable, and leave
  --help          this text

Settings come from the environment, or each from a file that NAME_FILE names:

${settingsHelp()}
`

const args = process.argv.slice(2)
const unknown = args.find((arg) => !["--check-config", "--help"].includes(arg))
if (unknown !== undefined) leave(`${unknown} is no option.\n\n${usage}`)
else if (args.includes("--help")) process.stdout.write(usage)
else await main(args.includes("--check-config"))

async function main(check_only: boolean): Promise<void> {
  let config: Config
  try {
    config = readConfig(process.env, { default_data_dir: `${root}.covenant`, madeUp: sandboxSecrets })
  } catch (error) {
    if (!(error instanceof ConfigRefused)) throw error
    leave(`The settings are not usable:\n${error.problems.map((problem) => `  ${problem}`).join("\n")}`)
    return
  }
  if (check_only) {
    process.stdout.write("The settings are usable.\n")
    return
  }

  const on_terminal = process.stdout.isTTY
  const color = !process.env["NO_COLOR"]
  const log = createLog(config.log_level, on_terminal ? terminalLog(process.stdout, color) : undefined)
  let server: RunningServer | undefined
  stopOnSignals(async () => {
    await server?.stop()
  })
  try {
    const { serve } = await import("./serve.ts")
    server = await serve(config, log)
  } catch (error) {
    if (!(error instanceof AddressUnusable || error instanceof DatabaseUnusable)) throw error
    log.debug({ err: error }, "the start was refused")
    leave(error.message)
    return
  }
  const facts = {
    url: server.services.config.public_base_url,
    listens_at: server.listens_at,
    production: config.production,
    database: server.database,
    ...server.seeded,
    demo_provider: server.demo_provider,
    started_in_ms: Math.round(performance.now()),
  }
  process.stdout.write(on_terminal ? startScreen(facts, color) : startLine(facts, new Date()))
}

/** The promise is 10 s from the signal; a database that does not let go must not break it. */
const leave_within_ms = 9_500

/** The first signal stops in good order, the second at once. A start that is not finished has nothing to put in order. */
function stopOnSignals(stop: () => Promise<void>): void {
  let stopping = false
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(signal === "SIGINT" ? 130 : 143)
      stopping = true
      setTimeout(() => process.exit(1), leave_within_ms).unref()
      void stop().then(() => process.exit(0))
    })
  }
}

function leave(sentence: string): void {
  process.stderr.write(`\n${sentence}\n\n`)
  process.exitCode = 1
}
