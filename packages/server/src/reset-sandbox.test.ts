import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { sql } from "kysely"
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest"
import { ownDatabase } from "../../../test/setup/databases.ts"
import { lockFolder } from "./db/folder-lock.ts"
import { resetSandboxCommand } from "./reset-sandbox.ts"

let folder: string
const path = (name: string) => join(folder, name)
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "covenant-reset-"))
  mkdirSync(path("database"))
  writeFileSync(path("database/covenant.ready"), "")
  writeFileSync(path("sandbox-secrets.json"), "{}")
})
afterEach(() => rmSync(folder, { recursive: true }))

interface Told {
  args?: string[]
  env?: Record<string, string>
  /** What the person types; nobody is there without it. */
  answer?: string
}

async function reset({ args = [], env = {}, answer }: Told) {
  const said = { out: "", err: "", asked: "" }
  const code = await resetSandboxCommand(args, {
    env,
    default_data_dir: folder,
    on_terminal: answer !== undefined,
    out: (text) => (said.out += text),
    err: (text) => (said.err += text),
    ...(answer === undefined
      ? {}
      : {
          ask: (question: string) => {
            said.asked += question
            return Promise.resolve(answer)
          },
        }),
  })
  return { code, ...said, left: ["database", "sandbox-secrets.json"].filter((name) => existsSync(path(name))) }
}
const both = ["database", "sandbox-secrets.json"]

describe("pnpm sandbox:reset", () => {
  test("asks, naming what it would delete, and keeps key and password", async () => {
    expect(await reset({ answer: "y" })).toMatchObject({
      code: 0,
      asked: `Delete ${path("database")}? [y/N] `,
      left: ["sandbox-secrets.json"],
    })
  })

  test.each(["", "n", "what"])("deletes nothing when the answer is %j", async (answer) => {
    expect(await reset({ answer })).toMatchObject({ code: 1, out: "Nothing was deleted.\n", left: both })
  })

  test("asks nobody with --yes, and deletes nothing without it where nobody can be asked", async () => {
    expect(await reset({})).toMatchObject({ code: 1, err: expect.stringContaining("Say --yes"), left: both })
    expect(await reset({ args: ["--yes", "--secrets"] })).toMatchObject({ code: 0, asked: "", left: [] })
    expect(await reset({ args: ["--yes"] })).toMatchObject({
      code: 0,
      out: expect.stringContaining("nothing to reset"),
    })
  })

  test("refuses while the sandbox runs, and says what to do", async () => {
    const lock = lockFolder(folder)
    expect(await reset({ args: ["--yes"] })).toMatchObject({
      code: 1,
      err: `The sandbox is running (process ${process.pid}). Stop it with Ctrl-C, and try again.\n`,
      left: both,
    })
    lock.release()
  })

  test("refuses in production", async () => {
    expect(await reset({ args: ["--yes"], env: { NODE_ENV: "production" } })).toMatchObject({ code: 1, left: both })
  })

  test("touches no PostgreSQL unless told, and tells nobody its password", async () => {
    const env = { DATABASE_URL: "postgres://shop:secret@127.0.0.1:1/shop" }
    const { code, err, left } = await reset({ args: ["--yes"], env })
    expect({ code, left }).toEqual({ code: 1, left: both })
    expect(err).toMatch(/Say --postgres to empty it/u)
    expect(err).not.toContain("secret")
    expect(await reset({ args: ["--yes", "--postgres"] })).toMatchObject({ code: 1, left: both })
  })

  test("with --postgres it empties that database and leaves the folder alone; not while somebody is connected", async (context) => {
    if (inject("databaseUrl") === "") context.skip("the pglite project has no PostgreSQL server")
    const database = await ownDatabase(inject("databaseUrl"))
    try {
      await sql`create table chair (id int)`.execute(database.db)
      const told = { args: ["--yes", "--postgres"], env: { DATABASE_URL: database.url } }
      expect(await reset(told)).toMatchObject({ code: 1, err: expect.stringContaining("Somebody is connected") })
      await database.db.destroy()
      expect(await reset(told)).toMatchObject({ code: 0, left: both })
      const again = await reset(told)
      expect(again.err).toBe("")
    } finally {
      await database.drop()
    }
  })
})
