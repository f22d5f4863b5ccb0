/** Processes that are asked questions over their IPC channel: what is measured never shares one with who measures. */
import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"

interface Question {
  number: number
  name: string
  about: unknown
}
interface Answer {
  number: number
  answer?: unknown
  failed?: string
}

export interface Child {
  pid: number
  /** Rejects when the answer is a failure, and when the process ends first. */
  ask<T>(name: string, about?: unknown): Promise<T>
  /** Resolves when the process has ended, whyever. */
  ended: Promise<void>
  has_ended(): boolean
  /** The end of what it wrote to stderr. */
  complaints(): string
  /** SIGTERM, and after 12 s SIGKILL. Resolves when the process has ended. */
  stop(): Promise<void>
}

export interface ChildOptions {
  env?: Readonly<Record<string, string>>
  /** For Node, in front of the file. */
  flags?: readonly string[]
}

const usage = new URL("usage.ts", import.meta.url).href
const root = fileURLToPath(new URL("..", import.meta.url))
const kill_after_ms = 12_000

/** What a program needs to run at all; everything else would be configuration. */
const inherited = ["PATH", "HOME", "TMPDIR", "LANG", "NODE_EXTRA_CA_CERTS"]

/** Starts a file of ours. Besides what it answers itself it tells its usage, see usage.ts. */
export function startChild(file: string, { env = {}, flags = [] }: ChildOptions = {}): Child {
  const passed = Object.fromEntries(inherited.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))
  const child = spawn(process.execPath, [...flags, "--import", usage, file], {
    cwd: root,
    env: { ...passed, ...env },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  })
  let complaints = ""
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (complaints = (complaints + text).slice(-8_000)))
  const asked = new Map<number, PromiseWithResolvers<unknown>>()
  const ended = new Promise<void>((resolve) => {
    child.once("close", (code, signal) => {
      for (const { reject } of asked.values()) reject(new Error(`${file} ended with ${code ?? signal}.\n${complaints}`))
      asked.clear()
      resolve()
    })
  })
  child.on("message", ({ number, answer, failed }: Answer) => {
    const question = asked.get(number)
    asked.delete(number)
    if (failed === undefined) question?.resolve(answer)
    else question?.reject(new Error(failed))
  })
  let number = 0
  return {
    pid: child.pid ?? 0,
    ended,
    has_ended: () => child.exitCode !== null || child.signalCode !== null,
    complaints: () => complaints,
    ask<T>(name: string, about?: unknown) {
      const question = Promise.withResolvers<unknown>()
      if (child.exitCode !== null) return Promise.reject(new Error(`${file} has ended.\n${complaints}`))
      asked.set(++number, question)
      child.send({ number, name, about } satisfies Question)
      return question.promise as Promise<T> // the asker knows what the other file answers
    },
    async stop() {
      const overdue = setTimeout(() => child.kill("SIGKILL"), kill_after_ms)
      child.kill("SIGTERM")
      await ended
      clearTimeout(overdue)
    },
  }
}

/** In the child: answers questions of these names. A child without a parent has nobody to work for, and leaves. */
export function answer(answers: Readonly<Record<string, (about: never) => unknown>>): void {
  process.on("message", async ({ number, name, about }: Question) => {
    const find = answers[name] as ((about: unknown) => unknown) | undefined // the asker knows what it takes
    if (!find) return // another file loaded in this process answers
    try {
      process.send?.({ number, answer: await find(about) } satisfies Answer)
    } catch (error) {
      process.send?.({ number, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"))
}
