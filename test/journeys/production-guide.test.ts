/** The commands of the guide "Run it in production": secrets, and both backups, restored under a server that is then used. */
import { execFile, execFileSync } from "node:child_process"
import { randomBytes } from "node:crypto"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { fileURLToPath } from "node:url"
import { sql, type Kysely } from "kysely"
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest"
import { createStoreClient } from "../../packages/client/src/index.ts"
import { ownDatabase } from "../setup/databases.ts"
import { freshEmail } from "../setup/fresh.ts"
import { guidesInSteps } from "../setup/guide-steps.ts"
import { good_password } from "../setup/people.ts"
import { deployment, startProcess } from "../setup/processes.ts"

const run = promisify(execFile)
const scripts = fileURLToPath(new URL("../../scripts/", import.meta.url))
const steps = guidesInSteps().find(({ id }) => id === "production")?.steps ?? []
const under = (heading: string): string[] =>
  steps.filter(({ title }) => title === heading).map(({ command }) => command)

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "covenant-production-"))
})
afterEach(() => rm(folder, { recursive: true }))

/** Runs a command of the guide, with these variables and with our `pnpm`. */
async function shell(command: string, variables: Record<string, string> = {}): Promise<string> {
  const script = `pnpm() { local name="$1"; shift; '${process.execPath}' '${scripts}'"$name".ts "$@"; }\n${command}`
  const env = { PATH: process.env["PATH"] ?? "", ...variables }
  return (await run("bash", ["-euo", "pipefail", "-c", script], { cwd: folder, env })).stdout
}

const publishableKey = `pk_${randomBytes(16).toString("hex")}`
const shopAt = (baseUrl: string) => createStoreClient({ baseUrl, publishableKey })
const person = () => ({ email: freshEmail(), password: good_password })
/** Whose account a sign-in leads to. */
async function signIn(url: string, who: ReturnType<typeof person>): Promise<string> {
  const store = shopAt(url)
  await store.auth.signIn(who)
  return (await store.GET("/store/customers/me")).data.customer.id
}

/** Major version of a program of PostgreSQL; 0 where there is none. */
function majorOf(program: string): number {
  try {
    return Number(/\d+/u.exec(execFileSync(program, ["--version"], { encoding: "utf8" }))?.[0] ?? 0)
  } catch {
    return 0
  }
}

describe("the guide to production", () => {
  test("its commands are the ones that are run here", () => {
    const headings = ["The secrets", "Back up PostgreSQL", "Back up the embedded database"]
    expect(headings.map((heading) => under(heading).length)).toEqual([1, 2, 2])
    expect(steps).toHaveLength(5)
  })

  test("the secrets are made, a file each", async () => {
    const [make = ""] = under("The secrets")
    expect(await shell(make)).toContain(steps[0]?.prints)
  })

  test("the embedded database: a copy of a stopped one is a shop that goes on", async (context) => {
    if (inject("databaseUrl") !== "") context.skip("the embedded database is no PostgreSQL server")
    const [back_up = "", restore = ""] = under("Back up the embedded database")
    const [DATA_DIR, RESTORED_DIR] = [join(folder, "data"), join(folder, "restored")]
    const who = person()
    const before = await startProcess({ DATA_DIR, COVENANT_PUBLISHABLE_KEY: publishableKey })
    const { id } = await shopAt(before.url).auth.register(who)
    await before.stop()

    await shell(back_up, { DATA_DIR })
    await shell(restore, { RESTORED_DIR })

    const after = await startProcess({ DATA_DIR: RESTORED_DIR })
    expect(await signIn(after.url, who)).toBe(id)
    await after.stop()
  }, 180_000)

  test("PostgreSQL: a dump of a running one, restored, is a shop that goes on", async (context) => {
    const server_url = inject("databaseUrl")
    if (server_url === "") context.skip("the pglite project has no PostgreSQL server")
    const [original, copy] = await Promise.all([ownDatabase(server_url), ownDatabase(server_url)])
    try {
      const major = Math.min(majorOf("pg_dump"), majorOf("pg_restore"))
      const { server_version } = await versionOf(original)
      if (major < server_version) context.skip(`pg_dump ${major} reads no PostgreSQL ${server_version}`)
      const [back_up = "", restore = ""] = under("Back up PostgreSQL")
      const shop = deployment(original.url, { COVENANT_PUBLISHABLE_KEY: publishableKey })
      const who = person()
      const before = await startProcess(shop.env)
      const { id } = await shopAt(before.url).auth.register(who)

      await shell(back_up, { DATABASE_URL: original.url })
      await before.stop()
      await shell(restore, { RESTORED_URL: copy.url })

      const after = await startProcess({ ...shop.env, DATABASE_URL: copy.url })
      expect(await signIn(after.url, who)).toBe(id)
      await after.stop()
    } finally {
      await Promise.all([original.drop(), copy.drop()])
    }
  }, 180_000)
})

async function versionOf({ db }: { db: Kysely<unknown> }): Promise<{ server_version: number }> {
  const { rows } = await sql<{
    major: number
  }>`select current_setting('server_version_num')::int / 10000 as major`.execute(db)
  return { server_version: rows[0]?.major ?? 0 }
}
