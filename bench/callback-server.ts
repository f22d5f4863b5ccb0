/** The server with a provider on this machine, which production would refuse; tells which statements it sends. */
import pg from "pg"
import { createApp } from "../packages/server/src/app.ts"
import { readProviders } from "../packages/server/src/auth/providers/provider-settings.ts"
import { createProviders } from "../packages/server/src/auth/providers/providers.ts"
import { readConfig } from "../packages/server/src/config.ts"
import { migrateToLatest } from "../packages/server/src/db/migrate.ts"
import { systemClock } from "../packages/server/src/lib/clock.ts"
import { createLog } from "../packages/server/src/lib/log.ts"
import { listen } from "../packages/server/src/listen.ts"
import { seed } from "../packages/server/src/seed.ts"
import { openConfigured } from "../packages/server/src/serve.ts"
import { createServices } from "../packages/server/src/services.ts"
import { answer } from "./child.ts"

const { BENCH_PROVIDERS = "{}", ...env } = process.env
const config = readConfig(env, {
  default_data_dir: "",
  madeUp: () => {
    throw new Error("The bench sets every secret.")
  },
})
const log = createLog(config.log_level)
const listener = await listen(config.host, config.port)
const database = await openConfigured(config, log)
await migrateToLatest(database)
const { db } = database
const services = await createServices({ config, db, clock: systemClock, log })
const providers = createProviders({ ...config, oauth_providers: readProviders(BENCH_PROVIDERS), production: false })
await seed(services)

let sent: string[] | undefined
pg.Client.prototype.query = new Proxy(pg.Client.prototype.query, {
  apply(query, client, given: [string | { text?: string }, ...unknown[]]) {
    const [first] = given
    sent?.push(typeof first === "string" ? first : (first.text ?? ""))
    return Reflect.apply(query, client, given) as unknown // whatever it answers
  },
})
answer({
  /** From now on statements are kept. */
  listen: () => {
    sent = []
  },
  /** Those since then. */
  heard: (): string[] => {
    const heard = sent ?? []
    sent = undefined
    return heard
  },
})
listener.answerWith(await createApp({ ...services, providers }))
