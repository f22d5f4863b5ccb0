import { parseArgs, type ParseArgsConfig } from "node:util"
import { ConfigRefused } from "../config.ts"
import { DatabaseUnusable } from "../db/connection.ts"

/** Where a command runs: everything it would otherwise take from the process. */
export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>
  /** Used when DATA_DIR is not set. */
  default_data_dir: string
  /** Somebody is reading: sentences instead of JSON. */
  on_terminal: boolean
  /** Answers what the person types; absent where nobody can be asked. */
  ask?(question: string): Promise<string>
  out(text: string): void
  err(text: string): void
}

/** What went wrong for a reason that the person at the terminal can mend. */
export class CommandRefused extends Error {
  override name = "CommandRefused"
}

interface Command<Options extends NonNullable<ParseArgsConfig["options"]>> {
  help: string
  options: Options
  positionals?: boolean
  /** Answers the exit code. */
  run(
    given: ReturnType<typeof parseArgs<{ options: Options; allowPositionals: true }>>,
    surroundings: Surroundings,
  ): Promise<number>
}

/**
 * A command that says what it knows with `--help`, and answers 2 to what it does not know, 1 with a sentence to what it
 * cannot do now.
 */
export function defineCommand<const Options extends NonNullable<ParseArgsConfig["options"]>>({
  help,
  options,
  positionals = false,
  run,
}: Command<Options>): (args: readonly string[], surroundings: Surroundings) => Promise<number> {
  return async (args, surroundings) => {
    if (args.includes("--help")) {
      surroundings.out(help)
      return 0
    }
    let given: ReturnType<typeof parseArgs<{ options: Options; allowPositionals: true }>>
    try {
      given = parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
      const [superfluous] = positionals ? [] : given.positionals
      if (superfluous !== undefined) throw new Error(`${superfluous} is no option.`)
    } catch (error) {
      surroundings.err(`${error instanceof Error ? error.message : String(error)}\n\n${help}`)
      return 2
    }
    try {
      return await run(given, surroundings)
    } catch (error) {
      if (error instanceof ConfigRefused) {
        surroundings.err(`The settings are not usable:\n${error.problems.map((problem) => `  ${problem}\n`).join("")}`)
        return 1
      }
      if (!(error instanceof DatabaseUnusable || error instanceof CommandRefused)) throw error
      surroundings.err(`${error.message}\n`)
      return 1
    }
  }
}

/** For programs: one line. */
export const json = (value: unknown): string => `${JSON.stringify(value)}\n`

/** `2026-11-21 21:45 UTC` */
export const moment = (date: Date): string => `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`

/** `1 message`, `2 messages` */
export const counted = (count: number, [one, several]: readonly [string, string]): string =>
  `${count.toLocaleString("en")} ${count === 1 ? one : several}`
