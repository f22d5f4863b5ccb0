/** One worker of a race: says that it is ready, renews what is due at each "go", and says when it has. */
import { tmpdir } from "node:os"
import { createInterface } from "node:readline"
import { createApps } from "../../packages/server/src/apps/app-registry.ts"
import { refreshAppTokens } from "../../packages/server/src/apps/refresh-app-tokens.ts"
import { withDeployment } from "../../packages/server/src/keys/open-deployment.ts"
import { createLog } from "../../packages/server/src/lib/log.ts"

await withDeployment(process.env, tmpdir(), async ({ config, db, vault }) => {
  const services = { db, vault, apps: createApps(config), log: createLog("silent") }
  await db.selectFrom("app_credential").select("app_id").execute() // the connection is open before the race
  process.stdout.write("ready\n")
  for await (const line of createInterface({ input: process.stdin })) {
    if (line !== "go") continue
    await refreshAppTokens(services)
    process.stdout.write("done\n")
  }
})
