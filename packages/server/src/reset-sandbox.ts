import { existsSync } from "node:fs"
import { rm } from "node:fs/promises"
import { join } from "node:path"
import { sql } from "kysely"
import { readConfig } from "./config.ts"
import { DatabaseUnusable, openDatabase, withoutPassword } from "./db/connection.ts"
import { lockFolder } from "./db/folder-lock.ts"
import { CommandRefused, defineCommand } from "./keys/command.ts"

const help = `pnpm sandbox:reset [options]

Deletes what the sandbox has stored, so that the next start begins with the demo data. The publishable key and the
administrator's password stay as they are. Asks first, and refuses while the sandbox runs.

  --yes        do not ask
  --secrets    make a new key, a new password and new encryption keys too
  --postgres   empty the PostgreSQL of DATABASE_URL; without this no PostgreSQL is ever touched
  --help       this text
`

export const resetSandboxCommand = defineCommand({
  help,
  options: {
    yes: { type: "boolean", default: false },
    secrets: { type: "boolean", default: false },
    postgres: { type: "boolean", default: false },
  },
  async run({ values }, { env, default_data_dir, out, ask }) {
    if (env["NODE_ENV"] === "production") throw new CommandRefused("This is production, which no command empties.")
    const { data_dir, database_url } = readConfig(env, { default_data_dir, madeUp: () => nothing })
    if (values.postgres !== Boolean(database_url)) {
      throw new CommandRefused(
        database_url
          ? `DATABASE_URL names ${withoutPassword(database_url)}. Say --postgres to empty it, or unset DATABASE_URL to reset the embedded database.`
          : "--postgres empties the database of DATABASE_URL, which is not set.",
      )
    }
    const targets = [
      ...(database_url ? [] : [join(data_dir, "database")]),
      ...(values.secrets ? [join(data_dir, "sandbox-secrets.json")] : []),
    ].filter((path) => existsSync(path))
    const named = [...(database_url ? [`every table of ${withoutPassword(database_url)}`] : []), ...targets]
    if (named.length === 0) {
      out(`There is nothing to reset in ${data_dir}. pnpm start makes a sandbox.\n`)
      return 0
    }
    if (!values.yes) {
      if (!ask) throw new CommandRefused("Nobody can be asked here. Say --yes to delete without a question.")
      const answer = await ask(`Delete ${named.join(" and ")}? [y/N] `)
      if (!/^y(?:es)?$/iu.test(answer.trim())) {
        out("Nothing was deleted.\n")
        return 1
      }
    }
    const lock = existsSync(data_dir) ? holding(data_dir) : undefined
    try {
      if (database_url) await emptyPostgres(database_url)
      for (const path of targets) await rm(path, { recursive: true })
    } finally {
      lock?.release()
    }
    out(`Deleted ${named.join(" and ")}. pnpm start begins anew.\n`)
    return 0
  },
})

/** For settings that this command has no use for. */
const nothing = { kek_keys: [], covenant_admin_email: "", covenant_admin_password: "", covenant_publishable_key: "" }

/** Takes the folder, or says that its sandbox runs. */
function holding(data_dir: string) {
  try {
    return lockFolder(data_dir)
  } catch (error) {
    if (!(error instanceof DatabaseUnusable)) throw error
    const pid = /process \d+/u.exec(error.message)?.[0] ?? "another process"
    throw new CommandRefused(`The sandbox is running (${pid}). Stop it with Ctrl-C, and try again.`, { cause: error })
  }
}

/** Drops all tables, in one transaction. Refuses while anybody else is connected. */
async function emptyPostgres(url: string): Promise<void> {
  const { db, close } = await openDatabase({ kind: "postgres", url, pool_size: 1 })
  try {
    await db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ others: number }>`select count(*)::int as others from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`.execute(trx)
      if (rows[0]?.others !== 0) {
        throw new CommandRefused("Somebody is connected to the database. Stop the servers that use it, and try again.")
      }
      await sql`drop schema public cascade`.execute(trx)
      await sql`create schema public`.execute(trx)
    })
  } finally {
    await close()
  }
}
