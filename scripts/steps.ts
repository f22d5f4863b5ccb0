/**
 * Runs named steps and says how each went: what `pnpm check` and `pnpm test` are made of.
 *
 * A step is a promise about the repository ("Generated code matches the contract") and the command that keeps it.
 * Its output is shown when it fails, or as it comes when `live` is set.
 */
import { spawn } from "node:child_process"
import { delimiter, join } from "node:path"
import { fileURLToPath } from "node:url"
import { styleText } from "node:util"

export const root = fileURLToPath(new URL("..", import.meta.url))

export interface Step {
  /** The promise, as a sentence without a full stop. */
  title: string
  command: string
  args: readonly string[]
  /** Show the output while it comes, for steps of minutes. */
  live?: boolean
}

export interface Outcome {
  step: Step
  ok: boolean
  seconds: number
}

const running = new Set<ReturnType<typeof spawn>>()
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    for (const child of running) child.kill(signal)
    process.exit(signal === "SIGINT" ? 130 : 143)
  })
}

const color = process.stdout.isTTY && !process.env["NO_COLOR"]
const paint = (style: "green" | "red" | "dim", text: string) =>
  color ? styleText(style, text, { validateStream: false }) : text

/** Runs one step to its end. Never throws: a command that cannot start is a failed step that says why. */
export function runStep(step: Step): Promise<Outcome> {
  const started = performance.now()
  return new Promise((resolve) => {
    const output: Buffer[] = []
    if (step.live) process.stdout.write(`${paint("dim", "…")} ${step.title}\n`)
    const child = spawn(step.command, step.args, {
      cwd: root,
      stdio: step.live ? "inherit" : ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        PATH: `${join(root, "node_modules/.bin")}${delimiter}${process.env["PATH"]}`,
        REDOCLY_TELEMETRY: "off",
        REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
        ...(color && !step.live ? { FORCE_COLOR: "1" } : {}),
      },
    })
    running.add(child)
    child.stdout?.on("data", (chunk: Buffer) => output.push(chunk))
    child.stderr?.on("data", (chunk: Buffer) => output.push(chunk))
    const finish = (ok: boolean) => {
      running.delete(child)
      const seconds = (performance.now() - started) / 1000
      process.stdout.write(
        `${ok ? paint("green", "✓") : paint("red", "✗")} ${step.title} ${paint("dim", `${seconds.toFixed(1)} s`)}\n`,
      )
      if (!ok && output.length > 0) {
        const text = Buffer.concat(output).toString("utf8").trimEnd()
        process.stdout.write(`${text.replaceAll(/^/gmu, "    ")}\n\n`)
      }
      resolve({ step, ok, seconds })
    }
    child.on("error", (error) => {
      output.push(Buffer.from(`${step.command}: ${error.message}`))
      finish(false)
    })
    child.on("close", (code) => finish(code === 0))
  })
}

/** Runs steps, at most `width` at once, in their order. */
export async function runSteps(steps: readonly Step[], width: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const queue = [...steps]
  const worker = async () => {
    for (let step = queue.shift(); step; step = queue.shift()) outcomes.push(await runStep(step))
  }
  await Promise.all(Array.from({ length: width }, worker))
  return outcomes
}
