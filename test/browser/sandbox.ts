import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Browser, BrowserContextOptions, Page } from "playwright-core"
import { launchBrowser, visitPage, type Visit } from "../../packages/docs/browser/site.ts"
import { readConfig } from "../../packages/server/src/config.ts"
import { createLog } from "../../packages/server/src/lib/log.ts"
import { sandboxSecrets } from "../../packages/server/src/sandbox-secrets.ts"
import { serve, type RunningServer } from "../../packages/server/src/serve.ts"

export interface Sandbox {
  server: RunningServer
  browser: Browser
  /** Opens a page of the server, or of another origin, in a context of its own. */
  visit(path: string, options?: BrowserContextOptions & { origin?: string }): Promise<Page>
  /** Every page that was opened, with what it did that it should not. */
  visits: readonly Visit[]
  close(): Promise<void>
}

/** A whole sandbox with a database of its own, and a browser to look at it. `settings` as in the environment. */
export async function openSandbox(settings: Readonly<Record<string, string>> = {}): Promise<Sandbox> {
  const folder = await mkdtemp(join(tmpdir(), "covenant-sandbox-"))
  const env = { PORT: "0", DATA_DIR: folder, ...settings }
  const config = readConfig(env, { default_data_dir: folder, madeUp: sandboxSecrets })
  const [server, browser] = await Promise.all([serve(config, createLog("silent")), launchBrowser()])
  const visits: Visit[] = []
  return {
    server,
    browser,
    async visit(path, { origin = server.listens_at, ...options } = {}) {
      const visit = await visitPage(browser, origin, path, options)
      visits.push(visit)
      return visit.page
    },
    visits,
    async close() {
      await Promise.all([browser.close(), server.stop()])
      await rm(folder, { recursive: true })
    },
  }
}
