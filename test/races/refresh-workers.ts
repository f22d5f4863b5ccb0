import { spawn } from "node:child_process"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"

const worker = fileURLToPath(new URL("./refresh-worker.ts", import.meta.url))

export interface RefreshWorkers {
  /** Lets all of them renew what is due, at once. Resolves when the last of them is done. */
  refreshAtOnce(): Promise<void>
  stop(): Promise<void>
}

/** Processes that renew the access of apps when they are told, on the deployment of this environment. */
export async function startRefreshWorkers(
  count: number,
  env: Readonly<Record<string, string>>,
): Promise<RefreshWorkers> {
  const workers = Array.from({ length: count }, () => {
    const child = spawn(process.execPath, [worker], {
      env: { PATH: process.env["PATH"] ?? "", ...env },
      stdio: ["pipe", "pipe", "inherit"],
    })
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const said = async (word: string) => {
      const { value } = await lines.next()
      if (value !== word) throw new Error(`a worker said ${String(value)} instead of ${word}`)
    }
    const ended = new Promise<void>((resolve) => child.once("close", () => resolve()))
    return { child, said, ended }
  })
  await Promise.all(workers.map(({ said }) => said("ready")))
  return {
    async refreshAtOnce() {
      for (const { child } of workers) child.stdin.write("go\n")
      await Promise.all(workers.map(({ said }) => said("done")))
    },
    async stop() {
      for (const { child } of workers) child.stdin.end()
      await Promise.all(workers.map(({ ended }) => ended))
    },
  }
}
