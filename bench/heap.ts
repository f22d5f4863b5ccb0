/** Whether sign-ins leave anything behind in the process. */
import { fileURLToPath } from "node:url"
import type { Measure } from "./bench.ts"
import { emailOf, password } from "./people.ts"
import { judged, percentFine } from "./report.ts"
import { openShop, publishable_key, startServer } from "./servers.ts"

const connections = 16
const most_seconds = 600

export const heap: Measure = async (bench) => {
  const shop = await openShop(await bench.database(), 1_000, { cheap: true })
  const server = await startServer(shop.env, {
    file: fileURLToPath(new URL("cheap-server.ts", import.meta.url)),
    flags: ["--expose-gc"],
  })
  bench.atEnd(() => server.stop())
  const emails = Array.from({ length: 1_000 }, (_, at) => emailOf(at + 1))
  const work = { kind: "sign in and look", emails, password, publishable_key } as const
  let done = 0
  const heapAfter = async (sign_ins: number): Promise<number> => {
    bench.progress(`heap: ${sign_ins} sign-ins`)
    // Each signs in and looks once: two requests.
    const requests = (sign_ins - done) * 2
    const loaded = await bench.load({ urls: [server.url], connections, seconds: most_seconds, requests, work })
    if (loaded.requests < requests) throw new Error(`${sign_ins} sign-ins took more than ${most_seconds} s.`)
    done = sign_ins
    return (await server.usage()).heap_bytes
  }
  const [few, many] = bench.size.sign_ins
  const early = await heapAfter(few)
  const late = await heapAfter(many)
  const mb = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`
  return [
    judged(
      `heap after ${many} sign-ins, growth since ${few}`,
      late / early - 1,
      { most: 0.05 },
      percentFine,
      `${mb(late)} and ${mb(early)} after collection; each signs in and looks once`,
    ),
  ]
}
