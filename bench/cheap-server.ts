/** The server with hashes that cost next to nothing, so that 100 000 sign-ins are a matter of minutes. */
import { createApp } from "../packages/server/src/app.ts"
import { readConfig } from "../packages/server/src/config.ts"
import { openConfigured } from "../packages/server/src/serve.ts"
import { systemClock } from "../packages/server/src/lib/clock.ts"
import { createLog } from "../packages/server/src/lib/log.ts"
import { createPasswordHasher } from "../packages/server/src/lib/password.ts"
import { listen } from "../packages/server/src/listen.ts"
import { seed } from "../packages/server/src/seed.ts"
import { createServices } from "../packages/server/src/services.ts"
import { cheap_parameters } from "./people.ts"

const config = readConfig(process.env, {
  default_data_dir: "",
  madeUp: () => {
    throw new Error("The bench sets every secret.")
  },
})
const log = createLog(config.log_level)
const listener = await listen(config.host, config.port)
const { db } = await openConfigured(config, log)
const services = await createServices({ config, db, clock: systemClock, log })
const passwords = await createPasswordHasher({ at_once: 2, parameters: cheap_parameters })
await seed(services)
listener.answerWith(await createApp({ ...services, passwords }))
